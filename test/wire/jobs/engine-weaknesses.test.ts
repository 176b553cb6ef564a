import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';

/** Weaknesses of the peer's scheduler that are not to be ours, as clients see them, by their numbers in the contract (scheduling.md §14). */
const server = testServer({ demo: true });
const PATH = '/api/jobConfigurations';

let minute = 0;
const send = (path: string, method: string, body?: unknown) =>
  server.request(path, { method, ...(body !== undefined && { body }) });
const job = (name: string, rest: object = {}) => {
  minute += 1;
  return { name, jobType: 'TEST', cronExpression: `0 ${minute} 4 ? * MON`, ...rest };
};
async function make(name: string, rest: object = {}): Promise<string> {
  const { status, json, text } = await send(PATH, 'POST', job(name, rest));
  expect(status, text).toBe(201);
  return json.response.uid;
}
const shown = async (uid: string) => (await server.request(`${PATH}/${uid}`)).json;
const runsOf = async (uid: string) => (await server.request(`${PATH}/${uid}/runs`)).json.runs;
const patient = { timeout: 15_000 };

it('no. 3: a run that was interrupted is told apart in the history, and failed for clients that do not know the word', async () => {
  const uid = await make('Interrupted');
  await sql`
    insert into orderly.job_run (uid, type, name, configuration, trigger, state, exclusive, started_at, finished_at, interrupted, message)
    values ('interrupt01', 'TEST', 'Interrupted', ${uid}, 'schedule', 'failed', '{}', now(), now(), true, 'The server stopped')
  `.execute(server.db);
  expect(await runsOf(uid)).toMatchObject([{ outcome: 'INTERRUPTED', state: 'failed', message: 'The server stopped' }]);
  expect((await shown(uid)).lastExecutedStatus).toBe('FAILED');
});

it('no. 4: every run stays in the history, with its server, its times and how it ended', async () => {
  const uid = await make('Often', { jobParameters: { failAtStage: 1, failWithMessage: 'Out of ink' } });
  for (const count of [1, 2]) {
    await send(`${PATH}/${uid}/execute`, 'POST');
    await expect
      .poll(async () => (await runsOf(uid)).filter(({ outcome }: { outcome?: string }) => outcome).length, patient)
      .toBe(count);
  }
  for (const run of await runsOf(uid)) {
    expect(run).toMatchObject({ outcome: 'FAILED', message: 'Out of ink', trigger: 'request', attempt: 1 });
    for (const time of ['due', 'queued', 'started', 'finished'])
      expect(run[time]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{12}$/);
    expect(run.node).toEqual(expect.any(String));
  }
});

it('no. 7: a job that was disabled for long runs again as soon as it is enabled', async () => {
  const uid = await make('Off and on', { cronExpression: '* * * * * *', enabled: false });
  // As housekeeping leaves it after a while.
  await sql`update jobconfiguration set jobstatus = 'DISABLED' where uid = ${uid}`.execute(server.db);
  expect((await send(`${PATH}/${uid}/enable`, 'POST')).status).toBe(204);
  await expect.poll(async () => (await runsOf(uid)).length, patient).toBeGreaterThan(0);
  await send(`${PATH}/${uid}/disable`, 'POST');
});

it('no. 13: what builds the same tables holds the same resource', () => {
  const types = server.services.jobs
    .types()
    .filter(({ type }) => /^(RESOURCE|ANALYTICS|CONTINUOUS_ANALYTICS)_TABLE$/.test(type));
  expect(types.length).toBeGreaterThanOrEqual(2);
  const [first, ...others] = types.map(({ exclusive = [] }) => (typeof exclusive === 'function' ? [] : exclusive));
  for (const resources of others) expect(resources.filter((name) => first?.includes(name))).not.toEqual([]);
});

it('no. 14: a cancel is there at once, and not only at the next word of the job', async () => {
  const uid = await make('Silent for long', { jobParameters: { waitMillis: 600_000 } });
  await send(`${PATH}/${uid}/execute`, 'POST');
  await expect.poll(async () => (await shown(uid)).jobStatus, patient).toBe('RUNNING');
  expect((await send(`${PATH}/${uid}/cancel`, 'POST')).headers.get('x-job-cancelled')).toBe('true');
  await expect.poll(async () => (await shown(uid)).lastExecutedStatus, patient).toBe('STOPPED');
});

it('no. 17: a job that runs once and is cancelled before it starts has ended then', async () => {
  const uid = await make('Once', { cronExpression: undefined, schedulingType: 'ONCE_ASAP' });
  // Two runs of one job never overlap, so that the second waits.
  await sql`
    insert into orderly.job_run (uid, type, name, configuration, trigger, exclusive, due_at)
    values ('waitingRun1', 'TEST', 'Once', ${uid}, 'request', '{}', now() + interval '1 hour')
  `.execute(server.db);
  expect((await send(`${PATH}/${uid}/cancel`, 'POST')).headers.get('x-job-cancelled')).toBe('true');
  const after = await shown(uid);
  expect(after).toMatchObject({ enabled: false, jobStatus: 'DISABLED', lastExecutedStatus: 'STOPPED' });
  expect(after.lastFinished).toBeDefined();
  const again = await send(`${PATH}/${uid}/execute`, 'POST');
  expect([again.status, again.json.message]).toEqual([409, 'Job did already run once.']);
});

describe('no. 21: what becomes of missed times', () => {
  it('can be said of every job, and is kept', async () => {
    const uid = await make('Careful', { misfirePolicy: 'skip' });
    expect((await shown(uid)).misfirePolicy).toBe('skip');
    expect((await send(`${PATH}/${uid}`, 'PUT', job('Careful'))).status).toBe(200);
    expect((await shown(uid)).misfirePolicy).toBe('skip');
    expect((await send(`${PATH}/${uid}`, 'PATCH', { misfirePolicy: 'ONCE' })).status).toBe(200);
    expect((await shown(uid)).misfirePolicy).toBe('once');
    const unknown = await send(`${PATH}/${uid}`, 'PATCH', { misfirePolicy: 'twice' });
    expect([unknown.status, unknown.json.response.errorReports[0].errorCode]).toEqual([409, 'E4027']);
    expect((await shown(await make('Carefree'))).misfirePolicy).toBe('once');
  });

  it('leaves a trace in its history, and none among its last runs and the tasks', async () => {
    const uid = await make('Careful too', { misfirePolicy: 'skip' });
    await sql`update orderly.job_schedule set due_at = now() - interval '10 minutes' where job_uid = ${uid}`.execute(
      server.db,
    );
    await expect
      .poll(async () => await runsOf(uid), patient)
      .toMatchObject([{ outcome: 'SKIPPED', state: 'skipped', trigger: 'schedule' }]);
    const { lastExecuted, lastFinished, lastExecutedStatus, nextExecutionTime } = await shown(uid);
    expect([lastExecuted, lastFinished, lastExecutedStatus]).toEqual([undefined, undefined, 'NOT_STARTED']);
    expect(new Date(nextExecutionTime).getTime()).toBeGreaterThan(Date.now());
    const [{ id }] = await runsOf(uid);
    expect((await server.request('/api/system/tasks/TEST')).json[id]).toBeUndefined();
  });
});

it.each([
  [{ cronExpression: undefined, delay: 0 }, 'E4008'],
  [{ cronExpression: undefined, delay: -5 }, 'E4008'],
  [{ cronExpression: '0 0 0 31 4 ?' }, 'E7005'],
  [{ cronExpression: '0 0 0 ? * 1#6' }, 'E7005'],
])('no. 22: what would never run is refused: %j', async (schedule, code) => {
  const { status, json } = await send(PATH, 'POST', job('Never', schedule));
  expect([status, json.response.errorReports[0].errorCode]).toEqual([409, code]);
});

describe('a queue', () => {
  const queue = '/api/scheduler/queues/Night';

  it('no. 28: has every job once', async () => {
    const [one, two] = [await make('One'), await make('Two')];
    const { status, json } = await send(queue, 'POST', { cronExpression: '0 0 2 ? * *', sequence: [one, two, one] });
    expect([status, json.message]).toEqual([409, `Job \`${one}\` is listed more than once.`]);
    expect((await server.request('/api/scheduler/queues')).json).toEqual([]);
  });

  it('no. 29: has a member that can be run by hand, once, and stays as it is', async () => {
    const [first, second] = [await make('First'), await make('Second')];
    expect((await send(queue, 'POST', { cronExpression: '0 0 2 ? * *', sequence: [first, second] })).status).toBe(201);
    await send(`${PATH}/${second}/execute`, 'POST');
    await expect.poll(async () => (await shown(second)).lastExecutedStatus, patient).toBe('COMPLETED');
    expect(await shown(second)).toMatchObject({
      schedulingType: 'CRON',
      queuePosition: 1,
      jobStatus: 'SCHEDULED',
      enabled: true,
    });
    expect(await runsOf(second)).toHaveLength(1);
    expect(await runsOf(first)).toEqual([]);
  });

  it('no. 9: of which a member fails says so of those whose turn it was', async () => {
    const [failing, idle] = [
      await make('Fails', { jobParameters: { failAtStage: 1, failWithMessage: 'No' } }),
      await make('Idle'),
    ];
    await send('/api/scheduler/queues/Day', 'POST', { cronExpression: '0 0 14 ? * *', sequence: [failing, idle] });
    await send(`${PATH}/${failing}/execute`, 'POST');
    await expect
      .poll(() => runsOf(idle), patient)
      .toMatchObject([{ outcome: 'SKIPPED', trigger: 'queue', message: 'Not started: Fails failed: No' }]);
    const after = await shown(idle);
    expect(after.lastExecutedStatus).toBe('NOT_STARTED');
    expect(after.lastFinished).toBe(after.lastExecuted);
    expect(after.lastFinished).toBeDefined();
  });
});
