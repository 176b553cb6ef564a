import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../test/support/database.js';
import { pruneRuns } from './pruning.js';

const test = testDatabase();

it('keeps the newest successes of a schedule, and every failure until it is old', async () => {
  await sql`
    insert into orderly.job_run (uid, type, name, configuration, trigger, state, exclusive, finished_at)
    select
      'run' || number, 'OFTEN', 'Often', 'ScheduleOf1', 'schedule', case when number = 1 then 'failed' else 'done' end, '{}',
      now() - case when number = 2 then interval '91 days' else interval '1 hour' end
    from generate_series(1, 1004) as number
  `.execute(test.db);
  await sql`
    insert into orderly.job_run (uid, type, name, trigger, state, exclusive, finished_at)
    values ('asked', 'OFTEN', 'By hand', 'request', 'done', '{}', now()), ('old', 'OFTEN', 'By hand', 'request', 'failed', '{}', now() - interval '91 days')
  `.execute(test.db);
  await pruneRuns(test.db, 90);
  const { rows } = await sql<{ uid: string }>`select uid from orderly.job_run order by run_id`.execute(test.db);
  const uids = rows.map(({ uid }) => uid);
  expect(uids).toHaveLength(1_002);
  expect(uids[0]).toBe('run1');
  expect(uids[1]).toBe('run5');
  expect(uids.at(-1)).toBe('asked');
});

it('keeps what was done for an organization, a thousand runs or all that are young', async () => {
  await sql`delete from orderly.job_run`.execute(test.db);
  await sql`
    insert into orderly.job_run (uid, type, name, configuration, trigger, state, exclusive, parameters, finished_at)
    select
      organization || number, 'FOR_ONE', 'For one', organization, 'schedule', 'done', '{}', jsonb_build_object('organization', organization),
      now() - case organization when 'young' then interval '1 hour' else interval '91 days' end
    from unnest(array['young', 'old', 'few']) as organization, generate_series(1, case organization when 'few' then 3 else 1002 end) as number
  `.execute(test.db);
  await pruneRuns(test.db, 90);
  const { rows } = await sql<{ organization: string; runs: number }>`
    select configuration as organization, count(*)::int as runs from orderly.job_run group by configuration order by configuration
  `.execute(test.db);
  expect(rows).toEqual([
    { organization: 'few', runs: 3 },
    { organization: 'old', runs: 1_000 },
    { organization: 'young', runs: 1_002 },
  ]);
});
