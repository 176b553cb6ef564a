import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { generateUid } from '../../kernel/uid.js';
import { LONGEST_SUBJECT, type NewMessage } from './message.js';

/** A message that is stored, with what its copies need. */
export interface StoredMessage {
  /** Uid of the conversation. */
  readonly conversation: string;
  readonly subject: string;
  readonly text: string;
  readonly sender: string | undefined;
  readonly link: string | undefined;
  /** Ids of the users who have not written it. */
  readonly recipientIds: readonly number[];
}

const LONGEST_METADATA = 255;

/**
 * Writes a conversation with its first message and a mark for everyone who has it, in one statement however many they are; in the caller's transaction if it is in one.
 *
 * @throws OrderlyError 409 when none of the recipients exists and it is no ticket
 */
export async function storeMessage(db: Db, message: NewMessage): Promise<StoredMessage> {
  const { text, type, recipients, sender, priority = 'NONE', metadata, link } = message;
  const status = message.status ?? (type === 'TICKET' || type === 'VALIDATION_RESULT' ? 'OPEN' : 'NONE');
  const subject = message.subject.slice(0, LONGEST_SUBJECT);
  const conversation = generateUid();
  const { rows } = await sql<{ recipients: readonly number[] }>`
    with sender as (
      select userinfo.userinfoid as id from userinfo where userinfo.uid = ${sender ?? null}
    ), recipient as (
      select userinfo.userinfoid as id from userinfo
      where userinfo.uid = any (${[...recipients]}::text[]) and userinfo.uid is distinct from ${sender ?? null}
    ), conversation as (
      insert into messageconversation (
        messageconversationid, uid, messagecount, created, lastupdated, subject, messagetype, priority, status, lastsenderid, lastmessage, userid
      )
      select nextval('messageconversation_sequence'), ${conversation}, 1, localtimestamp, localtimestamp, ${subject}, ${type}, ${priority},
        ${status}, (select sender.id from sender), localtimestamp, (select sender.id from sender)
      where ${type === 'TICKET' || (sender !== undefined && recipients.includes(sender))} or exists (select from recipient)
      returning messageconversationid as id
    ), message as (
      insert into message (messageid, uid, created, lastupdated, messagetext, internal, metadata, userid)
      select nextval('message_sequence'), ${generateUid()}, localtimestamp, localtimestamp, ${text}, false,
        ${metadata?.slice(0, LONGEST_METADATA) ?? null}, (select sender.id from sender)
      from conversation
      returning messageid as id
    ), first as (
      insert into messageconversation_messages (messageconversationid, sort_order, messageid)
      select conversation.id, 0, message.id from conversation, message
    ), mark as (
      insert into usermessage (usermessageid, usermessagekey, userid, isread, isfollowup)
      select nextval('usermessage_sequence'), gen_random_uuid()::text, reader.id, reader.wrote, false
      from conversation, (select recipient.id, false as wrote from recipient union all select sender.id, true from sender) as reader
      returning usermessageid as id
    ), marked as (
      insert into messageconversation_usermessages (messageconversationid, usermessageid)
      select conversation.id, mark.id from conversation, mark
    )
    select coalesce((select array_agg(recipient.id) from recipient), '{}') as recipients from conversation
  `.execute(db);
  const [stored] = rows;
  if (!stored) throw conflict('No recipients selected.');
  return { conversation, subject, text, sender, link, recipientIds: stored.recipients };
}
