import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { type ApiServer, webMessage } from '../../http/index.js';
import { conflict, notFound } from '../../kernel/errors/index.js';
import { COUNTRIES, javaForm, LANGUAGES, type Locale, localeName, parseLocale } from '../../kernel/locale.js';
import { readUserSettings } from '../settings/index.js';
import { addDbLocale, readDbLocales, removeDbLocale } from './locale-store.js';
import { UI_LOCALES } from './ui-locales.js';
import { webLocales } from './web-locale.js';

const UID = Type.Object({ uid: Type.String() });
const NEW = Type.Object({
  language: Type.String(),
  country: Type.Optional(Type.String()),
  script: Type.Optional(Type.String()),
});

/** `/api/locales/…` (contract: system.md §10). */
export function localeRoutes(api: ApiServer, { db }: Database): void {
  const config = { cache: 'private' as const };

  /** The language in which the one who asks reads. */
  const readerOf = async ({ currentUser }: FastifyRequest): Promise<Locale | undefined> =>
    currentUser && parseLocale((await readUserSettings(db, currentUser.id)).keyUiLocale);

  api.get('/locales/ui', { config: { ...config, anonymous: true, knowsUser: true } }, async (request) =>
    webLocales(UI_LOCALES, await readerOf(request)),
  );

  api.get('/locales/db', { config }, async (request) => {
    const locales = await readDbLocales(db);
    return webLocales(
      locales.map(({ locale }) => locale),
      await readerOf(request),
    );
  });

  api.get('/locales/languages', { config }, () => Object.fromEntries(LANGUAGES));
  api.get('/locales/countries', { config }, () => Object.fromEntries(COUNTRIES));

  api.get('/locales/dbLocales', { config }, () => readDbLocales(db));

  api.get('/locales/dbLocales/:uid', { config, schema: { params: UID } }, async (request) => {
    const [locale] = await readDbLocales(db, request.params.uid);
    if (!locale) throw notFound(`Cannot find Locale with uid: ${request.params.uid}`);
    return locale;
  });

  api.post(
    '/locales/dbLocales',
    { config: { authorities: ['F_LOCALE_ADD'] }, schema: { querystring: NEW } },
    async (request, reply) => {
      const locale = newLocale(request.query);
      const uid = await addDbLocale(db, request.user.id, javaForm(locale), localeName(locale));
      if (uid === undefined) throw conflict('Locale already exists.');
      reply.code(201).header('Location', `${request.apiRoot}/locales/dbLocales/${uid}`);
      return webMessage(201, { message: 'Locale created successfully' });
    },
  );

  api.delete(
    '/locales/dbLocales/:uid',
    { config: { authorities: ['F_LOCALE_DELETE'] }, schema: { params: UID } },
    async (request, reply) => {
      const { uid } = request.params;
      if (!(await removeDbLocale(db, uid))) throw notFound(`Cannot find Locale with uid ${uid}`);
      return await reply.code(204).send();
    },
  );
}

/** @throws OrderlyError 409 with the peer's texts for a language, country or script that is none */
function newLocale({ language, country, script }: Static<typeof NEW>): Locale {
  if (!LANGUAGES.has(language)) throw conflict('Invalid Language.');
  if (country !== undefined && country !== '' && !COUNTRIES.has(country)) throw conflict('Invalid country.');
  const locale = parseLocale([language, country, script].join('_'));
  if (!locale) throw conflict('Invalid script.');
  return locale;
}
