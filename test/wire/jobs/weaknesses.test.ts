import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RequestOptions, testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

/** Weaknesses of the peer that are not to be ours, by their numbers in the contract (scheduling.md §14). */
const server = testServer({ demo: true });
const users = makeUsers(server);
const PATH = '/api/jobConfigurations';
const READER = 'user003:District1!';

let scheduler: MadeUser;
beforeAll(async () => {
  scheduler = await users.make(['F_SCHEDULING_ADMIN']);
});

let minute = 0;
const send = (path: string, method: string, body?: unknown, options: RequestOptions = {}) =>
  server.request(path, { method, ...(body !== undefined && { body }), ...options });
const job = (name: string, rest: object = {}) => {
  minute += 1;
  return { name, jobType: 'RESOURCE_TABLE', cronExpression: `0 ${minute} 4 ? * MON`, ...rest };
};
async function make(name: string, rest: object = {}, options: RequestOptions = {}): Promise<string> {
  const { status, json, text } = await send(PATH, 'POST', job(name, rest), options);
  expect(status, text).toBe(201);
  return json.response.uid;
}
const shown = async (uid: string) => (await server.request(`${PATH}/${uid}`)).json;
const reports = async (body: unknown, method = 'POST', path = PATH) => {
  const { status, json } = await send(path, method, body);
  expect(status).toBe(409);
  return json.response.errorReports as readonly Readonly<Record<string, unknown>>[];
};

it('no. 23: whoever changes or starts something needs the right to', async () => {
  const [one, two] = [await make('First of 23'), await make('Second of 23')];
  const queue = { cronExpression: '0 0 3 ? * *', sequence: [one, two] };
  const requests: readonly (readonly [string, string, unknown?])[] = [
    [`${PATH}/${one}/execute`, 'POST'],
    [`${PATH}/${one}/execute`, 'GET'],
    [`${PATH}/${one}/enable`, 'POST'],
    [`${PATH}/${one}/disable`, 'POST'],
    [`${PATH}/${one}/cancel`, 'POST'],
    ['/api/scheduler/queues/Q23', 'POST', queue],
    ['/api/scheduler/queues/Q23', 'PUT', queue],
    ['/api/scheduler/queues/Q23', 'DELETE'],
  ];
  for (const [path, method, body] of requests)
    expect((await send(path, method, body, { user: READER })).status, `${method} ${path}`).toBe(403);
  expect((await server.request('/api/scheduler/queues')).json).toEqual([]);
  const sleeper = await make('Sleeper', { jobType: 'TEST', jobParameters: { waitMillis: 20_000 } });
  await send(`${PATH}/${sleeper}/execute`, 'POST');
  await expect.poll(async () => (await shown(sleeper)).jobStatus, { timeout: 10_000 }).toBe('RUNNING');
  expect((await send('/api/scheduling/cancel/TEST', 'POST', undefined, { user: READER })).status).toBe(403);
  expect((await shown(sleeper)).jobStatus).toBe('RUNNING');
  expect((await send('/api/scheduling/cancel/TEST', 'POST', undefined, { user: scheduler.login })).status).toBe(204);
  await expect.poll(async () => (await shown(sleeper)).lastExecutedStatus, { timeout: 10_000 }).toBe('STOPPED');
});

describe('no. 24: what is wrong is said, with its property', () => {
  it.each([
    ['an expression', { cronExpression: 'every day' }, 'cronExpression', 'E7005', 'must consist of 6 fields (found 2'],
    ['an unknown type', { jobType: 'NOTHING' }, 'jobType', 'E1004', 'Unknown job type: `NOTHING`'],
    ['no type', { jobType: undefined }, 'jobType', 'E4000', 'Missing required property `jobType`'],
  ])('%s', async (_what, rest, errorProperty, errorCode, message) => {
    const [report] = await reports(job('Wrong', rest));
    expect(report).toMatchObject({ errorProperty, errorCode, message: expect.stringContaining(message) });
    expect(report?.message).not.toContain('{0}');
  });
});

it('no. 25: what is due is shown with its fields, and only what a silent server runs is stale', async () => {
  const uid = await make('Due');
  const { json } = await server.request(`${PATH}/due?seconds=${8 * 24 * 3_600}`);
  expect(json.find(({ id }: { readonly id: string }) => id === uid)).toMatchObject({
    name: 'Due',
    jobType: 'RESOURCE_TABLE',
    nextExecutionTime: expect.any(String),
  });
  // Its run takes far longer than twice the delay, on a server that lives.
  const slow = await send(PATH, 'POST', {
    name: 'Slow',
    jobType: 'TEST',
    delay: 1,
    jobParameters: { waitMillis: 20_000 },
  });
  const { uid: running } = slow.json.response;
  await expect.poll(async () => (await shown(running)).jobStatus, { timeout: 10_000 }).toBe('RUNNING');
  await sql`update orderly.job_run set started_at = now() - interval '1 hour' where configuration = ${running}`.execute(
    server.db,
  );
  expect((await server.request(`${PATH}/stale?seconds=60`)).json).toEqual([]);
  await send(`${PATH}/${running}`, 'DELETE');
});

it('no. 26: a day of imports does not push the scheduled jobs off the first page', async () => {
  const uid = await make('Zzz, last by its name');
  await sql`
    insert into orderly.job_run (uid, type, name, trigger, state, exclusive, started_at, finished_at)
    select 'aImport' || lpad(number::text, 4, '0'), 'METADATA_IMPORT', 'METADATA_IMPORT ' || number, 'request', 'done', '{}', now(), now()
    from generate_series(1, 60) as number
  `.execute(server.db);
  const { json } = await server.request(`${PATH}?fields=id,name`);
  expect(json.pager.total).toBeGreaterThan(60);
  expect(json.jobConfigurations).toHaveLength(50);
  expect(json.jobConfigurations.map(({ id }: { readonly id: string }) => id)).toContain(uid);
});

it('no. 27: renaming a queue disables nobody, and who leaves one has the expression of before', async () => {
  const [one, two, three] = [await make('One of 27'), await make('Two of 27'), await make('Three of 27')];
  const before = await shown(two);
  const sequence = [one, two, three];
  await send('/api/scheduler/queues/Q27', 'POST', { cronExpression: '0 0 3 ? * *', sequence });
  expect((await send('/api/scheduler/queues/Q27', 'PUT', { name: 'Renamed 27' })).status).toBe(204);
  for (const uid of sequence) expect(await shown(uid)).toMatchObject({ queueName: 'Renamed 27', enabled: true });
  await send('/api/scheduler/queues/Renamed%2027', 'PUT', { sequence: [one, three] });
  const left = await shown(two);
  expect([left.queueName, left.enabled, left.cronExpression]).toEqual([undefined, false, before.cronExpression]);
  expect((await shown(three)).queuePosition).toBe(1);
  await send('/api/scheduler/queues/Renamed%2027', 'DELETE');
});

it('no. 30: a job without a schedule is refused, unless it says that it runs once', async () => {
  const bare = { name: 'Bare', jobType: 'RESOURCE_TABLE' };
  expect((await reports(bare)).map(({ errorCode }) => errorCode)).toEqual(['E7004']);
  expect((await send(PATH, 'POST', { ...bare, schedulingType: 'ONCE_ASAP' })).status).toBe(201);
});

describe('no. 31: parameters are checked when they are saved', () => {
  const analytics = (skipPrograms: readonly string[]) => ({
    jobType: 'ANALYTICS_TABLE',
    jobParameters: { skipPrograms },
  });

  it('against what there is', async () => {
    const { json } = await server.request('/api/programs?pageSize=1');
    const [{ id: program }] = json.programs;
    expect(await reports(job('Unknown programs', analytics([program, 'NotThere001', 'bad'])))).toMatchObject([
      { errorCode: 'E4014', errorProperty: 'skipPrograms', message: 'Invalid UID `bad` for property `skipPrograms`' },
      { errorCode: 'E4014', message: 'Invalid UID `NotThere001` for property `skipPrograms`' },
    ]);
    const uid = await make('Known program', analytics([program]));
    // What was stored once does not keep the job from being changed when it is gone since.
    await sql`
      update jobconfiguration set jsonbjobparameters = jsonb_set(jsonbjobparameters, '{skipPrograms}', '["GoneProgram"]') where uid = ${uid}
    `.execute(server.db);
    expect((await send(`${PATH}/${uid}`, 'PATCH', { enabled: false })).status).toBe(200);
    const put = { ...job('Known program'), ...analytics(['GoneProgram', 'NotThere001']) };
    expect(await reports(put, 'PUT', `${PATH}/${uid}`)).toMatchObject([{ args: ['NotThere001', 'skipPrograms'] }]);
  });

  it('and the ids of the job itself', async () => {
    expect(await reports(job('Bad id', { id: 'not a uid' }))).toMatchObject([
      { errorCode: 'E4014', errorProperty: 'id' },
    ]);
    for (const executedBy of ['NotThere001', 'x'.repeat(300)])
      expect(await reports(job('Bad user', { executedBy }))).toMatchObject([
        { errorCode: 'E4014', errorProperty: 'executedBy' },
      ]);
  });
});

it('no. 32: what lacks its settings is refused, and can be switched off', async () => {
  const dashboard = { dashboard: 'NotThere001', receivers: 'NotThere001', mode: 'EXECUTOR' };
  for (const [jobType, missing, jobParameters = {}] of [
    ['DATA_SYNC', 'Remote server is not configured'],
    ['META_DATA_SYNC', 'Remote server is not configured'],
    ['SINGLE_EVENT_DATA_SYNC', 'Remote server is not configured'],
    ['TRACKED_ENTITY_DATA_SYNC', 'Remote server is not configured'],
    ['SEND_SCHEDULED_MESSAGE', 'SMS gateway configuration does not exist'],
    ['HTML_PUSH_ANALYTICS', 'EMAIL gateway configuration does not exist', dashboard],
  ] as const)
    expect(await reports(job('Lacking', { jobType, jobParameters }))).toContainEqual(
      expect.objectContaining({
        errorCode: 'E7010',
        message: `Failed to validate job runtime: \`${missing}\``,
      }),
    );
  const body = job('Sync', { jobType: 'DATA_SYNC' });
  expect(await reports(body)).toMatchObject([
    { errorCode: 'E7010', message: 'Failed to validate job runtime: `Remote server is not configured`' },
  ]);
  expect(await reports(job('SMS', { jobType: 'SEND_SCHEDULED_MESSAGE' }))).toMatchObject([
    { message: 'Failed to validate job runtime: `SMS gateway configuration does not exist`' },
  ]);
  const settings = {
    keyRemoteInstanceUrl: 'https://remote.example.org',
    keyRemoteInstanceUsername: 'sync',
    keyRemoteInstancePassword: 'Secret1!x',
  };
  expect((await send('/api/systemSettings', 'POST', settings)).status).toBe(200);
  const { json } = await send(PATH, 'POST', body);
  const { uid } = json.response;
  await send('/api/systemSettings/keyRemoteInstanceUrl', 'DELETE');
  expect(
    (await reports({ ...body, name: 'Other' }, 'PUT', `${PATH}/${uid}`)).map(({ errorCode }) => errorCode),
  ).toEqual(['E7010']);
  expect((await send(`${PATH}/${uid}`, 'PATCH', { enabled: false })).status).toBe(200);
});

it('no. 33: a job keeps the user whom it runs as, and only who may do everything changes that', async () => {
  const other = await users.make([]);
  const as = { user: scheduler.login };
  const uid = await make('Mine', {}, as);
  expect((await shown(uid)).executedBy).toBe(scheduler.uid);
  const changed = job('Mine');
  for (const [method, body] of [
    ['POST', job('Theirs', { executedBy: other.uid })],
    ['PUT', { ...changed, executedBy: other.uid }],
    ['PATCH', { executedBy: other.uid }],
  ] as const)
    expect((await send(method === 'POST' ? PATH : `${PATH}/${uid}`, method, body, as)).status, method).toBe(403);
  expect((await send(`${PATH}/${uid}`, 'PUT', changed)).status).toBe(200);
  expect((await shown(uid)).executedBy).toBe(scheduler.uid);
  // What is sent back as it was read changes nothing.
  expect((await send(`${PATH}/${uid}`, 'PUT', { ...changed, executedBy: scheduler.uid }, as)).status).toBe(200);
  expect((await send(`${PATH}/${uid}`, 'PUT', { ...changed, executedBy: other.uid })).status).toBe(200);
  expect((await shown(uid)).executedBy).toBe(other.uid);
});

it('no. 34, no. 35: messages are there at once, are never blank, and reading changes nothing', async () => {
  const started = await send('/api/dataIntegrity/summary?checks=CNO,DE', 'POST');
  const endpoint: string = started.json.response.relativeNotifierEndpoint;
  const read = async () => (await server.request(endpoint)).json;
  const first = await read();
  expect(first.length).toBeGreaterThan(0);
  expect(first.at(-1)).toMatchObject({ message: 'Queued', level: 'INFO', completed: false });
  await expect.poll(async () => (await read())[0].completed, { timeout: 20_000 }).toBe(true);
  const messages = await read();
  expect(messages.every(({ message }: { readonly message: string }) => message.trim() !== '')).toBe(true);
  expect(messages.filter(({ completed }: { readonly completed: boolean }) => completed)).toHaveLength(1);
  expect(await read()).toEqual(messages);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from orderly.job_event
    join orderly.job_run using (run_id) where job_run.uid = ${started.json.response.id}
  `.execute(server.db);
  expect(rows[0]?.count).toBe(messages.length);
});

it('pages of the history that are not there say how many runs there are', async () => {
  const uid = await make('With history');
  await send(`${PATH}/${uid}/execute`, 'POST');
  await expect.poll(async () => (await shown(uid)).lastExecutedStatus, { timeout: 20_000 }).toBe('COMPLETED');
  const { json } = await server.request(`${PATH}/${uid}/runs?page=9`);
  expect([json.pager.total, json.runs]).toEqual([1, []]);
});
