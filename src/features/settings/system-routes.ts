import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import {
  type ApiServer,
  bodyText,
  type CurrentUser,
  hasAuthority,
  leftToDhis2,
  listParameter,
  ok,
  sendPlain,
  sentValue,
} from '../../http/index.js';
import { badRequest, forbidden } from '../../kernel/errors/index.js';
import { ENGLISH, parseLocale } from '../../kernel/locale.js';
import { wireValue } from './definition.js';
import {
  checkSettingKey,
  definitionOf,
  isOwnSetting,
  isSettingKey,
  readSettings,
  removeSettings,
  SETTING_KEYS,
  type SettingKey,
  writeSettingTexts,
} from './settings.js';
import {
  isTranslatable,
  readTranslations,
  translationFor,
  translationLocale,
  writeTranslation,
} from './translations.js';
import { readUserSettings } from './user-settings.js';

const KEY = Type.Object({ key: Type.String() });
const KEYS = Type.Object({ key: listParameter() });
const LOCALE = Type.Object({ locale: Type.Optional(Type.String()) });
const VALUE = Type.Object({ value: Type.Optional(Type.String()), locale: Type.Optional(Type.String()) });
/** Beside a DHIS2 only the settings of Orderly alone are written here. */
const WRITE = { authorities: ['F_SYSTEM_SETTING'], leftToDhis2: false };

/** `/api/systemSettings` (contract: system.md §10). */
export function systemSettingRoutes(api: ApiServer, { db, dhis2 }: Database): void {
  const config = { cache: 'revalidate' as const };

  /** @throws OrderlyError 409 beside a DHIS2 when something else than Orderly's own settings is meant */
  const checkOwner = (keys: readonly string[]): void => {
    if (dhis2 && (keys.length === 0 || !keys.every(isOwnSetting))) throw leftToDhis2();
  };

  /** The value of a setting; the translation for the reader's language, or for the one they name, comes first. */
  const readOne = async (key: SettingKey, user: CurrentUser, language: string | undefined): Promise<unknown> => {
    const value = wireValue((await readSettings(db))[key]);
    const translations = isTranslatable(key) ? (await readTranslations(db, [key])).get(key) : undefined;
    if (!translations) return value;
    const named =
      language === undefined || language === '' ? (await readUserSettings(db, user.id)).keyUiLocale : language;
    return translationFor(translations, parseLocale(named) ?? ENGLISH) ?? value;
  };

  api.get('/systemSettings', { config, schema: { querystring: KEYS } }, async (request) => {
    const asked = request.query.key;
    // Confidential settings are shown to those who name them and may see them, never in passing.
    const keys =
      asked.length === 0
        ? SETTING_KEYS.filter((key) => definitionOf(key).confidential !== true)
        : asked.filter(isSettingKey).filter((key) => mayRead(request, key));
    const values = await readSettings(db);
    return Object.fromEntries(keys.map((key) => [key, wireValue(values[key])]));
  });

  api.get(
    '/systemSettings/:key',
    { config: { ...config, produces: ['json', 'text'] }, schema: { params: KEY, querystring: LOCALE } },
    async (request, reply) => {
      const { key } = request.params;
      const { locale } = request.query;
      checkSettingKey(key);
      if (!mayRead(request, key)) throw forbidden('Setting is marked as confidential');
      if (locale !== undefined && locale !== '' && isTranslatable(key)) translationLocale(key, locale);
      const value = await readOne(key, request.user, locale);
      // A translation is always text, whatever form was asked for.
      if (locale !== undefined) return sendPlain(reply, value);
      return request.media === 'text' ? String(value) : { [key]: value };
    },
  );

  api.post('/systemSettings/:key', { config: WRITE, schema: { params: KEY, querystring: VALUE } }, async (request) => {
    const { key } = request.params;
    const { locale } = request.query;
    checkOwner([key]);
    checkSettingKey(key);
    const value = sentValue(request);
    if (value === undefined) throw badRequest('Value must be specified as query param or as payload');
    if (locale !== undefined) {
      await writeTranslation(db, request.user.id, key, translationLocale(key, locale), value);
      return ok(`Translation for system setting '${key}' and locale: '${locale}' set to: '${value}'`);
    }
    await writeSettingTexts(db, new Map([[key, value]]));
    // Answers end up in logs.
    const shown = definitionOf(key).confidential === true ? '********' : value;
    return ok(`System setting '${key}' set to value '${shown}'.`);
  });

  api.post('/systemSettings', { config: WRITE }, async (request) => {
    const { body } = request;
    checkOwner(typeof body === 'object' && body !== null ? Object.keys(body) : []);
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw badRequest('An object of settings is needed.');
    await writeSettingTexts(db, new Map(Object.entries(body).map(([key, value]) => [key, bodyText(value) ?? ''])));
    return ok('System settings imported');
  });

  api.delete('/systemSettings', { config: WRITE, schema: { querystring: KEYS } }, async (request, reply) => {
    checkOwner(request.query.key);
    await removeSettings(db, request.query.key);
    return await noContent(reply);
  });

  api.delete(
    '/systemSettings/:key',
    { config: WRITE, schema: { params: KEY, querystring: LOCALE } },
    async (request, reply) => {
      const { key } = request.params;
      const { locale } = request.query;
      checkOwner([key]);
      checkSettingKey(key);
      if (locale === undefined) await removeSettings(db, [key]);
      else await writeTranslation(db, request.user.id, key, translationLocale(key, locale), '');
      return await noContent(reply);
    },
  );
}

const noContent = (reply: FastifyReply): FastifyReply => reply.code(204).send();

/** Confidential settings are for super users only, whatever the path (contract: system.md "Better than the peer" no. 6). */
function mayRead(request: FastifyRequest, key: SettingKey): boolean {
  return definitionOf(key).confidential !== true || hasAuthority(request.user, 'ALL');
}
