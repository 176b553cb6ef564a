import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true });
const browser = testBrowser();

const refusal = (status: number, message: string) => ({
  status,
  json: { httpStatus: 'Error', httpStatusCode: status, status: 'ERROR', message },
});
const countOf = async (rows: ReturnType<typeof sql>): Promise<number> =>
  (await sql<{ count: number }>`select count(*) as count from ${rows}`.execute(server.db)).rows[0]?.count ?? -1;

describe('lock exceptions', () => {
  const stored = () => countOf(sql`lockexception`);

  it('are found, and one is deleted after a question', async () => {
    const before = await stored();
    const page = await browser.openConsole(server, { path: '/lock-exceptions' });
    await page.getByText(`1 to ${before} of ${before}`, { exact: true }).waitFor();
    const name = (await page.locator('tbody th').first().textContent()) ?? '';
    await page.getByLabel('Name contains').fill('nothing is called this');
    await page.getByText('No lock exception is like this.').waitFor();
    await page.getByLabel('Name contains').fill(name.toUpperCase());
    await page.getByText('1 to 1 of 1', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`${name} can then no longer enter data`, { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    expect(await stored()).toBe(before);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog.getByRole('button', { name: 'Delete lock exception' }).click();
    await page.getByText('The lock exception was deleted.').waitFor();
    await page.getByText('No lock exception is like this.').waitFor();
    expect(await stored()).toBe(before - 1);
  });

  it('are added for units that are found by name or on the way down the tree, with the keyboard', async () => {
    const { rows: units } = await sql<{ uid: string; name: string; parent: string; root: string }>`
      select unit.uid, unit.name, parent.name as parent, root.name as root
      from organisationunit as unit
      join datasetsource on datasetsource.sourceid = unit.organisationunitid
      join dataset on dataset.datasetid = datasetsource.datasetid and dataset.name = 'Return 01 (monthly)'
      join organisationunit as parent on parent.organisationunitid = unit.parentid
      join organisationunit as root on root.hierarchylevel = 1
      where not exists (select from organisationunit as below where below.parentid = unit.organisationunitid)
      order by unit.uid limit 1
    `.execute(server.db);
    const [unit] = units;
    if (!unit) throw new Error('The demo country has no such unit.');
    const page = await browser.openConsole(server, { path: '/lock-exceptions/new' });
    await page.getByLabel('Data set').selectOption({ label: 'Return 01 (monthly)' });
    await page.getByText('Closes 60 days after the end of a period.').waitFor();
    await page.getByLabel('Year').selectOption('2025');
    await page.getByLabel('Period').selectOption({ label: 'March 2025' });

    const search = page.getByLabel('Name of the organisation unit contains');
    await page.getByRole('button', { name: `Units below ${unit.root}` }).press('Enter');
    await page.getByRole('navigation', { name: 'Way up the tree' }).getByText(unit.root).waitFor();
    await search.fill(unit.name);
    const box = page.getByRole('checkbox', { name: unit.name }).first();
    await page.getByText(unit.parent, { exact: false }).first().waitFor();
    await box.press('Space');
    await page.getByText('Opens Return 01 (monthly) for March 2025 in 1 organisation unit.').waitFor();
    await search.fill('');
    await page.getByRole('button', { name: 'Top' }).click();
    await page.getByRole('checkbox', { name: unit.root }).check();
    await page.getByText(/for March 2025 in \d\d+ organisation units\./).waitFor();
    await page.getByLabel('With all units below the chosen ones').uncheck();
    await page.getByText('in 1 organisation unit.', { exact: false }).waitFor();
    await page.getByRole('button', { name: `Take out ${unit.root}` }).click();
    await page.getByLabel('Reason').fill('The network was down');
    await expectAccessible(page);

    const message = 'You can only add a lock exceptions to your data capture organisation units.';
    await page.route('**/api/lockExceptions?ds=*', (route) => route.fulfill(refusal(403, message)));
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('alert').getByText(message).waitFor();
    await page.getByText('Ask an administrator for the authority', { exact: false }).waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('A lock exception for 1 organisation unit was added.').waitFor();
    const row = page.getByRole('row').filter({ hasText: unit.name });
    await row.getByText('March 2025').waitFor();
    const made = sql`lockexception
      join organisationunit as unit on unit.organisationunitid = lockexception.organisationunitid and unit.uid = ${unit.uid}
      join period on period.periodid = lockexception.periodid and period.startdate = '2025-03-01'`;
    expect(await countOf(made)).toBe(1);
  });

  it('go together for a data set and a period, once the question has said how many', async () => {
    const before = await stored();
    const page = await browser.openConsole(server, { path: '/lock-exceptions' });
    await page.getByRole('button', { name: 'Delete several' }).click();
    await page.getByText('1 to 2 of 2', { exact: true }).waitFor();
    await page.getByLabel('Name contains').fill('Health (monthly) January');
    await page.getByText('1 to 1 of 1', { exact: true }).waitFor();
    const row = page.getByRole('row').filter({ hasText: 'Reproductive health (monthly)' });
    await row.getByRole('button', { name: 'Delete all…' }).click();
    const dialog = page.getByRole('dialog');
    const count = await countOf(
      sql`lockexception join dataset on dataset.datasetid = lockexception.datasetid and dataset.uid = 'lyLU2wR22tC'`,
    );
    await dialog.getByText(`${count} organisation units lose their exceptions.`, { exact: false }).waitFor();
    await page.route('**/api/lockExceptions?ds=*', (route) => route.fulfill(refusal(500, 'The disk is full.')));
    const sure = dialog.getByRole('button', { name: `Delete ${count} lock exceptions` });
    await sure.click();
    await dialog.getByRole('alert').getByText('The disk is full.').waitFor();
    await page.unrouteAll();
    await expectAccessible(page);
    await sure.click();
    await page.getByText(/^All lock exceptions of Reproductive health \(monthly\) for .+ were deleted\.$/).waitFor();
    await row.waitFor({ state: 'detached' });
    expect(await stored()).toBe(before - count);
  });
});

describe('min-max generation', () => {
  const stored = (generated: boolean) => countOf(sql`minmaxdataelement where generatedvalue = ${generated}`);
  const choose = async (page: Page): Promise<void> => {
    await page.getByLabel('Reproductive health (monthly)').check();
    await page.getByRole('list', { name: 'Organisation units' }).getByRole('checkbox').check();
    await page.getByRole('table', { name: 'What there is' }).waitFor();
  };
  const numbers = async (page: Page): Promise<readonly string[]> =>
    (await page.locator('tbody td').allTextContents()).slice(1);

  it('generates and removes after a question, keeps what was set by hand, and tells what there is after', async () => {
    const manual = await stored(false);
    const page = await browser.openConsole(server, { path: '/min-max' });
    await page.getByText('Values that a person has set are kept.', { exact: false }).waitFor();
    await choose(page);
    expect(await numbers(page)).toEqual([`${await stored(true)}`, `${manual}`]);
    await page.getByRole('button', { name: 'Generate…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`${manual} values`).waitFor();
    await expectAccessible(page);
    await page.route('**/api/minMaxValues?*', (route) => route.fulfill(refusal(409, ' No valid organisation unit')));
    await dialog.getByRole('button', { name: 'Generate' }).click();
    await dialog.getByRole('alert').getByText('No valid organisation unit').waitFor();
    await page.unrouteAll();
    await dialog.getByRole('button', { name: 'Generate' }).click();
    await page.getByText(/^Values generated: \d+; old ones replaced: \d+; set by hand and kept: \d+\.$/).waitFor();
    const generated = await stored(true);
    expect(generated).toBeGreaterThan(100);
    await expect.poll(() => numbers(page)).toEqual([`${generated}`, `${manual}`]);

    await page.getByRole('button', { name: 'Remove generated…' }).click();
    await dialog.getByRole('button', { name: `Remove ${generated} values` }).click();
    await page.getByText(`Generated values removed: ${generated}.`, { exact: false }).waitFor();
    await expect.poll(() => numbers(page)).toEqual(['0', `${manual}`]);
    expect([await stored(true), await stored(false)]).toEqual([0, manual]);
    expect(await page.getByRole('button', { name: 'Remove generated…' }).isDisabled()).toBe(true);
  });

  it('follows a generation that is too large for an answer', async () => {
    const page = await browser.openConsole(server, { path: '/min-max' });
    await choose(page);
    await page.route('**/api/minMaxValues?*', async (route) => {
      const { organisationUnit, dataSets } = route.request().postDataJSON();
      const run = await server.services.jobs.queue(server.db, {
        type: 'MIN_MAX_VALUE_GENERATION',
        parameters: { organisationUnit, dataSets, keepManual: true },
      });
      const answer = { responseType: 'JobConfiguration', id: run.uid, jobType: 'MIN_MAX_VALUE_GENERATION' };
      await route.fulfill({ json: { httpStatus: 'OK', httpStatusCode: 200, status: 'OK', response: answer } });
    });
    await page.getByRole('button', { name: 'Generate…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Generate' }).click();
    await page
      .getByText(/min-max values generated, \d+ kept/)
      .first()
      .waitFor();
    await expect.poll(async () => (await numbers(page))[0]).toBe(`${await stored(true)}`);
  });
});

describe('data statistics', () => {
  it('show use over time by interval, and what there is; a snapshot is taken after a question', async () => {
    await sql`
      insert into datastatistics (statisticsid, uid, created, lastupdated, totalviews, dashboardviews, datavalues, dashboards, active_users, users)
      select nextval('hibernate_sequence'), 'sNap' || lpad(day::text, 7, '0'), moment, moment, 100 + day, 40, 1000, 2, 7, 20
      from generate_series(1, 40) as day, lateral (select localtimestamp - day * interval '1 day' as moment) as taken
    `.execute(server.db);
    const snapshots = () => countOf(sql`datastatistics`);
    const page = await browser.openConsole(server, { path: '/data-statistics' });
    const table = page.getByRole('table', { name: 'Use over time' });
    await page.getByText('1 to 12 of 30', { exact: true }).waitFor();
    await table.getByRole('cell', { name: '101', exact: true }).waitFor();
    await page.getByLabel('Figure').selectOption({ label: 'Views: dashboards' });
    await page.getByText('As a table').click();
    await page.getByRole('table', { name: 'Views: dashboards' }).getByText('40').first().waitFor();
    await page.getByLabel('Interval').selectOption({ label: 'Year' });
    await table.getByRole('columnheader', { name: 'Year' }).waitFor();
    await expectAccessible(page);

    await page.getByLabel('From day').fill('2026-06-01');
    await page.getByLabel('To day').fill('2026-05-01');
    await page.getByRole('alert').getByText('Start date is after end date').waitFor();
    await page.getByLabel('To day').fill('2026-06-02');
    await page.getByText('There is no snapshot in this time.', { exact: false }).waitFor();

    const events = await countOf(sql`event`);
    await page.getByRole('region', { name: 'Data', exact: true }).getByText(events.toLocaleString('en-GB')).waitFor();
    const before = await snapshots();
    await page.getByRole('button', { name: 'Take a snapshot now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take snapshot' }).click();
    await page.getByText('The snapshot was taken.').waitFor();
    expect(await snapshots()).toBe(before + 1);
  });

  it('say what happened when the server cannot count, and try again', async () => {
    // The overview asks for it, too.
    const page = await browser.openConsole(server, { path: '/tasks' });
    await page.route('**/api/dataSummary', (route) => route.fulfill(refusal(500, 'The database went away.')));
    await page.getByRole('link', { name: 'Data statistics' }).click();
    await page.getByRole('alert').getByText('The database went away.').waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Users logged in' }).waitFor();
  });
});
