import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { type ApiServer, listParameter, ok, sendBareJson, sentValue } from '../../http/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { settingOwner } from './setting-owner.js';
import {
  checkUserSettingKey,
  readUserSettings,
  removeUserSetting,
  type UserSettingValues,
  writeUserSetting,
} from './user-settings.js';

const KEY = Type.Object({ key: Type.String() });
const OWNER = { user: Type.Optional(Type.String()), userId: Type.Optional(Type.String()) };
const READ = { ...OWNER, useFallback: Type.Boolean({ default: true }) };

/** `/api/userSettings` and `/api/me/settings` (contract: system.md §9, §10). */
export function userSettingRoutes(api: ApiServer, { db }: Database): void {
  const config = { cache: 'private' as const };

  api.get(
    '/userSettings',
    { config, schema: { querystring: Type.Object({ ...READ, key: listParameter() }) } },
    async (request) => {
      const { key: keys, ...parameters } = request.query;
      const owner = await settingOwner(db, request.user, parameters);
      return chosen(await readUserSettings(db, owner, parameters), keys);
    },
  );

  api.get(
    '/userSettings/:key',
    { config: { ...config, produces: ['text', 'json'] }, schema: { params: KEY, querystring: Type.Object(READ) } },
    async (request, reply) => {
      const { key } = request.params;
      checkUserSettingKey(key);
      const owner = await settingOwner(db, request.user, request.query);
      const value = (await readUserSettings(db, owner, request.query))[key];
      return request.media === 'json' ? sendBareJson(reply, value) : String(value);
    },
  );

  api.post(
    '/userSettings/:key',
    { schema: { params: KEY, querystring: Type.Object({ ...OWNER, value: Type.Optional(Type.String()) }) } },
    async (request) => {
      const { key } = request.params;
      checkUserSettingKey(key);
      const value = sentValue(request);
      if (value === undefined || value === '') throw conflict('You need to specify a new value');
      await writeUserSetting(db, await settingOwner(db, request.user, request.query), key, value);
      return ok('User setting saved');
    },
  );

  api.delete(
    '/userSettings/:key',
    { schema: { params: KEY, querystring: Type.Object(OWNER) } },
    async (request, reply) => {
      const { key } = request.params;
      checkUserSettingKey(key);
      await removeUserSetting(db, await settingOwner(db, request.user, request.query), key);
      // 200 without a body, as the peer.
      return await reply.code(200).send();
    },
  );

  api.get('/me/settings', { config, schema: { querystring: Type.Object({ key: listParameter() }) } }, async (request) =>
    chosen(await readUserSettings(db, request.user.id), request.query.key),
  );

  api.get('/me/settings/:key', { config, schema: { params: KEY } }, async (request, reply) => {
    const { key } = request.params;
    checkUserSettingKey(key);
    return sendBareJson(reply, (await readUserSettings(db, request.user.id))[key]);
  });
}

/** The settings that `key=` names, all of them when it names none. */
function chosen(settings: UserSettingValues, keys: readonly string[]): Partial<UserSettingValues> {
  if (keys.length === 0) return settings;
  return Object.fromEntries(
    keys.map((key) => {
      checkUserSettingKey(key);
      return [key, settings[key]];
    }),
  );
}
