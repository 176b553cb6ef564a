import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from './database.js';

/**
 * The 64-bit key of the advisory lock called `name`, as text for a `bigint` parameter. A hash keeps Orderly's locks apart from those of whoever else uses
 * the database.
 */
export function advisoryLockKey(name: string): string {
  return createHash('sha256').update(`orderly/${name}`).digest().readBigInt64BE(0).toString();
}

/** Waits for the lock `name` and holds it until the transaction ends. */
export async function lockInTransaction(db: Db, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLockKey(name)}::bigint)`.execute(db);
}

/** Takes the lock `name` until the transaction ends if nobody holds it; tells whether it did. */
export async function tryLockInTransaction(db: Db, name: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(${advisoryLockKey(name)}::bigint) as taken
  `.execute(db);
  return rows[0]?.taken === true;
}
