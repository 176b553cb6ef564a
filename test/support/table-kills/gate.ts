import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../src/database/index.js';

/**
 * Stages at which a run can be held up. The database itself holds it, by triggers that wait for a lock: nothing in the product knows of them.
 */
export type HeldStage =
  | 'prepare'
  | 'create'
  | 'load'
  | 'hooks'
  | 'index'
  | 'analyze'
  | 'swap'
  | 'remove old'
  | 'marks'
  | 'clean up'
  | 'find changes'
  | 'make rows'
  | 'remove rows'
  | 'add rows';

/** First key of the advisory locks that hold runs up; the second is the number of the subject. */
const HOLD = 4712;

/**
 * Installs the triggers. Names of a subject are the uids of its runs and the names of its tables; each subject has a number.
 *
 * A stage is entered in the middle of its work: rows are in but not committed, tables are moved but not for others to see.
 */
export async function installGates(db: Db): Promise<void> {
  const statements: readonly RawBuilder<unknown>[] = [
    sql`create schema fault`,
    sql`create table fault.subject (name text primary key, number int not null)`,
    sql`create table fault.armed (stage text, number int, primary key (stage, number))`,
    // Waits as long as it takes, whatever limits the run has set for its own waiting.
    sql`
      create function fault.hold(wanted text, subject text) returns void language plpgsql set lock_timeout = 0 set statement_timeout = 0 as $$
      begin
        perform pg_advisory_xact_lock_shared(${sql.lit(HOLD)}, known.number)
        from fault.subject as known join fault.armed using (number)
        where known.name = subject and armed.stage = wanted;
      end $$
    `,
    sql`
      create function fault.is_armed(wanted text, subject text) returns boolean language sql as $$
        select exists (select from fault.subject as known join fault.armed using (number) where known.name = subject and armed.stage = wanted)
      $$
    `,
    sql`
      create function fault.on_rows() returns trigger language plpgsql as $$
      begin perform fault.hold(tg_argv[0], tg_argv[1]); return null; end $$
    `,
    sql`
      create function fault.on_mark() returns trigger language plpgsql as $$
      begin perform fault.hold('marks', old.table_name); return old; end $$
    `,
    sql`
      create function fault.on_command() returns event_trigger language plpgsql as $$
      declare
        run text := substring(current_query() from 'orderly_run_([A-Za-z0-9]{11})');
        made record;
        filled text;
      begin
        if run is null then return; end if;
        if tg_event = 'ddl_command_start' then
          if tg_tag = 'CREATE INDEX' then perform fault.hold('index', run); end if;
          if tg_tag = 'DROP TABLE' and current_query() ~ '_old"\.' then perform fault.hold('remove old', run); end if;
          if tg_tag = 'DROP SCHEMA' and to_regnamespace('"orderly_run_' || run || '"') is not null then perform fault.hold('clean up', run); end if;
        elsif tg_tag = 'ALTER TABLE' then
          if current_query() ~ 'set schema public' then perform fault.hold('swap', run); end if;
        else
          for made in select object_identity as name from pg_event_trigger_ddl_commands() where command_tag = 'CREATE TABLE' loop
            if made.name ~ '_temp"?$' then perform fault.hold('create', run); end if;
            filled := case
              when made.name ~ '_temp"?$' then 'load' when made.name ~ '\.touched_' then 'find changes' when made.name ~ '_latest"?$' then 'make rows'
              else 'prepare'
            end;
            if fault.is_armed(filled, run) then
              execute format('create trigger hold after insert on %s for each statement execute function fault.on_rows(%L, %L)', made.name, filled, run);
            end if;
          end loop;
        end if;
      end $$
    `,
    sql`create event trigger fault_start on ddl_command_start when tag in ('CREATE INDEX', 'DROP SCHEMA', 'DROP TABLE') execute function fault.on_command()`,
    sql`create event trigger fault_end on ddl_command_end when tag in ('CREATE TABLE', 'ALTER TABLE') execute function fault.on_command()`,
    sql`create trigger hold before delete on orderly.analytics_watermark for each row execute function fault.on_mark()`,
  ];
  for (const statement of statements) await statement.execute(db);
}

/** Has rows that go from tables that stand, and rows that come, held up, too; `subject` is a name of it. */
export async function gateStandingTables(
  db: Db,
  tables: readonly { readonly table: string; readonly subject: string }[],
): Promise<void> {
  const events = [
    ['delete', 'remove rows'],
    ['insert', 'add rows'],
  ] as const;
  for (const { table, subject } of tables)
    for (const [event, stage] of events)
      await sql`
        create or replace trigger ${sql.id(`hold_${event}`)} after ${sql.raw(event)} on ${sql.table(table)} for each statement
        execute function fault.on_rows(${sql.lit(stage)}, ${sql.lit(subject)})
      `.execute(db);
}

/** Subjects by number and the stage at which each is to be held up. */
export type Holds = ReadonlyMap<number, HeldStage>;

export interface Gate {
  /** Waits until every subject is at its stage. */
  allHeld(): Promise<void>;
  /** Waits until nobody is, because those who were have died. */
  noneHeld(): Promise<void>;
}

/** Holds subjects up at their stages while `work` does something about them. Whatever comes to a stage later goes through. */
export async function heldUp<Result>(db: Db, holds: Holds, work: (gate: Gate) => Promise<Result>): Promise<Result> {
  // Planner statistics are gathered by a command that no trigger sees: such runs are stopped a step before, and then wait for a lock on what they have made.
  const analyzed = [...holds].filter(([, stage]) => stage === 'analyze').map(([number]) => number);
  await sql`delete from fault.armed`.execute(db);
  for (const [number, stage] of holds)
    await sql`
      insert into fault.armed (stage, number) values (${stage === 'analyze' ? 'index' : stage}, ${number})
    `.execute(db);
  return await db.connection().execute(async (gate) => {
    for (const number of holds.keys()) await sql`select pg_advisory_lock(${HOLD}, ${number})`.execute(gate);
    const allHeld = () =>
      until(
        async () => (await held(db)).length === holds.size,
        async () => `Held up are only ${await held(db)} of ${[...holds]}`,
      );
    try {
      return await work({
        async allHeld() {
          await allHeld();
          if (analyzed.length === 0) return;
          await sql`begin`.execute(gate);
          await lockTablesOf(db, gate, analyzed);
          for (const number of analyzed) await sql`select pg_advisory_unlock(${HOLD}, ${number})`.execute(gate);
          await until(
            async () => (await indexing(db)) === 0,
            () => Promise.resolve('The indexes are not made'),
          );
          await allHeld();
        },
        noneHeld: () =>
          until(
            async () => (await held(db)).length === 0,
            () => Promise.resolve('The database goes on with what a dead process began'),
          ),
      });
    } finally {
      await sql`rollback`.execute(gate);
      await sql`select pg_advisory_unlock_all()`.execute(gate);
      await sql`delete from fault.armed`.execute(db);
    }
  });
}

/** Numbers of the subjects that wait. */
async function held(db: Db): Promise<readonly number[]> {
  const { rows } = await sql<{ number: number }>`
    select distinct lock.objid::int as number from pg_locks as lock
    where lock.locktype = 'advisory' and not lock.granted and lock.classid = ${HOLD}
      and lock.database = (select oid from pg_database where datname = current_database())
    union
    select known.number
    from pg_locks as lock
    join pg_class on pg_class.oid = lock.relation
    join pg_namespace on pg_namespace.oid = pg_class.relnamespace
    join fault.subject as known on pg_namespace.nspname = 'orderly_run_' || known.name
    where not lock.granted and lock.mode = 'ShareUpdateExclusiveLock' and lock.database = (select oid from pg_database where datname = current_database())
  `.execute(db);
  return rows.map(({ number }) => number);
}

/** Lets runs make indexes of their tables and no statistics. */
async function lockTablesOf(db: Db, gate: Db, numbers: readonly number[]): Promise<void> {
  const { rows } = await sql<{ schema: string; table: string }>`
    select pg_namespace.nspname as schema, pg_class.relname as "table"
    from pg_class
    join pg_namespace on pg_namespace.oid = pg_class.relnamespace
    join fault.subject as known on pg_namespace.nspname = 'orderly_run_' || known.name
    where pg_class.relkind = 'r' and known.number = any (${[...numbers]}::int[])
  `.execute(db);
  await sql`lock table ${sql.join(rows.map(({ schema, table }) => sql.id(schema, table)))} in share mode`.execute(gate);
}

/** How many wait before an index. */
async function indexing(db: Db): Promise<number> {
  const { rows } = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ~ '^\s*create (unique )?index'
  `.execute(db);
  return rows.length;
}

async function until(reached: () => Promise<boolean>, otherwise: () => Promise<string>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await reached()); await sleep(50))
    if (Date.now() > end) throw new Error(await otherwise());
}
