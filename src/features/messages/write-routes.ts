import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, bodyText, webMessage } from '../../http/index.js';
import { badRequest, catalogued, conflict, forbidden } from '../../kernel/errors/index.js';
import { identifiersIn, objectBody } from '../metadata/index.js';
import { feedbackRecipients, reachConversation } from './access.js';
import { addToUsers, deleteConversation } from './conversation-store.js';
import type { Deliveries } from './deliveries.js';
import { LONGEST_SUBJECT } from './message.js';
import { UID } from './read-routes.js';
import { recipientsOf } from './recipients.js';
import { storeReply } from './reply.js';
import { storeMessage } from './store-message.js';

const PATH = '/messageConversations';
const REMOVE = { authorities: ['F_METADATA_IMPORT'] };
const KLASS = 'org.hisp.dhis.message.MessageConversation';
const LONGEST_AGENT = 240;

/** Writing messages. Copies by mail and SMS go out after the answer. */
export function conversationWriteRoutes(api: ApiServer, db: Db, deliveries: Deliveries): void {
  api.post(PATH, async (request, reply) => {
    const payload = objectBody(request.body);
    refuseAttachments(identifiersIn(payload.attachments, 'attachments'));
    const subject = subjectOf(payload.subject);
    const text = textOf(payload.text);
    const recipients = await recipientsOf(db, payload);
    if (recipients.length === 0) throw conflict('No recipients selected.');
    const sender = request.user.uid;
    const metadata = agentOf(request);
    const stored = await storeMessage(db, { subject, text, type: 'PRIVATE', recipients, sender, metadata });
    deliveries.begin(stored);
    reply.code(201).header('Location', `${request.apiRoot}${PATH}/${stored.conversation}`);
    return webMessage(201, { message: 'Message conversation created' });
  });

  api.post(
    `${PATH}/feedback`,
    { schema: { querystring: Type.Object({ subject: Type.String() }) } },
    async (request, reply) => {
      const subject = subjectOf(request.query.subject);
      const text = textOf(bodyText(request.body));
      const recipients = await feedbackRecipients(db);
      if (!recipients) throw catalogued('E6200');
      const sender = request.user.uid;
      const metadata = agentOf(request);
      deliveries.begin(await storeMessage(db, { subject, text, type: 'TICKET', recipients, sender, metadata }));
      reply.code(201);
      return webMessage(201, { message: 'Feedback created' });
    },
  );

  api.post(
    `${PATH}/:uid`,
    {
      schema: {
        params: UID,
        querystring: Type.Object({
          internal: Type.Boolean({ default: false }),
          attachments: Type.Array(Type.String(), { default: [] }),
        }),
      },
    },
    async (request, reply) => {
      const { internal, attachments } = request.query;
      const { uid } = request.params;
      const conversation = await reachConversation(
        db,
        request.user,
        uid,
        `Message conversation does not exist: ${uid}`,
      );
      if (internal && !conversation.manager) throw forbidden('Not authorized to send internal messages');
      refuseAttachments(attachments);
      const text = textOf(bodyText(request.body));
      deliveries.begin(
        await storeReply(db, conversation, request.user, { text, internal, metadata: agentOf(request) }),
      );
      reply.code(201).header('Location', `${request.apiRoot}${PATH}/${uid}`);
      return webMessage(201, { message: 'Message conversation created' });
    },
  );

  api.post(`${PATH}/:uid/recipients`, { schema: { params: UID } }, async (request, reply) => {
    const { uid } = request.params;
    const { id } = await reachConversation(db, request.user, uid, `Message conversation does not exist: ${uid}`);
    await addToUsers(db, id, await recipientsOf(db, objectBody(request.body)));
    return await reply.code(204).send();
  });

  // For everybody who has it; the others take theirs away by `DELETE /{uid}/{user}`.
  api.delete(`${PATH}/:uid`, { config: REMOVE, schema: { params: UID } }, async (request) => {
    const { uid } = request.params;
    const { id } = await reachConversation(db, request.user, uid);
    await deleteConversation(db, id);
    return webMessage(200, { response: { responseType: 'ObjectReport', klass: KLASS, uid, errorReports: [] } });
  });
}

function subjectOf(subject: unknown): string {
  if (typeof subject !== 'string' || subject.trim() === '') throw catalogued('E4000', 'subject');
  if (subject.length > LONGEST_SUBJECT) throw catalogued('E4001', 'subject', LONGEST_SUBJECT, subject.length);
  return subject;
}

function textOf(text: unknown): string {
  if (text !== undefined && text !== null && typeof text !== 'string')
    throw badRequest('Property text has to be a text.');
  if (text === undefined || text === null || text.trim() === '') throw catalogued('E4000', 'text');
  return text;
}

function refuseAttachments(attachments: readonly string[]): void {
  if (attachments.length > 0) throw conflict('This server does not take attachments of messages.');
}

const agentOf = ({ headers }: FastifyRequest): string =>
  `User-agent: ${headers['user-agent']?.slice(0, LONGEST_AGENT) ?? ''}`;
