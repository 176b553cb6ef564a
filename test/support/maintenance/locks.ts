import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../src/database/index.js';

/** Waits until somebody waits for a lock that somebody else holds. */
export async function somebodyWaits(db: Db): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and cardinality(pg_blocking_pids(pid)) > 0
    `.execute(db);
    if (rows.length > 0) return;
    await sleep(20);
  }
}

/** Does `work` while what `statement` did is not committed yet; commits then. */
export async function whileHeld<Result>(
  db: Db,
  statement: RawBuilder<unknown>,
  work: () => Promise<Result>,
): Promise<Result> {
  return await db.transaction().execute(async (transaction) => {
    await statement.execute(transaction);
    return await work();
  });
}

/**
 * Holds what `statement` did, not committed, until what `begin` has begun waits for it; commits then.
 *
 * @returns what `begin` gave, ended
 */
export async function committedWhileItWaits<Result>(
  db: Db,
  statement: RawBuilder<unknown>,
  begin: () => Promise<Result>,
): Promise<Result> {
  const { begun } = await whileHeld(db, statement, async () => {
    const work = begin();
    await somebodyWaits(db);
    return { begun: work };
  });
  return await begun;
}
