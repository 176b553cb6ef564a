import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testEngine } from '../../../test/support/engine.js';
import { contentOf, define, naively, partsOf, smallAnalytics, smallYear } from '../../../test/support/roll-ups.js';
import { transaction } from '../../database/index.js';
import type { Jobs } from '../../jobs/index.js';
import { systemClock } from '../../kernel/clock.js';
import { writeSetting } from '../settings/index.js';
import { afterTables } from './after-tables.js';
import { aggregateBatchJob } from './batch-job.js';
import { buildRollUp } from './build/roll-up.js';
import { BATCH_JOB, type BatchParameters, MAINTENANCE_JOB, type MaintenanceParameters } from './job-parameters.js';
import { clearOrphans } from './maintenance/orphans.js';
import { aggregateMaintenanceJob } from './maintenance-job.js';
import { queueMaintenance } from './queue-jobs.js';

const engine = testEngine();
const { test } = engine;
const types = () => [
  aggregateMaintenanceJob({ clock: systemClock, database: test.database }),
  aggregateBatchJob({ database: test.database }),
];
const TIME_BASED: MaintenanceParameters = { organization: 'default', cause: 'TimeBasedMaintenance' };
const DEFINITION = { columns: ['dx', 'uidlevel1', 'yearly'], states: ['n', 'sum_v'] };
const WRONG = { columns: ['dx', 'goneSetUid0'], states: ['n'], name: 'wrong' };

const started = async (): Promise<Jobs> => {
  const jobs = engine.node({ types: types() });
  await jobs.start();
  return jobs;
};
const maintained = async (jobs: Jobs) => await engine.ended((await jobs.queue(test.db, { type: MAINTENANCE_JOB })).uid);
const built = async (jobs: Jobs, parameters: Partial<BatchParameters> = {}) =>
  await engine.ended((await jobs.queue(test.db, { type: BATCH_JOB, parameters })).uid);
const runs = async () => {
  const { rows } = await sql<{ type: string; state: string; parameters: Record<string, unknown> }>`
    select type, state, parameters from orderly.job_run order by run_id
  `.execute(test.db);
  return rows;
};
const stale = async () => {
  await sql`update orderly.analytics_partition set merges = merges + 1 where table_name = 'analytics_2024'`.execute(
    test.db,
  );
};

beforeAll(async () => {
  await smallAnalytics(test.db);
});

beforeEach(async () => {
  await sql`delete from orderly.roll_up`.execute(test.db);
  await clearOrphans(test.db, 'default');
});

describe('AGGREGATE_BATCH', () => {
  it('builds what waits and the years that changed, and nothing else', async () => {
    const { db } = test;
    const jobs = await started();
    const stands = await define(db, DEFINITION);
    await buildRollUp(db, stands);
    const before = await partsOf(db);
    await stale();
    const waits = await define(db, { columns: ['dx'], states: ['n'] });
    expect(await built(jobs)).toMatchObject({ state: 'done', summary: { errorInformation: {} } });
    const after = await partsOf(db);
    expect(after.filter(({ rollUp }) => rollUp === waits)).toHaveLength(3);
    const own = after.filter(({ rollUp }) => rollUp === stands);
    expect(own.filter(({ table }) => !before.some((part) => part.table === table)).map(({ year }) => year)).toEqual([
      2024,
    ]);
    expect(await built(jobs)).toMatchObject({ state: 'done' });
    expect(await partsOf(db)).toEqual(after);
  });

  it('builds all of them anew from the analytics table, and lets those before answer until then', async () => {
    const { db } = test;
    const jobs = await started();
    const columnsOf = new Map<string, readonly string[]>();
    for (const columns of [DEFINITION.columns, ['dx']]) {
      const rollUp = await define(db, { ...DEFINITION, columns });
      columnsOf.set(rollUp, columns);
      await buildRollUp(db, rollUp);
    }
    const before = await partsOf(db);
    // What is wrong with those that stand does not come into the new ones.
    for (const { table } of before) await sql`update ${sql.id('orderly_agg', table)} set n = n + 5`.execute(db);
    const run = await built(jobs, { isFullBuild: true });
    expect(run).toMatchObject({ state: 'done' });
    const after = (await partsOf(db)).filter(({ status }) => status === 'active');
    expect(after).toHaveLength(6);
    for (const { table, year, rollUp } of after) {
      expect(before.map((part) => part.table)).not.toContain(table);
      const columns = columnsOf.get(rollUp) ?? [];
      expect(await contentOf(db, table, { ...DEFINITION, columns })).toEqual(
        await naively(db, { ...DEFINITION, columns }, year),
      );
    }
    const { rows } = await sql`
      select status, message, batch_run is not distinct from ${run?.uid} as own from orderly.roll_up_instance order by created_at
    `.execute(db);
    const old = { status: 'deleted', message: 'Superseded by a newer instance', own: false };
    const fresh = { status: 'active', message: 'Normal aggregate activated', own: true };
    expect(rows).toEqual([old, old, fresh, fresh]);
  });

  it('lists what fails and goes on with the others, three times', async () => {
    const { db } = test;
    const jobs = await started();
    const wrong = await define(db, WRONG);
    await define(db, DEFINITION);
    // Years are built side by side.
    const said = /^The table analytics_202[345] has no column goneSetUid0\./;
    const message = expect.stringMatching(said);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect(await built(jobs)).toMatchObject({
        state: 'done',
        summary: {
          errorInformation: {
            message: expect.stringMatching(/; one aggregate failed$/),
            step: 'build',
            aggregates: [{ definitionId: wrong, message }],
          },
        },
      });
      expect((await partsOf(db)).filter(({ status }) => status === 'active')).toHaveLength(3);
    }
    expect(await built(jobs)).toMatchObject({ summary: { errorInformation: {} } });
    // Somebody asks for all of them.
    expect(await built(jobs, { isFullBuild: true })).toMatchObject({
      summary: { errorInformation: { aggregates: [{ definitionId: wrong, message }] } },
    });
  });

  it('fails when more roll-ups fail than may', async () => {
    const { db } = test;
    const jobs = await started();
    const definitionId = await define(db, WRONG);
    await define(db, DEFINITION);
    await transaction(db, (handle) => writeSetting(handle, 'aggregatesBatchMaxFailures', 0));
    try {
      // Years are built side by side.
      const said = /^The table analytics_202[345] has no column goneSetUid0\./;
      const message = expect.stringMatching(said);
      expect(await built(jobs)).toMatchObject({
        state: 'failed',
        message: expect.stringMatching(/; one aggregate failed$/),
        summary: { errorInformation: { step: 'build', aggregates: [{ definitionId, message }] } },
      });
      expect((await partsOf(db)).filter(({ status }) => status === 'active')).toHaveLength(3);
    } finally {
      await transaction(db, (handle) => writeSetting(handle, 'aggregatesBatchMaxFailures', -1));
    }
  });

  it('keeps what is right of a roll-up of which a year cannot be built, until it failed three times', async () => {
    const { db } = test;
    const jobs = await started();
    await buildRollUp(db, await define(db, DEFINITION));
    await stale();
    await sql`alter table public.analytics rename column yearly to former`.execute(db);
    try {
      const states: (string | undefined)[] = [];
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        expect(await built(jobs)).toMatchObject({ summary: { errorInformation: { step: 'refresh' } } });
        states.push((await partsOf(db))[0]?.status);
      }
      expect(states).toEqual(['active', 'active', 'invalid']);
    } finally {
      await sql`alter table public.analytics rename column former to yearly`.execute(db);
    }
  });

  it('ends between two roll-ups when it is cancelled', async () => {
    const { db } = test;
    const jobs = await started();
    const first = await define(db, { columns: ['dx', 'yearly'], states: ['n'], name: 'first' });
    await define(db, { columns: ['dx'], states: ['n'], name: 'second' });
    await sql`create function public.hold() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(11); return new; end $$`.execute(
      db,
    );
    await sql`create trigger hold after update on orderly.roll_up_instance for each row when (new.status = 'active') execute function public.hold()`.execute(
      db,
    );
    try {
      const uid = await db.connection().execute(async (gate) => {
        await sql`select pg_advisory_lock(11)`.execute(gate);
        const run = await jobs.queue(db, { type: BATCH_JOB });
        await expect
          .poll(
            async () =>
              (
                await sql`
                  select from pg_locks where locktype = 'advisory' and not granted
                    and database = (select oid from pg_database where datname = current_database())
                `.execute(db)
              ).rows.length,
          )
          .toBe(1);
        await jobs.cancel(db, run.uid);
        await engine.ended(run.uid);
        await sql`select pg_advisory_unlock(11)`.execute(gate);
        return run.uid;
      });
      expect(await engine.ended(uid)).toMatchObject({ state: 'cancelled' });
      expect((await partsOf(db)).map(({ rollUp, status }) => [rollUp, status])).toEqual(
        Array(3).fill([first, 'pending']),
      );
    } finally {
      await sql`drop function public.hold cascade`.execute(db);
    }
    expect(await built(jobs)).toMatchObject({ state: 'done' });
    const parts = await partsOf(db);
    // What was built before is used.
    expect([new Set(parts.map(({ status }) => status)), parts.length]).toEqual([new Set(['active']), 6]);
  });
});

describe('AGGREGATE_MAINTENANCE', () => {
  it('builds anew what is damaged, refreshes what is behind, clears away and retires', async () => {
    const { db } = test;
    const jobs = await started();
    const [damaged, behind] = [
      await define(db, DEFINITION),
      await define(db, { columns: ['dx', 'monthly'], states: ['n'] }),
    ];
    const unused = await define(db, { columns: ['dx', 'quarterly'], states: ['n'], kind: 'system_defined' });
    for (const rollUp of [damaged, behind, unused]) await buildRollUp(db, rollUp);
    const [first] = (await partsOf(db)).filter(({ rollUp }) => rollUp === damaged);
    await sql`truncate ${sql.id('orderly_agg', first?.table ?? '')}`.execute(db);
    await sql`update orderly.roll_up set created_at = created_at - interval '60 days'`.execute(db);
    await sql`create table orderly_agg.agg_of_a_dead_run (dx text)`.execute(db);
    await sql`
      insert into orderly.roll_up_use (cube, day, signature, columns, states, queries, total_ms, rows_read)
      select 'DATA_VALUE', (now() at time zone 'UTC')::date - age, 'once', '{dx}', '{n}', 1, 1, 1 from unnest(array[80, 100]) as age
    `.execute(db);
    await smallYear(db, 2024);
    expect(await maintained(jobs)).toMatchObject({ state: 'done', summary: { errorInformation: {} } });
    const { rows } = await sql<{ rollUp: string; status: string; message: string }>`
      select roll_up_id as "rollUp", status, message from orderly.roll_up_instance
      where roll_up_id = any (${[damaged, behind, unused]}::uuid[]) order by created_at
    `.execute(db);
    expect(rows).toEqual([
      { rollUp: damaged, status: 'deleted', message: expect.stringMatching(/has 0 rows/) },
      { rollUp: behind, status: 'active', message: 'Normal aggregate activated' },
      { rollUp: unused, status: 'deleted', message: expect.stringMatching(/^Retired: unused for 60 days/) },
      { rollUp: damaged, status: 'active', message: 'Normal aggregate activated' },
    ]);
    for (const { rollUp, table, year, status } of await partsOf(db)) {
      if (status !== 'active' || rollUp !== damaged) continue;
      expect(await contentOf(db, table, DEFINITION)).toEqual(await naively(db, DEFINITION, year));
    }
    expect((await sql`select to_regclass('orderly_agg.agg_of_a_dead_run') as found`.execute(db)).rows).toEqual([
      { found: null },
    ]);
    expect((await sql`delete from orderly.roll_up_use returning queries`.execute(db)).rows).toHaveLength(1);
    // Until then a query could be reading it.
    expect((await partsOf(db)).filter(({ rollUp }) => rollUp === unused)).toHaveLength(3);
    await sql`update orderly.roll_up_instance set deleted_at = deleted_at - interval '2 hours'`.execute(db);
    expect(await maintained(jobs)).toMatchObject({ state: 'done' });
    expect((await partsOf(db)).filter(({ rollUp }) => rollUp === unused)).toEqual([]);
  });

  it('goes one at a time for an organization, on any server, and those who come meanwhile join', async () => {
    const { db } = test;
    await buildRollUp(db, await define(db, DEFINITION));
    const [one, other] = [await started(), await started()];
    const [part] = await partsOf(db);
    await db.transaction().execute(async (gate) => {
      await sql`lock table ${sql.id('orderly_agg', part?.table ?? '')} in access exclusive mode`.execute(gate);
      for (let times = 0; times < 2; times += 1) {
        await queueMaintenance(db, one, TIME_BASED, undefined);
        await queueMaintenance(db, other, TIME_BASED, undefined);
        await expect.poll(async () => (await runs()).filter(({ state }) => state === 'running').length).toBe(1);
      }
      await one.queue(db, { type: BATCH_JOB });
      // Long enough for the other to take one of them, if it could.
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      expect((await runs()).map(({ type, state }) => [type, state])).toEqual([
        [MAINTENANCE_JOB, 'running'],
        [MAINTENANCE_JOB, 'queued'],
        [BATCH_JOB, 'queued'],
      ]);
    });
    await expect
      .poll(async () => (await runs()).map(({ state }) => state), { timeout: 20_000 })
      .toEqual(['done', 'done', 'done']);
  });
});

describe('after analytics tables were updated', () => {
  it('maintenance is asked for when there never was any, then a batch where something is behind', async () => {
    const { db } = test;
    const jobs = engine.node({ types: types() });
    await sql`insert into orderly.aggregate_organization (organization_id, name, is_open) values ('other', 'Other', true)`.execute(
      db,
    );
    await afterTables(db, jobs);
    const first = (organization: string) => ({
      type: MAINTENANCE_JOB,
      state: 'queued',
      parameters: { organization, cause: 'CubeUpdateMaintenance(FirstTimeCubeProcessed)' },
    });
    expect(await runs()).toEqual([first('default'), first('other')]);
    await buildRollUp(db, await define(db, DEFINITION));
    await buildRollUp(db, await define(db, { ...DEFINITION, organization: 'other' }));
    await afterTables(db, jobs);
    expect(await runs()).toHaveLength(2);
    await stale();
    // Several updates in a row make one batch.
    for (let times = 0; times < 3; times += 1) await afterTables(db, jobs);
    const batch = (organization: string) => ({
      type: BATCH_JOB,
      state: 'queued',
      parameters: { organization, cube: 'DATA_VALUE', isFullBuild: false, batchType: 'aggregate_batch' },
    });
    expect((await runs()).slice(2)).toEqual([batch('default'), batch('other')]);
    await sql`delete from orderly.aggregate_organization where organization_id = 'other'`.execute(db);
  });
});
