import { sql } from 'kysely';
import type { Db } from '../database.js';

const PREFIX = 'orderly_run_';
const ASIDE = '_old';
/** With their indexes some hundreds of locks. */
const TABLES_AT_ONCE = 50;

/**
 * The schema in which a run builds its tables. Everything unfinished lives there, under the run's uid, so that two runs never meet and one statement removes
 * what a failed run left.
 */
function workshopSchema(runUid: string): string {
  return `${PREFIX}${runUid}`;
}

/**
 * Runs `work` with a schema for the run, empty at the beginning and gone at the end, whatever happens in between.
 *
 * @param db a handle that still works when the run was cancelled
 */
export async function withWorkshop<Result>(
  db: Db,
  runUid: string,
  work: (schema: string) => Promise<Result>,
): Promise<Result> {
  const schema = workshopSchema(runUid);
  await closeWorkshop(db, runUid);
  await sql`create schema ${sql.id(schema)}`.execute(db);
  try {
    return await work(schema);
  } finally {
    await closeWorkshop(db, runUid);
  }
}

/** Where the run puts tables that it has replaced, until they are removed. */
export const asideSchema = (workshop: string): string => `${workshop}${ASIDE}`;

async function closeWorkshop(db: Db, runUid: string): Promise<void> {
  const workshop = workshopSchema(runUid);
  for (const schema of [workshop, asideSchema(workshop)]) {
    await dropTables(db, schema, await tablesOf(db, schema));
    await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(db);
  }
}

/**
 * Drops tables of a schema, few at a time: a transaction has to lock each of them with all its indexes, and an ordinary server has room for some thousands of locks.
 *
 * @param tables children before parents
 */
export async function dropTables(db: Db, schema: string, tables: readonly string[]): Promise<void> {
  for (let from = 0; from < tables.length; from += TABLES_AT_ONCE) {
    const some = tables.slice(from, from + TABLES_AT_ONCE);
    await sql`drop table if exists ${sql.join(some.map((table) => sql.id(schema, table)))}`.execute(db);
  }
}

/** Children before parents. */
async function tablesOf(db: Db, schema: string): Promise<readonly string[]> {
  const { rows } = await sql<{ table: string }>`
    select pg_class.relname as "table"
    from pg_class join pg_namespace on pg_namespace.oid = pg_class.relnamespace
    where pg_namespace.nspname = ${schema} and pg_class.relkind in ('r', 'p')
    order by exists (select from pg_inherits where pg_inherits.inhparent = pg_class.oid)
  `.execute(db);
  return rows.map(({ table }) => table);
}

/**
 * Removes the schemas of runs that are not alive.
 *
 * @param alive uids of the runs that are running
 * @returns the uids whose leftovers were removed
 */
export async function sweepWorkshops(db: Db, alive: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    select distinct found.uid
    from pg_namespace
    cross join lateral (
      select regexp_replace(substr(pg_namespace.nspname, ${PREFIX.length + 1}), ${`${ASIDE}$`}, '') as uid
    ) as found
    where starts_with(pg_namespace.nspname, ${PREFIX}) and found.uid <> all (${[...alive]}::text[])
  `.execute(db);
  for (const { uid } of rows) await closeWorkshop(db, uid);
  return rows.map(({ uid }) => uid);
}
