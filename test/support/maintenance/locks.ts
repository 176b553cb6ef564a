import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../src/database/index.js';

/** How many wait for a lock that the session `pid` holds; those who wait for each other for a moment do not count. */
export async function waitersFor(db: Db, pid: number): Promise<number> {
  const { rows } = await sql`
    select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and ${pid} = any (pg_blocking_pids(pid))
  `.execute(db);
  return rows.length;
}

export async function pidOf(db: Db): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  return rows[0]?.pid ?? 0;
}

/** Does `work` while what `statement` did is not committed yet; commits then. The work can wait until somebody waits for that. */
export async function whileHeld<Result>(
  db: Db,
  statement: RawBuilder<unknown>,
  work: (somebodyWaits: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  return await db.transaction().execute(async (transaction) => {
    await statement.execute(transaction);
    const pid = await pidOf(transaction);
    return await work(async () => {
      while ((await waitersFor(db, pid)) === 0) await sleep(20);
    });
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
  const { begun } = await whileHeld(db, statement, async (somebodyWaits) => {
    const work = begin();
    await somebodyWaits();
    return { begun: work };
  });
  return await begun;
}
