import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Database } from '../../database/index.js';
import { type ApiServer, bodyText, sendBareJson, sendPlain } from '../../http/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import { readSettings, type SettingKey } from '../settings/index.js';
import {
  readConfiguration,
  readCorsWhitelist,
  readPeriodType,
  readReference,
  readSystemId,
  writeCorsWhitelist,
  writePeriodType,
  writeReference,
  writeSystemId,
} from './configuration-store.js';
import { REFERENCES } from './references.js';

const WRITE = { authorities: ['F_SYSTEM_SETTING'] };
const READ = { cache: 'private' as const };
const LONGEST = 255;

/** Values that this server does not let anybody change. */
const FIXED = {
  appHubUrl: 'https://apps.dhis2.org',
  systemReadOnlyMode: false,
  twoFactorMethods: { totp2faEnabled: true, email2faEnabled: false },
};

/** System settings that are also read here. */
const SETTINGS = {
  remoteServerUrl: 'keyRemoteInstanceUrl',
  remoteServerUsername: 'keyRemoteInstanceUsername',
} as const satisfies Readonly<Record<string, SettingKey>>;

/** `/api/configuration/…`, as in 2.42: the one row that says which objects of this installation have a special role. */
export function configurationRoutes(api: ApiServer, { db }: Database): void {
  api.get('/configuration', { config: READ }, () => readConfiguration(db));

  for (const reference of REFERENCES) {
    const path = `/configuration/${reference.name}`;
    // Not set is null: an empty body would be no JSON.
    api.get(path, { config: READ }, async (_request, reply) => sendBareJson(reply, await readReference(db, reference)));
    api.post(path, { config: WRITE }, async (request, reply) => {
      await writeReference(db, reference, sentText(request));
      return await reply.code(204).send();
    });
    api.delete(path, { config: WRITE }, async (_request, reply) => {
      await writeReference(db, reference, null);
      return await reply.code(204).send();
    });
  }

  const periodType = '/configuration/infrastructuralPeriodType';
  api.get(periodType, { config: READ }, () => readPeriodType(db));
  api.post(periodType, { config: WRITE }, async (request, reply) => {
    await writePeriodType(db, sentText(request));
    return await reply.code(204).send();
  });
  api.delete(periodType, { config: WRITE }, async (_request, reply) => {
    await writePeriodType(db, null);
    return await reply.code(204).send();
  });

  for (const path of ['/configuration/corsWhitelist', '/configuration/corsAllowlist']) {
    api.get(path, { config: READ }, () => readCorsWhitelist(db));
    api.post(path, { config: WRITE }, async (request, reply) => {
      await writeCorsWhitelist(db, originsOf(request.body));
      return await reply.code(204).send();
    });
  }

  valueRoutes(api, { systemId: () => readSystemId(db) });
  // Another id makes another installation of this one.
  api.post('/configuration/systemId', { config: { authorities: ['ALL'] } }, async (request, reply) => {
    const sent = bodyText(request.body);
    await writeSystemId(db, sent === undefined || sent === '' ? randomUUID() : sentText(request));
    return await reply.code(204).send();
  });
  for (const [name, key] of Object.entries(SETTINGS))
    valueRoutes(api, { [name]: async () => (await readSettings(db))[key] });
  for (const [name, value] of Object.entries(FIXED)) valueRoutes(api, { [name]: () => Promise.resolve(value) });
}

/** Single values: a text is sent as it is, unless JSON is asked for. */
function valueRoutes(api: ApiServer, values: Readonly<Record<string, () => Promise<unknown>>>): void {
  for (const [name, read] of Object.entries(values)) {
    api.get(`/configuration/${name}`, { config: { ...READ, produces: ['text', 'json'] } }, async (request, reply) => {
      const value = await read();
      return typeof value === 'string' && request.media === 'text'
        ? sendPlain(reply, value)
        : sendBareJson(reply, value);
    });
  }
}

/**
 * The text in a body, with or without quotes.
 *
 * @throws OrderlyError 400 when there is none
 */
function sentText({ body }: FastifyRequest): string {
  const text = typeof body === 'string' ? body.replaceAll('"', '').trim() : '';
  if (text === '' || text.length > LONGEST) throw badRequest(`The body must be a text of 1 to ${LONGEST} characters.`);
  return text;
}

/**
 * The origins of a list, each once.
 *
 * @throws OrderlyError 400 when the body is no list of texts
 */
function originsOf(body: unknown): readonly string[] {
  const isOrigin = (entry: unknown): entry is string => typeof entry === 'string' && entry.trim().length <= LONGEST;
  if (!Array.isArray(body) || !body.every(isOrigin))
    throw badRequest(`The body must be a JSON array of origins of at most ${LONGEST} characters.`);
  return [...new Set(body.map((origin) => origin.trim()).filter((origin) => origin !== ''))];
}
