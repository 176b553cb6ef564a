import { sql } from 'kysely';
import type { Db } from './database.js';

export interface TransactionOptions {
  /** Longest wait for a lock; the transaction fails with `55P03` after it. */
  readonly lockTimeoutMs?: number;
  /** Longest run of one statement; `57014` after it. */
  readonly statementTimeoutMs?: number;
  /** Text that shows this transaction one state of the database from its first statement on. */
  readonly isolation?: 'read committed' | 'repeatable read';
}

/** Runs `work` in a transaction: all of it happens, or nothing. Inside another transaction it joins that one. */
export async function transaction<Result>(
  db: Db,
  work: (transaction: Db) => Promise<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  if (db.isTransaction) return await work(db);
  const builder = db.transaction();
  const begun = options.isolation === undefined ? builder : builder.setIsolationLevel(options.isolation);
  return await begun.execute(async (handle) => {
    if (options.lockTimeoutMs !== undefined) await setLocal(handle, 'lock_timeout', options.lockTimeoutMs);
    if (options.statementTimeoutMs !== undefined)
      await setLocal(handle, 'statement_timeout', options.statementTimeoutMs);
    return await work(handle);
  });
}

/** `set local` for a setting of this transaction; a number is milliseconds. */
export async function setLocal(db: Db, name: string, value: string | number): Promise<void> {
  await sql`select set_config(${name}, ${String(value)}, true)`.execute(db);
}
