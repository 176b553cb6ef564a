import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type ApiServer, beginSession, ok, sendSessionCookie } from '../../http/index.js';
import { badRequest, conflict } from '../../kernel/errors/index.js';
import { acceptInvitation, forgotPassword, type RestoreServices, resetPassword, sendReset } from './restore.js';

const NAME_LENGTH = 160;
const PHONE_LENGTH = 80;
const optionalText = () => Type.Optional(Type.Union([Type.String({ maxLength: 1_000 }), Type.Null()]));

const ACCEPTANCE = Type.Object({
  token: optionalText(),
  username: optionalText(),
  firstName: optionalText(),
  surname: optionalText(),
  password: optionalText(),
  phoneNumber: optionalText(),
  email: optionalText(),
  'g-recaptcha-response': Type.Optional(Type.Unknown()),
});
const FORGOTTEN = Type.Object({ emailOrUsername: optionalText() });
const NEW_PASSWORD = Type.Object({ token: optionalText(), newPassword: optionalText() });

const text = (value: string | null | undefined): string | undefined => {
  const trimmed = value?.trim();
  return trimmed === undefined || trimmed === '' ? undefined : trimmed;
};

export interface AccountRouteOptions {
  readonly contextPath: string;
  readonly baseUrlOf: (request: FastifyRequest) => string;
  /** The address that the operator has set, if so. */
  readonly configuredUrl: string | undefined;
  /** Takes work that goes on after the answer. */
  readonly later: (work: Promise<void>) => void;
}

/** What people do before they can log in, and the link that an administrator sends them (contract: http.md §2.3). */
export function accountRoutes(api: ApiServer, services: RestoreServices, options: AccountRouteOptions): void {
  const { contextPath, baseUrlOf, configuredUrl, later } = options;
  const config = { anonymous: true, cache: 'no-store' } as const;

  // The token is proof enough that a person has asked: there is no captcha here.
  api.post('/auth/invite', { config, schema: { body: ACCEPTANCE } }, async (request, reply) => {
    const { token, username, password, phoneNumber } = request.body;
    const firstName = name(request.body.firstName, 'First name');
    const surname = name(request.body.surname, 'Surname');
    if (!password) throw badRequest('Password is not specified');
    const phone = text(phoneNumber);
    if (phone !== undefined && phone.length > PHONE_LENGTH) throw badRequest('Phone number is invalid');
    const accepted = { token: token ?? '', username: text(username), firstName, surname, password, phoneNumber: phone };
    const userId = await acceptInvitation(services, accepted);
    request.server.forgetCredentials();
    sendSessionCookie(request, reply, contextPath, await beginSession(services.db, userId));
    return ok('Account updated');
  });

  api.post('/auth/forgotPassword', { config, schema: { body: FORGOTTEN } }, async (request) => {
    const nameOrEmail = text(request.body.emailOrUsername);
    if (nameOrEmail === undefined) throw badRequest('A user name or an email address must be specified');
    // Nobody has logged in here: an address from the request would be whatever the caller wants the user to open.
    if (configuredUrl === undefined) throw conflict('Server base URL is not configured');
    await forgotPassword(services, nameOrEmail, configuredUrl, later);
    return ok();
  });

  api.post('/auth/passwordReset', { config, schema: { body: NEW_PASSWORD } }, async (request) => {
    const token = text(request.body.token);
    const { newPassword } = request.body;
    if (token === undefined) throw badRequest('Token is required');
    if (!newPassword?.trim()) throw badRequest('New password is required');
    await resetPassword(services, token, newPassword);
    request.server.forgetCredentials();
    return ok();
  });

  api.post('/users/:uid/reset', { schema: { params: Type.Object({ uid: Type.String() }) } }, async (request, reply) => {
    await sendReset(services, request.params.uid, { user: request.user, baseUrl: baseUrlOf(request) });
    request.server.forgetCredentials();
    return await reply.code(204).send();
  });
}

function name(value: string | null | undefined, label: string): string {
  const given = text(value);
  if (given === undefined || given.length > NAME_LENGTH) throw badRequest(`${label} is not specified or invalid`);
  return given;
}
