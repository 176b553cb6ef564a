import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import type { Place, Range } from './changed-rows.js';
import type { Subject } from './subjects.js';

/** How far sending has come since the last complete success. */
export interface SyncProgress {
  /** Place of the last row that was sent; null at the beginning. */
  readonly position: Place | null;
  /** What was sent and refused. */
  readonly refused: readonly Range[];
}

const NOTHING: SyncProgress = { position: null, refused: [] };

/** The stored progress of sending to this server what has changed since then; none when it was another server or another moment. */
export async function readProgress(db: Db, { name }: Subject, remote: string, since: Date): Promise<SyncProgress> {
  const { rows } = await sql<SyncProgress>`
    select progress.position, progress.refused from orderly.sync_progress as progress
    where progress.subject = ${name} and progress.remote = ${remote} and progress.since = ${formatTimestamp(since)}::timestamp
  `.execute(db);
  return rows[0] ?? NOTHING;
}

export async function writeProgress(
  db: Db,
  { name }: Subject,
  remote: string,
  since: Date,
  { position, refused }: SyncProgress,
): Promise<void> {
  await sql`
    insert into orderly.sync_progress as progress (subject, remote, since, position, refused)
    values (${name}, ${remote}, ${formatTimestamp(since)}::timestamp, ${position === null ? null : JSON.stringify(position)}::jsonb, ${JSON.stringify(refused)}::jsonb)
    on conflict (subject) do update
    set remote = excluded.remote, since = excluded.since, position = excluded.position, refused = excluded.refused, updated_at = now()
  `.execute(db);
}

export async function forgetProgress(db: Db, { name }: Subject): Promise<void> {
  await sql`delete from orderly.sync_progress as progress where progress.subject = ${name}`.execute(db);
}
