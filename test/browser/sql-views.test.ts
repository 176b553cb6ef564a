import { describe, expect, it } from 'vitest';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const server = testServer();
const browser = testBrowser();
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the query
const QUERY = "select name from periodtype where name = '${type}'";

describe('SQL views', () => {
  it('are made, read, refreshed, changed and deleted after a question', async () => {
    const page = await browser.openConsole(server, { path: '/sql-views' });
    await page.getByText('There is no SQL view yet.').waitFor();
    await page.getByRole('button', { name: 'New SQL view' }).click();
    await page.getByRole('heading', { name: 'New SQL view' }).waitFor();
    await page.getByLabel('Name').fill('Period types');
    await page.getByLabel('Type').selectOption({ label: 'Materialized view' });
    await page.getByLabel('Statement').fill('delete from periodtype');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Statement').fill(`select name from periodtype where name like 'Mo%' union select 'Other'`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Period types', level: 1 }).waitFor();
    await page.getByText('It does not stand in the database yet.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Make in the database' }).click();
    const rows = page.getByRole('table', { name: 'Rows' });
    await rows.getByText('Monthly').waitFor();
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('The rows were read anew.').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Description').fill('Those of a month');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Those of a month').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete SQL view' }).click();
    await page.getByText('There is no SQL view yet.').waitFor();
  });

  it('with variables are read when these have values', async () => {
    const { json } = await server.request('/api/sqlViews', {
      method: 'POST',
      body: { name: 'One type', type: 'QUERY', sqlQuery: QUERY },
    });
    const page = await browser.openConsole(server, { path: `/sql-views/${json.response.uid}` });
    await page.getByLabel('type').fill('Weekly');
    await page.getByRole('button', { name: 'Show rows' }).click();
    await page.getByRole('table', { name: 'Rows' }).getByText('Weekly', { exact: true }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    await page.getByLabel('type').fill("'; x");
    await page.getByRole('button', { name: 'Show rows' }).click();
    await page.getByRole('alert').waitFor();
  });
});
