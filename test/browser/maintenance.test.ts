import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const server = testServer();
const browser = testBrowser();

async function makePeriod(): Promise<void> {
  await sql`
    insert into period (periodid, periodtypeid, startdate, enddate)
    select nextval('hibernate_sequence'), periodtypeid, '1999-01-01', '1999-01-31' from periodtype where name = 'Monthly'
  `.execute(server.db);
}

const periods = async (): Promise<number> =>
  (await sql<{ count: number }>`select count(*) as count from period where startdate = '1999-01-01'`.execute(server.db))
    .rows[0]?.count ?? 0;

describe('maintenance', () => {
  it('is chosen, previewed with counts, confirmed, run and reported', async () => {
    await makePeriod();
    const page = await browser.openConsole(server, { path: '/maintenance' });
    await page.getByLabel('Prune periods').check();
    await page.getByLabel('Clear caches').check();
    await page.getByRole('button', { name: 'Preview (2)' }).click();
    const preview = page.getByRole('table', { name: 'What would happen' });
    await preview.getByText('Periods: 1').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Run…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Run these operations?' });
    await dialog.getByText('Periods: 1').waitFor();
    await dialog.getByText('cannot be brought back').waitFor();
    await expectAccessible(page);
    expect(await periods()).toBe(1);
    await dialog.getByRole('button', { name: 'Run 2 operations' }).click();
    const report = page.getByRole('table', { name: 'Report' });
    await report.getByText('Periods: 1').waitFor();
    expect(await periods()).toBe(0);
    await expectAccessible(page);
    await page.getByRole('link', { name: '← Maintenance' }).click();
    await page.getByRole('table', { name: 'History' }).getByText('Done', { exact: true }).waitFor();
  });

  it('of one object asks for its name before its data go', async () => {
    const { json } = await server.request('/api/dataElements', {
      method: 'POST',
      body: {
        name: 'Beds in use',
        shortName: 'Beds in use',
        domainType: 'AGGREGATE',
        valueType: 'NUMBER',
        aggregationType: 'SUM',
      },
    });
    expect(json.status).toBe('OK');
    const page = await browser.openConsole(server, { path: '/maintenance' });
    const card = page.getByRole('region', { name: 'One object' });
    await card.getByLabel('Operation').selectOption({ label: 'Prune data of a data element' });
    await card.getByLabel('Name contains').fill('beds');
    await card.getByLabel('Object').selectOption({ label: 'Beds in use' });
    await card.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Nothing to do').waitFor();
    await page.getByRole('button', { name: 'Run…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Prune data of a data element: Beds in use?' });
    const run = dialog.getByRole('button', { name: 'Run 1 operation' });
    expect(await run.isDisabled()).toBe(true);
    await dialog.getByLabel('Type Beds in use to go on').fill('Beds in use');
    await run.click();
    await page.getByRole('table', { name: 'Report' }).getByText('Nothing to do').waitFor();
  });

  it('says why it is refused, and starts nothing', async () => {
    const page = await browser.openConsole(server, { path: '/maintenance' });
    await page.route('**/api/maintenance?*async=true*', (route) =>
      route.fulfill({
        status: 409,
        json: { message: 'A job of type DATA_SYNC is running, which must not meet this.' },
      }),
    );
    await page.getByLabel('Remove soft deleted data values').check();
    await page.getByRole('button', { name: 'Preview (1)' }).click();
    await page.getByRole('button', { name: 'Run…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Run 1 operation' }).click();
    await dialog.getByText('A job of type DATA_SYNC is running', { exact: false }).waitFor();
    await expectAccessible(page);
  });
});
