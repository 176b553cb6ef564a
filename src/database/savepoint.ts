import { sql } from 'kysely';
import type { Db } from './database.js';
import { transaction } from './transaction.js';

/** Runs `work` in the caller's transaction; its failure is thrown on and takes back what `work` did, and nothing else. */
export async function inSavepoint<Result>(db: Db, work: () => Promise<Result>): Promise<Result> {
  await sql`savepoint part`.execute(db);
  try {
    const result = await work();
    await sql`release savepoint part`.execute(db);
    return result;
  } catch (error) {
    await undo(db);
    throw error;
  }
}

/** Runs `work` and takes back whatever it did: gives what it would give. Locks that it took are given back, too. */
export async function onTrial<Result>(db: Db, work: (handle: Db) => Promise<Result>): Promise<Result> {
  return await transaction(db, async (handle) => {
    await sql`savepoint part`.execute(handle);
    try {
      return await work(handle);
    } finally {
      await undo(handle);
    }
  });
}

async function undo(db: Db): Promise<void> {
  await sql`rollback to savepoint part`.execute(db);
  await sql`release savepoint part`.execute(db);
}
