import { type RawBuilder, sql } from 'kysely';
import type { MetadataType } from '../../metadata/index.js';
import {
  computed,
  constant,
  derivedRows,
  integer,
  members,
  moment,
  type PropertyBuilder,
  reference,
  text,
} from '../../metadata/model/property.js';
import { defineType } from '../../metadata/model/type.js';
import { MESSAGE_TYPES, PRIORITIES, STATUSES } from './message.js';

/** How many messages everybody may read. */
const openMessages = computed(
  'INTEGER',
  (alias) => sql`(
    select count(*) from messageconversation_messages as link
    join message on message.messageid = link.messageid
    where link.messageconversationid = ${sql.ref(`${alias}.messageconversationid`)} and message.internal is not true
  )`,
);

/** A conversation as those see it who manage tickets, with all its messages. */
export const WHOLE_CONVERSATION = conversationType(true);
/** A conversation as all others see it: what ticket managers tell each other is left out, wherever it could show, filters included. */
export const OPEN_CONVERSATION = conversationType(false);

function conversationType(withInternal: boolean): MetadataType {
  return defineType({
    name: 'messageConversation',
    plural: 'messageConversations',
    label: 'Message conversation',
    klass: 'org.hisp.dhis.message.MessageConversation',
    table: 'messageconversation',
    traits: ['author'],
    code: false,
    naming: false,
    anonymous: true,
    properties: {
      subject: text({ max: 255 }),
      name: text({ column: 'subject', owner: false }),
      displayName: text({ column: 'subject', owner: false }),
      messageType: constant(MESSAGE_TYPES),
      priority: constant(PRIORITIES),
      status: constant(STATUSES),
      messageCount: withInternal ? integer() : openMessages,
      lastMessage: moment(),
      lastSender: reference('user'),
      lastSenderFirstname: nameOf('lastsenderid', 'firstname'),
      lastSenderSurname: nameOf('lastsenderid', 'surname'),
      userFirstname: nameOf('userid', 'firstname'),
      userSurname: nameOf('userid', 'surname'),
      assignee: reference('user', { column: 'user_assigned' }),
      extMessageId: text(),
      read: marked('isread'),
      followUp: marked('isfollowup'),
      messages: derivedRows(
        'message',
        (alias) => sql`
          select message.*, link.sort_order
          from messageconversation_messages as link
          join message on message.messageid = link.messageid
          where link.messageconversationid = ${sql.ref(`${alias}.messageconversationid`)}
            ${withInternal ? sql`` : sql`and message.internal is not true`}
        `,
        { sort: 'sort_order' },
      ),
      userMessages: members('userMessage', {
        table: 'messageconversation_usermessages',
        own: 'messageconversationid',
        item: 'usermessageid',
      }),
    },
  });
}

/** A part of the name of the user in a column. */
function nameOf(column: string, part: string): PropertyBuilder {
  return computed(
    'TEXT',
    (alias) =>
      sql`(select ${sql.ref(`person.${part}`)} from userinfo as person where person.userinfoid = ${sql.ref(`${alias}.${column}`)})`,
  );
}

/** What the reader has noted about the conversation. */
function marked(column: string): PropertyBuilder {
  return computed('BOOLEAN', (alias, { user }) => hasMark(alias, user.id, sql`${sql.ref(`usermessage.${column}`)}`));
}

/** Whether a user has the conversation, and a condition holds for their mark of it. */
export function hasMark(
  alias: string,
  userId: number,
  condition: RawBuilder<unknown> = sql`true`,
): RawBuilder<boolean> {
  return sql`exists (
    select from messageconversation_usermessages as link
    join usermessage on usermessage.usermessageid = link.usermessageid
    where link.messageconversationid = ${sql.ref(`${alias}.messageconversationid`)}
      and usermessage.userid = ${userId} and ${condition}
  )`;
}
