import { describe, expect, it } from 'vitest';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true });
const CLERK = 'user004:District1!';
const ALL_UI = [
  ...['ar', 'ar_EG', 'ar_IQ', 'ar_SD', 'bi', 'bn', 'ckb', 'cs', 'da', 'en', 'es', 'es_419', 'fr', 'id', 'in_ID', 'km'],
  ...['lo', 'mn', 'my', 'nb', 'ne', 'nl', 'or', 'prs', 'ps', 'pt', 'pt_BR', 'ro', 'ru', 'rw', 'si', 'sv', 'tet', 'tg'],
  ...['uk', 'ur', 'uz_UZ_Cyrl', 'uz_UZ_Latn', 'vi', 'zh', 'zh_CN'],
];
const names = (locales: readonly { readonly displayName: string }[]) => locales.map(({ displayName }) => displayName);

describe('locales of the interface', () => {
  it('are open to everybody, sorted by name', async () => {
    const { status, json } = await server.request('/api/42/locales/ui', { user: null });
    expect(status).toBe(200);
    expect(json.map(({ locale }: { locale: string }) => locale).sort()).toEqual(ALL_UI.toSorted());
    expect(json).toContainEqual({ locale: 'en', languageTag: 'en', name: 'English', displayName: 'English' });
    expect(json).toContainEqual({
      locale: 'uz_UZ_Cyrl',
      languageTag: 'uz-Cyrl-UZ',
      name: 'Uzbek (Cyrillic, Uzbekistan)',
      displayName: 'Uzbek (Cyrillic, Uzbekistan)',
    });
    expect(names(json)).toEqual(names(json).toSorted((a, b) => a.localeCompare(b, 'en')));
  });

  it('are named in the language of the one who asks', async () => {
    await server.request('/api/userSettings/keyUiLocale?value=fr', { method: 'POST', user: CLERK });
    for (const path of ['/api/locales/ui', '/api/locales/db']) {
      const { json } = await server.request(path, { user: CLERK });
      expect(json).toContainEqual({ locale: 'en', languageTag: 'en', name: 'English', displayName: 'anglais' });
    }
    expect((await server.request('/api/locales/ui', { user: 'user004:wrong' })).status).toBe(401);
  });
});

describe('languages and countries', () => {
  it('are objects of code and name', async () => {
    expect((await server.request('/api/locales/languages')).json).toMatchObject({ en: 'English', rw: 'Kinyarwanda' });
    const { json } = await server.request('/api/locales/countries');
    expect(json).toMatchObject({ NO: 'Norway', SL: 'Sierra Leone' });
    expect(Object.keys(json)).toHaveLength(249);
    expect((await server.request('/api/locales/countries', { user: null })).status).toBe(302);
  });
});

describe('locales of the data', () => {
  const add = (query: string, user?: string | null) =>
    server.request(`/api/locales/dbLocales?${query}`, { method: 'POST', ...(user !== undefined && { user }) });

  it('are listed, added once, and removed', async () => {
    const before = (await server.request('/api/locales/dbLocales')).json;
    expect(before).toHaveLength(41);
    expect(before[0]).toEqual({
      id: expect.stringMatching(/^\w{11}$/),
      name: 'Arabic',
      displayName: 'Arabic',
      locale: 'ar',
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      lastUpdated: expect.any(String),
    });
    const added = await add('language=en&country=GB');
    expect([added.status, added.json]).toEqual([
      201,
      { httpStatus: 'Created', httpStatusCode: 201, status: 'OK', message: 'Locale created successfully' },
    ]);
    const location = new URL(added.headers.get('location') ?? '').pathname;
    expect((await server.request(location)).json).toMatchObject({
      name: 'English (United Kingdom)',
      locale: 'en_GB',
    });
    expect((await server.request('/api/locales/db')).json).toContainEqual({
      locale: 'en_GB',
      languageTag: 'en-GB',
      name: 'English (United Kingdom)',
      displayName: 'English (United Kingdom)',
    });
    const again = await add('language=en&country=GB');
    expect([again.status, again.json.message]).toEqual([409, 'Locale already exists.']);
    expect((await server.request(location, { method: 'DELETE' })).status).toBe(204);
    expect((await server.request(location, { method: 'DELETE' })).status).toBe(404);
    expect((await server.request('/api/locales/dbLocales')).json).toEqual(before);
  });

  it.each([
    ['language=xx', 409, 'Invalid Language.'],
    ['language=', 409, 'Invalid Language.'],
    ['language=en&country=XX', 409, 'Invalid country.'],
    ['language=en&country=GB&script=x', 409, 'Invalid script.'],
    ['country=GB', 400, "Required request parameter 'language' is not present"],
  ])('are not added from %s', async (query, status, message) => {
    const answer = await add(query);
    expect([answer.status, answer.json.message]).toEqual([status, message]);
    expect(answer.json.errorCode).toBe(status === 409 ? 'E1004' : undefined);
  });

  it('have a country and a script only if asked for', async () => {
    expect((await add('language=zu&country=')).status).toBe(201);
    expect((await add('language=sr&country=RS&script=Latn')).status).toBe(201);
    const codes = (await server.request('/api/locales/dbLocales')).json.map((one: { locale: string }) => one.locale);
    expect(codes).toEqual(expect.arrayContaining(['zu', 'sr_RS_Latn']));
  });

  it('need authorities to be changed', async () => {
    const { json } = await server.request('/api/locales/dbLocales');
    const path = `/api/locales/dbLocales/${json[0].id}`;
    expect((await add('language=af', CLERK)).json.message).toBe(
      'Access is denied, requires one Authority from [F_LOCALE_ADD]',
    );
    expect((await server.request(path, { method: 'DELETE', user: CLERK })).json.message).toBe(
      'Access is denied, requires one Authority from [F_LOCALE_DELETE]',
    );
    expect((await add('language=af', null)).status).toBe(401);
    expect((await server.request(path, { user: CLERK })).status).toBe(200);
    const unknown = await server.request('/api/locales/dbLocales/abcdefghijk');
    expect(unknown.json).toMatchObject({
      httpStatusCode: 404,
      errorCode: 'E1005',
      message: 'Cannot find Locale with uid: abcdefghijk',
    });
  });
});
