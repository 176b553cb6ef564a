import { type RawBuilder, sql } from 'kysely';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import type { ApiServer, CurrentUser } from '../../http/index.js';
import { type MetadataType, preset } from '../../metadata/index.js';
import { LIST_QUERY, objectText, sendList, sendText, wantedFields } from '../metadata/index.js';
import { isFeedbackRecipient, reachConversation } from './access.js';
import { setMark } from './conversation-store.js';
import { hasMark, OPEN_CONVERSATION, WHOLE_CONVERSATION } from './conversation-type.js';

export const UID = Type.Object({ uid: Type.String() });

const LIST = Type.Object({
  ...LIST_QUERY.properties,
  /** Words that a conversation has to contain: all of them in its subject, in one of its messages, or in the name of a sender. */
  queryString: Type.Optional(Type.String({ maxLength: 500 })),
  queryOperator: Type.Optional(Type.Enum(['token', 'ilike', 'like', 'eq'])),
});
const ONE = Type.Object({ ...LIST_QUERY.properties, markRead: Type.Optional(Type.Boolean()) });

type Operator = 'token' | 'ilike' | 'like' | 'eq';

/** Reading conversations: one's own, and tickets for those who manage them. */
export function conversationReadRoutes(api: ApiServer, db: Db): void {
  const config = { produces: ['json'] as const, cache: 'private' as const };
  const path = 'messageConversations';

  api.get(`/${path}`, { config, schema: { querystring: LIST } }, async (request, reply) => {
    const { queryString, queryOperator = 'token', ...parameters } = request.query;
    const feedback = await isFeedbackRecipient(db, request.user.id);
    const type = typeFor(request.user, feedback);
    const where = (alias: string): RawBuilder<boolean> => sql`(
      ${hasMark(alias, request.user.id)} ${feedback ? sql`or ${sql.ref(`${alias}.messagetype`)} = 'TICKET'` : sql``}
    ) and ${queryString === undefined ? sql`true` : contains(alias, queryString, queryOperator, type)}`;
    return await sendList(request, reply, db, type, parameters, { path, where, order: ['lastMessage:desc'] });
  });

  api.get(`/${path}/:uid`, { config, schema: { params: UID, querystring: ONE } }, async (request, reply) => {
    const { uid } = request.params;
    const { markRead = false, ...parameters } = request.query;
    const { manager } = await reachConversation(db, request.user, uid);
    if (markRead) await setMark(db, request.user.id, [uid], 'isread', true);
    const type = typeFor(request.user, manager);
    const fields = wantedFields(type, request.query) ?? preset('all');
    return sendText(request, reply, await objectText(db, type, uid, fields, request, parameters));
  });
}

const typeFor = (user: CurrentUser, manager: boolean): MetadataType =>
  manager || user.isSuper ? WHOLE_CONVERSATION : OPEN_CONVERSATION;

function contains(alias: string, text: string, operator: Operator, type: MetadataType): RawBuilder<boolean> {
  const messages = type.properties.get('messages');
  if (messages?.kind !== 'derivedRows') throw new Error('A conversation has messages.');
  const within = (value: RawBuilder<unknown>): RawBuilder<boolean> => matches(value, text, operator);
  return sql`(
    ${within(sql.ref(`${alias}.subject`))}
    or exists (
      select from (${messages.rows(alias)}) as written
      left join userinfo as sender on sender.userinfoid = written.userid
      where ${within(sql.ref('written.messagetext'))} or ${within(sql.ref('sender.name'))}
    )
  )`;
}

function matches(value: RawBuilder<unknown>, text: string, operator: Operator): RawBuilder<boolean> {
  const part = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  switch (operator) {
    case 'eq':
      return sql`${value} = ${text}`;
    case 'like':
      return sql`${value} like ${part(text)}`;
    case 'ilike':
      return sql`${value} ilike ${part(text)}`;
    case 'token': {
      const words = text.split(/\s+/).filter((word) => word !== '');
      return sql`${value} ilike all (${words.map(part)}::text[])`;
    }
  }
}
