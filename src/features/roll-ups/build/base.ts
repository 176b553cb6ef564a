import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Db, transaction } from '../../../database/index.js';
import { type Cube, TABLE_OF } from '../definition.js';
import { type BaseYear, baseYears } from '../standing.js';

/** Whoever replaces the analytics table waits for what was being read: what would have been made of it is out of date before it is done. */
export class BaseWanted extends Error {}

/** There is no such analytics table. */
export class NoBase extends Error {}

/** A swap waits for less than a second before it steps back, so it is to be seen soon. */
const LOOK_MS = 200;
const LONGEST_WAIT_FOR_TABLE_MS = 60_000;
const UNDEFINED_TABLE = '42P01';

/**
 * Runs `work` on one state of the analytics table of a cube: what it reads of the table, of its years and of what is known of roll-ups belong together. Whoever wants to replace the
 * table does not wait for it: it ends with `BaseWanted` instead, because a swap gives up after some minutes, and those who query wait behind it each time that it tries.
 *
 * @param db a handle that is not in a transaction
 * @throws BaseWanted, NoBase
 */
export async function readBase<Result>(
  db: Db,
  cube: Cube,
  work: (handle: Db, years: readonly BaseYear[]) => Promise<Result>,
): Promise<Result> {
  return await transaction(
    db,
    async (handle) => {
      await lockBase(handle, cube);
      return await givingWay(db, handle, async () => await work(handle, await baseYears(handle, cube)));
    },
    { isolation: 'repeatable read' },
  );
}

/** The table is locked before anything is read: a snapshot from before a swap would show the new one empty. So the settings are not made by a `select`. */
async function lockBase(handle: Db, cube: Cube): Promise<void> {
  const settings = `
    set local lock_timeout = ${LONGEST_WAIT_FOR_TABLE_MS}; set local work_mem = '192MB'; set local maintenance_work_mem = '128MB'
  `;
  try {
    await sql`${sql.raw(settings)}; lock table ${sql.id('public', TABLE_OF[cube])} in access share mode`.execute(
      handle,
    );
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNDEFINED_TABLE) throw error;
    throw new NoBase(`There is no table ${TABLE_OF[cube]}: analytics tables are to be built first.`, { cause: error });
  }
}

/** Ends the work of the transaction as soon as somebody waits for a lock that excludes it. */
async function givingWay<Result>(db: Db, handle: Db, work: () => Promise<Result>): Promise<Result> {
  const { rows } = await sql<{ backend: number }>`select pg_backend_pid() as backend`.execute(handle);
  const backend = rows[0]?.backend ?? 0;
  const over = new AbortController();
  let wanted = false;
  const look = async (): Promise<void> => {
    while (!wanted) {
      await sleep(LOOK_MS, undefined, { signal: over.signal });
      wanted = await cancelIfInTheWay(db, backend);
    }
  };
  // A look that fails, because the run was cancelled or the connection broke, is no reason to end the work; neither is its end.
  const looking = look().catch(() => undefined);
  const ended = async (): Promise<boolean> => {
    over.abort();
    // What was cancelled may say so before the one that cancelled it; and no cancelling may come after the transaction, where it would hit whoever uses the connection next.
    await looking;
    return wanted;
  };
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    if (await ended()) throw new BaseWanted('The analytics table is being replaced.', { cause: error });
    throw error;
  }
  if (await ended()) throw new BaseWanted('The analytics table is being replaced.');
  return result;
}

async function cancelIfInTheWay(db: Db, backend: number): Promise<boolean> {
  const { rows } = await sql`
    select pg_cancel_backend(${backend}::int)
    from pg_locks as waiting
    where waiting.locktype = 'relation' and waiting.mode = 'AccessExclusiveLock' and not waiting.granted
      and waiting.database = (select pg_database.oid from pg_database where pg_database.datname = current_database())
      and ${backend}::int = any (pg_blocking_pids(waiting.pid))
    limit 1
  `.execute(db);
  return rows.length > 0;
}
