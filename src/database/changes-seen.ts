import { sql } from 'kysely';
import type { Db } from './database.js';

/**
 * Up to when all changes can be seen: now, or the beginning of the oldest transaction that is writing. It may commit later what it changed before now, and that would be
 * passed over by a run that counts from now.
 */
export async function changesSeenUntil(db: Db, now: Date): Promise<Date> {
  const { rows } = await sql<{ begun: Date | null }>`
    select min(activity.xact_start) as begun from pg_stat_activity as activity
    where activity.datname = current_database() and activity.backend_xid is not null and activity.pid <> pg_backend_pid()
  `.execute(db);
  const begun = rows[0]?.begun;
  return begun && begun < now ? begun : now;
}
