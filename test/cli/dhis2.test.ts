import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { orderlyAt } from '../support/command-line.js';
import { CREDENTIALS, type RemoteReply, testRemote } from '../support/remote.js';

const remote = testRemote();
const run = orderlyAt(() => remote.url, { ORDERLY_USER: `${CREDENTIALS.username}:${CREDENTIALS.password}` });
const folder = mkdtempSync(join(tmpdir(), 'orderly-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NOT_FOUND: RemoteReply = {
  status: 404,
  body: { httpStatusCode: 404, status: 'ERROR', message: 'HTTP 404 Not Found' },
};
const API = '/hmis/api';

/** Answers one after the other; the last one stays. */
const inTurn = (...replies: readonly RemoteReply[]) => {
  const left = [...replies];
  return () => (left.length > 1 ? left.shift() : left[0]) ?? NOT_FOUND;
};

const message = (uid: string, text: string, completed = false, level = 'INFO') => ({
  uid,
  level,
  category: 'ANALYTICS_TABLE',
  time: `2026-03-15T02:00:0${uid}.000`,
  message: text,
  completed,
});

const started = (type: string): RemoteReply => ({
  body: {
    httpStatusCode: 200,
    status: 'OK',
    response: {
      responseType: 'JobConfiguration',
      id: 'jobAnalytic',
      jobType: type,
      created: '2026-03-15T02:00:00.000',
    },
  },
});

const ended = (lastExecutedStatus: string): RemoteReply => ({
  body: { jobStatus: 'DISABLED', lastFinished: '2026-03-15T02:01:00.000', lastExecutedStatus },
});

describe('a DHIS2 without previews', () => {
  it('is never asked for one, because it would do the work', async () => {
    remote.on(`${API}/maintenance/operations`, NOT_FOUND);
    const [preview, listed] = await Promise.all([run('maintenance preview periodPruning'), run('maintenance list')]);
    expect([preview.code, preview.err]).toEqual([5, expect.stringMatching(/has no previews.*Nothing was done/)]);
    expect(listed.code).toBe(0);
    expect(listed.out).toMatch(/softDeletedEventRemoval +Remove soft deleted events/);
    expect(remote.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('does operations one after the other, until one fails', async () => {
    remote.on(`${API}/maintenance/operations`, { ...NOT_FOUND, status: 405 });
    for (const name of ['periodPruning', 'dataPruning/dataElements/fbfJHSPpUQD'])
      remote.on(`${API}/maintenance/${name}`, { status: 204 });
    remote.on(`${API}/maintenance/ouPathsUpdate`, {
      status: 409,
      body: { httpStatusCode: 409, message: 'violates a key' },
    });
    const done = await run('maintenance run periodPruning dataElementDataPruning=fbfJHSPpUQD --yes --json');
    expect(done).toMatchObject({ code: 0, json: { operations: [{ status: 'SUCCESS' }, { status: 'SUCCESS' }] } });
    const failed = await run('maintenance run periodPruning ouPathsUpdate cacheClear -y');
    expect([failed.code, failed.err]).toEqual([1, 'periodPruning: done\nviolates a key\n']);
    const asked = remote.requests.filter(({ method }) => method === 'POST').map(({ url }) => url);
    expect(asked.map((url) => url.slice(API.length))).toEqual([
      '/maintenance/periodPruning',
      '/maintenance/dataPruning/dataElements/fbfJHSPpUQD',
      '/maintenance/periodPruning',
      '/maintenance/ouPathsUpdate',
    ]);
  });

  it('has neither this operation nor that object', async () => {
    remote.on(`${API}/maintenance/operations`, NOT_FOUND);
    const lines = [
      'nothingOfTheKind',
      'dataElementDataPruning',
      'periodPruning=fbfJHSPpUQD',
      'dataElementDataPruning=../x',
    ];
    const all = await Promise.all(lines.map((line) => run(`maintenance run ${line} --yes`)));
    expect(all.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
    expect(remote.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

describe('a run that is followed', () => {
  const tasks = `${API}/system/tasks/ANALYTICS_TABLE/jobAnalytic`;
  const job = `${API}/jobConfigurations/jobAnalytic`;

  it('is told once, through a lost connection, to its end', async () => {
    const messages = ['Process started', 'Creating tables', 'Process ended'].map((text, index) =>
      message(String(index + 1), text, index === 2),
    );
    remote.on(`${API}/resourceTables/analytics`, started('ANALYTICS_TABLE'));
    remote.on(
      tasks,
      inTurn(
        // DHIS2 says of a job that still waits that it is done.
        { body: [message('0', 'Waiting', true)] },
        { body: messages.slice(0, 1) },
        { breaks: true },
        { body: messages.slice(0, 2).toReversed() },
        { body: messages.toReversed() },
      ),
    );
    remote.on(job, inTurn({ body: { jobStatus: 'SCHEDULED', lastExecutedStatus: 'NOT_STARTED' } }, ended('COMPLETED')));
    remote.on(`${API}/system/taskSummaries/ANALYTICS_TABLE/jobAnalytic`, { status: 200, body: '' });
    const { code, out, err } = await run(
      'analytics run --watch --last-years 2 --skip events,enrollments --skip outliers',
    );
    expect({ code, out }).toEqual({ code: 0, out: 'Process ended\n' });
    const lines = err.trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('2026')).map((line) => line.slice(21))).toEqual([
      'Waiting',
      'Process started',
      'Creating tables',
      'Process ended',
    ]);
    expect(err).toMatch(/broke off.*Trying again …\nConnected again\./);
    const [asked] = remote.to(`${API}/resourceTables/analytics`);
    expect([...new URL(asked?.url ?? '', 'http://x').searchParams.keys()].sort()).toEqual([
      'lastYears',
      'skipEnrollment',
      'skipEvents',
      'skipOutliers',
    ]);
  });

  it.each([
    ['FAILED', 'ERROR', /^The run failed: Out of disk space\n$/m],
    ['STOPPED', 'INFO', /^The run was cancelled: Out of disk space\n$/m],
  ])('that ends as %s is a failure', async (status, level, sentence) => {
    remote.on(`${API}/resourceTables/analytics`, started('ANALYTICS_TABLE'));
    remote.on(tasks, { body: [message('1', 'Out of disk space', true, level)] });
    remote.on(job, ended(status));
    remote.on(`${API}/system/taskSummaries/ANALYTICS_TABLE/jobAnalytic`, { status: 200, body: '' });
    const end = await run('analytics run -w');
    expect([end.code, end.out]).toEqual([1, '']);
    expect(end.err).toMatch(sentence);
  });

  it('is not mistaken for the run before it', async () => {
    const before = {
      jobType: 'ANALYTICS_TABLE',
      jobStatus: 'SCHEDULED',
      lastFinished: '2026-03-14T02:00:00.000',
      lastExecutedStatus: 'FAILED',
    };
    remote.on(
      tasks,
      inTurn({ body: [message('1', 'Of yesterday', true)] }, { body: [message('2', 'Of today', true)] }),
    );
    remote.on(job, inTurn({ body: before }, { body: before }, ended('COMPLETED')));
    remote.on(`${job}/execute`, { body: { klass: 'x', errorReports: [] } });
    remote.on(`${job}/runs`, NOT_FOUND);
    const end = await run('jobs run jobAnalytic --watch');
    expect([end.code, end.out]).toEqual([0, 'Of today\n']);
  });

  it('that nobody knows is no run', async () => {
    remote.on(tasks, { body: [] });
    remote.on(job, NOT_FOUND);
    const end = await run('tasks ANALYTICS_TABLE jobAnalytic --watch');
    expect([end.code, end.err]).toEqual([5, expect.stringMatching(/There is no run jobAnalytic/)]);
  });
});

describe('an import', () => {
  const file = join(folder, 'values.csv');
  writeFileSync(file, 'dataelement,period\n');

  const importing = (summary: object, outcome = 'COMPLETED'): void => {
    remote.on(`${API}/me`, { body: { username: 'sync' } });
    remote.on(`${API}/dataValueSets`, started('DATAVALUE_IMPORT'));
    remote.on(`${API}/system/tasks/DATAVALUE_IMPORT/jobAnalytic`, { body: [message('1', 'Import complete', true)] });
    remote.on(`${API}/jobConfigurations/jobAnalytic`, ended(outcome));
    // Some servers say that it is done before its summary is there.
    remote.on(`${API}/system/taskSummaries/DATAVALUE_IMPORT/jobAnalytic`, inTurn({ body: '' }, { body: summary }));
  };

  it('tells what was refused', async () => {
    const conflicts = [{ object: 'abc', value: 'Data element not found: `abc`', errorCode: 'E7610', indexes: [0, 4] }];
    importing({ status: 'WARNING', importCount: { imported: 3, updated: 0, ignored: 2, deleted: 0 }, conflicts });
    const end = await run(['import', 'data-values', file, '-n', '-p', 'orgUnitIdScheme=CODE', '--strategy', 'CREATE']);
    expect(end.code).toBe(1);
    expect(end.out).toBe(
      'Nothing was written; this would happen:\nCreated  3\nUpdated  0\nDeleted  0\nIgnored  2\nE7610: Data element not found: `abc` (values 0, 4)\n',
    );
    expect(end.err).toMatch(/Some of it was refused\.\n$/);
    const [asked] = remote.to(`${API}/dataValueSets`);
    expect(Object.fromEntries(new URL(asked?.url ?? '', 'http://x').searchParams)).toEqual({
      async: 'true',
      dryRun: 'true',
      importStrategy: 'CREATE',
      orgUnitIdScheme: 'CODE',
    });
    expect(asked?.body).toBe('dataelement,period\n');
  });

  it('is not begun for somebody who may not come in', async () => {
    importing({});
    remote.on(`${API}/me`, { status: 401, body: { message: 'Unauthorized' } });
    const end = await run(['import', 'data-values', file]);
    expect([end.code, remote.to(`${API}/dataValueSets`)]).toEqual([4, []]);
  });

  it('says what the server says when it fails', async () => {
    importing({ status: 'ERROR', description: 'The import process failed: no period' }, 'FAILED');
    const end = await run(['import', 'data-values', '-', '--type', 'json'], { input: '{}' });
    expect([end.code, end.err]).toEqual([
      1,
      expect.stringMatching(/The import failed: The import process failed: no period\n$/),
    ]);
  });
});

it('text of a server cannot steer the terminal', async () => {
  remote.on(`${API}/system/info`, { body: { systemName: 'A\u001b]0;title\u0007\u001b[2JB', version: '2.42.1' } });
  remote.on(`${API}/me`, { body: { username: 'sync' } });
  const { out } = await run('info');
  expect(out).toMatch(/^Version +DHIS2 2\.42\.1$/m);
  for (const steering of ['\u001b', '\u0007']) expect(out).not.toContain(steering);
});
