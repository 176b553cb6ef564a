import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { define, smallAnalytics } from '../support/roll-ups.js';
import { testServer } from '../support/server.js';
import { makeUsers } from '../support/users.js';

const server = testServer();
const browser = testBrowser();
const users = makeUsers(server);

beforeAll(async () => {
  await smallAnalytics(server.db);
  const columns = ['dx', 'monthly', 'quarterly', 'uidlevel1', 'uidlevel2', 'yearly'];
  await define(server.db, { name: 'Regions by month', columns, states: ['n', 'sum_v'] });
  await sql`
    insert into orderly.roll_up_use (cube, day, signature, columns, states, answered_by, queries, total_ms, rows_read)
    values ('DATA_VALUE', current_date - 2, 'a', '{dx}', '{n}', '', 2, 200, 1)
  `.execute(server.db);
});

it('aggregates are built, followed, told with rows, sizes and use, blocked, let go and removed', async () => {
  const page = await browser.openConsole(server, { path: '/aggregates' });
  const row = page.getByRole('row', { name: /^Regions by month/ });
  await row.getByText('Waits to be built').waitFor();
  await row.getByText('Organisation units down to level 2, Months and longer periods', { exact: false }).waitFor();
  await page.getByText('0 of 2 questions').waitFor();
  await page.getByText('4,500 rows', { exact: false }).waitFor();

  // Refused once, then done.
  await page.route('**/api/aggregates/batch*', (route) =>
    route.fulfill({ status: 409, json: { status: 'ERROR', message: 'The server is about to stop.' } }),
  );
  await page.getByRole('button', { name: 'Build what is behind' }).click();
  await page.getByRole('alert').getByText('The server is about to stop.').waitFor();
  await expectAccessible(page);
  await page.unroute('**/api/aggregates/batch*');
  await page.getByRole('button', { name: 'Build what is behind' }).click();
  const run = page.getByRole('region', { name: 'Last run' });
  await run.getByText('Build aggregates: DATA_VALUE').waitFor({ timeout: 30_000 });
  await row.getByText('Up to date').waitFor();
  expect(await row.innerText()).toMatch(/\d kB/);
  await page.getByRole('table', { name: 'History' }).getByText('Done').waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Build all anew…' }).click();
  await page.getByRole('dialog', { name: 'Build one aggregate anew?' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel' }).click();

  await row.getByRole('button', { name: 'Block' }).click();
  const blocking = page.getByRole('dialog', { name: 'Block Regions by month?' });
  expect(await blocking.innerText()).toMatch(/Its [\d,]+ rows \(\d+ kB\) go\./);
  await blocking.getByRole('button', { name: 'Block aggregate' }).click();
  await page.getByText('Regions by month is blocked.').waitFor();
  await page.getByText('old tables', { exact: false }).waitFor();
  await row.getByRole('button', { name: 'Unblock' }).click();
  await row.getByText('Waits to be built').waitFor();
  await row.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove aggregate' }).click();
  await page.getByText('There is no aggregate yet.', { exact: false }).waitFor();
});

it('who may only look is offered nothing else', async () => {
  const { login } = await users.make(['F_AGGREGATES_VIEW']);
  const page = await browser.openConsole(server, { path: '/aggregates', user: login, width: 390 });
  await page.getByRole('region', { name: 'Organizations' }).getByText('everybody').waitFor();
  expect(await page.getByRole('button', { name: 'Run maintenance' }).count()).toBe(0);
  await expectAccessible(page);
});
