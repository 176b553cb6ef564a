import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type ApiServer, ok } from '../../http/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import { timestamp } from '../../metadata/index.js';
import { type StateServices, setDisabled, setExpiry, switchTwoFactorOff } from './account-state.js';

const UID = Type.Object({ uid: Type.String() });
type UserRequest = FastifyRequest<{ Params: { uid: string } }>;

/** `POST /api/users/{uid}/enabled`, `/disabled`, `/expired`, `/unexpired` and `/twoFA/disabled`. */
export function stateRoutes(api: ApiServer, services: StateServices): void {
  const schema = { params: UID };
  const set = (path: string, work: (request: UserRequest) => Promise<void>): void => {
    api.post(`/users/:uid/${path}`, { schema }, async (request, reply) => {
      await work(request);
      request.server.forgetCredentials();
      return await reply.code(204).send();
    });
  };
  set('enabled', ({ params, user }) => setDisabled(services, params.uid, false, user));
  set('disabled', ({ params, user }) => setDisabled(services, params.uid, true, user));
  set('unexpired', ({ params, user }) => setExpiry(services, params.uid, undefined, user));

  api.post(
    '/users/:uid/expired',
    { schema: { params: UID, querystring: Type.Object({ date: Type.String() }) } },
    async (request, reply) => {
      await setExpiry(services, request.params.uid, momentOf(request.query.date), request.user);
      request.server.forgetCredentials();
      return await reply.code(204).send();
    },
  );

  api.post('/users/:uid/twoFA/disabled', { schema }, async (request) => {
    await switchTwoFactorOff(services, request.params.uid, request.user);
    request.server.forgetCredentials();
    return ok();
  });
}

/** A date as clients write it (contract: http.md §10). */
function momentOf(text: string): string {
  const moment = timestamp(text);
  if (moment === undefined)
    throw badRequest(`Invalid date format '${text}', only ISO format or UNIX Epoch timestamp is supported.`);
  return moment;
}
