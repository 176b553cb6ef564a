import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRollUp } from '../../src/features/roll-ups/index.js';
import { findRun } from '../../src/jobs/index.js';
import { insertRuns } from '../../src/jobs/run-log.js';
import { testDatabase, urlOf } from '../support/database.js';
import {
  contentOf,
  define,
  element,
  naively,
  partsOf,
  partTables,
  smallAnalytics,
  smallYear,
} from '../support/roll-ups.js';
import { startTableWorker } from '../support/workers.js';

/**
 * A process that maintains roll-ups is killed at each step, in the middle of its work; the next one has what it left to deal with (contract: aggregates.md §6.9 no. 5).
 */
const test = testDatabase();

/** The database itself holds a run up at one of these: nothing in the product knows of it. */
const GATES = {
  health: 'a table is counted',
  orphans: 'a table is dropped',
  select: 'a definition is written',
  'build, at the table': 'a table is made and not committed',
  'build, at its place': 'a table is there and nobody knows of it',
  'build, at the end': 'an instance is to answer',
  refresh: 'the table of a year is to take the place of another',
  retire: 'an instance is taken out of use',
  record: 'the run is to end',
} as const;
type Gate = keyof typeof GATES;
const HOLD = 4713;

async function installGates(): Promise<void> {
  const { db } = test;
  await sql`create schema fault`.execute(db);
  await sql`create table fault.armed (gate text)`.execute(db);
  await sql`
    create function fault.hold(wanted text) returns void language plpgsql set lock_timeout = 0 set statement_timeout = 0 as $$
    begin perform pg_advisory_xact_lock_shared(${sql.lit(HOLD)}, 0) from fault.armed where gate = wanted; end $$
  `.execute(db);
  await sql`
    create function fault.on_row() returns trigger language plpgsql as $$ begin perform fault.hold(tg_argv[0]); return new; end $$
  `.execute(db);
  await sql`
    create function fault.on_part() returns trigger language plpgsql as $$
    begin
      perform fault.hold(case status when 'pending' then 'build, at its place' else 'refresh' end)
      from orderly.roll_up_instance as instance where instance.instance_id = new.instance_id;
      return new;
    end $$
  `.execute(db);
  await sql`
    create function fault.on_command() returns event_trigger language plpgsql as $$
    begin
      if tg_tag = 'DROP TABLE' and current_query() ~ 'orderly_agg' then perform fault.hold('orphans'); end if;
      if tg_tag = 'CREATE TABLE AS' then perform fault.hold('build, at the table'); end if;
    end $$
  `.execute(db);
  await sql`create event trigger fault_drop on ddl_command_start when tag in ('DROP TABLE') execute function fault.on_command()`.execute(
    db,
  );
  await sql`create event trigger fault_made on ddl_command_end when tag in ('CREATE TABLE AS') execute function fault.on_command()`.execute(
    db,
  );
  const rows: readonly (readonly [Gate, string, string])[] = [
    ['select', 'before insert on orderly.roll_up', 'true'],
    [
      'build, at the end',
      'before update on orderly.roll_up_instance',
      "new.status = 'active' and old.status = 'pending'",
    ],
    ['retire', 'before update on orderly.roll_up_instance', "new.message like 'Retired%' and old.status = 'active'"],
    ['record', 'before update on orderly.job_run', "new.state = 'done' and new.type = 'AGGREGATE_MAINTENANCE'"],
  ];
  for (const [index, [gate, when, condition]] of rows.entries())
    await sql
      .raw(
        `create trigger fault_${index} ${when} for each row when (${condition}) execute function fault.on_row('${gate}')`,
      )
      .execute(db);
  await sql`create trigger fault_part before insert on orderly.roll_up_part for each row execute function fault.on_part()`.execute(
    db,
  );
}

const DEFINITION = { columns: ['dx', 'uidlevel1', 'yearly'], states: ['n', 'sum_v'] };

/** Something to do for every step. */
async function makeWork(round: number): Promise<void> {
  const { db } = test;
  await smallYear(db, 2024);
  await sql`create table ${sql.id('orderly_agg', `agg_of_a_dead_run_${round}`)} (dx text)`.execute(db);
  await define(db, {
    columns: ['dx', 'co', 'yearly'],
    states: ['n'],
    elements: [element(round % 5), `extra${round}`],
    name: `waits ${round}`,
  });
  const unused = await define(db, {
    columns: ['dx'],
    states: ['n'],
    elements: [element(round % 5), `extra${round}`],
    kind: 'system_defined',
    name: `unused ${round}`,
  });
  await buildRollUp(db, unused);
  await sql`update orderly.roll_up set created_at = created_at - interval '60 days' where roll_up_id = ${unused}`.execute(
    db,
  );
  // Asked so often that it is worth a roll-up, and in every round something else.
  await sql`
    insert into orderly.roll_up_use (cube, day, signature, columns, states, queries, total_ms, rows_read)
    values ('DATA_VALUE', current_date, ${String(round)}, ${
      [
        ['dx', 'uidlevel1'],
        ['dx', 'co'],
        ['dx', 'ao'],
      ][round % 3]
    }::text[], ${[['n'], ['n', 'min_v'], ['max_v', 'n']][Math.floor(round / 3)]}::text[], 100000, 1, 1)
  `.execute(db);
}

async function queue(): Promise<string> {
  const [run] = await insertRuns(test.db, [
    {
      type: 'AGGREGATE_MAINTENANCE',
      name: 'maintenance',
      parameters: { organization: 'default', cause: 'TimeBasedMaintenance' },
      exclusive: ['aggregates:default'],
      trigger: 'request',
      requestedBy: undefined,
      configuration: undefined,
    },
  ]);
  return run?.uid ?? '';
}

const stateOf = async (uid: string) => (await findRun(test.db, uid))?.state;
const waiting = async () => {
  const { rows } = await sql`
    select from pg_locks as waiting
    where not waiting.granted and waiting.database = (select oid from pg_database where datname = current_database())
      and (waiting.classid = ${HOLD} or waiting.locktype = 'relation')
  `.execute(test.db);
  return rows.length;
};

/** Every table is known, and everything that answers is right. */
async function expectOrder(): Promise<void> {
  const { db } = test;
  expect(await partTables(db)).toEqual((await partsOf(db, { superseded: true })).map(({ table }) => table).toSorted());
  const { rows } = await sql`
    select roll_up.name, roll_up.columns, roll_up.states, roll_up.elements, instance.status
    from orderly.roll_up_instance as instance join orderly.roll_up using (roll_up_id) where instance.status not in ('active', 'deleted')
  `.execute(db);
  expect(rows).toEqual([]);
  const { rows: active } = await sql<{
    table: string;
    year: number;
    columns: string[];
    states: string[];
    elements: string[];
  }>`
    select part.table_name as "table", part.year, roll_up.columns, roll_up.states, roll_up.elements
    from orderly.roll_up_part as part join orderly.roll_up_instance as instance using (instance_id) join orderly.roll_up using (roll_up_id)
    where instance.status = 'active' and part.superseded_at is null
  `.execute(db);
  expect(active.length).toBeGreaterThan(3);
  for (const { table, year, ...definition } of active)
    expect(await contentOf(db, table, definition)).toEqual(await naively(db, definition, year));
}

const workers: ReturnType<typeof startTableWorker>[] = [];
function startNext(): ReturnType<typeof startTableWorker> {
  const { database } = test.connection as { database: string };
  const worker = startTableWorker(urlOf(database), `worker ${workers.length + 1}`);
  workers.push(worker);
  return worker;
}

beforeAll(async () => {
  await installGates();
  await smallAnalytics(test.db, { rows: 800 });
  await buildRollUp(test.db, await define(test.db, DEFINITION));
  await startNext().begin();
});

afterAll(async () => {
  for (const worker of workers) if (worker.running()) await worker.kill();
});

describe('a process killed at a step of maintenance', () => {
  for (const [round, gate] of (Object.keys(GATES) as Gate[]).entries())
    it(`leaves nothing that the next run does not put in order: ${gate}, when ${GATES[gate]}`, {
      timeout: 60_000,
    }, async () => {
      const { db } = test;
      await makeWork(round);
      const next = startNext();
      const uid = await db.connection().execute(async (connection) => {
        await sql`select pg_advisory_lock(${HOLD}, 0)`.execute(connection);
        await sql`insert into fault.armed values (${gate})`.execute(connection);
        if (gate === 'health') {
          const [part] = (await partsOf(db)).filter(({ status }) => status === 'active');
          await sql`begin`.execute(connection);
          await sql`lock table ${sql.id('orderly_agg', part?.table ?? '')} in access exclusive mode`.execute(
            connection,
          );
        }
        try {
          const run = await queue();
          await expect.poll(waiting, { timeout: 20_000 }).toBe(1);
          await workers.at(-2)?.kill();
          await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
          return run;
        } finally {
          await sql`rollback`.execute(connection);
          await sql`select pg_advisory_unlock_all()`.execute(connection);
          await sql`delete from fault.armed`.execute(db);
        }
      });
      expect(await stateOf(uid)).toBe('running');
      // What a server that starts later would wait for.
      await sql`update orderly.node set alive_at = alive_at - interval '1 minute'`.execute(db);
      await next.begin();
      await expect
        .poll(() => findRun(db, uid), { timeout: 20_000 })
        .toMatchObject({
          state: 'failed',
          message: expect.stringMatching(
            /^The server that ran this job \(worker \d+\) stopped at .+ before it was done$/,
          ),
        });
      const later = await queue();
      await expect.poll(() => stateOf(later), { timeout: 20_000 }).toMatch(/^(done|failed)$/);
      expect(await findRun(db, later)).toMatchObject({ state: 'done', summary: { errorInformation: {} } });
      await expectOrder();
    });
});
