import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRollUp } from '../../src/features/roll-ups/index.js';
import { writeSetting } from '../../src/features/settings/index.js';
import { insertRuns } from '../../src/jobs/run-log.js';
import { testDatabase, urlOf } from '../support/database.js';
import { contentOf, define, naively, partsOf, partTables, smallAnalytics, smallYear } from '../support/roll-ups.js';
import { startTableWorker } from '../support/workers.js';

/**
 * A process that maintains roll-ups is killed in the middle of each step: it works for as many organizations as there are steps, side by side, and each run waits at another one when the process
 * dies with all of them. The next one has what it left to deal with (contract: aggregates.md §6.9 no. 5).
 */
const test = testDatabase();

/** Where the database itself holds a run up: nothing in the product knows of it. */
const GATES = [
  'health', // a table is counted
  'orphans', // a table is dropped
  'select', // a definition is written
  'table', // a table is made and not committed
  'place', // a table is there and nobody knows of it
  'activation', // an instance is to answer
  'refresh', // the table of a year is to take the place of another
  'retire', // an instance is taken out of use
  'record', // the run is to end
] as const;
/** The organization whose run is held up there. */
const organizationOf = (gate: string): string => `of-${gate}`;
const ORGANIZATIONS = GATES.map(organizationOf);
/** First key of the advisory locks; the second is the number of the gate. */
const HOLD = 4713;

async function installGates(): Promise<void> {
  const { db } = test;
  await sql`create schema fault`.execute(db);
  await sql`create table fault.armed (gate text, number int)`.execute(db);
  await sql`
    create function fault.hold(wanted text, organization text) returns void language plpgsql set lock_timeout = 0 set statement_timeout = 0 as $$
    begin
      perform pg_advisory_xact_lock_shared(${sql.lit(HOLD)}, armed.number) from fault.armed where armed.gate = wanted and organization = 'of-' || wanted;
    end $$
  `.execute(db);
  await sql`
    create function fault.owner(wanted uuid) returns text language sql as $$
      select roll_up.organization_id from orderly.roll_up where roll_up.roll_up_id = wanted
    $$
  `.execute(db);
  await sql`
    create function fault.on_row() returns trigger language plpgsql as $$
    begin
      if tg_table_name = 'roll_up' then perform fault.hold('select', new.organization_id);
      elsif tg_table_name = 'job_run' then perform fault.hold('record', new.parameters ->> 'organization');
      elsif tg_table_name = 'roll_up_instance' then
        perform fault.hold(case when new.status = 'active' then 'activation' else 'retire' end, fault.owner(new.roll_up_id));
      else
        perform fault.hold(case instance.status when 'pending' then 'place' else 'refresh' end, fault.owner(instance.roll_up_id))
        from orderly.roll_up_instance as instance where instance.instance_id = new.instance_id;
      end if;
      return new;
    end $$
  `.execute(db);
  const triggers = [
    'insert on orderly.roll_up for each row',
    "update on orderly.job_run for each row when (new.state = 'done')",
    "update on orderly.roll_up_instance for each row when (new.status = 'active' and old.status = 'pending' or new.message like 'Retired%')",
    'insert on orderly.roll_up_part for each row',
  ];
  for (const [index, when] of triggers.entries())
    await sql.raw(`create trigger fault_${index} before ${when} execute function fault.on_row()`).execute(db);
  await sql`
    create function fault.on_command() returns event_trigger language plpgsql as $$
    begin
      perform fault.hold(case tg_tag when 'DROP TABLE' then 'orphans' else 'table' end, fault.owner(instance.roll_up_id))
      from orderly.roll_up_instance as instance
      where instance.table_name = substring(current_query() from 'agg_[0-9a-f]{8}_[0-9a-f]{5}');
    end $$
  `.execute(db);
  for (const [when, tag] of [
    ['start', 'DROP TABLE'],
    ['end', 'CREATE TABLE AS'],
  ])
    await sql
      .raw(
        `create event trigger fault_${when} on ddl_command_${when} when tag in ('${tag}') execute function fault.on_command()`,
      )
      .execute(db);
}

/** Something to do in every step. What one organization chooses for everybody, no other would choose again. */
async function makeWork(organization: string): Promise<void> {
  const { db } = test;
  await sql`
    insert into orderly.aggregate_organization (organization_id, name, is_open)
    values (${organization}, ${organization}, ${organization === organizationOf('select')})
  `.execute(db);
  const [standing, unused] = [
    await define(db, { organization, columns: ['ao', 'co', 'dx'], states: ['n', 'sum_v'], name: 'stands' }),
    await define(db, { organization, columns: ['co', 'dx'], states: ['n'], kind: 'system_defined', name: 'unused' }),
  ];
  for (const rollUp of [standing, unused]) await buildRollUp(db, rollUp);
  await sql`
    update orderly.roll_up set created_at = created_at - interval '60 days' where roll_up_id = ${unused}
  `.execute(db);
  // Another instance took the place of one, some time ago.
  await buildRollUp(db, standing);
  await sql`update orderly.roll_up_instance set deleted_at = deleted_at - interval '2 hours'`.execute(db);
  await define(db, { organization, columns: ['dx', 'uidlevel2'], states: ['n', 'max_v'], name: 'waits' });
}

async function queueAll(): Promise<readonly string[]> {
  const runs = await insertRuns(
    test.db,
    ORGANIZATIONS.map((organization) => ({
      type: 'AGGREGATE_MAINTENANCE',
      name: organization,
      parameters: { organization, cause: 'TimeBasedMaintenance' },
      exclusive: [`aggregates:${organization}`],
      trigger: 'request',
      requestedBy: undefined,
      configuration: undefined,
    })),
  );
  return runs.map(({ uid }) => uid);
}

async function endsOf(uids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ end: string }>`
    select concat_ws(': ', state, message, nullif(summary -> 'errorInformation', '{}')) as end
    from orderly.job_run where uid = any (${[...uids]}::text[]) order by run_id
  `.execute(test.db);
  return rows.map(({ end }) => end);
}

/** The gates at which somebody waits. */
async function held(): Promise<readonly string[]> {
  const { rows } = await sql<{ gate: string }>`
    select distinct coalesce(armed.gate, 'health') as gate
    from pg_locks as waiting
    left join fault.armed on waiting.locktype = 'advisory' and waiting.classid = ${HOLD} and armed.number = waiting.objid::int
    where not waiting.granted and waiting.database = (select oid from pg_database where datname = current_database())
      and (armed.gate is not null or waiting.locktype = 'relation')
  `.execute(test.db);
  return rows.map(({ gate }) => gate).toSorted();
}

/** Holds up the run of each organization at its gate while `work` runs. */
async function heldUp<Result>(work: () => Promise<Result>): Promise<Result> {
  const { db } = test;
  const [part] = (await partsOf(db)).filter(({ status }) => status === 'active');
  return await db.connection().execute(async (gates) => {
    for (const [number, gate] of GATES.entries()) {
      await sql`select pg_advisory_lock(${HOLD}, ${number})`.execute(gates);
      await sql`insert into fault.armed values (${gate}, ${number})`.execute(gates);
    }
    await sql`begin`.execute(gates);
    await sql`lock table ${sql.id('orderly_agg', part?.table ?? '')} in access exclusive mode`.execute(gates);
    try {
      return await work();
    } finally {
      await sql`rollback`.execute(gates);
      await sql`select pg_advisory_unlock_all()`.execute(gates);
      await sql`delete from fault.armed`.execute(db);
    }
  });
}

const workers: ReturnType<typeof startTableWorker>[] = [];
function startNext(): ReturnType<typeof startTableWorker> {
  const { database } = test.connection as { database: string };
  const worker = startTableWorker(urlOf(database), `worker ${workers.length + 1}`);
  workers.push(worker);
  return worker;
}

beforeAll(async () => {
  const first = startNext();
  await installGates();
  await smallAnalytics(test.db, { rows: 1_200 });
  for (const organization of ORGANIZATIONS) await makeWork(organization);
  await smallYear(test.db, 2024, 1_200);
  // Asked so often that it is worth a roll-up, and there is room for it beside those of all organizations.
  await writeSetting(test.db, 'aggregatesSpaceBudgetPercent', 10_000);
  await sql`
    insert into orderly.roll_up_use (cube, day, signature, columns, states, queries, total_ms, rows_read)
    values ('DATA_VALUE', current_date, 'asked', '{dx,uidlevel1}', '{max_v,min_v,n}', 100000, 1, 1)
  `.execute(test.db);
  await first.begin();
});

afterAll(async () => {
  for (const worker of workers) if (worker.running()) await worker.kill();
});

describe('a process killed in the middle of each step of maintenance', () => {
  it('leaves nothing that the next run does not put in order', { timeout: 90_000 }, async () => {
    const { db } = test;
    const next = startNext();
    const killed = await heldUp(async () => {
      const runs = await queueAll();
      await expect.poll(held, { timeout: 30_000 }).toEqual(GATES.toSorted());
      await workers[0]?.kill();
      await expect.poll(held, { timeout: 30_000 }).toEqual([]);
      return runs;
    });
    expect(await endsOf(killed)).toEqual(killed.map(() => 'running'));
    // What a server that starts later would wait for.
    await sql`update orderly.node set alive_at = alive_at - interval '1 minute'`.execute(db);
    await next.begin();
    await expect
      .poll(() => endsOf(killed), { timeout: 30_000 })
      .toEqual(
        killed.map(() =>
          expect.stringMatching(/^failed: The server that ran this job \(worker 1\) stopped at .+ before it was done$/),
        ),
      );
    const later = await queueAll();
    await expect
      .poll(() => endsOf(later), { timeout: 30_000 })
      .toEqual(later.map(() => expect.stringMatching(/^done: Aggregates maintained$/)));
    await expectOrder();
  });
});

/** Every table is known, and everything that is to answer does and is right. */
async function expectOrder(): Promise<void> {
  const { db } = test;
  const known = await partsOf(db, { superseded: true });
  expect(await partTables(db)).toEqual(known.map(({ table }) => table).toSorted());
  const { rows: instances } = await sql<{ organization: string; name: string; status: string }>`
    select roll_up.organization_id as organization, roll_up.name, instance.status
    from orderly.roll_up_instance as instance join orderly.roll_up using (roll_up_id)
    where instance.status <> 'deleted' or roll_up.name = 'unused'
  `.execute(db);
  expect(instances.filter(({ name, status }) => status !== (name === 'unused' ? 'deleted' : 'active'))).toEqual([]);
  for (const organization of ORGANIZATIONS)
    expect(instances.filter((one) => one.organization === organization).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['stands', 'waits']),
    );
  const { rows: answering } = await sql<{
    table: string;
    year: number;
    columns: string[];
    states: string[];
    elements: string[];
  }>`
    select part.table_name as "table", part.year, roll_up.columns, roll_up.states, roll_up.elements
    from orderly.roll_up_part as part
    join orderly.roll_up_instance as instance using (instance_id)
    join orderly.roll_up using (roll_up_id)
    where instance.status = 'active' and part.superseded_at is null
  `.execute(db);
  for (const { table, year, ...definition } of answering)
    expect(await contentOf(db, table, definition)).toEqual(await naively(db, definition, year));
}
