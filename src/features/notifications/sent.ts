import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** Long enough for every repetition of a day's run; the names of later days are others anyway. */
const KEPT_DAYS = 7;

/** Which of these messages have been sent before. */
export async function sentBefore(db: Db, messages: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ message: string }>`
    select sent_notification.message from orderly.sent_notification
    where sent_notification.message = any (${messages}::text[])
  `.execute(db);
  return new Set(rows.map(({ message }) => message));
}

/** Remembers that a message went out. */
export async function markSent(db: Db, message: string): Promise<void> {
  await sql`insert into orderly.sent_notification (message) values (${message}) on conflict (message) do nothing`.execute(
    db,
  );
}

/** Forgets messages that no run can send again. */
export async function forgetOldMessages(db: Db): Promise<void> {
  await sql`
    delete from orderly.sent_notification where sent_notification.sent_at < now() - make_interval(days => ${KEPT_DAYS})
  `.execute(db);
}
