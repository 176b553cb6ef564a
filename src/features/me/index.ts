import { Type } from 'typebox';
import {
  type ApiServer,
  changePassword,
  hasAuthority,
  listParameter,
  ok,
  passwordProblem,
  readLoginPolicy,
  selectByParameter,
  verifyPassword,
} from '../../http/index.js';
import { badRequest, conflict } from '../../kernel/errors/index.js';
import type { Feature, Services } from '../feature.js';
import { readUserSettings } from '../settings/index.js';
import { readPasswordHash, readProfile, readUnread, updateProfile } from './me-store.js';

/** `/api/me` and what belongs to it (contract: system.md §9). */
export function createMe({ database }: Services): Feature {
  const { db } = database;

  const routes = (api: ApiServer): void => {
    api.get(
      '/me',
      { config: { cache: 'private' }, schema: { querystring: Type.Object({ fields: listParameter() }) } },
      async (request) => {
        const profile = await readProfile(db, request.user);
        const me = {
          ...withoutNulls(profile),
          authorities: [...request.user.authorities].sort(),
          settings: await readUserSettings(db, request.user.id),
          access: { read: true, update: true, externalize: false, delete: false, write: true, manage: true },
          favorites: [],
          sharing: { owner: profile.id, external: false, users: {}, userGroups: {} },
          translations: [],
          attributeValues: [],
          userAccesses: [],
          userGroupAccesses: [],
        };
        return selectByParameter(me, request.query.fields);
      },
    );

    api.put('/me', { schema: { body: Type.Record(Type.String(), Type.Unknown()) } }, async (request) => {
      await updateProfile(db, request.user, request.body);
      return withoutNulls(await readProfile(db, request.user));
    });

    for (const path of ['/me/authorization', '/me/authorities']) {
      api.get(path, { config: { cache: 'no-store' } }, (request) => [...request.user.authorities].sort());
      api.get(
        `${path}/:authority`,
        { config: { cache: 'no-store' }, schema: { params: Type.Object({ authority: Type.String() }) } },
        (request, reply) =>
          reply
            .type('application/json;charset=UTF-8')
            .send(String(hasAuthority(request.user, request.params.authority))),
      );
    }

    api.get('/me/dashboard', { config: { cache: 'never' } }, (request) => readUnread(db, request.user));

    const change = Type.Object({
      oldPassword: Type.Optional(Type.String()),
      newPassword: Type.Optional(Type.String()),
    });
    api.put('/me/changePassword', { schema: { body: change } }, async (request, reply) => {
      const { oldPassword, newPassword } = request.body;
      if (oldPassword === undefined || newPassword === undefined)
        throw conflict('OldPassword and newPassword must be provided');
      if (!(await verifyPassword(oldPassword, await readPasswordHash(db, request.user))))
        throw conflict('OldPassword is incorrect');
      const problem = passwordProblem(newPassword, request.user.username, (await readLoginPolicy(db)).passwordLimits);
      if (problem !== undefined) throw conflict(problem);
      await changePassword(db, request.user.id, newPassword);
      request.server.forgetCredentials();
      return await reply.code(202).send(ok());
    });

    api.post('/me/verifyPassword', async (request) => {
      const password = passwordOf(request.body);
      return { isCorrectPassword: await verifyPassword(password, await readPasswordHash(db, request.user)) };
    });

    api.post('/me/validatePassword', async (request) => {
      const problem = passwordProblem(
        passwordOf(request.body),
        request.user.username,
        (await readLoginPolicy(db)).passwordLimits,
      );
      return problem === undefined ? { isValidPassword: true } : { isValidPassword: false, errorMessage: problem };
    });
  };
  return { name: 'me', routes };
}

/** A password sent as text or as `{"password": …}`. */
function passwordOf(body: unknown): string {
  const password = typeof body === 'object' && body !== null && 'password' in body ? body.password : body;
  if (typeof password !== 'string' || password === '') throw badRequest('A password must be sent as text.');
  return password;
}

const withoutNulls = (object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
