import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { forbidden, notFound } from '../../kernel/errors/index.js';
import { hasMark } from './conversation-type.js';

/** A conversation, and what the one who asks has to do with it. */
export interface ReachedConversation {
  readonly id: number;
  readonly uid: string;
  readonly type: string;
  readonly subject: string;
  /** Manages tickets: is one of those who get feedback, or may do everything. */
  readonly manager: boolean;
}

/** Members of the group of the configuration that gets feedback, as an expression on the id of a user. */
export const getsFeedback = (userId: ReturnType<typeof sql>) => sql<boolean>`exists (
  select from configuration
  join usergroupmembers on usergroupmembers.usergroupid = configuration.feedbackrecipientsid
  where usergroupmembers.userid = ${userId}
)`;

/** Whether the user is one of those who get feedback. */
export async function isFeedbackRecipient(db: Db, userId: number): Promise<boolean> {
  const { rows } = await sql<{ member: boolean }>`select ${getsFeedback(sql`${userId}`)} as member`.execute(db);
  return rows[0]?.member ?? false;
}

/** Uids of those who get feedback; undefined when no group is set for it. */
export async function feedbackRecipients(db: Db): Promise<readonly string[] | undefined> {
  const { rows } = await sql<{ uids: readonly string[] }>`
    select coalesce((
      select array_agg(userinfo.uid::text order by userinfo.uid)
      from usergroupmembers
      join userinfo on userinfo.userinfoid = usergroupmembers.userid
      where usergroupmembers.usergroupid = configuration.feedbackrecipientsid
    ), '{}') as uids
    from configuration
    where configuration.feedbackrecipientsid is not null
  `.execute(db);
  return rows[0]?.uids;
}

/**
 * A conversation that the user may read: they have it, may do everything, or it is a ticket and they manage tickets. In the peer everybody may reply to and change any
 * conversation whose uid they know.
 *
 * @throws OrderlyError 404 when it is not there, 403 when they may not read it
 */
export async function reachConversation(
  db: Db,
  user: CurrentUser,
  uid: string,
  missing = `MessageConversation with id ${uid} could not be found.`,
): Promise<ReachedConversation> {
  const { rows } = await sql<Omit<ReachedConversation, 'manager'> & { mine: boolean; feedback: boolean }>`
    select conversation.messageconversationid as id, conversation.uid, conversation.messagetype as type, conversation.subject,
      ${hasMark('conversation', user.id)} as mine, ${getsFeedback(sql`${user.id}`)} as feedback
    from messageconversation as conversation
    where conversation.uid = ${uid}
  `.execute(db);
  const [found] = rows;
  if (!found) throw notFound(missing);
  const { mine, feedback, ...conversation } = found;
  const manager = feedback || user.isSuper;
  if (!mine && !user.isSuper && !(manager && conversation.type === 'TICKET'))
    throw forbidden('Not authorized to access this conversation.');
  return { ...conversation, manager };
}
