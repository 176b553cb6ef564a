import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const server = testServer();
const browser = testBrowser();

const JOBS = 1_000;
const RUNS = 10_000;

it('a thousand jobs and ten thousand runs are shown a page at a time', async () => {
  await sql`
    insert into jobconfiguration (jobconfigurationid, uid, created, lastupdated, name, jobtype, jobstatus, lastexecutedstatus, enabled, cronexpression, schedulingtype)
    select nextval('hibernate_sequence'), 'jOb' || lpad(number::text, 8, '0'), localtimestamp, localtimestamp, 'Job ' || lpad(number::text, 4, '0'), 'TEST',
      'SCHEDULED', 'NOT_STARTED', true, '0 0 3 ? * MON', 'CRON'
    from generate_series(1, ${JOBS}) as number
  `.execute(server.db);
  await sql`
    insert into orderly.job_run (uid, type, name, configuration, trigger, exclusive, state, started_at, finished_at)
    select 'rUn' || lpad(number::text, 8, '0'), 'TEST', 'Test', 'jOb' || lpad((number % ${JOBS} + 1)::text, 8, '0'), 'schedule', '{}',
      case when number % 50 = 0 then 'failed' else 'done' end, now() - interval '1 minute', now()
    from generate_series(1, ${RUNS}) as number
  `.execute(server.db);
  const page = await browser.openConsole(server, { path: '/jobs' });
  const rows = page.locator('tbody tr');
  await page.getByText(/^1 to 50 of 1,0\d\d$/).waitFor();
  expect(await rows.count()).toBe(50);
  await page.getByLabel('Name contains').fill('job 0777');
  await page.getByText('1 to 1 of 1', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Job 0777' }).click();
  await page.getByText('1 to 10 of 10', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Tasks' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText(/^51 to 100 of 10,0\d\d$/).waitFor();
  expect(await rows.count()).toBe(50);
  await page.getByLabel('State').selectOption({ label: 'Failed' });
  await page.getByText('1 to 50 of 200', { exact: true }).waitFor();
});
