import { sql } from 'kysely';
import type { Db } from '../database.js';

const PREFIX = 'orderly_run_';

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

async function closeWorkshop(db: Db, runUid: string): Promise<void> {
  await sql`drop schema if exists ${sql.id(workshopSchema(runUid))} cascade`.execute(db);
}

/**
 * Removes the schemas of runs that are not alive.
 *
 * @param alive uids of the runs that are running
 * @returns the uids whose leftovers were removed
 */
export async function sweepWorkshops(db: Db, alive: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    select substr(pg_namespace.nspname, ${PREFIX.length + 1}) as uid
    from pg_namespace
    where starts_with(pg_namespace.nspname, ${PREFIX})
      and substr(pg_namespace.nspname, ${PREFIX.length + 1}) <> all (${[...alive]}::text[])
  `.execute(db);
  for (const { uid } of rows) await closeWorkshop(db, uid);
  return rows.map(({ uid }) => uid);
}
