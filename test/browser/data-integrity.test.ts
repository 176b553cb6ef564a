import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const server = testServer();
const browser = testBrowser();

beforeAll(async () => {
  await sql`
    insert into category (categoryid, uid, created, lastupdated, name, shortname, datadimensiontype, datadimension)
    values (nextval('hibernate_sequence'), 'CatWithout1', now(), now(), 'Category without a thing', 'Without', 'DISAGGREGATION', false)
  `.execute(server.db);
});

describe('data integrity', () => {
  it('is checked by what is chosen, counted, listed, and looked into', async () => {
    const page = await browser.openConsole(server, { path: '/data-integrity' });
    await page.getByLabel('Severity').selectOption({ label: 'Warning' });
    await page.getByLabel('Name contains').fill('Categories without options');
    await page.getByRole('checkbox', { name: 'Choose Categories without options' }).check();
    await page.getByRole('button', { name: 'Run the chosen (1)' }).click();
    const row = page.getByRole('row', { name: /Categories without options/ });
    await row.getByText('1', { exact: true }).waitFor();
    await expectAccessible(page);
    await row.getByRole('link', { name: 'Categories without options' }).click();
    await page.getByRole('heading', { name: 'Categories without options', level: 1 }).waitFor();
    await page.getByText('was not listed yet', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Run this check' }).click();
    const issues = page.getByRole('table', { name: 'Issues' });
    const link = issues.getByRole('link', { name: 'Category without a thing' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe(`${server.url}/api/categories/CatWithout1`);
    await page.getByRole('table', { name: 'Results so far' }).getByRole('row').nth(2).waitFor();
    await expectAccessible(page);
  });

  it('shows slow checks alone, and says when a run cannot be started', async () => {
    const page = await browser.openConsole(server, { path: '/data-integrity?only=slow' });
    const slow = page.locator('tbody tr').filter({ has: page.getByRole('checkbox') });
    await slow.first().waitFor();
    expect(await slow.getByText('slow', { exact: true }).count()).toBe(await slow.count());
    await page.route('**/api/dataIntegrity/summary', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 500, json: { message: 'The queue cannot be written.' } })
        : route.continue(),
    );
    await page.getByRole('button', { name: 'Run all that are not slow' }).click();
    await page.getByText('The queue cannot be written.').waitFor();
    await expectAccessible(page);
  });
});
