import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dueJobs } from '../../../src/jobs/schedule-store.js';
import { golden, heldServer } from '../../support/aggregates.js';
import { testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

const server = testServer();
const jobs = heldServer(server);
const users = makeUsers(server);

const DEFINITION = '11111111-1111-4111-8111-111111111111';
const OLD_INSTANCE = '22222222-2222-4222-8222-222222222222';
const INSTANCE = '33333333-3333-4333-8333-333333333333';
const FOREIGN = '44444444-4444-4444-8444-444444444444';
const NEW_DEFINITION = '55555555-5555-4555-8555-555555555555';
const UNKNOWN = '66666666-6666-4666-8666-666666666666';

let viewer: MadeUser;

beforeAll(async () => {
  viewer = await users.make(['F_AGGREGATES_VIEW']);
  await sql`
    insert into orderly.aggregate_organization (organization_id, name, is_open) values ('sierra', 'Sierra', false)
  `.execute(server.db);
});

beforeEach(async () => {
  await jobs.clear();
  await sql`delete from orderly.roll_up`.execute(server.db);
  await sql`delete from orderly.roll_up_use`.execute(server.db);
  await sql`
    insert into orderly.roll_up (roll_up_id, organization_id, cube, name, kind, subtype, columns, states, created_at)
    values
      (${DEFINITION}, 'default', 'DATA_VALUE', 'By month', 'system_defined', 'demand_defined', '{dx,monthly,yearly}', '{n,sum_v}', '2026-01-01T00:00:00.000001Z'),
      (${NEW_DEFINITION}, 'default', 'DATA_VALUE', 'By year', 'user_defined', 'manual', '{dx,yearly}', '{n}', '2026-01-02T00:00:00Z'),
      (${FOREIGN}, 'sierra', 'DATA_VALUE', 'Foreign', 'user_defined', 'manual', '{dx}', '{n}', '2026-01-03T00:00:00Z')
  `.execute(server.db);
  await sql`
    insert into orderly.roll_up_instance (
      instance_id, roll_up_id, status, message, table_name, batch_run, created_at, started_at, ended_at
    )
    values
      (${OLD_INSTANCE}, ${DEFINITION}, 'deleted', 'Superseded', 'agg_22222222_a', null, '2026-01-01T00:00:01Z', '2026-01-01T00:00:02Z', '2026-01-01T00:00:03Z'),
      (${INSTANCE}, ${DEFINITION}, 'active', '', 'agg_33333333_b', 'run00000001', '2026-01-02T00:00:01Z', '2026-01-02T00:00:02.5Z', '2026-01-02T00:00:04.5Z')
  `.execute(server.db);
  await sql`
    insert into orderly.roll_up_part (table_name, instance_id, year, base_version, row_count, bytes, total_n, total_v, build_ms, superseded_at)
    values
      ('agg_33333333_b_2024_1', ${INSTANCE}, 2024, '1.0', 5, 8192, 5, 5, 1200, now()),
      ('agg_33333333_b_2024_2', ${INSTANCE}, 2024, '1.1', 7, 8192, 7, 7, 1000, null),
      ('agg_33333333_b_2025_1', ${INSTANCE}, 2025, '2.0', 30, 8192, 30, 30, 1032, null)
  `.execute(server.db);
  await sql`
    insert into orderly.roll_up_use (cube, day, signature, columns, states, answered_by, queries, total_ms, rows_read, last_used_at)
    values
      ('DATA_VALUE', '2026-01-02', 'a', '{dx}', '{n}', ${INSTANCE}, 4, 1, 1, '2026-01-02T01:00:00Z'),
      ('DATA_VALUE', '2026-01-03', 'a', '{dx}', '{n}', ${INSTANCE}, 3, 1, 1, '2026-01-03T01:00:00Z'),
      ('DATA_VALUE', '2026-01-03', 'b', '{dx}', '{n}', '', 9, 1, 1, '2026-01-04T01:00:00Z')
  `.execute(server.db);
});

const get = async (path: string) => {
  const { status, json } = await server.request(path);
  expect(status, JSON.stringify(json)).toBe(200);
  return json.response;
};

describe('definitions and instances', () => {
  it('are told as AtScale tells them', async () => {
    const { text } = await server.request(`/aggregates/orgId/default?definitionId=${DEFINITION}`);
    const instance = {
      id: INSTANCE,
      status: 'active',
      message: 'Normal aggregate activated',
      table_name: 'agg_33333333_b',
      table_schema: 'orderly_agg',
      stats: {
        materialization_start_time: '2026-01-02T00:00:02.500000Z',
        materialization_end_time: '2026-01-02T00:00:04.500000Z',
        build_duration: 2_000,
        number_of_rows: 37,
      },
      build_query_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      batch_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      project_id: 'analytics',
      cube_id: 'DATA_VALUE',
      definition_id: DEFINITION,
      connection_id: 'postgresql',
    };
    expect(golden(text)).toMatch(
      /^\{"status":\{"code":0,"message":"200 OK"\},"responseCreated":"<time>","response":\{"data":\[/,
    );
    expect(JSON.parse(text).response).toEqual({
      data: [
        {
          id: DEFINITION,
          name: 'By month',
          type: 'system_defined',
          subtype: 'demand_defined',
          incremental: true,
          organization_id: 'default',
          project_id: 'analytics',
          project_caption: 'Analytics',
          cube_id: 'DATA_VALUE',
          cube_name: 'DATA_VALUE',
          cube_caption: 'Aggregate data values',
          connection_id: 'postgresql',
          system_defined_with_distinct_count: false,
          promoted: false,
          distribution: { distribution_keys: [], bucket_count: null },
          partitions: [{ name: 'year' }],
          indexes: { index_columns: [] },
          attributes: [
            { name: 'dx', type: 'dimension', partitioned: false },
            { name: 'monthly', type: 'dimension', partitioned: false },
            { name: 'yearly', type: 'dimension', partitioned: false },
            { name: 'n', type: 'measure', partitioned: false },
            { name: 'sum_v', type: 'measure', partitioned: false },
          ],
          stats: {
            created_at: '2026-01-01T00:00:00.000001Z',
            average_build_duration: 1_500,
            query_utilization: 7,
            most_recent_query: '2026-01-03T01:00:00.000000Z',
          },
          latest_instance: instance,
          active_instance: instance,
          blocked: false,
        },
      ],
      limit: 10,
      offset: 0,
      force_pull: false,
      total: 1,
    });
    const instances = await get('/api/1.0/aggregates/orgId/default/instances?status=active');
    expect(instances).toEqual({ data: [instance], limit: 10, offset: 0, force_pull: false, total: 1 });
    expect((await get(`/aggregates/orgId/default/instances?batchId=${instances.data[0].batch_id}`)).total).toBe(1);
  });

  it('are paged and filtered', async () => {
    const names = async (query: string) => {
      const { data, total } = await get(`/aggregates/orgId/default?${query}`);
      return [data.map(({ name }: { name: string }) => name), total];
    };
    expect(await names('')).toEqual([['By year', 'By month'], 2]);
    expect(await names('limit=1&offset=1')).toEqual([['By month'], 2]);
    expect(await names('status=active')).toEqual([['By month'], 1]);
    expect(await names('status=pending')).toEqual([['By year'], 1]);
    expect(await names('status=invalid')).toEqual([[], 0]);
    expect(await names('subtype=manual&projectId=analytics&cubeId=DATA_VALUE&limit=200')).toEqual([['By year'], 1]);
    expect(await names(`id=${FOREIGN}`)).toEqual([[], 0]);
    const tables = async (query: string) => {
      const { data } = await get(`/aggregates/orgId/default/instances?${query}`);
      return data.map(({ table_name }: { table_name: string }) => table_name);
    };
    expect(await tables(`definitionId=${DEFINITION}`)).toEqual(['agg_33333333_b', 'agg_22222222_a']);
    expect(await tables('status=deleted')).toEqual(['agg_22222222_a']);
    expect(await tables('tableName=agg_33333333_b&cubeId=DATA_VALUE&projectId=analytics')).toEqual(['agg_33333333_b']);
    expect(await tables('startTime=2026-01-02T00:00:00')).toEqual(['agg_33333333_b']);
    expect(await tables('endTime=2026-01-02T00:00:00')).toEqual(['agg_22222222_a']);
  });

  it.each([
    ['?status=deleted', 400, 'Invalid request: status must be one of active, invalid, pending'],
    ['?subtype=hinted', 400, 'Invalid request: subtype must be one of prediction_defined, demand_defined, manual'],
    ['?definitionId=1', 400, 'Invalid request: definitionId must be a UUID'],
    ['?projectId=other', 404, 'Project not found: other'],
    ['?cubeId=EVENT', 404, 'Cube not found: EVENT'],
  ])('refuse %s', async (query, code, message) => {
    const { status, json } = await server.request(`/aggregates/orgId/default${query}`);
    expect([status, json.status]).toEqual([code, { code, message }]);
  });
});

describe('blocking', () => {
  const path = (instance: string, definition = DEFINITION) =>
    `/aggregates/orgId/default/definitionId/${definition}/instanceId/${instance}`;
  const version = async () =>
    (await sql<{ version: number }>`select version from orderly.roll_up_catalogue`.execute(server.db)).rows[0]?.version;

  it('takes an instance away until it is let back', async () => {
    const before = await version();
    const blocked = await server.request(`${path(INSTANCE)}?block=true`, { method: 'DELETE' });
    expect(golden(blocked.text)).toBe(
      '{"status":{"code":0,"message":"200 OK"},"responseCreated":"<time>","response":{"deleted":true}}',
    );
    expect(await version()).toBeGreaterThan(before ?? 0);
    const [gone] = (await get(`/aggregates/orgId/default?id=${DEFINITION}`)).data;
    expect([gone.blocked, gone.active_instance, gone.latest_instance.status]).toEqual([true, null, 'deleted']);
    const again = await server.request(`${path(INSTANCE)}?block=true`, { method: 'DELETE' });
    expect(again.json.response).toEqual({ deleted: false });
    // The client of the contract sends both calls.
    const first = await server.request(`/api/1.0/aggregates/orgId/default/definitionId/${DEFINITION}?unblock=true`, {
      method: 'PUT',
    });
    expect(first.json.response).toEqual({ updated: true });
    const second = await server.request(`${path(INSTANCE)}?unblock=true`, { method: 'PUT' });
    expect([second.status, second.json.response]).toEqual([200, { updated: false }]);
    expect((await get(`/aggregates/orgId/default?id=${DEFINITION}`)).data[0].blocked).toBe(false);
  });

  it.each([
    ['DELETE', path(INSTANCE), 400, 'Invalid request: block is missing'],
    ['DELETE', `${path(INSTANCE)}?block=false`, 400, 'Invalid request: block must be true'],
    ['PUT', `${path('1')}?unblock=true`, 400, 'Invalid request: instanceId must be a UUID'],
    ['DELETE', `${path(UNKNOWN)}?block=true`, 404, `Aggregate instance not found: ${UNKNOWN}`],
    ['DELETE', `${path(INSTANCE, NEW_DEFINITION)}?block=true`, 404, `Aggregate instance not found: ${INSTANCE}`],
    ['DELETE', `${path(INSTANCE, FOREIGN)}?block=true`, 404, `Aggregate definition not found: ${FOREIGN}`],
  ])('refuses %s %s', async (method, wrong, code, message) => {
    const { status, json } = await server.request(wrong, { method });
    expect([status, json.status]).toEqual([code, { code, message }]);
    expect((await get('/aggregates/orgId/default?status=active')).total).toBe(1);
  });

  it('is not for those who may only look', async () => {
    const { status } = await server.request(`${path(INSTANCE)}?block=true`, { method: 'DELETE', user: viewer.login });
    expect(status).toBe(401);
  });
});

describe('builds', () => {
  const PATH = '/aggregate-batch/orgId/default/projectId/analytics';

  it('are asked for, once while one waits', async () => {
    const { status, text } = await server.request(`${PATH}?cubeId=DATA_VALUE&isFullBuild=true`, { method: 'POST' });
    expect(status).toBe(201);
    const batch =
      '{"id":"<id>","organizationId":"default","projectId":"analytics","cubeId":"DATA_VALUE","createDate":"<time>","startTime":null,' +
      '"endTime":null,"status":"new","isFullBuild":true,"estimateTime":0,"sumOfInstanceBuildTimes":"PT0S","batchType":"aggregate_batch"}';
    expect(golden(text)).toBe(
      `{"status":{"code":200,"message":"success"},"responseCreated":"<time>","response":{"batch":${batch},"success":true}}`,
    );
    const again = await server.request(`/api/1.0${PATH}?cubeId=DATA_VALUE&isFullBuild=true`, { method: 'POST' });
    expect(again.json.response.batch.id).toBe(JSON.parse(text).response.batch.id);
    const other = await server.request(`${PATH}?cubeId=DATA_VALUE`, { method: 'POST' });
    expect(other.json.response.batch.isFullBuild).toBe(false);
    expect((await get('/aggregate-batch/orgId/default/history?limit=1')).total).toBe(2);
  });

  it('are listed with how long they took', async () => {
    const parameters = { cube: 'DATA_VALUE', isFullBuild: false, batchType: 'materialize-pending-instances' };
    const uid = await jobs.write({
      type: 'AGGREGATE_BATCH',
      state: 'done',
      parameters,
      startedAt: '2026-01-05T09:16:04Z',
      finishedAt: '2026-01-05T09:16:08.5Z',
    });
    await jobs.write({ type: 'AGGREGATE_BATCH', state: 'running', parameters, queuedAt: '2026-01-06T00:00:00Z' });
    await sql`update orderly.roll_up_instance set batch_run = ${uid} where instance_id = ${INSTANCE}`.execute(
      server.db,
    );
    const { data, ...page } = await get('/aggregate-batch/orgId/default/history?projectId=analytics&cubeId=DATA_VALUE');
    expect(page).toEqual({ limit: 10, offset: 0, force_pull: false, total: 2 });
    expect(data).toMatchObject([
      { status: 'inprogress', estimateTime: 4_500, endTime: null },
      {
        status: 'done',
        estimateTime: 0,
        sumOfInstanceBuildTimes: 'PT3.232S',
        batchType: 'materialize-pending-instances',
      },
    ]);
    const [instance] = (await get(`/aggregates/orgId/default/instances?batchId=${data[1].id}`)).data;
    expect(instance.id).toBe(INSTANCE);
  });

  it.each([
    ['?isFullBuild=true', 400, 'Invalid request: cubeId is missing'],
    ['?cubeId=DATA_VALUE&isFullBuild=maybe', 400, 'Invalid request: isFullBuild must be true or false'],
    ['?cubeId=x', 404, 'Cube not found: x'],
  ])('refuse %s', async (query, code, message) => {
    const { status, json } = await server.request(`${PATH}${query}`, { method: 'POST' });
    expect([status, json.status]).toEqual([code, { code, message }]);
    const elsewhere = await server.request(`/aggregate-batch/orgId/default/projectId/x${query}`, { method: 'POST' });
    expect(elsewhere.status).toBe(query.startsWith('?cubeId=x') ? 404 : code);
  });
});

describe('schedules', () => {
  const PATH = '/aggregates/maintenance/scheduler/jobs/orgId';
  const DAILY = '0 0 4 ? * * *';

  it('begin with four o’clock', async () => {
    const { text } = await server.request(`${PATH}/default?active=true`);
    expect(golden(text)).toBe(
      '{"status":{"code":200,"message":"success"},"responseCreated":"<time>","response":[{"job_id":"<id>","organization_Id":"default",' +
        `"full_build":false,"time_expression":"${DAILY}","created_by_user":null,"created_at":"<time>","latest_execution":null,"path":"time-based"}]}`,
    );
    expect(await get(`${PATH}/default?active=false`)).toEqual([]);
  });

  it('are jobs of the scheduler, in UTC', async () => {
    const made = await server.request(`${PATH}/default?time_expression=${encodeURIComponent('0 30 22 ? * 2 *')}`, {
      method: 'POST',
    });
    expect([made.status, made.json.status]).toEqual([200, { code: 200, message: 'success' }]);
    expect(made.json.response).toMatchObject({ time_expression: '0 30 22 ? * MON *', created_by_user: 'admin' });
    const { rows } = await sql<{ uid: string; due: string }>`
      select job.uid, to_char(schedule.due_at at time zone 'UTC', 'Dy HH24:MI') as due
      from jobconfiguration as job
      join orderly.job_schedule as schedule on schedule.job_uid = job.uid
      where job.cronexpression = '0 30 22 ? * MON'
    `.execute(server.db);
    expect(rows).toMatchObject([{ due: 'Mon 22:30' }]);
    const job = await server.request(`/api/jobConfigurations/${rows[0]?.uid}`);
    expect(job.json).toMatchObject({
      jobType: 'AGGREGATE_MAINTENANCE',
      jobParameters: { organization: 'default' },
      enabled: true,
    });
    const list = await get(`/api/1.0${PATH}/default`);
    expect(list).toHaveLength(2);
    expect(list[1]).toEqual(made.json.response);
    const twice = await server.request(`${PATH}/default?time_expression=0+30+22+?+*+MON`, { method: 'POST' });
    expect(twice.json.status).toEqual({
      code: 400,
      message: 'Invalid request: there is a schedule with this time_expression already',
    });
    await sql`
      update orderly.job_schedule set due_at = now() where job_uid = ${rows[0]?.uid}
    `.execute(server.db);
    await expect.poll(async () => (await get('/aggregates/maintenance/orgId/default/history')).data.length).toBe(1);
    // Another one that is due does not wait beside it.
    await sql`
      update orderly.job_schedule set due_at = now()
      from jobconfiguration as job
      where job.uid = job_schedule.job_uid and job.cronexpression = '0 0 4 ? * *' and job.jsonbjobparameters ->> 'organization' = 'default'
    `.execute(server.db);
    expect(await dueJobs(server.db, ['AGGREGATE_MAINTENANCE'], 10)).toEqual([]);
    await jobs.clear();
    await expect.poll(async () => (await get('/aggregates/maintenance/orgId/default/history')).data.length).toBe(1);
    const { status } = await server.request(`/api/jobConfigurations/${rows[0]?.uid}/disable`, { method: 'POST' });
    expect(status).toBe(204);
    expect(await get(`${PATH}/default?active=false`)).toHaveLength(1);
  });

  it('tell when they ran last', async () => {
    const { rows } = await sql<{ uid: string }>`
      select uid from jobconfiguration where cronexpression = '0 0 4 ? * *' and jobtype = 'AGGREGATE_MAINTENANCE' limit 1
    `.execute(server.db);
    const uid = await jobs.write({
      state: 'done',
      startedAt: '2026-01-05T04:00:00.000001Z',
      finishedAt: '2026-01-05T04:00:01Z',
    });
    await sql`update orderly.job_run set configuration = ${rows[0]?.uid} where uid = ${uid}`.execute(server.db);
    const [schedule] = await get(`${PATH}/default?active=true`);
    const [job] = (await get('/aggregates/maintenance/orgId/default/history')).data;
    expect(schedule.latest_execution).toEqual({
      id: job.id,
      jobId: schedule.job_id,
      executedAt: '2026-01-05T04:00:00.000001Z',
    });
  });

  it.each([
    ['', 'time_expression is missing'],
    ['?time_expression=daily', 'time_expression must have six or seven fields'],
    ['?time_expression=0+0+4+?+*+*+2027', 'time_expression must be for every year: its seventh field must be *'],
  ])('refuse %j', async (query, why) => {
    const { status, json } = await server.request(`${PATH}/default${query}`, { method: 'POST' });
    expect([status, json.status.message]).toEqual([400, `Invalid request: ${why}`]);
  });
});

it('publishes one project', async () => {
  const { text } = await server.request('/projects/published/orgId/default');
  expect(golden(text)).toBe(
    '{"status":{"code":0,"message":"200 OK"},"responseCreated":"<time>","response":[{"id":"analytics","name":"analytics","caption":"Analytics",' +
      '"cubes":[{"id":"DATA_VALUE","name":"DATA_VALUE","caption":"Aggregate data values"}]}]}',
  );
});

describe('organizations', () => {
  const PATH = '/api/aggregateOrganizations';
  const put = (id: string, body: unknown) => server.request(`${PATH}/${id}`, { method: 'PUT', body });

  it('are made, changed and removed', async () => {
    const made = await put('east', { name: 'East', members: [viewer.uid] });
    expect([made.status, made.json]).toEqual([201, { id: 'east', name: 'East', isOpen: false, members: [viewer.uid] }]);
    expect((await server.request('/aggregates/orgId/east', { user: viewer.login })).status).toBe(200);
    expect(await get('/aggregates/maintenance/scheduler/jobs/orgId/east')).toMatchObject([
      { organization_Id: 'east', time_expression: '0 0 4 ? * * *' },
    ]);
    const changed = await put('east', { members: [] });
    expect([changed.status, changed.json]).toEqual([200, { id: 'east', name: 'East', isOpen: false, members: [] }]);
    expect((await server.request('/aggregates/orgId/east', { user: viewer.login })).status).toBe(404);
    const list = await server.request(PATH);
    expect(list.json.aggregateOrganizations.map(({ id }: { id: string }) => id)).toEqual(['default', 'east', 'sierra']);
    await server.request('/aggregates/maintenance/orgId/east/run-immediately', { method: 'POST' });
    const removed = await server.request(`${PATH}/east`, { method: 'DELETE' });
    expect([removed.status, removed.json.message]).toEqual([200, 'Organization east was removed.']);
    expect((await server.request('/aggregates/orgId/east')).status).toBe(404);
    const { rows } = await sql`
      select from jobconfiguration where jsonbjobparameters ->> 'organization' = 'east'
      union all select from orderly.job_run where parameters ->> 'organization' = 'east' and state = 'queued'
    `.execute(server.db);
    expect(rows).toEqual([]);
  });

  it.each(['api', 'dhis-web-login', 'aggregates', 'org', 'projects', 'aggregate-batch', '-x', 'a%20b'])(
    'are not called %s',
    async (id) => {
      const { status, json } = await put(id, { name: 'x' });
      expect([status, json.httpStatus]).toEqual([400, 'Bad Request']);
    },
  );

  it('need members that there are, and the one that all begin with', async () => {
    const unknown = await put('west', { members: ['abcdefghij1'] });
    expect([unknown.status, unknown.json.message]).toEqual([409, 'User not found: abcdefghij1']);
    const kept = await server.request(`${PATH}/default`, { method: 'DELETE' });
    expect([kept.status, kept.json.message]).toEqual([409, 'The organization default cannot be removed.']);
    expect((await server.request(`${PATH}/west`)).status).toBe(404);
    expect((await server.request(PATH, { user: viewer.login })).status).toBe(403);
  });
});

it('is in the description of the API', async () => {
  const { json } = await server.request('/api/openapi.json');
  const history = json.paths['/aggregates/maintenance/orgId/{orgId}/history'].get;
  const names = history.parameters.map(({ name }: { name: string }) => name);
  expect(names).toEqual(['limit', 'offset', 'force_pull', 'status', 'triggerType', 'startTime', 'endTime', 'orgId']);
});

describe('user-defined aggregates', () => {
  const PATH = '/org/default/project/analytics/cube/DATA_VALUE/aggregates';
  const post = (body: unknown) => server.request(PATH, { method: 'POST', body });
  const refs = (...ids: readonly string[]) => ({ 'attribute-ref': ids.map((id) => ({ id })) });

  beforeAll(async () => {
    await sql`
      create table public.analytics (
        dx character(11), co character(11), ao character(11), ou character(11), year integer, oulevel integer, "GroupSetUi1" character(11),
        uidlevel1 character(11), uidlevel2 character(11), uidlevel3 character(11), monthly text, quarterly text, yearly text, value float8
      )
    `.execute(server.db);
    await sql`
      insert into orgunitlevel (orgunitlevelid, uid, created, lastupdated, name, level)
      values (1, 'LevelUidTwo', localtimestamp, localtimestamp, 'District', 2)
    `.execute(server.db);
  });

  it('are made with all that exact answers need, and built', async () => {
    const made = await post({
      name: 'By district',
      properties: { name: 'By district', notes: 'for the dashboard' },
      attributes: refs('dx', 'monthly', 'LevelUidTwo', 'GroupSetUi1', 'SUM'),
    });
    expect(made.status, made.text).toBe(200);
    const aggregate = {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'By district',
      properties: { name: 'By district', notes: 'for the dashboard' },
      attributes: refs('GroupSetUi1', 'dx', 'monthly', 'quarterly', 'uidlevel1', 'uidlevel2', 'yearly', 'n', 'sum_v'),
      partitions: { 'partition-ref': [] },
    };
    expect(made.json).toEqual({ status: { i18n_message: 'response.ok', message: 'OK' }, response: aggregate });
    const list = await server.request(`/api/1.0${PATH}`);
    expect(list.json.status).toEqual({ i18n_message: 'response.ok', message: 'OK' });
    expect(list.json.responseCreated).toBeUndefined();
    expect(list.json.response.aggregate).toHaveLength(2);
    expect(list.json.response.aggregate).toContainEqual(aggregate);
    const [definition] = (await get(`/aggregates/orgId/default?id=${made.json.response.id}`)).data;
    expect([definition.type, definition.subtype]).toEqual(['user_defined', 'manual']);
    expect((await get('/aggregate-batch/orgId/default/history')).data).toMatchObject([
      { status: 'new', batchType: 'materialize-pending-instances' },
    ]);
  });

  it('may be what the server chose by itself', async () => {
    await sql`
      update orderly.roll_up set columns = '{dx,monthly,quarterly,yearly}' where roll_up_id = ${DEFINITION}
    `.execute(server.db);
    const taken = await post({ name: 'Mine', attributes: ['dx', 'monthly', 'sum_v'] });
    expect(taken.json.response).toMatchObject({ id: DEFINITION, name: 'Mine' });
    const twice = await post({ name: 'Mine', attributes: ['monthly', 'dx', 'SUM', 'COUNT'] });
    expect(twice.json.status.message).toBe('Invalid request: there is an aggregate with these attributes already');
  });

  it.each([
    [undefined, 'name must be a text of at most 230 characters'],
    [{ name: 'x' }, 'attributes must be a list of dimensions and measures'],
    [{ name: 'x', attributes: [] }, 'attributes must be a list of dimensions and measures'],
    [{ name: 'x', attributes: [{ name: 'dx' }] }, 'every attribute must have an id'],
    [{ name: 'x', attributes: ['ou'] }, 'attributes has no dimension, measure or data element ou'],
    [{ name: 'x', attributes: ['SUM'] }, 'attributes must have a dimension'],
    ['{', /^Invalid request: JSON parse error/],
  ])('refuse %j', async (body, why) => {
    const headers = { 'content-type': 'application/json' };
    const { status, json } = await server.request(PATH, { method: 'POST', body, headers });
    expect(status).toBe(400);
    expect(json.status.message).toEqual(
      typeof why === 'string' ? `Invalid request: ${why}` : expect.stringMatching(why),
    );
  });
});
