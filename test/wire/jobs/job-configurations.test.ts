import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { NODE_LOCK_CLASS } from '../../../src/jobs/nodes.js';
import { layout } from '../../support/dhis2/layout.js';
import { type RequestOptions, testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const READER = 'user003:District1!';
const PATH = '/api/jobConfigurations';

const send = (path: string, method: string, body?: unknown, options: RequestOptions = {}) =>
  server.request(path, { method, ...(body !== undefined && { body }), ...options });
const create = (body: unknown, options?: RequestOptions) => send(PATH, 'POST', body, options);
const job = (name: string, rest: object = {}) => ({
  name,
  jobType: 'RESOURCE_TABLE',
  cronExpression: '0 0 3 ? * MON',
  ...rest,
});
const shown = async (uid: string, fields = '*') => (await server.request(`${PATH}/${uid}?fields=${fields}`)).json;

/** Waits until the job has ended a run that it had not ended before. */
async function ended(uid: string, runs = 1) {
  await expect
    .poll(
      async () =>
        (await server.request(`${PATH}/${uid}/runs`)).json.runs.filter((run: { finished?: string }) => run.finished)
          .length,
      {
        timeout: 15_000,
      },
    )
    .toBeGreaterThanOrEqual(runs);
}

describe('a job', () => {
  it('is made, read, changed and deleted', async () => {
    const created = await create(job('Weekly tables', { delay: '', continuousExecution: false }));
    expect(created.status, created.text).toBe(201);
    const { uid } = created.json.response;
    expect(created.headers.get('location')).toBe(`${server.url}${PATH}/${uid}`);
    expect(created.json).toMatchObject({
      httpStatusCode: 201,
      status: 'OK',
      response: { responseType: 'ObjectReport', errorReports: [] },
    });
    const stored = await shown(uid);
    expect(stored).toMatchObject({
      id: uid,
      name: 'Weekly tables',
      displayName: 'Weekly tables',
      jobType: 'RESOURCE_TABLE',
      schedulingType: 'CRON',
      cronExpression: '0 0 3 ? * MON',
      enabled: true,
      configurable: true,
      leaderOnlyJob: true,
      jobStatus: 'SCHEDULED',
      lastExecutedStatus: 'NOT_STARTED',
      executedBy: 'M5zQapPyTZI',
      externalAccess: false,
      userAccesses: [],
    });
    expect(stored.delay).toBeUndefined();
    const next = new Date(stored.nextExecutionTime);
    expect([next.getDay(), next.getHours(), next.getMinutes()]).toEqual([1, 3, 0]);
    expect(next.getTime()).toBeGreaterThan(Date.now());
    // It has just run, so that its delay does not make it run now.
    await sql`
      insert into orderly.job_run (uid, type, name, configuration, trigger, state, exclusive, started_at, finished_at)
      values ('justNowRun1', 'RESOURCE_TABLE', 'Just now', ${uid}, 'schedule', 'done', '{}', now(), now())
    `.execute(server.db);
    const put = await send(`${PATH}/${uid}`, 'PUT', { name: 'Renamed', jobType: 'ANALYTICS_TABLE', delay: 3_600 });
    expect(put.status, put.text).toBe(200);
    expect(await shown(uid)).toMatchObject({
      name: 'Renamed',
      jobType: 'RESOURCE_TABLE',
      schedulingType: 'FIXED_DELAY',
      delay: 3600,
      enabled: true,
    });
    expect((await shown(uid)).cronExpression).toBeUndefined();
    const patch = await send(`${PATH}/${uid}`, 'PATCH', [{ op: 'replace', path: '/enabled', value: false }], {
      headers: { 'content-type': 'application/json-patch+json' },
    });
    expect(patch.status, patch.text).toBe(200);
    expect((await shown(uid)).enabled).toBe(false);
    // With a delay it was due at once.
    await expect.poll(async () => (await shown(uid)).jobStatus, { timeout: 15_000 }).toBe('DISABLED');
    expect((await shown(uid)).nextExecutionTime).toBeUndefined();
    expect((await send(`${PATH}/${uid}`, 'PATCH', { enabled: true })).status).toBe(200);
    expect((await shown(uid)).jobStatus).toBe('SCHEDULED');
    expect((await send(`/api/jobConfiguration/${uid}`, 'DELETE')).status).toBe(200);
    const gone = await server.request(`${PATH}/${uid}`);
    expect([gone.status, gone.json.message]).toEqual([404, `JobConfiguration with id ${uid} could not be found.`]);
  });

  it('is left in the form of DHIS2 when DHIS2 stored it', async () => {
    const { uid } = (await create(job('Stored by DHIS2', { jobType: 'ANALYTICS_TABLE' }))).json.response;
    const klass = 'org.hisp.dhis.scheduling.parameters.AnalyticsJobParameters';
    const stored = [
      klass,
      { lastYears: 2, skipTableTypes: ['java.util.HashSet', ['EVENT']], skipPrograms: ['java.util.HashSet', []] },
    ];
    await sql`update jobconfiguration set jsonbjobparameters = ${JSON.stringify(stored)}::jsonb where uid = ${uid}`.execute(
      server.db,
    );
    expect((await shown(uid)).jobParameters).toMatchObject({ lastYears: 2, skipTableTypes: ['EVENT'] });
    const put = {
      name: 'Stored by DHIS2',
      cronExpression: '0 0 3 ? * TUE',
      jobParameters: { lastYears: 3, skipTableTypes: ['EVENT', 'OWNERSHIP'] },
    };
    expect((await send(`${PATH}/${uid}`, 'PUT', put)).status).toBe(200);
    const { rows } = await sql<{ parameters: unknown }>`
      select jsonbjobparameters as parameters from jobconfiguration where uid = ${uid}
    `.execute(server.db);
    expect(rows[0]?.parameters).toEqual([
      klass,
      {
        lastYears: 3,
        skipTableTypes: ['java.util.HashSet', ['EVENT', 'OWNERSHIP']],
        skipPrograms: ['java.util.HashSet', []],
        skipResourceTables: false,
        skipOutliers: false,
      },
    ]);
    expect((await shown(uid)).jobParameters).toMatchObject({ lastYears: 3, skipTableTypes: ['EVENT', 'OWNERSHIP'] });
  });

  it('takes parameters as texts, fills in what is left out and drops what it does not know', async () => {
    const { json } = await create(
      job('Two years', {
        jobType: 'ANALYTICS_TABLE',
        jobParameters: { lastYears: '2', skipOutliers: 'true', unknown: 1 },
      }),
    );
    expect((await shown(json.response.uid)).jobParameters).toEqual({
      lastYears: 2,
      skipTableTypes: [],
      skipPrograms: [],
      skipResourceTables: false,
      skipOutliers: true,
    });
  });

  it.each([
    [
      'no name',
      { jobType: 'RESOURCE_TABLE', cronExpression: '0 0 4 ? * *' },
      'E4000',
      'Missing required property `name`',
    ],
    [
      'a name that is too long',
      job('x'.repeat(231)),
      'E4001',
      'Maximum length of property `name`is 230, but given length was 231',
    ],
    ['no type', { name: 'No type' }, 'E4000', 'Missing required property `jobType`'],
    ['an unknown type', { name: 'Unknown', jobType: 'JOBTYPE' }, 'E1004', 'Unknown job type: `JOBTYPE`'],
    [
      'no schedule',
      { name: 'No schedule', jobType: 'RESOURCE_TABLE', id: 'noSchedule1' },
      'E7004',
      'Cron expression must be not null for job with scheduling type CRON: `noSchedule1`',
    ],
    [
      'no delay',
      { name: 'No delay', jobType: 'RESOURCE_TABLE', schedulingType: 'FIXED_DELAY', id: 'noDelay0001' },
      'E7007',
      'Delay must be not null for job with scheduling type FIXED_DELAY: `noDelay0001`',
    ],
    [
      'five fields',
      job('Five', { cronExpression: '0 1 ? * *' }),
      'E7005',
      'Cron expression is invalid: `Cron expression must consist of 6 fields (found 5 in "0 1 ? * *")`',
    ],
    [
      'a day that never comes',
      job('Never', { cronExpression: '0 0 0 30 2 ?' }),
      'E7005',
      'Cron expression is invalid: `Expression never matches`',
    ],
    [
      'a delay of nothing',
      job('Zero', { cronExpression: '', delay: 0 }),
      'E4008',
      'Allowed range for numeric property `delay` is [1 to 2,147,483,647], but number given was 0',
    ],
    [
      'a delay that is no number',
      job('Text', { cronExpression: '', delay: 'soon' }),
      'E4008',
      'Allowed range for numeric property `delay` is [1 to 2,147,483,647], but number given was -1',
    ],
    [
      'years that are none',
      job('Years', { cronExpression: '0 1 4 ? * *', jobType: 'ANALYTICS_TABLE', jobParameters: { lastYears: 'many' } }),
      'E4027',
      'Value `"many"` is not a valid for property `lastYears`',
    ],
    [
      'a program that is no uid',
      job('Programs', {
        cronExpression: '0 1 4 ? * *',
        jobType: 'ANALYTICS_TABLE',
        jobParameters: { skipPrograms: ['x'] },
      }),
      'E4014',
      'Invalid UID `x` for property `skipPrograms`',
    ],
  ])('with %s is refused, and nothing is stored', async (_what, body, code, message) => {
    const before = (await server.request(`${PATH}?paging=false`)).json.jobConfigurations.length;
    const { status, json } = await create(body);
    expect(status).toBe(409);
    expect(json).toMatchObject({
      status: 'ERROR',
      message: 'One or more errors occurred, please see full details in import report.',
    });
    expect(json.response.errorReports[0]).toMatchObject({ errorCode: code, message });
    expect((await server.request(`${PATH}?paging=false`)).json.jobConfigurations).toHaveLength(before);
  });

  it('is refused when its name, or its type and expression, are taken', async () => {
    const first = await create(job('Taken', { cronExpression: '0 30 4 ? * *' }));
    expect(first.status).toBe(201);
    const codes = async (body: object) =>
      (await create(body)).json.response.errorReports.map(({ errorCode }: { errorCode: string }) => errorCode);
    expect(await codes(job('Taken', { cronExpression: '0 31 4 ? * *' }))).toEqual(['E5003']);
    expect(await codes(job('Same time', { cronExpression: '0 30 4 ? * *' }))).toEqual(['E7000']);
  });

  it.each(['[]', '"x"', '5', '{"name": '])('is not made of the body %s', async (body) => {
    const { status } = await create(body, { headers: { 'content-type': 'application/json' } });
    expect([400, 409]).toContain(status);
  });
});

describe('the right to schedule', () => {
  it('is needed for everything but reading', async () => {
    const { json } = await create(job('Protected', { cronExpression: '0 32 4 ? * *' }));
    const { uid } = json.response;
    const as = { user: READER };
    const refused = await create(job('Not allowed'), as);
    expect([refused.status, refused.json.errorCode, refused.json.message]).toEqual([
      403,
      'E1006',
      "You don't have the proper permissions to create this object.",
    ]);
    for (const [path, method] of [
      [`${PATH}/${uid}`, 'PUT'],
      [`${PATH}/${uid}`, 'PATCH'],
      [`${PATH}/${uid}`, 'DELETE'],
    ] as const)
      expect((await send(path, method, {}, as)).status, `${method} ${path}`).toBe(403);
    for (const action of ['execute', 'enable', 'disable', 'cancel']) {
      const { status, json: answer } = await send(`${PATH}/${uid}/${action}`, 'POST', undefined, as);
      expect([status, answer.message]).toEqual([403, `User has no access to JobConfiguration:${uid}`]);
    }
    expect((await server.request(`${PATH}/${uid}`, as)).status).toBe(200);
    expect((await server.request('/api/scheduler', as)).status).toBe(200);
  });
});

describe('a job that is told to', () => {
  let uid = '';
  beforeAll(async () => {
    uid = (await create(job('By hand', { cronExpression: '0 0 5 ? * MON' }))).json.response.uid;
  });

  it('runs now, keeps its schedule and remembers the run', async () => {
    const before = await shown(uid);
    const started = await send(`${PATH}/${uid}/execute`, 'POST');
    expect([started.status, started.json]).toEqual([
      200,
      { klass: 'org.hisp.dhis.scheduling.JobConfiguration', index: 0, errorReports: [] },
    ]);
    await ended(uid);
    const after = await shown(uid);
    expect(after).toMatchObject({
      lastExecutedStatus: 'COMPLETED',
      jobStatus: 'SCHEDULED',
      nextExecutionTime: before.nextExecutionTime,
    });
    expect(after.lastFinished >= after.lastExecuted).toBe(true);
    expect(after.lastRuntimeExecution).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/);
    const { json } = await server.request(`${PATH}/${uid}/runs`);
    expect(json.pager.total).toBe(1);
    expect(json.runs[0]).toMatchObject({ state: 'done', trigger: 'request', attempt: 1 });
    const tasks = await server.request(`/api/system/tasks/RESOURCE_TABLE/${json.runs[0].id}`);
    expect(tasks.json[0].completed).toBe(true);
    const old = await server.request(`/api/jobConfiguration/${uid}/execute`);
    expect(old.json).toEqual({ klass: 'org.hisp.dhis.scheduling.JobConfiguration', index: 0 });
    await ended(uid, 2);
  });

  it('is disabled and enabled, and does nothing while it is disabled', async () => {
    expect((await send(`${PATH}/${uid}/disable`, 'POST')).status).toBe(204);
    const refused = await send(`${PATH}/${uid}/execute`, 'POST');
    expect([refused.status, refused.json.message]).toEqual([409, 'Failed to transition job into ONCE_ASAP state.']);
    expect((await send(`${PATH}/${uid}/enable`, 'POST')).status).toBe(204);
    expect((await shown(uid)).jobStatus).toBe('SCHEDULED');
  });

  it('cancels nothing when it does nothing', async () => {
    const { status, headers } = await send(`${PATH}/${uid}/cancel`, 'POST');
    expect([status, headers.get('x-job-cancelled')]).toEqual([204, 'false']);
  });

  it('is not found when it is not there', async () => {
    for (const action of ['execute', 'enable', 'disable', 'cancel'])
      expect((await send(`${PATH}/notThere001/${action}`, 'POST')).status).toBe(404);
    expect((await server.request(`${PATH}/notThere001/runs`)).status).toBe(404);
  });
});

describe('the lists', () => {
  it('show job types with their parameters', async () => {
    const { json } = await server.request(`${PATH}/jobTypes?fields=*&paging=false`);
    const analytics = json.jobTypes.find(({ jobType }: { jobType: string }) => jobType === 'ANALYTICS_TABLE');
    expect(analytics).toMatchObject({ name: 'Analytics table', key: 'analyticsTableJob', schedulingType: 'CRON' });
    expect(analytics.jobParameters[0]).toMatchObject({
      klass: 'java.lang.Integer',
      name: 'lastYears',
      fieldName: 'Last years',
      collection: false,
    });
    expect(analytics.jobParameters[1]).toMatchObject({
      klass: 'java.util.Set',
      itemKlass: 'org.hisp.dhis.analytics.AnalyticsTableType',
      collectionName: 'skipTableTypes',
      defaultValue: [],
      relativeApiEndpoint: '/api/analytics/tableTypes',
    });
    const extended = (await server.request(`${PATH}/jobTypesExtended`)).json;
    expect(extended.RESOURCE_TABLE).toEqual({});
    expect(Object.keys(extended.ANALYTICS_TABLE)[0]).toBe('lastYears');
  });

  it('show what is scheduled, the next first or by name', async () => {
    const { json } = await server.request('/api/scheduler');
    const times = json.flatMap((entry: { nextExecutionTime?: string }) => entry.nextExecutionTime ?? []);
    expect(times).toEqual([...times].sort());
    const [entry] = json;
    expect(entry.sequence).toHaveLength(1);
    expect(entry.secondsToNextExecutionTime).toBeGreaterThanOrEqual(0);
    const names = (await server.request('/api/scheduler?order=name')).json.map(({ name }: { name: string }) =>
      name.toLowerCase(),
    );
    expect(names).toEqual([...names].sort());
    expect(
      (await server.request('/api/scheduler/queueable')).json.every(
        ({ configurable }: { configurable: boolean }) => configurable,
      ),
    ).toBe(true);
  });

  it('can be ordered by what is worked out', async () => {
    const { status } = await server.request(`${PATH}?fields=*&order=enabled:desc,jobStatus,nextExecutionTime`);
    expect(status).toBe(200);
    const due = await server.request(`${PATH}/due?seconds=${8 * 24 * 3600}`);
    expect(due.json.length).toBeGreaterThan(0);
    expect((await server.request(`${PATH}/due`)).json.message).toBe(
      "Required request parameter 'seconds' is not present",
    );
  });
});

describe('a schedule', () => {
  it('starts its job when it is due, once for all servers', async () => {
    const { json } = await create(job('Every second', { cronExpression: '* * * * * *' }));
    const { uid } = json.response;
    await ended(uid, 2);
    await send(`${PATH}/${uid}/disable`, 'POST');
    const { json: history } = await server.request(`${PATH}/${uid}/runs`);
    expect(history.runs.at(-1)).toMatchObject({ trigger: 'schedule', state: 'done' });
    const starts = history.runs.flatMap((run: { started?: string }) => run.started ?? []);
    expect(new Set(starts).size).toBe(starts.length);
  });

  it('counts a delay from the end of the last run', async () => {
    const { json } = await create({ name: 'Delayed', jobType: 'RESOURCE_TABLE', delay: 1 });
    const { uid } = json.response;
    await ended(uid, 2);
    await send(`${PATH}/${uid}/disable`, 'POST');
    const { runs } = (await server.request(`${PATH}/${uid}/runs`)).json;
    const [second, first] = runs.filter((run: { finished?: string }) => run.finished).slice(-2);
    expect(new Date(second.started).getTime() - new Date(first.finished).getTime()).toBeGreaterThanOrEqual(1_000);
  });

  it('that was missed for a while is made up for once, and not at all after hours', async () => {
    const { json } = await create(job('Missed', { cronExpression: '0 0 6 ? * MON' }));
    const { uid } = json.response;
    const missedBy = async (interval: string) =>
      await sql`update orderly.job_schedule set due_at = now() - ${interval}::interval where job_uid = ${uid}`.execute(
        server.db,
      );
    await missedBy('1 hour');
    await ended(uid, 1);
    await missedBy('5 hours');
    await expect.poll(async () => new Date((await shown(uid)).nextExecutionTime).getTime() > Date.now()).toBe(true);
    const { runs } = (await server.request(`${PATH}/${uid}/runs`)).json;
    expect(runs.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['SKIPPED', 'COMPLETED']);
    expect(runs[0].message).toMatch(/^The run of .+ was left out: .+ Nothing makes up for it\.$/);
    // What never ran is no last run.
    expect((await shown(uid)).lastExecutedStatus).toBe('COMPLETED');
  });

  it('is not held up by a job whose stored parameters nobody can use', async () => {
    const broken = (await create(job('Broken', { jobType: 'TEST', cronExpression: '0 0 5 ? * MON' }))).json.response
      .uid;
    const sound = (await create(job('Sound', { cronExpression: '0 0 5 ? * TUE' }))).json.response.uid;
    await sql`update jobconfiguration set jsonbjobparameters = '{"stages": "many"}' where uid = ${broken}`.execute(
      server.db,
    );
    await sql`
      update orderly.job_schedule set due_at = now() - interval '1 minute' where job_uid = any (${[broken, sound]}::text[])
    `.execute(server.db);
    await ended(sound, 1);
    await ended(broken, 1);
    const { runs } = (await server.request(`${PATH}/${broken}/runs`)).json;
    expect(runs[0]).toMatchObject({ state: 'failed', message: 'Job parameter stages must be integer.' });
  });
});

describe('a job whose server has gone silent', () => {
  it('is stale', async () => {
    const { uid } = (await create(job('Silent', { cronExpression: '0 0 5 ? * THU' }))).json.response;
    const stale = async (seconds: number) =>
      (await server.request(`${PATH}/stale?seconds=${seconds}`)).json.map(({ id }: { id: string }) => id);
    // The lock is held, as by a server that hangs, and not yet for so long that its run is taken over.
    await server.db.connection().execute(async (session) => {
      await sql`
        with silent as (
          insert into orderly.node (name, alive_at) values ('silent', now() - interval '20 seconds') returning node_id
        )
        insert into orderly.job_run (uid, type, name, configuration, trigger, state, exclusive, node_id, started_at)
        select 'silentRun01', 'SILENT', 'Silent', ${uid}, 'schedule', 'running', '{}', node_id, now() - interval '1 hour'
        from silent, pg_advisory_lock(${NODE_LOCK_CLASS}, silent.node_id)
      `.execute(session);
      expect(await stale(10)).toEqual([uid]);
      // The setting's ten minutes, which no server is ever waited for.
      expect(await stale(0)).toEqual([]);
      expect(await stale(60)).toEqual([]);
      expect((await server.request(`${PATH}/stale`)).status).toBe(400);
      await sql`delete from orderly.job_run where uid = 'silentRun01'`.execute(session);
      await sql`select pg_advisory_unlock_all()`.execute(session);
    });
    expect(await stale(10)).toEqual([]);
  });
});

describe('a job that DHIS2 stored', () => {
  it('has the parameters that are in its pairs of class and content', async () => {
    const { uid } = (await create(job('From before', { jobType: 'ANALYTICS_TABLE', cronExpression: '0 0 5 ? * WED' })))
      .json.response;
    const stored = [
      'org.hisp.dhis.scheduling.parameters.AnalyticsJobParameters',
      { lastYears: 2, skipTableTypes: ['java.util.HashSet', ['EVENT', 'VALIDATION_RESULT']], skipPrograms: null },
    ];
    await sql`update jobconfiguration set jsonbjobparameters = ${JSON.stringify(stored)}::jsonb where uid = ${uid}`.execute(
      server.db,
    );
    expect((await shown(uid)).jobParameters).toEqual({
      lastYears: 2,
      skipTableTypes: ['EVENT', 'VALIDATION_RESULT'],
    });
  });
});

it.skipIf(layout !== undefined)('jobs of a DHIS2 are copied beside one only', async () => {
  const { status, json } = await send(`${PATH}/dhis2`, 'POST');
  expect(status).toBe(409);
  expect(json.message).toMatch(/there is no DHIS2/);
});
