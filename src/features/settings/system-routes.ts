import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { transaction } from '../../database/index.js';
import { type ApiServer, hasAuthority, listParameter, ok } from '../../http/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { badRequest, forbidden, notFound } from '../../kernel/errors/index.js';
import type { SettingDefinition } from './definition.js';
import {
  isSettingKey,
  readSettings,
  removeSetting,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  writeSettingText,
} from './settings.js';

const KEY = Type.Object({ key: Type.String() });
const WRITE = { authorities: ['F_SYSTEM_SETTING'] };

/** `/api/systemSettings` (contract: system.md §10). */
export function settingsRoutes(api: ApiServer, { db }: Database): void {
  const config = { cache: 'revalidate' as const };

  api.get(
    '/systemSettings',
    { config, schema: { querystring: Type.Object({ key: listParameter() }) } },
    async (request) => {
      const asked = request.query.key;
      const keys = asked.length === 0 ? SETTING_KEYS : asked.filter(isSettingKey);
      const values = await readSettings(db);
      return Object.fromEntries(
        keys.filter((key) => mayRead(request, key)).map((key) => [key, wireValue(values[key])]),
      );
    },
  );

  api.get(
    '/systemSettings/:key',
    { config: { ...config, produces: ['json', 'text'] }, schema: { params: KEY } },
    async (request) => {
      const { key } = request.params;
      if (!isSettingKey(key)) throw notFound(`Setting does not exist: ${key}`);
      if (!mayRead(request, key)) throw forbidden('Setting is marked as confidential');
      const value = wireValue((await readSettings(db))[key]);
      return request.media === 'text' ? String(value) : { [key]: value };
    },
  );

  api.post(
    '/systemSettings/:key',
    { config: WRITE, schema: { params: KEY, querystring: Type.Object({ value: Type.Optional(Type.String()) }) } },
    async (request) => {
      const { key } = request.params;
      const value = request.query.value ?? bodyText(request.body);
      if (value === undefined) throw badRequest('Value must be specified as query param or as payload');
      await writeSettingText(db, key, value);
      return ok(`System setting '${key}' set to value '${value}'.`);
    },
  );

  api.post('/systemSettings', { config: WRITE }, async (request) => {
    const { body } = request;
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw badRequest('An object of settings is needed.');
    await transaction(db, async (handle) => {
      for (const [key, value] of Object.entries(body)) await writeSettingText(handle, key, bodyText(value) ?? '');
    });
    return ok('System settings imported');
  });

  api.delete('/systemSettings/:key', { config: WRITE, schema: { params: KEY } }, async (request, reply) => {
    if (!isSettingKey(request.params.key)) throw notFound(`Setting does not exist: ${request.params.key}`);
    await removeSetting(db, request.params.key);
    return await reply.code(204).send();
  });
}

/** Confidential settings are for super users only, whatever the path (contract: system.md "Better than the peer" no. 6). */
function mayRead(request: FastifyRequest, key: SettingKey): boolean {
  return (SETTINGS[key] as SettingDefinition<unknown>).confidential !== true || hasAuthority(request.user, 'ALL');
}

function wireValue(value: unknown): unknown {
  return value instanceof Date ? formatTimestamp(value) : value;
}

function bodyText(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined;
  return typeof body === 'object' ? JSON.stringify(body) : String(body);
}
