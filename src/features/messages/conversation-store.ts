import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { Priority, Status } from './message.js';

/** What a user can note about a conversation, by the column that keeps it. */
export type Mark = 'isread' | 'isfollowup';

/**
 * Notes something about those of the given conversations that a user has.
 *
 * @returns the uids of these
 */
export async function setMark(
  db: Db,
  userId: number,
  uids: readonly string[],
  mark: Mark,
  value: boolean,
): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    with mine as (
      select conversation.uid, link.usermessageid
      from messageconversation as conversation
      join messageconversation_usermessages as link on link.messageconversationid = conversation.messageconversationid
      join usermessage on usermessage.usermessageid = link.usermessageid
      where conversation.uid = any (${[...uids]}::text[]) and usermessage.userid = ${userId}
    ), marked as (
      update usermessage set ${sql.id(mark)} = ${value} from mine where usermessage.usermessageid = mine.usermessageid
    )
    select distinct mine.uid from mine order by mine.uid
  `.execute(db);
  return rows.map(({ uid }) => uid);
}

/**
 * Takes conversations from a user; the others who have them keep them.
 *
 * @returns the uids of those that the user had
 */
export async function removeFromUser(db: Db, userId: number, uids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    with mine as (
      select conversation.uid, link.messageconversationid, link.usermessageid
      from messageconversation as conversation
      join messageconversation_usermessages as link on link.messageconversationid = conversation.messageconversationid
      join usermessage on usermessage.usermessageid = link.usermessageid
      where conversation.uid = any (${[...uids]}::text[]) and usermessage.userid = ${userId}
    ), unlinked as (
      delete from messageconversation_usermessages as link using mine
      where link.messageconversationid = mine.messageconversationid and link.usermessageid = mine.usermessageid
    ), unmarked as (
      delete from usermessage using mine where usermessage.usermessageid = mine.usermessageid
    )
    select distinct mine.uid from mine order by mine.uid
  `.execute(db);
  return rows.map(({ uid }) => uid);
}

/** Gives a conversation to more users; those who have it already keep their marks. */
export async function addToUsers(db: Db, conversationId: number, userUids: readonly string[]): Promise<void> {
  await sql`
    with mark as (
      insert into usermessage (usermessageid, usermessagekey, userid, isread, isfollowup)
      select nextval('usermessage_sequence'), gen_random_uuid()::text, userinfo.userinfoid, false, false
      from userinfo
      where userinfo.uid = any (${[...userUids]}::text[])
        and not exists (
          select from messageconversation_usermessages as link
          join usermessage as present on present.usermessageid = link.usermessageid
          where link.messageconversationid = ${conversationId} and present.userid = userinfo.userinfoid
        )
      returning usermessageid
    )
    insert into messageconversation_usermessages (messageconversationid, usermessageid)
    select ${conversationId}, mark.usermessageid from mark
  `.execute(db);
}

/** Deletes a conversation with everything of it, for everybody. */
export async function deleteConversation(db: Db, conversationId: number): Promise<void> {
  await sql`
    with mark as (
      delete from messageconversation_usermessages as link where link.messageconversationid = ${conversationId} returning link.usermessageid
    ), unmarked as (
      delete from usermessage using mark where usermessage.usermessageid = mark.usermessageid
    ), link as (
      delete from messageconversation_messages as link where link.messageconversationid = ${conversationId} returning link.messageid
    ), attachment as (
      delete from messageattachments using link where messageattachments.messageid = link.messageid
    ), gone as (
      delete from message using link where message.messageid = link.messageid
    )
    delete from messageconversation where messageconversation.messageconversationid = ${conversationId}
  `.execute(db);
}

export async function setPriority(db: Db, conversationId: number, priority: Priority): Promise<void> {
  await update(db, conversationId, sql`priority = ${priority}`);
}

export async function setStatus(db: Db, conversationId: number, status: Status): Promise<void> {
  await update(db, conversationId, sql`status = ${status}`);
}

/** Says who looks after a conversation; nobody for null. */
export async function setAssignee(db: Db, conversationId: number, userId: number | null): Promise<void> {
  await update(db, conversationId, sql`user_assigned = ${userId}`);
}

async function update(db: Db, conversationId: number, assignment: ReturnType<typeof sql>): Promise<void> {
  await sql`
    update messageconversation set ${assignment}, lastupdated = localtimestamp
    where messageconversation.messageconversationid = ${conversationId}
  `.execute(db);
}

export interface NamedUser {
  readonly id: number;
  readonly name: string;
}

export async function findUser(db: Db, uid: string): Promise<NamedUser | undefined> {
  const { rows } = await sql<NamedUser>`
    select userinfo.userinfoid as id, userinfo.name from userinfo where userinfo.uid = ${uid}
  `.execute(db);
  return rows[0];
}
