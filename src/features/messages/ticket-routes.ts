import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import { conflict, forbidden, notFound } from '../../kernel/errors/index.js';
import { isFeedbackRecipient, type ReachedConversation, reachConversation } from './access.js';
import { findUser, setAssignee, setPriority, setStatus } from './conversation-store.js';
import { PRIORITIES, STATUSES } from './message.js';
import { UID } from './read-routes.js';

const ONE = '/messageConversations/:uid';

/** What those who manage tickets decide about a conversation. In the peer the check of who may is turned round, so everybody may. */
export function ticketRoutes(api: ApiServer, db: Db): void {
  const managed = async ({ user }: FastifyRequest, uid: string): Promise<ReachedConversation> => {
    const conversation = await reachConversation(db, user, uid, 'No MessageConversation found for the given ID.');
    if (!conversation.manager) throw forbidden('Not authorized to modify this object.');
    return conversation;
  };

  api.post(
    `${ONE}/priority`,
    {
      schema: {
        params: UID,
        querystring: Type.Object({ messageConversationPriority: Type.Enum([...PRIORITIES]) }),
      },
    },
    async (request) => {
      const { id, uid } = await managed(request, request.params.uid);
      const priority = request.query.messageConversationPriority;
      await setPriority(db, id, priority);
      return { [priority]: [uid] };
    },
  );

  api.post(
    `${ONE}/status`,
    { schema: { params: UID, querystring: Type.Object({ messageConversationStatus: Type.Enum([...STATUSES]) }) } },
    async (request) => {
      const { id, uid } = await managed(request, request.params.uid);
      const status = request.query.messageConversationStatus;
      await setStatus(db, id, status);
      return { [status]: [uid] };
    },
  );

  api.post(
    `${ONE}/assign`,
    { schema: { params: UID, querystring: Type.Object({ userId: Type.String() }) } },
    async (request) => {
      const { id, type } = await managed(request, request.params.uid);
      const user = await findUser(db, request.query.userId);
      if (!user) throw notFound('Could not find user to assign');
      if (type === 'TICKET' && !(await isFeedbackRecipient(db, user.id)))
        throw conflict("User provided is not a member of the system's feedback recipient group");
      await setAssignee(db, id, user.id);
      return { message: `User ${user.name} was assigned successfully` };
    },
  );

  api.delete(`${ONE}/assign`, { schema: { params: UID } }, async (request) => {
    const { id } = await managed(request, request.params.uid);
    await setAssignee(db, id, null);
    return { message: 'Message is no longer assigned to user' };
  });
}
