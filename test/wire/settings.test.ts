import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type RequestOptions, testServer } from '../support/server.js';

const server = testServer({ demo: true });
const ADMINISTRATOR = 'user001:District1!';
const CLERK = 'user004:District1!';
const SYSTEM = '/api/systemSettings';
const OWN = '/api/userSettings';
const TEXT = { accept: 'text/plain' };

const post = (path: string, options: RequestOptions = {}) => server.request(path, { method: 'POST', ...options });
const remove = (path: string, options: RequestOptions = {}) => server.request(path, { method: 'DELETE', ...options });
const valueOfKey = async (key: string, options: RequestOptions = {}) =>
  (await server.request(`${SYSTEM}/${key}`, options)).json[key];

describe('system settings', () => {
  it('show every key with its value or default', async () => {
    const { json, headers } = await server.request(SYSTEM);
    expect(headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate');
    expect(json).toMatchObject({
      applicationTitle: 'DHIS 2',
      keyUiLocale: 'en',
      keyAnalysisDisplayProperty: 'NAME',
      keyAnalysisRelativePeriod: 'LAST_12_MONTHS',
      keyCacheStrategy: 'CACHE_1_MINUTE',
      minPasswordLength: 8,
      maxPasswordLength: 72,
      credentialsExpires: 0,
      keyLockMultipleFailedLogins: false,
      syncMaxAttempts: 3,
      KeyTrackedEntityMaxLimit: 50_000,
      factorDeviation: 2,
      loginPageLayout: 'DEFAULT',
      globalShellEnabled: true,
    });
    expect(json.keyLastSuccessfulAnalyticsTablesUpdate).toBe('1970-01-01T00:00:00.000Z');
  });

  it('never show confidential ones in passing, and only to super users by name', async () => {
    await post(`${SYSTEM}/keyRemoteInstancePassword?value=hunter2`, { user: ADMINISTRATOR });
    expect((await server.request(SYSTEM)).text).not.toContain('hunter2');
    expect((await server.request(`${SYSTEM}?key=keyRemoteInstancePassword,keyFlag`)).json).toEqual({
      keyRemoteInstancePassword: 'hunter2',
      keyFlag: 'dhis2',
    });
    for (const headers of [{}, TEXT]) {
      const refused = await server.request(`${SYSTEM}/keyRemoteInstancePassword`, { user: ADMINISTRATOR, headers });
      expect([refused.status, refused.json.message]).toEqual([403, 'Setting is marked as confidential']);
      const named = await server.request(`${SYSTEM}/keyRemoteInstancePassword?locale=fr`, {
        user: ADMINISTRATOR,
        headers,
      });
      expect(named.status).toBe(403);
    }
    const written = await post(`${SYSTEM}/keyRemoteInstancePassword?value=hunter3`);
    expect(written.json.message).toBe("System setting 'keyRemoteInstancePassword' set to value '********'.");
  });

  it('take their value as parameter, text, JSON or form', async () => {
    const headers = (type: string) => ({ headers: { 'content-type': type } });
    const forms: readonly [string, RequestOptions][] = [
      ['from-parameter', {}],
      ['from-text', { body: 'from-text', ...headers('text/plain') }],
      ['from-json', { body: '"from-json"', ...headers('application/json') }],
      ['from-form', { body: 'value=from-form', ...headers('application/x-www-form-urlencoded') }],
    ];
    for (const [value, options] of forms) {
      const path = value === 'from-parameter' ? `${SYSTEM}/keyFlagImage?value=${value}` : `${SYSTEM}/keyFlagImage`;
      const { status, json } = await post(path, options);
      expect([status, json.message]).toEqual([200, `System setting 'keyFlagImage' set to value '${value}'.`]);
      expect(await valueOfKey('keyFlagImage')).toBe(value);
    }
    await post(`${SYSTEM}/keyAnalyticsMaxLimit`, { body: '50', ...headers('application/json') });
    expect(await valueOfKey('keyAnalyticsMaxLimit')).toBe(50);
    await post(`${SYSTEM}/keyHideDailyPeriods`, { body: 'true', ...headers('application/json') });
    expect(await valueOfKey('keyHideDailyPeriods')).toBe(true);
  });

  it.each([
    ['keyAnalyticsMaxLimit', 'many'],
    ['keyAnalyticsMaxLimit', '99999999999'],
    ['keyHideDailyPeriods', 'perhaps'],
    ['keyCacheStrategy', 'SOMETIMES'],
    ['keyUiLocale', 'english'],
    ['factorDeviation', 'two'],
    ['keyLastMonitoringRun', 'yesterday'],
    ['keyLastMonitoringRun', 'foo 1'],
    ['keyLastMonitoringRun', '2024-13-01'],
  ])('refuse a value that %s cannot have', async (key, value) => {
    const before = await valueOfKey(key);
    const { status, json } = await post(`${SYSTEM}/${key}?value=${value}`);
    expect([status, json.message]).toEqual([
      400,
      expect.stringContaining(`Not a valid value for setting ${key}: ${value}`),
    ]);
    expect(await valueOfKey(key)).toBe(before);
  });

  it.each([
    ['1718612345678', '2024-06-17T08:19:05.678Z'],
    ['2024-06-17T08:19:05.678Z', '2024-06-17T08:19:05.678Z'],
    ['2024-06-17', '2024-06-17T00:00:00.000Z'],
  ])('read the moment %s', async (value, moment) => {
    expect((await post(`${SYSTEM}/keyLastMonitoringRun?value=${value}`)).status).toBe(200);
    expect(await valueOfKey('keyLastMonitoringRun')).toBe(moment);
    const { rows } = await sql`select value from systemsetting where name = 'keyLastMonitoringRun'`.execute(server.db);
    expect(rows).toEqual([{ value: String(Date.parse(moment)) }]);
  });

  it('are set back by an empty value and by removal', async () => {
    await post(SYSTEM, { body: { keyFlag: 'norway', keySmsMaxLength: 5, keyHideWeeklyPeriods: true } });
    expect((await post(`${SYSTEM}/keyFlag?value=`)).status).toBe(200);
    expect(await valueOfKey('keyFlag')).toBe('dhis2');
    expect((await remove(`${SYSTEM}?key=keySmsMaxLength&key=keyHideWeeklyPeriods`)).status).toBe(204);
    expect((await server.request(`${SYSTEM}?key=keySmsMaxLength,keyHideWeeklyPeriods`)).json).toEqual({
      keySmsMaxLength: 1071,
      keyHideWeeklyPeriods: false,
    });
    expect((await post(`${SYSTEM}/keyFlag`)).json.message).toBe('Value must be specified as query param or as payload');
  });

  it('know their keys', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const { status, json } = await server.request(`${SYSTEM}/constructor?value=x`, { method });
      expect([status, json.message]).toEqual([404, 'Setting does not exist: constructor']);
    }
    const many = await post(SYSTEM, { body: { keyFlag: 'norway', unknownKey: 1 } });
    expect([many.status, many.json.message]).toEqual([404, 'Setting does not exist: unknownKey']);
    expect(await valueOfKey('keyFlag')).toBe('dhis2');
    expect((await post(SYSTEM, { body: ['keyFlag'] })).status).toBe(400);
  });

  it('are for administrators to write, and for users to read', async () => {
    for (const [method, path] of [
      ['POST', `${SYSTEM}/keyFlag?value=x`],
      ['POST', SYSTEM],
      ['DELETE', `${SYSTEM}/keyFlag`],
      ['DELETE', `${SYSTEM}?key=keyFlag`],
    ] as const) {
      expect((await server.request(path, { method, user: CLERK })).status).toBe(403);
      expect((await server.request(path, { method, user: null })).status).toBe(401);
    }
    expect((await server.request(`${SYSTEM}/keyFlag`, { user: CLERK })).status).toBe(200);
    expect((await server.request(`${SYSTEM}/keyFlag`, { user: null })).status).toBe(302);
  });
});

describe('translations of system settings', () => {
  it('are written, read for a language, preferred for its speakers, and removed', async () => {
    const { json } = await post(`${SYSTEM}/keyApplicationIntro?locale=fr&value=Bonjour`);
    expect(json.message).toBe(
      "Translation for system setting 'keyApplicationIntro' and locale: 'fr' set to: 'Bonjour'",
    );
    await post(`${SYSTEM}/keyApplicationIntro?locale=pt-BR`, { body: 'Oi', headers: { 'content-type': 'text/plain' } });
    await post(`${SYSTEM}/keyApplicationIntro?value=Hello`);
    const read = (locale: string) => server.request(`${SYSTEM}/keyApplicationIntro?locale=${locale}`);
    const french = await read('fr');
    expect([french.text, french.headers.get('content-type')]).toEqual(['Bonjour', 'text/plain;charset=UTF-8']);
    expect((await read('fr_CA')).text).toBe('Bonjour');
    expect((await read('pt_BR')).text).toBe('Oi');
    expect((await read('sv')).text).toBe('Hello');
    expect(await valueOfKey('keyApplicationIntro')).toBe('Hello');
    await post(`${OWN}/keyUiLocale?value=fr`, { user: CLERK });
    expect(await valueOfKey('keyApplicationIntro', { user: CLERK })).toBe('Bonjour');
    expect((await server.request('/api/loginConfig?locale=fr', { user: null })).json.applicationDescription).toBe(
      'Bonjour',
    );
    const { rows } = await sql`
      select namespacekey, jbvalue from keyjsonvalue where namespace = 'settings-translations'
    `.execute(server.db);
    expect(rows).toEqual([{ namespacekey: 'keyApplicationIntro', jbvalue: { fr: 'Bonjour', pt_BR: 'Oi' } }]);
    expect((await remove(`${SYSTEM}/keyApplicationIntro?locale=fr`)).status).toBe(204);
    expect((await read('fr')).text).toBe('Hello');
    expect((await read('pt_BR')).text).toBe('Oi');
    expect((await post(`${SYSTEM}/keyApplicationIntro?locale=pt_BR&value=`)).status).toBe(200);
    const left = await sql`select from keyjsonvalue where namespace = 'settings-translations'`.execute(server.db);
    expect(left.rows).toHaveLength(0);
  });

  it('are refused where there are none', async () => {
    const other = await post(`${SYSTEM}/keyFlag?locale=fr&value=norvege`);
    expect([other.status, other.json.message]).toEqual([400, 'Not translatable: keyFlag']);
    expect((await server.request(`${SYSTEM}/keyFlag?locale=fr`)).text).toBe('dhis2');
    for (const method of ['GET', 'POST', 'DELETE'])
      expect((await server.request(`${SYSTEM}/loginPopup?locale=../etc&value=x`, { method })).json.message).toContain(
        "Value '../etc' is not valid for parameter locale.",
      );
    expect((await post(`${SYSTEM}/loginPopup?locale=fr&value=x`, { user: CLERK })).status).toBe(403);
    expect((await post(`${SYSTEM}/nothing?locale=fr&value=x`)).status).toBe(404);
  });
});

describe('user settings', () => {
  const user = 'user002:District1!';
  const stored = async (name: string) => {
    const { rows } = await sql<{ value: Buffer }>`
      select usersetting.value from usersetting
      join userinfo on userinfo.userinfoid = usersetting.userinfoid
      where userinfo.username = 'user002' and usersetting.name = ${name}
    `.execute(server.db);
    return rows[0]?.value.toString('hex');
  };

  it('are what the user chose, else what the system has, else the default', async () => {
    const { json, headers } = await server.request(OWN, { user });
    expect(headers.get('cache-control')).toBe('no-cache, private');
    expect(json).toEqual({
      keyStyle: 'light_blue/light_blue.css',
      keyMessageEmailNotification: false,
      keyMessageSmsNotification: false,
      keyUiLocale: 'en',
      keyDbLocale: 'en',
      keyAnalysisDisplayProperty: 'NAME',
      keyTrackerDashboardLayout: '',
    });
    await post(`${SYSTEM}/keyDbLocale?value=sv`);
    const saved = await post(`${OWN}/keyUiLocale?value=pt-BR`, { user });
    expect([saved.status, saved.json.message]).toEqual([200, 'User setting saved']);
    expect((await server.request(`${OWN}?key=keyUiLocale,keyDbLocale`, { user })).json).toEqual({
      keyUiLocale: 'pt_BR',
      keyDbLocale: 'sv',
    });
    expect((await server.request(`${OWN}?useFallback=false&key=keyDbLocale&key=keyStyle`, { user })).json).toEqual({
      keyDbLocale: 'en',
      keyStyle: '',
    });
    expect(await stored('keyUiLocale')).toBe(`aced0005740005${Buffer.from('pt_BR').toString('hex')}`);
    await remove(`${SYSTEM}/keyDbLocale`);
  });

  it('are the same for /me', async () => {
    await post(`${OWN}/keyUiLocale?value=uz_UZ_Cyrl`, { user });
    await post(`${OWN}/keyMessageSmsNotification`, {
      user,
      body: 'true',
      headers: { 'content-type': 'application/json' },
    });
    expect((await server.request('/api/me/settings/keyUiLocale', { user })).text).toBe('"uz_UZ_Cyrl"');
    expect((await server.request('/api/me/settings/keyMessageSmsNotification', { user })).text).toBe('true');
    expect((await server.request('/api/me/settings?key=keyUiLocale', { user })).json).toEqual({
      keyUiLocale: 'uz_UZ_Cyrl',
    });
    expect((await server.request('/api/me?fields=settings[keyUiLocale]', { user })).json).toEqual({
      settings: { keyUiLocale: 'uz_UZ_Cyrl' },
    });
    expect((await server.request('/api/me/settings/nothing', { user })).json).toMatchObject({
      httpStatusCode: 404,
      message: 'Setting does not exist: nothing',
    });
    expect((await server.request('/api/me/settings/keyUiLocale')).text).toBe('"en"');
  });

  it('are read one by one as text or JSON, and removed', async () => {
    await post(`${OWN}/keyUiLocale`, { user, body: 'fr', headers: { 'content-type': 'text/plain' } });
    const text = await server.request(`${OWN}/keyUiLocale`, { user });
    expect([text.text, text.headers.get('content-type')]).toEqual(['fr', 'text/plain;charset=UTF-8']);
    expect((await server.request(`${OWN}/keyUiLocale`, { user, headers: { accept: 'application/json' } })).text).toBe(
      '"fr"',
    );
    const removed = await remove(`${OWN}/keyUiLocale`, { user });
    expect([removed.status, removed.text]).toEqual([200, '']);
    expect((await server.request(`${OWN}/keyUiLocale`, { user })).text).toBe('en');
    expect(await stored('keyUiLocale')).toBeUndefined();
  });

  it('leave alone what Java serialised otherwise', async () => {
    await sql`
      insert into usersetting (userinfoid, name, value)
      select userinfo.userinfoid, setting.name, setting.value
      from userinfo, (values
        ('keyMessageEmailNotification', '\\xaced0005737200116a6176612e6c616e672e426f6f6c65616e'::bytea),
        ('keyStyle', null),
        ('keyDbLocale', '\\xaced00057400036e6f70'::bytea)
      ) as setting (name, value)
      where userinfo.username = 'user005'
    `.execute(server.db);
    const { json } = await server.request(OWN, { user: 'user005:District1!' });
    expect(json).toMatchObject({
      keyMessageEmailNotification: false,
      keyStyle: 'light_blue/light_blue.css',
      keyDbLocale: 'nop',
    });
  });

  it.each([
    ['POST', `${OWN}/keyUiLocale`, 409, 'You need to specify a new value'],
    ['POST', `${OWN}/keyUiLocale?value=`, 409, 'You need to specify a new value'],
    ['POST', `${OWN}/keyUiLocale?value=klingon!`, 400, 'Not a valid value for setting keyUiLocale: klingon!'],
    ['POST', `${OWN}/keyMessageSmsNotification?value=7`, 400, 'Not a valid value for setting keyMessageSms'],
    ['POST', `${OWN}/keyAnalysisDisplayProperty?value=id`, 400, 'Not a valid value for setting keyAnalysis'],
    ['POST', `${OWN}/keyFlag?value=x`, 404, 'Setting does not exist: keyFlag'],
    ['POST', `${OWN}/toString?value=x`, 404, 'Setting does not exist: toString'],
    ['GET', `${OWN}/nothing`, 404, 'Setting does not exist: nothing'],
    ['GET', `${OWN}?key=nothing`, 404, 'Setting does not exist: nothing'],
    ['DELETE', `${OWN}/nothing`, 404, 'Setting does not exist: nothing'],
    ['GET', `${OWN}?useFallback=7`, 400, "Value '7' is not valid for parameter useFallback."],
  ])('refuse %s %s', async (method, path, status, message) => {
    const answer = await server.request(path, { method, user });
    expect([answer.status, answer.json.message]).toEqual([status, expect.stringContaining(message)]);
  });

  it('take the longest text that Java can serialise, and no longer one', async () => {
    const body = (length: number) => ({ user, body: 'x'.repeat(length), headers: { 'content-type': 'text/plain' } });
    expect((await post(`${OWN}/keyTrackerDashboardLayout`, body(65_535))).status).toBe(200);
    expect((await post(`${OWN}/keyTrackerDashboardLayout`, body(65_536))).status).toBe(400);
  });

  it('of somebody else are for those who manage users', async () => {
    const { rows } = await sql<{ uid: string }>`select uid from userinfo where username = 'user006'`.execute(server.db);
    const uid = rows[0]?.uid ?? '';
    expect((await post(`${OWN}/keyUiLocale?userId=${uid}&value=fr`)).status).toBe(200);
    expect((await server.request(`${OWN}/keyUiLocale?user=user006`)).text).toBe('fr');
    expect((await server.request(`${OWN}/keyUiLocale`, { user: 'user006:District1!' })).text).toBe('fr');
    expect((await server.request(`${OWN}/keyUiLocale?user=user006`, { user: 'user006:District1!' })).text).toBe('fr');
    for (const owner of [`userId=${uid}`, 'user=user006', 'user=nobody', 'userId=abcdefghijk']) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const refused = await server.request(`${OWN}/keyUiLocale?${owner}&value=sv`, { method, user });
        expect([refused.status, refused.json.message]).toEqual([
          403,
          `You are not authorized to access user: ${owner.split('=')[1]}`,
        ]);
      }
    }
    expect((await server.request(`${OWN}?userId=${uid}`, { user })).status).toBe(403);
    expect((await server.request(`${OWN}?userId=abcdefghijk`)).json.message).toBe(
      'User with id abcdefghijk could not be found.',
    );
    const unknown = await server.request(`${OWN}?user=nobody`);
    expect([unknown.status, unknown.json.message]).toEqual([409, 'User with username nobody could not be found.']);
    expect((await server.request(`${OWN}/keyUiLocale?user=user006`)).text).toBe('fr');
  });

  it('need a user', async () => {
    expect((await server.request(OWN, { user: null })).status).toBe(302);
    expect((await post(`${OWN}/keyUiLocale?value=fr`, { user: null })).status).toBe(401);
  });
});
