import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Database } from '../../database/index.js';
import type { Clock } from '../../kernel/clock.js';
import { badRequest, conflict, unauthorized } from '../../kernel/errors/index.js';
import type { ApiServer } from '../api-server.js';
import { ok } from '../web-message.js';
import { changePassword } from './change-password.js';
import { type Attempt, type LoginResult, verifyLogin } from './login.js';
import { readLoginPolicy } from './login-policy.js';
import { passwordProblem } from './password-rules.js';
import { beginSession, endSession, SESSION_COOKIE, sendSessionCookie } from './sessions.js';
import { rememberLogin } from './user-store.js';

export interface LoginOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly contextPath: string;
}

/** Checks a login; on success the reply carries the cookie of a new session. */
async function logIn(
  options: LoginOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  attempt: Attempt,
): Promise<LoginResult['status']> {
  const { db } = options.database;
  const { status, account } = await verifyLogin(options.database, options.clock, attempt);
  if (!account) return status;
  const old = request.cookies[SESSION_COOKIE];
  if (old !== undefined) await endSession(db, old);
  request.server.forgetCredentials();
  await rememberLogin(options.database, account.user.id);
  sendSessionCookie(request, reply, options.contextPath, await beginSession(db, account.user.id));
  return status;
}

const credentials = Type.Object({
  username: Type.String(),
  password: Type.String(),
  twoFactorCode: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});

/** `POST /api/auth/login` (contract: http.md §2.2). */
export function loginApi(api: ApiServer, options: LoginOptions): void {
  api.post(
    '/auth/login',
    { config: { anonymous: true, cache: 'no-store' }, schema: { body: credentials } },
    async (request, reply) => {
      const { username, password, twoFactorCode } = request.body;
      const loginStatus = await logIn(options, request, reply, {
        username,
        password,
        twoFactorCode: twoFactorCode ?? undefined,
      });
      if (loginStatus === 'BAD_CREDENTIALS') throw unauthorized('Bad credentials');
      return loginStatus === 'SUCCESS' ? { loginStatus, redirectUrl: `${options.contextPath}/` } : { loginStatus };
    },
  );
}

const renewal = Type.Object({
  username: Type.String(),
  oldPassword: Type.String(),
  newPassword: Type.String(),
  twoFactorCode: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});

/**
 * `POST /api/auth/updatePassword`: whoever is refused with `PASSWORD_EXPIRED` sets a new password here, as nobody can who is not logged in
 * (contract: http.md §2.3 has the path among the open ones).
 */
export function renewalApi(api: ApiServer, { database, clock }: LoginOptions): void {
  const { db } = database;
  api.post(
    '/auth/updatePassword',
    { config: { anonymous: true, cache: 'no-store' }, schema: { body: renewal } },
    async (request) => {
      const { username, oldPassword, newPassword, twoFactorCode } = request.body;
      const attempt = { username, password: oldPassword, twoFactorCode: twoFactorCode ?? undefined };
      const result = await verifyLogin(database, clock, attempt);
      if (result.status === 'ACCOUNT_LOCKED') throw unauthorized('Account locked');
      if (result.status === 'SUCCESS') throw conflict('The password has not expired: it is changed under /api/me.');
      if (!('expired' in result)) throw unauthorized('Bad credentials');
      const problem = passwordProblem(newPassword, username, (await readLoginPolicy(db)).passwordLimits);
      if (problem !== undefined) throw badRequest(problem);
      if (newPassword === oldPassword) throw badRequest('The new password must differ from the old one.');
      await changePassword(db, result.expired.user.id, newPassword);
      request.server.forgetCredentials();
      return ok('Password updated');
    },
  );
}

const form = Type.Object({
  j_username: Type.String(),
  j_password: Type.String(),
  '2fa_code': Type.Optional(Type.String()),
});

/** The form of the old login page and the way out, for browsers and old clients (contract: http.md §2.2). */
export function loginForms(app: FastifyInstance, options: LoginOptions): void {
  const page = (path: string): string => `${options.contextPath}${path}`;

  for (const path of ['/dhis-web-commons-security/login.action', '/api/authentication/login']) {
    app.post<{ Body: Static<typeof form> }>(
      path,
      { config: { anonymous: true }, schema: { body: form } },
      async (request, reply) => {
        const { j_username: username, j_password: password, '2fa_code': twoFactorCode } = request.body;
        const status = await logIn(options, request, reply, { username, password, twoFactorCode });
        return await reply.redirect(page(status === 'SUCCESS' ? '/' : '/dhis-web-login/?failed=true'), 302);
      },
    );
  }
  app.route({
    method: ['GET', 'POST'],
    url: '/dhis-web-commons-security/logout.action',
    config: { anonymous: true },
    handler: async (request, reply) => {
      const id = request.cookies[SESSION_COOKIE];
      if (id !== undefined) await endSession(options.database.db, id);
      request.server.forgetCredentials();
      reply.clearCookie(SESSION_COOKIE, { path: options.contextPath === '' ? '/' : options.contextPath });
      return await reply.redirect(page('/dhis-web-login/'), 302);
    },
  });
}
