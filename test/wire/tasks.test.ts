import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { ANALYTICS_TABLE_TYPES } from '../../src/features/analytics-tables/index.js';
import { TASK_TYPES } from '../../src/features/tasks/index.js';
import { aggregateTables } from '../support/analytics-tables.js';
import { layout } from '../support/dhis2/layout.js';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true });

describe('starting a job', () => {
  it('answers at once with the job and where its messages are', async () => {
    const { status, json, headers } = await server.request(
      '/api/33/resourceTables/analytics?lastYears=2&skipEvents=true',
      { method: 'POST' },
    );
    expect(status).toBe(200);
    expect(headers.get('location')).toBe(`${server.url}/api/33/system/tasks/ANALYTICS_TABLE`);
    expect(json.message).toMatch(/^Initiated ANALYTICS_TABLE \(\d{13}\)$/);
    expect(json.response).toMatchObject({
      jobType: 'ANALYTICS_TABLE',
      jobStatus: 'NOT_STARTED',
      responseType: 'JobConfiguration',
      jobParameters: {
        lastYears: 2,
        skipTableTypes: ['EVENT'],
        skipPrograms: [],
        skipResourceTables: false,
        skipOutliers: false,
      },
      relativeNotifierEndpoint: `/api/system/tasks/ANALYTICS_TABLE/${json.response.id}`,
    });
    const first = await server.request(json.response.relativeNotifierEndpoint);
    expect(first.json.length).toBeGreaterThan(0);
    expect(first.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['PUT', 'POST'])('takes %s for resource tables', async (method) => {
    const { json } = await server.request('/api/resourceTables', { method });
    expect(json.response.jobType).toBe('RESOURCE_TABLE');
    expect(json.response).not.toHaveProperty('jobParameters');
  });

  it.each([
    ['lastYears=x', "Value 'x' is not valid for parameter lastYears. It should be of type Integer", 400],
    ['skipEvents=maybe', "Value 'maybe' is not valid for parameter skipEvents. It should be of type boolean", 400],
    ['lastYears=-1', 'lastYears must be from 0 to 1000, but was -1.', 409],
    // Beside a DHIS2 that has made its tables there was one.
    ...(layout
      ? []
      : [['lastYears=0', 'A full analytics table update must be run prior to a latest partition update', 409]]),
  ])('refuses %s', async (query, message, status) => {
    const answer = await server.request(`/api/resourceTables/analytics?${query}`, { method: 'POST' });
    expect([answer.status, answer.json.message]).toEqual([status, message]);
  });
});

describe('tasks', () => {
  it('shows a job on three levels, newest message first', async () => {
    const messages = await server.runJob('/api/resourceTables');
    expect(messages[0]).toMatchObject({ completed: true, level: 'INFO' });
    expect(messages.at(-1)).toMatchObject({ message: 'Queued', completed: false });
    expect(messages[0]).toMatchObject({ category: 'RESOURCE_TABLE', uid: expect.stringMatching(/^[a-zA-Z]\w{10}$/) });
    const ofType = await server.request('/api/system/tasks/resource_table?gist=true');
    const [id, gist] = Object.entries(ofType.json)[0] as [string, readonly unknown[]];
    expect(gist).toHaveLength(2);
    const all = await server.request('/api/system/tasks');
    expect(all.json.RESOURCE_TABLE[id]).toHaveLength(2);
    expect(all.json.DATA_INTEGRITY).toEqual({});
    expect((await server.request('/api/system/tasks?wrap=true')).json).toHaveLength(1);
  });

  it('knows every type of job that there is', () => {
    const types = server.services.jobs.types().map(({ type }) => type);
    expect(types.filter((type) => !TASK_TYPES.includes(type))).toEqual([]);
  });

  it('refuses what is no type and no uid', async () => {
    const type = await server.request('/api/system/tasks/NOTHING');
    expect(type.status).toBe(400);
    expect(type.json.message).toMatch(
      /^Value 'NOTHING' is not valid for path parameter jobType\. Valid values are: \[DATA_INTEGRITY, /,
    );
    const id = await server.request('/api/system/tasks/ANALYTICS_TABLE/x');
    expect(id.json.message).toBe(
      "Value 'x' is not valid for path parameter jobId. UID must be an alphanumeric string of 11 characters starting with a letter, but was: x",
    );
    expect((await server.request('/api/system/tasks/ANALYTICS_TABLE/aaaaaaaaaaa')).json).toEqual([]);
  });

  it('shows nothing of others to users without authority, and never 403', async () => {
    await server.runJob('/api/resourceTables');
    const { status, json } = await server.request('/api/system/tasks/RESOURCE_TABLE', { user: 'user004:District1!' });
    expect([status, json]).toEqual([200, {}]);
  });

  it('has a summary of what was built, and null where there is none', async () => {
    await server.runJob('/api/33/resourceTables/analytics');
    const summaries = await server.request('/api/system/taskSummaries/ANALYTICS_TABLE');
    const [id, summary] = Object.entries(summaries.json)[0] as [
      string,
      { types: readonly { type: string; status: string }[] },
    ];
    expect(summary.types.map(({ type }) => type)).toEqual(ANALYTICS_TABLE_TYPES);
    expect(new Set(summary.types.map(({ status }) => status))).toEqual(new Set(['DONE', 'SKIPPED']));
    expect((await server.request(`/api/system/taskSummaries/ANALYTICS_TABLE/${id}`)).json).toEqual(summary);
    expect((await server.request('/api/system/taskSummaries/ANALYTICS_TABLE/aaaaaaaaaaa')).text).toBe('null');
    expect((await server.request('/api/system/taskSummaries')).status).toBe(404);
  });

  it('removes what is over from the list and keeps the history', async () => {
    await server.runJob('/api/resourceTables');
    expect((await server.request('/api/system/tasks/RESOURCE_TABLE', { method: 'DELETE' })).status).toBe(204);
    expect((await server.request('/api/system/tasks/RESOURCE_TABLE')).json).toEqual({});
    const { rows } = await sql<{ kept: boolean }>`
      select count(*) > 0 as kept from orderly.job_run where type = 'RESOURCE_TABLE'
    `.execute(server.db);
    expect(rows[0]?.kept).toBe(true);
  });
});

describe('runs', () => {
  it('wait for one another when they build tables, and all end', async () => {
    const ids = await Promise.all(
      ['/api/resourceTables', aggregateTables(), '/api/resourceTables'].map(async (path) => {
        const { json } = await server.request(path, { method: 'POST' });
        return json.response.id as string;
      }),
    );
    for (;;) {
      const { rows } = await sql<{
        state: string;
      }>`select state from orderly.job_run where uid = any (${ids}::text[])`.execute(server.db);
      if (rows.every(({ state }) => state === 'done')) break;
      expect(rows.filter(({ state }) => state === 'running').length).toBeLessThanOrEqual(1);
      expect(rows.some(({ state }) => state === 'failed')).toBe(false);
      await sleep(30);
    }
  });

  it('can be cancelled, and leave nothing behind', async () => {
    const { json } = await server.request('/api/resourceTables', { method: 'POST' });
    await server.services.jobs.cancel(server.db, json.response.id);
    const endpoint: string = json.response.relativeNotifierEndpoint;
    for (;;) {
      const answer = await server.request(endpoint);
      if (answer.json[0].completed) break;
      await sleep(20);
    }
    const { rows } = await sql<{
      state: string;
    }>`select state from orderly.job_run where uid = ${json.response.id}`.execute(server.db);
    expect(['cancelled', 'done']).toContain(rows[0]?.state);
    const { rows: left } = await sql`select from pg_namespace where nspname like 'orderly_run_%'`.execute(server.db);
    expect(left).toEqual([]);
  });
});

describe('an import that ended without a summary', () => {
  /** A run that has ended stands for one of each type. */
  let uid = '';
  beforeAll(async () => {
    await server.runJob('/api/33/resourceTables');
    const { rows } = await sql<{ uid: string }>`
      select uid from orderly.job_run where finished_at is not null order by finished_at desc limit 1
    `.execute(server.db);
    uid = rows[0]?.uid ?? '';
  });

  it.each([
    ['DATAVALUE_IMPORT', 'ImportSummary'],
    ['COMPLETE_DATA_SET_REGISTRATION_IMPORT', 'ImportSummary'],
    ['EVENT_IMPORT', 'ImportSummaries'],
    ['ENROLLMENT_IMPORT', 'ImportSummaries'],
    ['TEI_IMPORT', 'ImportSummaries'],
    ['TRACKER_IMPORT_JOB', undefined],
    ['METADATA_IMPORT', 'ImportReport'],
  ])('of type %s has one that says why', async (type, responseType) => {
    await sql`
      update orderly.job_run set type = ${type}, state = 'cancelled', message = 'Cancelled by admin', summary = null where uid = ${uid}
    `.execute(server.db);
    const { json } = await server.request(`/api/system/taskSummaries/${type}/${uid}`);
    expect(json).toMatchObject({ status: 'ERROR', ...(responseType !== undefined && { responseType }) });
    expect(JSON.stringify(json)).toContain('Cancelled by admin');
  });
});
