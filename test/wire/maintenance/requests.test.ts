import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { stored } from '../../support/maintenance/least-row.js';
import { maintenanceOf } from '../../support/maintenance/requests.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const { ask, reports } = maintenanceOf(server);

const count = async (rows: ReturnType<typeof sql>): Promise<number> => {
  const { rows: found } = await sql<{ count: number }>`select count(*) as count from (${rows}) as found`.execute(
    server.db,
  );
  return found[0]?.count ?? -1;
};
const deletedValues = () => count(sql`select from datavalue where deleted`);
const deletedEvents = () => count(sql`select from event where deleted`);
const runs = () => count(sql`select from orderly.job_run where type = 'MAINTENANCE'`);
/** Has a few values and events soft-deleted again. */
const deleteSome = async (): Promise<void> => {
  await sql`
    update datavalue set deleted = true where ctid = any (array(select ctid from datavalue where not deleted limit 50))
  `.execute(server.db);
  const event = await stored(server.db, 'event');
  await sql`update ${event} set deleted = true where uid in (select uid from ${event} where not deleted limit 20)`.execute(
    server.db,
  );
};
const ended = async (endpoint: string) => {
  await expect.poll(async () => (await server.request(endpoint)).json[0]?.completed, { timeout: 20_000 }).toBe(true);
  return (await server.request(endpoint)).json;
};

describe('parameters that nobody knows', () => {
  it.each([
    '?softDeletedDataValueRemovals=true',
    '?softDeletedDataValueRemoval=true&nonsense=true',
    '?softDeletedDataValueRemoval=true&dryrun=true',
    '?softDeletedDataValueRemoval=true&DRYRUN=true',
    '?softDeletedDataValueRemoval=true&dry_run=true',
    '?softdeleteddatavalueremoval=true',
    '/softDeletedDataValueRemoval?dryrun=true',
    '/softDeletedDataValueRemoval?softDeletedEventRemoval=true',
    '/dataPruning/organisationUnits/ImspTQPwCqd?dryrun=true',
    '/dataPruning/dataElements/fbfJHSPpUQD?cascade=true',
  ])('of %s are refused by their names, and nothing is done', async (path) => {
    await deleteSome();
    const before = await Promise.all([count(sql`select from datavalue`), deletedValues(), runs()]);
    const unknown = /(\w+)=true$/.exec(path)?.[1];
    for (const method of ['POST', 'PUT']) {
      const { status, json } = await ask(path, { method });
      expect([status, json.status], path).toEqual([400, 'ERROR']);
      expect(json.message).toContain(`\`${unknown}\``);
      expect(json.message).toContain('nothing was done');
    }
    expect(await Promise.all([count(sql`select from datavalue`), deletedValues(), runs()])).toEqual(before);
  });

  it.each([
    '?softDeletedDataValueRemoval=maybe',
    '?softDeletedDataValueRemoval=true&dryRun=perhaps',
    '?softDeletedDataValueRemoval=1.5',
    '?softDeletedDataValueRemoval=true&dryRun=true&dryRun=false',
    '?softDeletedDataValueRemoval=false&softDeletedDataValueRemoval=true',
    '/softDeletedDataValueRemoval?dryRun=true&dryRun=false',
    '/softDeletedDataValueRemoval?report=often',
    '/zeroDataValueRemoval?zeroPattern=some',
  ])('nor values of known ones that mean nothing: %s', async (path) => {
    await deleteSome();
    const before = await Promise.all([deletedValues(), runs()]);
    const { status, text } = await ask(path);
    expect(status, text).toBe(400);
    expect(await Promise.all([deletedValues(), runs()])).toEqual(before);
  });

  it('a batch that asks for nothing does nothing', async () => {
    await deleteSome();
    const before = await deletedValues();
    for (const path of ['', '?softDeletedDataValueRemoval=false', '?report=false'])
      expect((await ask(path)).status).toBe(204);
    expect(await reports('')).toEqual([]);
    expect(await deletedValues()).toBe(before);
  });
});

describe('a request', () => {
  it('with async=true is answered at once, tells its progress and keeps its report', async () => {
    await deleteSome();
    const values = await deletedValues();
    expect(values).toBeGreaterThan(0);
    const started = await ask('?softDeletedDataValueRemoval=true&cacheClear=true&async=true');
    expect(started.json).toMatchObject({
      httpStatusCode: 200,
      status: 'OK',
      response: { jobType: 'MAINTENANCE', responseType: 'JobConfiguration' },
    });
    const { id, relativeNotifierEndpoint } = started.json.response;
    expect(relativeNotifierEndpoint).toMatch(new RegExp(`/system/tasks/MAINTENANCE/${id}$`));
    const [last] = await ended(relativeNotifierEndpoint);
    expect(last).toMatchObject({ level: 'INFO', category: 'MAINTENANCE' });
    expect(last.message).toContain(`softDeletedDataValueRemoval: ${values} datavalue`);
    const summary = await server.request(`/api/system/taskSummaries/MAINTENANCE/${id}`);
    expect(summary.json).toMatchObject({
      responseType: 'MaintenanceReport',
      dryRun: false,
      operations: [
        { operation: 'softDeletedDataValueRemoval', status: 'SUCCESS', counts: { datavalue: values } },
        { operation: 'cacheClear', status: 'SUCCESS' },
      ],
    });
    expect(await deletedValues()).toBe(0);
    const progress = (await server.request(`/api/scheduling/completed/MAINTENANCE`)).text;
    expect(progress).toContain('Remove soft deleted data values');
  });

  it('with async=true and dryRun=true writes nothing', async () => {
    await deleteSome();
    const values = await deletedValues();
    const { json } = await ask('/softDeletedDataValueRemoval?async=true&dryRun=true');
    await ended(json.response.relativeNotifierEndpoint);
    const summary = await server.request(`/api/system/taskSummaries/MAINTENANCE/${json.response.id}`);
    expect(summary.json).toMatchObject({ dryRun: true, operations: [{ counts: { datavalue: values } }] });
    expect(await deletedValues()).toBe(values);
  });

  it('that waited says where its report is kept', async () => {
    const answer = await ask('/softDeletedDataValueRemoval');
    expect(answer.status).toBe(204);
    const location = answer.headers.get('location') ?? '';
    const { pathname } = new URL(location, server.url);
    expect((await server.request(pathname)).json).toMatchObject({ responseType: 'MaintenanceReport' });
  });

  it('for a preview leaves no run behind', async () => {
    const before = await runs();
    expect((await ask('/softDeletedEventRemoval?dryRun=true')).status).toBe(200);
    expect(await runs()).toBe(before);
  });
});

describe('an operation of a batch that fails', () => {
  const BATCH = '?softDeletedDataValueRemoval=true&softDeletedEventRemoval=true&cacheClear=true';
  const fail = async (): Promise<void> => {
    await deleteSome();
    await sql`
      create or replace function refuse() returns trigger language plpgsql as $$ begin raise exception 'somebody keeps it'; end $$
    `.execute(server.db);
    await sql`create trigger refusing before delete on datavalue for each statement execute function refuse()`.execute(
      server.db,
    );
  };
  afterEach(async () => {
    await sql`drop trigger if exists refusing on datavalue`.execute(server.db);
  });

  it('does not stop the others; it is a conflict, with the report', async () => {
    await fail();
    const values = await deletedValues();
    const { status, json } = await ask(BATCH);
    expect(status).toBe(409);
    expect(json).toMatchObject({
      status: 'ERROR',
      message: 'softDeletedDataValueRemoval: somebody keeps it',
      response: {
        operations: [
          { operation: 'softDeletedDataValueRemoval', status: 'ERROR', message: 'somebody keeps it', counts: {} },
          { operation: 'softDeletedEventRemoval', status: 'SUCCESS' },
          { operation: 'cacheClear', status: 'SUCCESS' },
        ],
      },
    });
    expect(json.errorCode).toBeUndefined();
    expect(await deletedEvents()).toBe(0);
    expect(await deletedValues()).toBe(values);
  });

  it('is 200 with the status ERROR for who asks for a report, below any version', async () => {
    await fail();
    for (const prefix of ['', '/33', '/44']) {
      const { status, json } = await server.request(`/api${prefix}/maintenance${BATCH}&report=true`, {
        method: 'POST',
      });
      expect([status, json.status]).toEqual([200, 'ERROR']);
      expect(json.response.operations.map(({ status: one }: { readonly status: string }) => one)).toEqual([
        'ERROR',
        'SUCCESS',
        'SUCCESS',
      ]);
    }
  });

  it('stops the others if that is asked for', async () => {
    await fail();
    const events = await deletedEvents();
    expect(events).toBeGreaterThan(0);
    const done = await reports(`${BATCH}&failFast=true`);
    expect(done).toMatchObject([{ operation: 'softDeletedDataValueRemoval', status: 'ERROR' }]);
    expect((await ask(`${BATCH}&failFast=true`)).status).toBe(409);
    expect(await deletedEvents()).toBe(events);
  });

  it('is a failed run with its report when it was asked for as a job', async () => {
    await fail();
    const { json } = await ask(`${BATCH}&async=true`);
    const [last] = await ended(json.response.relativeNotifierEndpoint);
    expect(last).toMatchObject({ level: 'ERROR', message: expect.stringContaining('somebody keeps it') });
    const summary = await server.request(`/api/system/taskSummaries/MAINTENANCE/${json.response.id}`);
    expect(summary.json).toMatchObject({
      operations: [{ status: 'ERROR' }, { status: 'SUCCESS' }, { status: 'SUCCESS' }],
    });
  });

  it('by itself is a conflict, and a pruning too, of which nothing is done', async () => {
    await fail();
    const { status, json } = await ask('/softDeletedDataValueRemoval');
    expect([status, json.message]).toEqual([409, 'softDeletedDataValueRemoval: somebody keeps it']);
    const registrations = () =>
      count(sql`
      select from completedatasetregistration join organisationunit on organisationunitid = sourceid where uid = 'ImspTQPwCqd'
    `);
    await sql`
      insert into completedatasetregistration (datasetid, periodid, sourceid, attributeoptioncomboid, completed)
      select min(datasetid), (select min(periodid) from period), (select organisationunitid from organisationunit where uid = 'ImspTQPwCqd'),
        (select min(categoryoptioncomboid) from categoryoptioncombo), true
      from dataset
      on conflict do nothing
    `.execute(server.db);
    const before = await registrations();
    expect(before).toBeGreaterThan(0);
    const pruned = await ask('/dataPruning/organisationUnits/ImspTQPwCqd');
    expect([pruned.status, pruned.json.message]).toEqual([409, expect.stringContaining('somebody keeps it')]);
    expect(await registrations()).toBe(before);
  });
});
