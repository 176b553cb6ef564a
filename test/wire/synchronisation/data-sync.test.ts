import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { type RemoteRequest, SUCCESS, testRemote } from '../../support/remote.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';

const NOW = new Date(2026, 2, 15, 10, 30);
let now = NOW;
const server = testServer({ demo: true, clock: { now: () => now } });
const jobs = jobsOf(server);
const remote = testRemote();

const VALUES = '/hmis/api/dataValueSets';
const REGISTRATIONS = '/hmis/api/completeDataSetRegistrations';
const FAILED = 'DataValueSynchronization failed. Not all pages were synchronised successfully.';

/** Lets exactly these many values, and registrations, have changed on the day. */
async function change(values: number, registrations = 0): Promise<void> {
  await sql`update datavalue set lastupdated = '2020-01-01', deleted = false where lastupdated <> '2020-01-01' or deleted`.execute(
    server.db,
  );
  await sql`
    with chosen as (
      select ctid as place, row_number() over (order by dataelementid, periodid, sourceid, categoryoptioncomboid) as n
      from datavalue order by n limit ${values}
    )
    -- three rows a second, so that places differ by the key alone too
    update datavalue set lastupdated = timestamp '2026-03-15 08:00' + make_interval(secs => (n / 3)::int), deleted = n % 10 = 0,
      comment = case when n % 4 = 0 then 'seen, "twice"' end, followup = n % 5 = 0
    from chosen where datavalue.ctid = chosen.place
  `.execute(server.db);
  await sql`update completedatasetregistration set lastupdated = '2020-01-01'`.execute(server.db);
  await sql`
    update completedatasetregistration set lastupdated = '2026-03-15 09:00'
    where ctid in (select ctid from completedatasetregistration limit ${registrations})
  `.execute(server.db);
}

const keyOf = (value: Readonly<Record<string, string>>): string =>
  [value.dataElement, value.period, value.orgUnit, value.categoryOptionCombo, value.attributeOptionCombo].join();

const sent = (requests: readonly RemoteRequest[] = remote.to(VALUES)): readonly string[] =>
  requests.flatMap(({ body }) => body.dataValues.map(keyOf));

async function changedKeys(): Promise<readonly string[]> {
  const { rows } = await sql<{ key: string }>`
    select concat_ws(',', dataelement.uid, orderly.period_iso(periodtype.name, period.startdate), unit.uid, co.uid, ao.uid) as key
    from datavalue
    join dataelement using (dataelementid) join period using (periodid) join periodtype using (periodtypeid)
    join organisationunit as unit on unit.organisationunitid = datavalue.sourceid
    join categoryoptioncombo as co on co.categoryoptioncomboid = datavalue.categoryoptioncomboid
    join categoryoptioncombo as ao on ao.categoryoptioncomboid = datavalue.attributeoptioncomboid
    where datavalue.lastupdated >= '2026-03-15'
  `.execute(server.db);
  return rows.map(({ key }) => key).sort();
}

async function lastSuccess(key = 'keyLastSuccessfulDataSynch'): Promise<string> {
  const { json } = await server.request(`/api/systemSettings/${key}`, { headers: { accept: 'application/json' } });
  return json[key];
}

const EPOCH = '1970-01-01T00:00:00.000Z';
const BEFORE = new Date(2026, 2, 15).toISOString();

beforeEach(async () => {
  now = NOW;
  await sql`delete from orderly.sync_progress`.execute(server.db);
  await configureServer(server, {
    ...remote.settings,
    keyLastSuccessfulDataSynch: BEFORE,
    keyLastCompleteDataSetRegistrationSyncSuccess: BEFORE,
    syncSkipSyncForDataChangedBefore: '',
    syncMaxAttempts: '3',
    syncMaxRemoteServerAvailabilityCheckAttempts: '2',
  });
});

describe('DATA_SYNC', () => {
  it('sends what has changed, deleted values too, page by page, each once, and then the registrations', async () => {
    await change(120, 3);
    const run = await jobs.run('DATA_SYNC', { pageSize: 50 });
    expect(run).toMatchObject({
      state: 'done',
      message:
        'SUCCESS! DataValueSynchronization job is done. SUCCESS! CompleteDataSetRegistrationSynchronization job is done.',
    });
    expect(remote.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /hmis/api/system/ping',
      ...Array(3).fill(`POST ${VALUES}`),
      `POST ${REGISTRATIONS}`,
    ]);
    expect(remote.to(VALUES).map(({ body }) => body.dataValues.length)).toEqual([50, 50, 20]);
    expect([...sent()].sort()).toEqual(await changedKeys());
    const values = remote.to(VALUES).flatMap(({ body }) => body.dataValues);
    expect(values.filter(({ deleted }) => deleted === true)).toHaveLength(12);
    expect(values[7]).toEqual({
      dataElement: expect.any(String),
      period: expect.any(String),
      orgUnit: expect.any(String),
      categoryOptionCombo: expect.any(String),
      attributeOptionCombo: expect.any(String),
      value: expect.any(String),
      storedBy: expect.any(String),
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/),
      lastUpdated: '2026-03-15T08:00:02.000',
      comment: 'seen, "twice"',
      followup: false,
    });
    const [registrations] = remote.to(REGISTRATIONS);
    expect(registrations?.body.completeDataSetRegistrations).toHaveLength(3);
    expect(registrations?.body.completeDataSetRegistrations[0]).toMatchObject({
      dataSet: expect.any(String),
      period: expect.any(String),
      organisationUnit: expect.any(String),
      attributeOptionCombo: expect.any(String),
      date: expect.any(String),
      completed: true,
    });
    expect(await lastSuccess()).toBe(NOW.toISOString());
    expect(await lastSuccess('keyLastCompleteDataSetRegistrationSyncSuccess')).toBe(NOW.toISOString());
  });

  it('sends nothing twice, and next time only what came since', async () => {
    await change(60);
    await jobs.run('DATA_SYNC', { pageSize: 50 });
    remote.requests.length = 0;
    now = new Date(2026, 2, 15, 11, 30);
    await sql`update datavalue set lastupdated = '2026-03-15 11:00' where ctid = (select ctid from datavalue limit 1)`.execute(
      server.db,
    );
    // A value of the very moment of the last success belongs to the next run.
    await sql`
      update datavalue set lastupdated = '2026-03-15 10:30' where ctid = (select ctid from datavalue order by ctid desc limit 1)
    `.execute(server.db);
    await jobs.run('DATA_SYNC');
    expect(sent()).toHaveLength(2);
    remote.requests.length = 0;
    const run = await jobs.run('DATA_SYNC');
    expect(run.message).toMatch(/^Skipping synchronization, no new or updated DataValues/);
    expect(remote.to(VALUES)).toHaveLength(0);
  });

  it('leaves out what was changed before the setting says', async () => {
    await change(60);
    await configureServer(server, { syncSkipSyncForDataChangedBefore: new Date(2026, 2, 15, 8, 0, 10).toISOString() });
    await jobs.run('DATA_SYNC');
    expect(sent()).toHaveLength(60 - 29);
  });

  it('does not move the setting over a page that is refused, goes on with the others, and sends only that page again', async () => {
    await change(200);
    let page = 0;
    remote.on(VALUES, () => {
      page += 1;
      const conflicts = [
        { object: 'abc', value: 'Data element not found or not accessible: `abc`', errorCode: 'E7610' },
      ];
      const response = {
        status: 'WARNING',
        description: 'Import process completed successfully',
        importCount: {},
        conflicts,
      };
      return page === 2 ? { status: 409, body: { httpStatusCode: 409, status: 'WARNING', response } } : SUCCESS;
    });
    const run = await jobs.run('DATA_SYNC', { pageSize: 50 });
    expect(run).toMatchObject({ state: 'failed', message: FAILED });
    expect(run.messages).toContainEqual(
      expect.objectContaining({
        level: 'WARN',
        message: expect.stringContaining('Data element not found or not accessible: `abc`'),
      }),
    );
    expect(page).toBe(4);
    expect(await lastSuccess()).toBe(BEFORE);
    const refused = sent(remote.to(VALUES).slice(1, 2));
    remote.requests.length = 0;

    now = new Date(2026, 2, 15, 11, 30);
    await sql`update datavalue set lastupdated = '2026-03-15 11:00' where ctid = (select ctid from datavalue order by ctid desc limit 1)`.execute(
      server.db,
    );
    expect(await jobs.run('DATA_SYNC', { pageSize: 50 })).toMatchObject({ state: 'done' });
    const [again, fresh] = remote.to(VALUES);
    expect(sent(again ? [again] : [])).toEqual(refused);
    expect(fresh?.body.dataValues).toHaveLength(1);
    expect(remote.to(VALUES)).toHaveLength(2);
    expect(await lastSuccess()).toBe(now.toISOString());
  });

  it('takes up where it was when the remote server died half way', async () => {
    await change(200);
    let page = 0;
    remote.on(VALUES, () => {
      page += 1;
      return page > 2 ? { breaks: true } : SUCCESS;
    });
    const run = await jobs.run('DATA_SYNC', { pageSize: 50 });
    expect(run.state).toBe('failed');
    expect(run.message).toMatch(/^The remote server http:\/\/127\.0\.0\.1:\d+\/hmis cannot be reached/);
    // Two pages, then the third three times.
    expect(page).toBe(5);
    expect(await lastSuccess()).toBe(BEFORE);
    const taken = sent(remote.to(VALUES).slice(0, 2));
    remote.requests.length = 0;

    remote.on(VALUES, SUCCESS);
    expect(await jobs.run('DATA_SYNC', { pageSize: 50 })).toMatchObject({ state: 'done' });
    expect(remote.to(VALUES)).toHaveLength(2);
    expect([...taken, ...sent()].sort()).toEqual(await changedKeys());
  });

  it('begins anew for another remote server', async () => {
    await change(100);
    let page = 0;
    remote.on(VALUES, () => {
      page += 1;
      return page > 1 ? { status: 503 } : SUCCESS;
    });
    expect(await jobs.run('DATA_SYNC', { pageSize: 50 })).toMatchObject({
      state: 'failed',
      message: 'The remote server answered /api/dataValueSets with 503.',
    });
    remote.requests.length = 0;
    await configureServer(server, { keyRemoteInstanceUrl: remote.url.replace('/hmis', '/other') });
    await jobs.run('DATA_SYNC', { pageSize: 50 });
    expect(remote.to('/other/api/dataValueSets')).toHaveLength(2);
  });

  it('passes over no value of a transaction that is still open', async () => {
    await change(1);
    await server.db.transaction().execute(async (open) => {
      await sql`update datavalue set lastupdated = '2026-03-15 10:00' where ctid = (select ctid from datavalue order by ctid desc limit 1)`.execute(
        open,
      );
      now = new Date(Date.now() + 60_000);
      await jobs.run('DATA_SYNC');
      expect(sent()).toHaveLength(1);
      // What it wrote may be as old as its beginning, and no older.
      expect(new Date(await lastSuccess()).getTime()).toBeLessThan(Date.now());
    });
  });

  it('asks a server that is away as often as the settings say, and moves nothing', async () => {
    await change(5);
    remote.on('/hmis/api/system/ping', { status: 503 });
    await configureServer(server, { syncMaxRemoteServerAvailabilityCheckAttempts: '4' });
    const run = await jobs.run('DATA_SYNC');
    expect(run).toMatchObject({
      state: 'failed',
      message: 'DataValueSynchronization failed. Remote server is unavailable.',
    });
    expect(remote.requests).toHaveLength(4);
    expect(await lastSuccess()).toBe(BEFORE);
  });

  it('asks once with a wrong password, and never repeats it', async () => {
    await configureServer(server, { keyRemoteInstancePassword: 'hunter2' });
    const run = await jobs.run('DATA_SYNC');
    expect(run.state).toBe('failed');
    expect(run.messages).toContainEqual(expect.objectContaining({ level: 'WARN', message: 'Authentication failed' }));
    expect(JSON.stringify(run)).not.toContain('hunter2');
    expect(remote.requests).toHaveLength(1);
  });

  it('gives its credentials to no other address', async () => {
    await change(1);
    remote.on(VALUES, () => ({ status: 307, headers: { location: `${remote.url}/elsewhere` } }));
    const run = await jobs.run('DATA_SYNC');
    expect(run).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('sends /api/dataValueSets on to another address'),
    });
    expect(remote.to('/hmis/elsewhere')).toHaveLength(0);
  });

  it('refuses an address with credentials inside, without showing them', async () => {
    await configureServer(server, { keyRemoteInstanceUrl: 'http://ana:hunter2@127.0.0.1:1/' });
    const run = await jobs.run('DATA_SYNC');
    expect(run.state).toBe('failed');
    expect(JSON.stringify(run)).not.toContain('hunter2');
  });

  it('tries again when the server fails for a moment', async () => {
    await change(1);
    let asked = 0;
    remote.on(VALUES, () => {
      asked += 1;
      return asked < 3 ? { status: 500, body: 'no JSON' } : SUCCESS;
    });
    expect(await jobs.run('DATA_SYNC')).toMatchObject({ state: 'done' });
    expect(asked).toBe(3);
  });

  it('ends at once when it is cancelled while the server thinks', async () => {
    await change(1);
    let answer: () => void = () => undefined;
    const after = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let asked: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      asked = resolve;
    });
    remote.on(VALUES, () => {
      asked();
      return { ...SUCCESS, after };
    });
    const running = jobs.run('DATA_SYNC');
    await arrived;
    const { rows } = await sql<{
      uid: string;
    }>`select uid from orderly.job_run where state = 'running' and type = 'DATA_SYNC'`.execute(server.db);
    await server.services.jobs.cancel(server.db, rows[0]?.uid ?? '');
    expect(await running).toMatchObject({ state: 'cancelled' });
    answer();
    expect(await lastSuccess()).toBe(BEFORE);
  });

  it('sends nothing again that was taken before it was cancelled', async () => {
    await change(150);
    let stopped: () => void = () => undefined;
    const after = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    let page = 0;
    let reached: () => void = () => undefined;
    const third = new Promise<void>((resolve) => {
      reached = resolve;
    });
    remote.on(VALUES, () => {
      page += 1;
      if (page < 3) return SUCCESS;
      reached();
      return { breaks: true, after };
    });
    const { uid } = await server.services.jobs.queue(server.db, { type: 'DATA_SYNC', parameters: { pageSize: 50 } });
    await third;
    await server.services.jobs.cancel(server.db, uid);
    expect(await jobs.ended(uid)).toMatchObject({ state: 'cancelled' });
    stopped();
    const taken = sent(remote.to(VALUES).slice(0, 2));
    remote.requests.length = 0;
    remote.on(VALUES, SUCCESS);
    await jobs.run('DATA_SYNC', { pageSize: 50 });
    expect(remote.to(VALUES)).toHaveLength(1);
    expect([...taken, ...sent()].sort()).toEqual(await changedKeys());
  });

  it('counts a registration with a conflict as refused, although the status is a success', async () => {
    await change(0, 2);
    remote.on(REGISTRATIONS, {
      body: {
        response: {
          status: 'SUCCESS',
          description: 'Import process complete.',
          importCount: { ignored: 1 },
          conflicts: [{ object: 'x', value: 'Period not valid' }],
        },
      },
    });
    expect(await jobs.run('DATA_SYNC')).toMatchObject({
      state: 'failed',
      message: 'CompleteDataSetRegistrationSynchronization failed. Not all pages were synchronised successfully.',
    });
    expect(await lastSuccess('keyLastCompleteDataSetRegistrationSyncSuccess')).toBe(BEFORE);
    expect(await lastSuccess()).toBe(NOW.toISOString());
  });
});

describe('/api/synchronization', () => {
  it('says whether the remote server is there', async () => {
    const ask = async () => (await server.request('/api/synchronization/availability')).json;
    expect(await ask()).toEqual({
      available: true,
      message: 'Authentication was successful',
      statusCode: 200,
      statusPhrase: 'OK',
    });
    await configureServer(server, { keyRemoteInstancePassword: 'wrong' });
    expect(await ask()).toEqual({
      available: false,
      message: 'Authentication failed',
      statusCode: 401,
      statusPhrase: 'Unauthorized',
    });
    await configureServer(server, { keyRemoteInstanceUrl: '' });
    expect(await ask()).toEqual({
      available: false,
      message: 'Remote server is not configured',
      statusCode: 502,
      statusPhrase: 'Bad Gateway',
    });
  });

  it('pushes data as a job', async () => {
    await change(2);
    const messages = await server.runJob('/api/synchronization/dataPush');
    expect(messages[0]).toMatchObject({ completed: true, level: 'INFO' });
    expect(sent()).toHaveLength(2);
  });

  it('pulls no metadata from addresses that the server was not told of', async () => {
    const answer = await server.request('/api/synchronization/metadataPull', {
      method: 'POST',
      body: `${remote.url}/metadata.json`,
      headers: { 'content-type': 'text/plain' },
    });
    expect(answer).toMatchObject({
      status: 409,
      json: { message: 'Provided URL is not in the remote servers allowed list' },
    });
    expect(remote.requests).toHaveLength(0);
  });
});

it('starts with everything on a server that has never been synchronized', async () => {
  await configureServer(server, { keyLastSuccessfulDataSynch: '' });
  expect(await lastSuccess()).toBe(EPOCH);
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from datavalue where lastupdated < ${'2026-03-15 10:30'}::timestamp`.execute(
    server.db,
  );
  await jobs.run('DATA_SYNC', { pageSize: 30_000 });
  expect(sent()).toHaveLength(rows[0]?.count ?? 0);
  expect(new Set(sent()).size).toBe(sent().length);
});
