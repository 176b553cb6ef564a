import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { generateUid } from '../../kernel/uid.js';
import { getsFeedback, type ReachedConversation } from './access.js';
import type { Copied } from './copies.js';

export interface Reply {
  readonly text: string;
  /** Only ticket managers see it. */
  readonly internal: boolean;
  readonly metadata: string | undefined;
}

/**
 * Adds a message to a conversation, which is unread then for everybody else who can see the message.
 *
 * @returns what its copies need
 */
export async function storeReply(
  db: Db,
  { id, subject }: ReachedConversation,
  sender: CurrentUser,
  { text, internal, metadata }: Reply,
): Promise<Copied> {
  return await transaction(db, async (handle) => {
    // Two replies at once get different places.
    await sql`
      select from messageconversation where messageconversation.messageconversationid = ${id} for update
    `.execute(handle);
    const { rows } = await sql<{ recipients: readonly number[] }>`
      with reply as (
        insert into message (messageid, uid, created, lastupdated, messagetext, internal, metadata, userid)
        values (nextval('message_sequence'), ${generateUid()}, localtimestamp, localtimestamp, ${text}, ${internal}, ${metadata ?? null}, ${sender.id})
        returning messageid
      ), place as (
        select coalesce(max(link.sort_order), -1) + 1 as next
        from messageconversation_messages as link
        where link.messageconversationid = ${id}
      ), added as (
        insert into messageconversation_messages (messageconversationid, sort_order, messageid)
        select ${id}, place.next, reply.messageid from reply, place
      ), conversation as (
        update messageconversation
        set messagecount = place.next + 1, lastsenderid = ${sender.id}, lastmessage = localtimestamp, lastupdated = localtimestamp
        from place
        where messageconversation.messageconversationid = ${id}
      ), mark as (
        update usermessage set isread = false
        from messageconversation_usermessages as link
        where link.messageconversationid = ${id} and usermessage.usermessageid = link.usermessageid and usermessage.userid <> ${sender.id}
          and (not ${internal}::boolean or ${isManager(sql.ref('usermessage.userid'))})
        returning usermessage.userid
      )
      select coalesce((select array_agg(distinct mark.userid) from mark), '{}') as recipients
    `.execute(handle);
    return { subject, text, sender: sender.uid, link: undefined, recipientIds: rows[0]?.recipients ?? [] };
  });
}

const isManager = (userId: ReturnType<typeof sql.ref>) => sql<boolean>`(
  ${getsFeedback(sql`${userId}`)} or exists (
    select from userrolemembers
    join userroleauthorities on userroleauthorities.userroleid = userrolemembers.userroleid
    where userrolemembers.userid = ${userId} and userroleauthorities.authority = 'ALL'
  )
)`;
