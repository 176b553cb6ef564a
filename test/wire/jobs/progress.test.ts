import { beforeAll, describe, expect, it, vi } from 'vitest';
import { send, testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

const server = testServer();
const users = makeUsers(server);
const JOBS = '/api/jobConfigurations';

let scheduler: MadeUser;
let reader: MadeUser;

beforeAll(async () => {
  scheduler = await users.make(['F_SCHEDULING_ADMIN']);
  reader = await users.make(['F_JOB_LOG_READ']);
});

let number = 0;

/** Makes a TEST job that runs by hand only. */
async function testJob(jobParameters: object): Promise<string> {
  number += 1;
  const body = { name: `Test ${number}`, jobType: 'TEST', cronExpression: `0 ${number} 3 1 1 ?`, jobParameters };
  const { status, text, json } = await server.request(JOBS, { method: 'POST', body, user: scheduler.login });
  expect(status, text).toBe(201);
  return json.response.uid;
}

const execute = async (uid: string) => {
  const { status, text } = await server.request(`${JOBS}/${uid}/execute`, { method: 'POST' });
  expect(status, text).toBe(200);
};

const get = async (path: string, user?: string) => await server.request(path, user === undefined ? {} : { user });

async function ended(uid: string) {
  await expect
    .poll(async () => (await get(`${JOBS}/${uid}`)).json.lastExecutedStatus, { timeout: 15_000 })
    .not.toBe('NOT_STARTED');
}

const process = async (uid: string) => (await get(`${JOBS}/${uid}/progress`)).json.sequence[0];

describe('the progress of a job', () => {
  it('is empty before its first run', async () => {
    const uid = await testJob({});
    const answer = await get(`${JOBS}/${uid}/progress`);
    expect([answer.status, answer.json]).toEqual([200, {}]);
    expect((await get(`${JOBS}/${uid}/progress/errors`)).json).toEqual([]);
    expect((await get(`${JOBS}/${uid}/errors`)).json).toEqual({});
  });

  it('is the tree of its stages and items', async () => {
    const uid = await testJob({ stages: 2, items: 3 });
    await execute(uid);
    await ended(uid);
    const item = (name: string) => ({ status: 'SUCCESS', description: name, onFailure: 'FAIL', complete: true });
    expect(await process(uid)).toMatchObject({
      status: 'SUCCESS',
      description: 'Test job',
      summary: 'Test job done: 2 stages',
      jobId: uid,
      userId: scheduler.uid,
      complete: true,
      stages: [1, 2].map((stage) => ({
        status: 'SUCCESS',
        description: `Stage ${stage}`,
        totalItems: 3,
        onFailure: 'FAIL',
        complete: true,
        items: [item('Item 1'), item('Item 2'), item('Item 3')],
      })),
    });
    const { startedTime, completedTime, duration } = await process(uid);
    expect(startedTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
    expect(new Date(completedTime).getTime() - new Date(startedTime).getTime()).toBe(duration);
  });

  it.each([
    ['FAIL', 'ERROR', ['ERROR'], ['SUCCESS', 'ERROR']],
    ['SKIP_STAGE', 'SUCCESS', ['ERROR', 'SUCCESS'], ['SUCCESS', 'ERROR']],
    ['SKIP_ITEM', 'SUCCESS', ['SUCCESS', 'SUCCESS'], ['SUCCESS', 'ERROR', 'SUCCESS']],
    ['SKIP_ITEM_OUTLIER', 'SUCCESS', ['SUCCESS', 'SUCCESS'], ['SUCCESS', 'ERROR', 'SUCCESS']],
  ])('shows what %s does with a failing item', async (failWithPolicy, status, stages, items) => {
    const uid = await testJob({ stages: 2, items: 3, failAtStage: 1, failAtItem: 2, failWithPolicy });
    await execute(uid);
    await ended(uid);
    const shown = await process(uid);
    const states = (list: readonly { readonly status: string }[]) => list.map((entry) => entry.status);
    expect([shown.status, states(shown.stages), states(shown.stages[0].items)]).toEqual([status, stages, items]);
    expect(shown.stages[0].items[1]).toMatchObject({ error: 'Simulated error', onFailure: failWithPolicy });
  });

  it('fails with SKIP_ITEM_OUTLIER when nothing succeeded before', async () => {
    const uid = await testJob({ items: 3, failAtStage: 1, failAtItem: 1, failWithPolicy: 'SKIP_ITEM_OUTLIER' });
    await execute(uid);
    await ended(uid);
    expect(await process(uid)).toMatchObject({ status: 'ERROR', error: 'Simulated error' });
  });

  it('is shown while the job runs, and what was open is cancelled with it', async () => {
    const uid = await testJob({ items: 2, itemDuration: 60_000 });
    await execute(uid);
    await expect
      .poll(async () => (await get(`${JOBS}/${uid}/progress`)).json.sequence?.[0].stages[0]?.items[0]?.status)
      .toBe('RUNNING');
    expect(await process(uid)).toMatchObject({ status: 'RUNNING', complete: false });
    const running = await get('/api/scheduling/running');
    expect(running.json.TEST).toMatchObject([{ jobId: uid, status: 'RUNNING', stages: ['Stage 1 [0/2]'] }]);
    expect((await get('/api/scheduling/running/types')).json).toEqual(['TEST']);
    expect((await get('/api/scheduling/running/test')).json.sequence[0].jobId).toBe(uid);
    const cancel = await server.request('/api/scheduling/cancel/test', { method: 'POST' });
    expect([cancel.status, cancel.headers.get('x-job-cancelled')]).toEqual([204, 'true']);
    await ended(uid);
    const shown = await process(uid);
    expect(shown).toMatchObject({ status: 'CANCELLED', stages: [{ status: 'CANCELLED' }] });
    expect(shown.stages[0].items[0]).toMatchObject({ status: 'CANCELLED', complete: true });
    expect((await get('/api/scheduling/running')).json).toEqual({});
    expect((await get('/api/scheduling/completed')).json.TEST[0]).toMatchObject({ jobId: uid, status: 'CANCELLED' });
  });

  it('stays small however much there is (scheduling.md §14 no. 18)', async () => {
    const uid = await testJob({ stages: 12, items: 300 });
    await execute(uid);
    await ended(uid);
    const answer = await get(`${JOBS}/${uid}/progress`);
    expect(answer.text.length).toBeLessThan(1_000_000);
    const { stages } = answer.json.sequence[0];
    for (const { items, foldedItems, totalItems } of stages) {
      expect(items.length + foldedItems.succeeded).toBe(totalItems);
    }
    expect(stages.flatMap(({ items }: { items: unknown[] }) => items).length).toBeLessThanOrEqual(600);
  });

  it('is for those who may read logs and for whom it runs as', async () => {
    const uid = await testJob({});
    const nobody = await users.make([]);
    for (const path of ['progress', 'progress/errors', 'progress/stream', 'errors']) {
      const refused = await get(`${JOBS}/${uid}/${path}`, nobody.login);
      expect([refused.status, refused.json.errorCode]).toEqual([403, 'E1006']);
      expect((await get(`${JOBS}/${uid}/${path}`, scheduler.login)).status).toBe(200);
      expect((await get(`${JOBS}/${uid}/${path}`, reader.login)).status).toBe(200);
      const unknown = await get(`${JOBS}/abcdefghijk/${path}`);
      expect([unknown.status, unknown.json.errorCode]).toEqual([404, 'E1005']);
    }
    expect((await get(`${JOBS}/errors`, nobody.login)).status).toBe(403);
  });
});

describe('/api/scheduling', () => {
  it('refuses types that there are not', async () => {
    for (const path of ['running/NONSENSE', 'completed/NONSENSE']) {
      expect((await get(`/api/scheduling/${path}`)).status).toBe(400);
    }
    expect((await server.request('/api/scheduling/cancel/NONSENSE', { method: 'POST' })).status).toBe(400);
  });

  it('cancels nothing without a word, and for nobody without a right', async () => {
    const nothing = await server.request('/api/scheduling/cancel/ANALYTICS_TABLE', { method: 'POST' });
    expect([nothing.status, nothing.headers.get('x-job-cancelled')]).toEqual([204, 'false']);
    const refused = await server.request('/api/scheduling/cancel/TEST', { method: 'POST', user: reader.login });
    expect(refused.status).toBe(403);
    expect((await get('/api/scheduling/completed/meta_data_sync')).json).toEqual({});
  });
});

/** Reads server-sent events until the stream ends. */
async function events(path: string): Promise<readonly { readonly event: string; readonly data: unknown }[]> {
  const { status, headers, text } = await send(`${server.url}${path}`, { headers: { accept: 'text/event-stream' } });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream;charset=UTF-8']);
  return text
    .split('\n\n')
    .filter((frame) => frame !== '' && !frame.startsWith(':'))
    .map((frame) => {
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(frame) ?? [];
      return { event, data: JSON.parse(data) };
    });
}

const open = async (uid: string, signal?: AbortSignal) => {
  const response = await fetch(`${server.url}${JOBS}/${uid}/progress/stream`, {
    headers: { authorization: `Basic ${Buffer.from('admin:district').toString('base64')}` },
    ...(signal && { signal }),
  });
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('event: notification');
};

describe('the live progress', () => {
  it('tells messages and stages as they come, and ends with the run', async () => {
    const uid = await testJob({ stages: 2, items: 3, itemDuration: 300 });
    await execute(uid);
    const told = await events(`${JOBS}/${uid}/progress/stream`);
    const messages = told
      .filter(({ event }) => event === 'notification')
      .map(({ data }) => (data as { message: string }).message);
    expect(messages[0]).toBe('Queued');
    expect(messages.at(-1)).toBe('Test job done: 2 stages');
    expect(new Set(messages).size).toBe(messages.length);
    const last = told.at(-1);
    expect(last?.event).toBe('end');
    expect(last?.data).toMatchObject({ sequence: [{ status: 'SUCCESS', complete: true }] });
    const between = told.filter(({ event }) => event === 'progress').map(({ data }) => JSON.stringify(data));
    expect(between.some((document) => document.includes('"RUNNING"') && document.includes('Stage 2'))).toBe(true);
  });

  it('tells the last run once when nothing runs, and nothing of a job that never ran', async () => {
    const uid = await testJob({});
    expect(await events(`${JOBS}/${uid}/progress/stream`)).toEqual([{ event: 'end', data: {} }]);
    await execute(uid);
    await ended(uid);
    const told = await events(`${JOBS}/${uid}/progress/stream`);
    expect(told.at(-1)).toMatchObject({ event: 'end', data: { sequence: [{ status: 'SUCCESS' }] } });
  });

  it('ends when its reader goes away', async () => {
    const { jobs } = server.services;
    const watch = jobs.watch.bind(jobs);
    let left = 0;
    vi.spyOn(jobs, 'watch').mockImplementationOnce((listener) => {
      const unwatch = watch(listener);
      return () => {
        left += 1;
        unwatch();
      };
    });
    const uid = await testJob({ waitMillis: 60_000 });
    await execute(uid);
    const leaving = new AbortController();
    await open(uid, leaving.signal);
    expect(left).toBe(0);
    leaving.abort();
    await expect.poll(() => left).toBe(1);
    await server.request(`${JOBS}/${uid}/cancel`, { method: 'POST' });
    await ended(uid);
  });
});

describe('a job that runs once', () => {
  const importJob = async () => {
    const body = {
      dataElements: [{ id: 'notAuid', name: 'No short name' }],
      constants: [{ name: 'Half', shortName: 'Half', value: 0.5 }],
    };
    const started = await server.request('/api/metadata?async=true', { method: 'POST', body });
    expect(started.status, started.text).toBe(200);
    const uid: string = started.json.response.id;
    await ended(uid);
    return uid;
  };

  it('is a full job, listed after the scheduled ones, and says what was wrong with the data', async () => {
    const scheduled = await testJob({});
    const uid = await importJob();
    const shown = (await get(`${JOBS}/${uid}`)).json;
    expect(shown).toMatchObject({
      id: uid,
      jobType: 'METADATA_IMPORT',
      schedulingType: 'ONCE_ASAP',
      enabled: false,
      jobStatus: 'DISABLED',
      configurable: false,
    });
    expect(shown.errorCodes).toMatch(/E4000/);
    expect([shown.cronExpression, shown.delay]).toEqual([undefined, undefined]);
    const listed = (await get(`${JOBS}?paging=false&fields=id`)).json.jobConfigurations.map(
      ({ id }: { id: string }) => id,
    );
    expect(listed.indexOf(uid)).toBeGreaterThan(listed.indexOf(scheduled));
    expect((await get('/api/scheduler')).text).not.toContain(uid);
    const { errors, ...entry } = (await get(`${JOBS}/${uid}/errors?includeInput=true`)).json;
    expect(entry).toMatchObject({
      id: uid,
      type: 'METADATA_IMPORT',
      user: 'M5zQapPyTZI',
      codes: 'ErrorCode',
      file: uid,
      filetype: 'application/json',
      input: { constants: [{ name: 'Half' }] },
    });
    const missing = errors.find(({ code }: { code: string }) => code === 'E4000');
    expect(missing).toMatchObject({
      type: 'DataElement',
      message: expect.stringContaining('Missing required property'),
    });
    expect((await get(`${JOBS}/${uid}/progress`)).json.errors[missing.id].E4000).toContainEqual(
      expect.objectContaining({ code: 'E4000', id: missing.id, args: missing.args }),
    );
    expect((await get(`${JOBS}/${uid}/progress/errors`)).json).toContainEqual(
      expect.objectContaining({ code: 'E4000', type: 'DataElement' }),
    );
  });

  it.each([
    ['code=E4000', true],
    ['code=E9999', false],
    ['code=E9999&code=E4000', true],
    ['type=metadata_import', true],
    ['type=TEST', false],
    ['user=M5zQapPyTZI', true],
    ['user=abcdefghijk', false],
    ['from=2000-01-01&to=2100-01-01', true],
    ['to=2000-01-01T00:00:00', false],
    ['object=abcdefghijk', false],
  ])('is found among errors by %s: %s', async (query, found) => {
    const uid = await importJob();
    const { status, json } = await get(`${JOBS}/errors?${query}`, reader.login);
    expect(status).toBe(200);
    expect(json.some(({ id }: { id: string }) => id === uid)).toBe(found);
  });

  it('refuses dates that are none', async () => {
    expect((await get(`${JOBS}/errors?from=yesterday`)).status).toBe(400);
  });

  it('runs no second time, cannot be changed, and goes from the list but not from the history', async () => {
    const uid = await importJob();
    const act = (path: string, method = 'POST', body?: unknown) =>
      server.request(`${JOBS}/${uid}${path}`, { method, ...(body !== undefined && { body }) });
    const again = await act('/execute');
    expect([again.status, again.json.message]).toEqual([409, 'Job did already run once.']);
    for (const refused of [await act('', 'PUT', { name: 'X' }), await act('/enable'), await act('', 'PATCH', [])]) {
      expect([refused.status, refused.json.errorCode]).toEqual([409, 'E1004']);
    }
    const nothing = await act('/cancel');
    expect([nothing.status, nothing.headers.get('x-job-cancelled')]).toEqual([204, 'false']);
    expect((await act('', 'DELETE')).status).toBe(200);
    expect((await get(`${JOBS}/${uid}`)).status).toBe(404);
    expect((await get(`/api/system/tasks/METADATA_IMPORT/${uid}`)).json.length).toBeGreaterThan(1);
  });

  it('is taken off the list by clean, some minutes after its end', async () => {
    const uid = await importJob();
    const clean = (minutes: string, user = 'admin:district') =>
      server.request(`${JOBS}/clean?minutes=${minutes}`, { method: 'POST', user });
    expect((await clean('1')).status).toBe(204);
    expect((await get(`${JOBS}/${uid}`)).status).toBe(200);
    expect((await clean('x')).status).toBe(400);
    expect((await clean('1', reader.login)).status).toBe(403);
  });
});

describe('revert', () => {
  const revert = (uid: string, user = 'admin:district') =>
    server.request(`${JOBS}/${uid}/revert`, { method: 'POST', user });

  it('is for jobs that run on a server that is silent', async () => {
    const uid = await testJob({ waitMillis: 60_000 });
    const idle = await revert(uid);
    expect([idle.status, idle.json.message]).toEqual([409, 'Job is not running']);
    await execute(uid);
    await expect.poll(async () => (await get(`${JOBS}/${uid}`)).json.jobStatus).toBe('RUNNING');
    const alive = await revert(uid);
    expect([alive.status, alive.json.message]).toEqual([409, 'Failed to transition job from RUNNING state']);
    expect((await revert(uid, reader.login)).status).toBe(403);
    expect((await revert('abcdefghijk')).status).toBe(404);
    await server.request(`${JOBS}/${uid}/cancel`, { method: 'POST' });
    await ended(uid);
  });
});

describe('an open stream', () => {
  it('does not keep the server from stopping', async () => {
    const uid = await testJob({ waitMillis: 60_000 });
    await execute(uid);
    // Left open: at the end of this file the server stops, and would wait for it until the test run gives up.
    await open(uid);
    await expect.poll(async () => (await get(`${JOBS}/${uid}`)).json.jobStatus).toBe('RUNNING');
  });
});
