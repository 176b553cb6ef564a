import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiServer } from '../../http/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import { isObject, typeNamed } from '../../metadata/index.js';
import { answerImport, answerObject, conflictOnMalformedJson, objectBody } from '../metadata/index.js';
import { type InvitationServices, invite, inviteAgain, inviteAll } from './invitations.js';

const UID = Type.Object({ uid: Type.String() });
/** Each invitation costs two hashes and a mail, and the caller waits. */
const MOST_AT_ONCE = 200;

/** `POST /api/users/invite`, `/invites` and `/{uid}/invite`. */
export function invitationRoutes(
  api: ApiServer,
  services: InvitationServices,
  baseUrlOf: (request: FastifyRequest) => string,
): void {
  const errorHandler = conflictOnMalformedJson;
  const inviter = (request: FastifyRequest) => ({ user: request.user, baseUrl: baseUrlOf(request) });

  api.post('/users/invite', { errorHandler }, async (request, reply) => {
    const invited = await invite(services, objectBody(request.body), inviter(request));
    return answerObject(request, reply, typeNamed('user'), invited);
  });

  api.post('/users/invites', { errorHandler }, async (request, reply) => {
    const { users } = objectBody(request.body);
    if (!Array.isArray(users) || !users.every(isObject)) throw badRequest('Property users has to be a list of users.');
    if (users.length > MOST_AT_ONCE) throw badRequest(`At most ${MOST_AT_ONCE} users can be invited at once.`);
    const refused = await inviteAll(services, users, inviter(request));
    return refused ? answerImport(reply, refused) : await reply.code(204).send();
  });

  api.post('/users/:uid/invite', { schema: { params: UID } }, async (request, reply) => {
    await inviteAgain(services, request.params.uid, inviter(request));
    return await reply.code(204).send();
  });
}
