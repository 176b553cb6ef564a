import { beforeAll, describe, expect, it } from 'vitest';
import { send, testServer } from '../../support/server.js';

/**
 * DHIS2's scheduler app, replayed: its requests in their order with its headers, and what it reads of the answers (contract: scheduling.md §12). `{v}` of its paths is the
 * minor version that the server says it has.
 */
const server = testServer({ demo: true });

const JSON_TYPE = 'application/json';
const JOB_FIELDS =
  'created,configurable,cronExpression,delay,id,jobParameters,jobType,lastExecuted,lastExecutedStatus,name';
const STATUSES = ['STOPPED', 'DISABLED', 'RUNNING', 'NOT_STARTED', 'SCHEDULED', 'FAILED', 'DONE'];
/** Labels that the app has; it hides every other type. */
const KLASSES = ['String', 'Boolean', 'Integer', 'Long'].map((name) => `java.lang.${name}`);

let cookie = '';
let api = '';

/** A request as the app's runtime makes it, which takes the body for JSON only when the answer says so, and then needs it to be some. */
async function ask(path: string, { method = 'GET', body }: { readonly method?: string; readonly body?: unknown } = {}) {
  const answer = await send(`${server.url}${path}`, {
    method,
    user: null,
    headers: { 'x-requested-with': 'XMLHttpRequest', accept: JSON_TYPE, ...(cookie !== '' && { cookie }) },
    ...(body !== undefined && { body }),
  });
  const isJson = answer.headers.get('content-type')?.split(';')[0]?.toLowerCase() === JSON_TYPE;
  if (isJson) expect(() => JSON.parse(answer.text), `${method} ${path}`).not.toThrow();
  return { ...answer, isJson };
}

/** What the app gets from a request that must not fail. */
async function data(path: string) {
  const answer = await ask(path);
  expect([answer.status, answer.isJson], `${path}: ${answer.text}`).toEqual([200, true]);
  return answer.json;
}

/** A change whose answer the app does not read. */
async function act(method: string, path: string, body?: unknown) {
  const answer = await ask(path, { method, body });
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeGreaterThanOrEqual(200);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer;
}

const entry = async (name: string) =>
  (await data(`${api}/scheduler`)).find((one: { readonly name: string }) => one.name === name);

describe('the app at its start', () => {
  it('is told that nobody is logged in, and logs in', async () => {
    const before = await ask('/api/system/info');
    expect(before.status).toBe(401);
    expect(before.json).toMatchObject({ httpStatus: 'Unauthorized', message: 'Unauthorized' });
    expect(await data('/api/loginConfig')).toHaveProperty('applicationTitle');
    const wrong = await ask('/api/auth/login', { method: 'POST', body: { username: 'admin', password: 'wrong' } });
    expect([wrong.status, typeof wrong.json.message]).toEqual([401, 'string']);
    const right = await ask('/api/auth/login', { method: 'POST', body: { username: 'admin', password: 'district' } });
    expect([right.status, right.json.loginStatus]).toEqual([200, 'SUCCESS']);
    cookie = (right.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(cookie).toMatch(/^JSESSIONID=/);
  });

  it('finds the version of its paths, the zone and the user', async () => {
    const info = await data('/api/system/info');
    const [, minor] = /^2\.(\d+)/.exec(info.version) ?? [];
    expect(Number(minor), 'push analysis disappears with 43').toBeLessThanOrEqual(42);
    expect(() => new Intl.DateTimeFormat('en', { timeZone: info.serverTimeZoneId })).not.toThrow();
    api = `/api/${minor}`;
    const settings = await data(`${api}/userSettings`);
    expect(settings.keyUiLocale ?? settings.keyUiLanguageTag).toEqual(expect.any(String));
    expect((await data(`${api}/me?fields=id`)).id).toMatch(/^[A-Za-z]\w{10}$/);
    expect((await data(`${api}/me`)).authorities).toContain('ALL');
  });

  it('fills its header bar', async () => {
    const [title, help, me, menu, unread] = await Promise.all([
      data(`${api}/systemSettings/applicationTitle`),
      data(`${api}/systemSettings/helpPageLink`),
      data(`${api}/me?fields=authorities,avatar,email,name,settings`),
      data('/dhis-web-commons/menu/getModules.action'),
      data(`${api}/me/dashboard`),
    ]);
    expect(title.applicationTitle).toEqual(expect.any(String));
    expect(help.helpPageLink).toEqual(expect.any(String));
    expect(me).toMatchObject({
      authorities: expect.any(Array),
      name: expect.any(String),
      settings: expect.any(Object),
    });
    expect(me.settings.keyUiLocale).toEqual(expect.any(String));
    expect(menu.modules).toEqual(expect.any(Array));
    expect(unread).toEqual({
      unreadInterpretations: expect.any(Number),
      unreadMessageConversations: expect.any(Number),
    });
    const logo = await ask(`${api}/staticContent/logo_banner`);
    expect(logo.status).toBe(404);
    const ping = await send(`${server.url}/api/ping`, { user: null });
    expect(ping.status).toBe(200);
  });
});

describe('the form of a job', () => {
  it('has types, parameters and their choices', async () => {
    const { jobTypes } = await data(`${api}/jobConfigurations/jobTypes?fields=*&paging=false`);
    for (const { jobType, schedulingType, jobParameters } of jobTypes) {
      expect(['CRON', 'FIXED_DELAY'], jobType).toContain(schedulingType);
      for (const { name, fieldName, klass, constants, collection } of jobParameters) {
        expect([typeof name, typeof fieldName], jobType).toEqual(['string', 'string']);
        const drawn = KLASSES.includes(klass) || /^java\.util\.(List|Set)$/.test(klass) || Array.isArray(constants);
        expect(drawn, `${jobType}.${name}: ${klass}`).toBe(true);
        expect(collection, `${jobType}.${name}`).toBe(klass.startsWith('java.util.'));
      }
    }
    const dashboard = await act('POST', `${api}/dashboards`, { name: 'Monthly' });
    await act('POST', `${api}/pushAnalysis`, { name: 'Pushed', dashboard: { id: dashboard.json.response.uid } });
    const choices = await Promise.all(
      ['validationRuleGroups', 'predictors', 'predictorGroups', 'pushAnalysis'].map(async (plural) => [
        plural,
        (await data(`${api}/${plural}?paging=false`))[plural],
      ]),
    );
    const firstPages = await Promise.all(
      ['dashboards', 'userGroups', 'programs'].map(async (plural) => [
        plural,
        (await data(`${api}/${plural}`))[plural],
      ]),
    );
    expect(choices.find(([plural]) => plural === 'pushAnalysis')?.[1]).toHaveLength(1);
    for (const [plural, objects] of [...choices, ...firstPages]) {
      expect(objects, plural).toEqual(expect.any(Array));
      for (const { id, displayName } of objects)
        expect([typeof id, typeof displayName], plural).toEqual(['string', 'string']);
    }
    const exchanges = await data(`${api}/aggregateDataExchanges?fields=id,displayName&paging=true`);
    expect(exchanges.aggregateDataExchanges).toEqual(expect.any(Array));
    expect(await data(`${api}/analytics/tableTypes`)).toContain('DATA_VALUE');
    const checks = await data(`${api}/dataIntegrity`);
    expect(checks.length).toBeGreaterThan(20);
    for (const { name, displayName, severity, isSlow } of checks)
      expect([typeof name, typeof displayName, typeof severity, typeof isSlow], name).toEqual([
        'string',
        'string',
        'string',
        'boolean',
      ]);
  });
});

describe('a job in the app', () => {
  let uid = '';

  it('is made of texts, or refused with reports for its fields', async () => {
    const job = {
      name: 'Last two years',
      jobType: 'ANALYTICS_TABLE',
      cronExpression: '0 0 3 ? * MON',
      jobParameters: { lastYears: '2', skipTableTypes: ['EVENT'], skipOutliers: true },
    };
    const wrong = await ask(`${api}/jobConfigurations`, {
      method: 'POST',
      body: { ...job, cronExpression: '0 0 0 0 * ?' },
    });
    expect([wrong.status, wrong.isJson]).toEqual([409, true]);
    const [report] = wrong.json.response.errorReports;
    expect(report).toMatchObject({ errorProperty: 'cronExpression', message: expect.stringContaining('DayOfMonth') });
    const made = await act('POST', `${api}/jobConfigurations`, job);
    uid = made.json.response.uid;
    const delayed = await act('POST', `${api}/jobConfigurations`, {
      name: 'Often',
      jobType: 'RESOURCE_TABLE',
      delay: '86400',
    });
    expect((await data(`${api}/jobConfigurations/${delayed.json.response.uid}?fields=${JOB_FIELDS}`)).delay).toBe(
      86400,
    );
  });

  it('is in the list with what a row shows', async () => {
    const list = await data(`${api}/scheduler`);
    expect(list).toEqual(expect.any(Array));
    for (const { name, type, status, enabled, configurable, sequence, ...rest } of list) {
      expect([typeof name, typeof type, typeof enabled, typeof configurable]).toEqual([
        'string',
        'string',
        'boolean',
        'boolean',
      ]);
      expect(STATUSES, name).toContain(status);
      expect(sequence.length, name).toBeGreaterThan(0);
      for (const member of sequence)
        expect([typeof member.id, typeof member.name, typeof member.type]).toEqual(['string', 'string', 'string']);
      if (rest.delay !== undefined) expect(rest.delay).toEqual(expect.any(Number));
      if (enabled) expect(new Date(rest.nextExecutionTime).getTime(), name).not.toBeNaN();
    }
    expect(await entry('Last two years')).toMatchObject({
      type: 'ANALYTICS_TABLE',
      cronExpression: '0 0 3 ? * MON',
      enabled: true,
      configurable: true,
      sequence: [{ id: uid }],
    });
    expect(await entry('Housekeeping')).toMatchObject({ configurable: false, delay: 20 });
  });

  it('is switched, run and edited', async () => {
    expect((await act('POST', `${api}/jobConfigurations/${uid}/disable`)).text).toBe('');
    expect(await entry('Last two years')).toMatchObject({ enabled: false, status: 'DISABLED' });
    await act('POST', `${api}/jobConfigurations/${uid}/enable`);
    expect(await entry('Last two years')).toMatchObject({ enabled: true });
    await act('POST', `${api}/jobConfigurations/${uid}/execute`);
    const shown = () => data(`${api}/jobConfigurations/${uid}?fields=${JOB_FIELDS}`);
    await expect.poll(async () => (await shown()).lastExecutedStatus, { timeout: 30_000 }).toBe('COMPLETED');
    const job = await shown();
    expect(job).toMatchObject({
      id: uid,
      configurable: true,
      cronExpression: '0 0 3 ? * MON',
      jobParameters: { lastYears: 2, skipTableTypes: ['EVENT'], skipOutliers: true },
      lastExecuted: expect.any(String),
      created: expect.any(String),
    });
    await act('PUT', `${api}/jobConfigurations/${uid}`, {
      cronExpression: '0 0 0 ? * *',
      delay: job.delay,
      jobParameters: job.jobParameters,
      jobType: job.jobType,
      name: 'Edited',
    });
    expect(await entry('Edited')).toMatchObject({ cronExpression: '0 0 0 ? * *', enabled: true });
  });

  it('with the checks of data integrity that were chosen, or none', async () => {
    const [check] = await data(`${api}/dataIntegrity`);
    for (const [name, jobParameters] of [
      ['All checks', { type: 'SUMMARY', checks: null }],
      ['One check', { type: 'DETAILS', checks: [check.name] }],
    ] as const) {
      const { json } = await act('POST', `${api}/jobConfigurations`, {
        name,
        jobType: 'DATA_INTEGRITY',
        cronExpression: name === 'All checks' ? '0 0 4 ? * *' : '0 0 5 ? * *',
        jobParameters,
      });
      const stored = await data(`${api}/jobConfigurations/${json.response.uid}?fields=${JOB_FIELDS}`);
      expect(stored.jobParameters).toMatchObject({ type: jobParameters.type });
    }
  });

  it('of the server is shown and no more', async () => {
    const { sequence } = await entry('Housekeeping');
    const job = await data(`${api}/jobConfigurations/${sequence[0].id}?fields=${JOB_FIELDS}`);
    expect(job.configurable).toBe(false);
  });

  it('is deleted', async () => {
    await act('DELETE', `${api}/jobConfigurations/${uid}`);
    expect(await entry('Edited')).toBeUndefined();
    const gone = await ask(`${api}/jobConfigurations/${uid}`, { method: 'DELETE' });
    expect([gone.status, gone.isJson]).toEqual([404, true]);
  });
});

describe('a queue in the app', () => {
  const NAMES = ['Night & day', '100% sure', 'a/b', 'Größe', 'a+b', 'Why? This', "it's"];
  const jobs: string[] = [];
  const CRON = '0 0 3 ? * *';

  beforeAll(async () => {
    for (const number of [1, 2, 3]) {
      const { json } = await act('POST', `${api}/jobConfigurations`, {
        name: `Member ${number}`,
        jobType: 'RESOURCE_TABLE',
        cronExpression: `0 ${number} 7 ? * *`,
      });
      jobs.push(json.response.uid);
    }
  });

  it('is made of what can be queued, shown as one thing, edited and renamed', async () => {
    const queueable = await data(`${api}/scheduler/queueable`);
    const found = queueable.filter(({ name }: { readonly name: string }) => name.startsWith('Member'));
    expect(
      found.map(({ sequence }: { readonly sequence: readonly { readonly id: string }[] }) => sequence[0]?.id),
    ).toEqual(jobs);
    const sequence = jobs.slice(0, 2);
    await act('POST', `${api}/scheduler/queues/${encodeURIComponent('Night run')}`, {
      name: 'Night run',
      cronExpression: CRON,
      sequence,
    });
    expect(await entry('Night run')).toMatchObject({ type: 'Sequence', enabled: true, configurable: true });
    const again = await ask(`${api}/scheduler/queues/Night%20run`, {
      method: 'POST',
      body: { name: 'Night run', cronExpression: CRON, sequence: [jobs[2]] },
    });
    expect([again.status, typeof again.json.message]).toEqual([409, 'string']);
    const [queue, , configurations] = await Promise.all([
      data(`${api}/scheduler/queues/Night%20run?fields=cronExpression,sequence,name`),
      data(`${api}/scheduler/queueable`),
      data(`${api}/jobConfigurations?fields=${JOB_FIELDS}`),
    ]);
    expect(queue).toEqual({ name: 'Night run', cronExpression: CRON, sequence });
    const known = configurations.jobConfigurations.map(({ id }: { readonly id: string }) => id);
    expect(known).toEqual(expect.arrayContaining(sequence));
    await act('PUT', `${api}/scheduler/queues/Night%20run`, {
      name: 'Morning run',
      cronExpression: CRON,
      sequence: [jobs[2], jobs[0]],
    });
    const switched = await entry('Morning run');
    expect(switched.sequence.map(({ id }: { readonly id: string }) => id)).toEqual([jobs[2], jobs[0]]);
    await act('POST', `${api}/jobConfigurations/${jobs[2]}/disable`);
    expect(await entry('Morning run')).toMatchObject({ enabled: false });
    await act('DELETE', `${api}/scheduler/queues/Morning run`);
    expect(await entry('Morning run')).toBeUndefined();
  });

  it.each(NAMES)('called %s is deleted by its name as it is', async (name) => {
    await act('POST', `${api}/scheduler/queues/${encodeURIComponent(name)}`, {
      name,
      cronExpression: CRON,
      sequence: jobs.slice(0, 2),
    });
    expect(await data(`${api}/scheduler/queues`)).toEqual([name]);
    await act('DELETE', `${api}/scheduler/queues/${name}`);
    expect(await data(`${api}/scheduler/queues`)).toEqual([]);
  });
});

describe('older schedulers', () => {
  let uid = '';
  beforeAll(async () => {
    const { json } = await act('POST', '/api/jobConfigurations', {
      name: 'Of old',
      enabled: true,
      cronExpression: '0 0 12 ? * MON-FRI',
      continuousExecution: false,
      jobType: 'RESOURCE_TABLE',
      jobParameters: {},
    });
    uid = json.response.uid;
  });

  it('of 2.40 list all and switch with plain JSON', async () => {
    const { jobConfigurations, pager } = await data('/api/40/jobConfigurations?fields=*&paging=false');
    expect(pager).toBeUndefined();
    expect(jobConfigurations.find(({ id }: { readonly id: string }) => id === uid)).toMatchObject({
      displayName: 'Of old',
      jobStatus: 'SCHEDULED',
      enabled: true,
    });
    await act('PATCH', `/api/40/jobConfigurations/${uid}`, { enabled: false });
    expect((await data(`/api/40/jobConfigurations/${uid}`)).enabled).toBe(false);
    await act('PATCH', `/api/40/jobConfigurations/${uid}`, { enabled: true });
  });

  it('of 2.37 and before run with GET, where any list of errors is a failure', async () => {
    const run = await ask(`/api/37/jobConfigurations/${uid}/execute`);
    expect([run.status, run.isJson, run.json.errorReports]).toEqual([200, true, undefined]);
  });

  it('of 2.33 and before order by what is worked out, know types as a map, and switch with PUT', async () => {
    const order = 'order=enabled:desc,jobStatus,nextExecutionTime';
    const { jobConfigurations } = await data(`/api/33/jobConfigurations?fields=*&${order}`);
    expect(jobConfigurations.map(({ id }: { readonly id: string }) => id)).toContain(uid);
    const types: Record<string, Record<string, { readonly relativeApiEndpoint?: string }>> = await data(
      '/api/33/jobConfigurations/jobTypesExtended',
    );
    const endpoints = Object.values(types).flatMap((parameters) =>
      Object.entries(parameters).map(([name, { relativeApiEndpoint }]) => ({ name, relativeApiEndpoint })),
    );
    for (const { name, relativeApiEndpoint } of endpoints) {
      if (relativeApiEndpoint === undefined) continue;
      const choices = await data(`${relativeApiEndpoint.replace('/api/', '/api/33/')}?paging=false`);
      expect(Array.isArray(choices) || typeof choices === 'object', name).toBe(true);
    }
    await act('PUT', `/api/33/jobConfigurations/${uid}`, {
      name: 'Of old',
      enabled: false,
      cronExpression: '0 0 12 ? * MON-FRI',
      continuousExecution: false,
      jobType: 'RESOURCE_TABLE',
      jobParameters: {},
    });
    expect((await data(`/api/33/jobConfigurations/${uid}`)).enabled).toBe(false);
  });
});
