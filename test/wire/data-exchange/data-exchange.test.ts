import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aggregateTables } from '../../support/analytics-tables.js';
import { DEMO_DATE } from '../../support/database.js';
import { jobsOf } from '../../support/jobs.js';
import { SUCCESS, testRemote } from '../../support/remote.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
const jobs = jobsOf(server);
const remote = testRemote();

const DX = 'fbfJHSPpUQD';
const ROOT = 'ImspTQPwCqd';
const VALUES = '/hmis/api/dataValueSets';
const TOKEN = 'd2pat_secretsecretsecret';

let admin = '';

beforeAll(async () => {
  await server.runJob(aggregateTables());
  admin = (await server.request('/api/me?fields=id')).json.id;
});

beforeEach(() => {
  remote.on(VALUES, SUCCESS);
});

const request = { name: 'Visits', dx: [DX], pe: ['2025'], ou: [ROOT], outputIdScheme: 'UID', inputIdScheme: 'UID' };
const external = (rest: object = {}) => ({
  type: 'EXTERNAL',
  api: { url: `${remote.url}/`, accessToken: TOKEN },
  request: {},
  ...rest,
});
let number = 0;

async function make(target: object, requests: readonly object[] = [request], rest: object = {}): Promise<string> {
  number += 1;
  const body = { name: `Exchange ${number}`, source: { requests }, target, ...rest };
  const { status, json, text } = await server.request('/api/aggregateDataExchanges', { method: 'POST', body });
  expect(status, text).toBe(201);
  return json.response.uid;
}

const exchange = (uid: string, user?: string) =>
  server.request(`/api/aggregateDataExchanges/${uid}/exchange`, {
    method: 'POST',
    ...(user !== undefined && { user }),
  });

const runJob = async (...dataExchangeIds: readonly string[]) => {
  const { uid } = await server.services.jobs.queue(server.db, {
    type: 'AGGREGATE_DATA_EXCHANGE',
    parameters: { dataExchangeIds },
    requestedBy: admin,
  });
  return await jobs.ended(uid);
};

async function analytics(query: string): Promise<string> {
  const { json } = await server.request(`/api/analytics?${query}`);
  return json.rows[0].at(-1);
}

describe('an exchange', () => {
  it('never shows the secrets of its target, and keeps them when they are not sent', async () => {
    const uid = await make(external({ api: { url: remote.url, username: 'sync', password: 'hunter2' } }));
    const path = `/api/aggregateDataExchanges/${uid}`;
    for (const query of ['', '?fields=*', '?fields=:owner', '?fields=target[api[password,accessToken]]'])
      expect((await server.request(`${path}${query}`)).text).not.toContain('hunter2');
    expect((await server.request('/api/metadata?aggregateDataExchanges=true')).text).not.toContain('hunter2');
    const { json } = await server.request(path);
    expect(json.target.api).toEqual({ url: remote.url, username: 'sync' });
    await server.request(path, { method: 'PUT', body: { ...json, name: `${json.name} again` } });
    await exchange(uid);
    const credentials = () =>
      Buffer.from(remote.to(VALUES).at(-1)?.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
    expect(credentials()).toBe('sync:hunter2');
    await server.request(path, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: [{ op: 'replace', path: '/code', value: `CODE_${number}` }],
    });
    await exchange(uid);
    expect(credentials()).toBe('sync:hunter2');
  });

  it('gives no secret to another address', async () => {
    const uid = await make(external({ api: { url: remote.url, username: 'sync', password: 'hunter2' } }));
    const { json } = await server.request(`/api/aggregateDataExchanges/${uid}`);
    json.target.api.url = 'http://127.0.0.1:1/elsewhere';
    const answer = await server.request(`/api/aggregateDataExchanges/${uid}`, { method: 'PUT', body: json });
    expect(answer.status).toBe(409);
    expect(answer.json.response.errorReports).toMatchObject([{ errorCode: 'E6305' }]);
  });

  it.each([
    ['E6302', { source: { requests: [] }, target: { type: 'INTERNAL' } }],
    ['E6303', { source: { requests: [{ ...request, dx: [] }] }, target: { type: 'INTERNAL' } }],
    ['E6304', { source: { requests: [request] }, target: { type: 'EXTERNAL' } }],
    [
      'E6305',
      {
        source: { requests: [request] },
        target: { type: 'EXTERNAL', api: { url: 'https://example.org', username: 'a' } },
      },
    ],
    [
      'E4004',
      { source: { requests: [request] }, target: { type: 'EXTERNAL', api: { url: 'ftp://x', accessToken: 'a' } } },
    ],
    ['E4027', { source: { requests: [request] }, target: { type: 'SIDEWAYS' } }],
  ])('is refused with %s', async (errorCode, body) => {
    const answer = await server.request('/api/aggregateDataExchanges', {
      method: 'POST',
      body: { name: 'Bad exchange', ...body },
    });
    expect(answer.status).toBe(409);
    expect(answer.json.response.errorReports).toMatchObject([{ errorCode }]);
  });
});

describe('the source of an exchange', () => {
  it('is shown as grids and as data value sets', async () => {
    const uid = await make({ type: 'INTERNAL' });
    const value = await analytics(`dimension=dx:${DX}&dimension=pe:2025&dimension=ou:${ROOT}`);
    const { json: grids } = await server.request(`/api/aggregateDataExchanges/${uid}/sourceData`);
    expect(grids).toMatchObject([
      {
        headers: [{ name: 'dx' }, { name: 'pe' }, { name: 'ou' }, { name: 'value' }],
        rows: [[DX, '2025', ROOT, value]],
      },
    ]);
    const { json: sets } = await server.request(`/api/aggregateDataExchanges/${uid}/sourceDataValueSets`);
    expect(sets).toEqual([
      {
        dataValues: [
          {
            dataElement: DX,
            period: '2025',
            orgUnit: ROOT,
            value,
            storedBy: '[aggregated]',
            comment: '[aggregated]',
            followup: false,
          },
        ],
      },
    ]);
  });

  it('is read and named by codes, names and attributes', async () => {
    await sql`update dataelement set code = 'VISITS', attributevalues = '{"AttrCodeAAA":{"value":"D-7"}}' where uid = ${DX}`.execute(
      server.db,
    );
    await sql`update organisationunit set code = 'COUNTRY' where uid = ${ROOT}`.execute(server.db);
    const uid = await make({ type: 'INTERNAL' }, [
      { ...request, dx: ['VISITS'], ou: ['COUNTRY'], inputIdScheme: 'code', outputIdScheme: 'code' },
      { ...request, outputDataElementIdScheme: 'ATTRIBUTE:AttrCodeAAA', outputOrgUnitIdScheme: 'CODE' },
    ]);
    const values = async (query = '') =>
      (await server.request(`/api/aggregateDataExchanges/${uid}/sourceDataValueSets${query}`)).json.map(
        ({ dataValues: [first] }: { dataValues: { dataElement: string; orgUnit: string }[] }) => [
          first?.dataElement,
          first?.orgUnit,
        ],
      );
    expect(await values()).toEqual([
      ['VISITS', 'COUNTRY'],
      ['D-7', 'COUNTRY'],
    ]);
    expect(await values('?outputIdScheme=UID')).toEqual([
      [DX, ROOT],
      [DX, ROOT],
    ]);
    const { json } = await server.request(`/api/aggregateDataExchanges/${uid}/sourceData`);
    expect(json[1].rows[0].slice(0, 3)).toEqual(['D-7', '2025', 'COUNTRY']);
    expect(json[1].metaData.items['D-7']).toEqual({ name: expect.any(String) });
    expect((await server.request(`/api/aggregateDataExchanges/${uid}/sourceData?outputIdScheme=NONSENSE`)).status).toBe(
      409,
    );
  });

  it('is filtered, and tells option combos apart', async () => {
    const { rows } = await sql<{ combo: string }>`
      select combo.uid as combo from dataelement
      join categorycombos_optioncombos as link on link.categorycomboid = dataelement.categorycomboid
      join categoryoptioncombo as combo on combo.categoryoptioncomboid = link.categoryoptioncomboid
      where dataelement.uid = ${DX} limit 1
    `.execute(server.db);
    const { rows: sets } = await sql<{ set: string }>`
      select groupset.uid as set from orgunitgroupset as groupset where groupset.datadimension order by groupset.orgunitgroupsetid limit 1
    `.execute(server.db);
    const set = sets[0]?.set ?? '';
    const operand = `${DX}.${rows[0]?.combo}`;
    const { json: grid } = await server.request(
      `/api/analytics?dimension=dx:${operand}&dimension=${set}&filter=pe:2025&filter=ou:${ROOT}`,
    );
    const [, group, value] = grid.rows[0];
    const uid = await make({ type: 'INTERNAL' }, [
      { ...request, dx: [operand], pe: ['2025'], filters: [{ dimension: set, items: [group] }] },
    ]);
    const { json } = await server.request(`/api/aggregateDataExchanges/${uid}/sourceDataValueSets`);
    expect(json[0].dataValues).toMatchObject([{ dataElement: DX, categoryOptionCombo: rows[0]?.combo, value }]);
  });

  it('is for those who may see the data', async () => {
    const uid = await make({ type: 'INTERNAL' }, [request], { sharing: { public: 'rw------' } });
    const { rows } = await sql<{ username: string }>`
      select userinfo.username from userinfo
      where userinfo.username <> 'admin' and not userinfo.invitation and not userinfo.disabled and userinfo.accountexpiry is null
        and not exists (
          select from userrolemembers join userroleauthorities using (userroleid)
          where userrolemembers.userid = userinfo.userinfoid and userroleauthorities.authority = 'ALL'
        )
      order by userinfo.userinfoid limit 1
    `.execute(server.db);
    const { username = '' } = rows[0] ?? {};
    const { rows: found } = await sql<{ uid: string }>`select uid from userinfo where username = ${username}`.execute(
      server.db,
    );
    await server.request(`/api/users/${found[0]?.uid}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: [{ op: 'add', path: '/password', value: 'District1!' }],
    });
    const user = `${username}:District1!`;
    expect(await server.request(`/api/aggregateDataExchanges/${uid}/sourceData`, { user })).toMatchObject({
      status: 403,
      json: { errorCode: 'E3012' },
    });
    const answer = await exchange(uid, user);
    expect(answer.json).toMatchObject({
      status: 'ERROR',
      importSummaries: [
        {
          description: expect.stringMatching(/^User has no data write access for AggregateDataExchange: Exchange \d+$/),
        },
      ],
    });
  });
});

describe('an external exchange', () => {
  it('sends the values with the token, and says how the target is to read them', async () => {
    const uid = await make(
      external({
        request: { idScheme: 'CODE', orgUnitIdScheme: 'UID', dryRun: true, importStrategy: 'UPDATE', skipAudit: true },
      }),
    );
    const value = await analytics(`dimension=dx:${DX}&dimension=pe:2025&dimension=ou:${ROOT}`);
    const answer = await exchange(uid);
    expect(answer).toMatchObject({
      status: 200,
      json: {
        responseType: 'ImportSummaries',
        status: 'SUCCESS',
        imported: 1,
        updated: 0,
        deleted: 0,
        ignored: 0,
        total: 1,
      },
    });
    expect(remote.requests).toEqual([
      {
        method: 'POST',
        url: `${VALUES}?idScheme=CODE&importStrategy=UPDATE&skipAudit=true&dryRun=true`,
        authorization: `ApiToken ${TOKEN}`,
        body: {
          dataValues: [
            {
              dataElement: DX,
              period: '2025',
              orgUnit: ROOT,
              value,
              storedBy: '[aggregated]',
              comment: '[aggregated]',
              followup: false,
            },
          ],
        },
      },
    ]);
  });

  it('says what the target refuses', async () => {
    const conflicts = [
      { object: DX, value: `Data element not found or not accessible: \`${DX}\``, errorCode: 'E7610' },
    ];
    remote.on(VALUES, {
      status: 409,
      body: {
        status: 'WARNING',
        response: {
          status: 'WARNING',
          description: 'Done',
          importCount: { imported: 0, updated: 0, ignored: 1, deleted: 0 },
          conflicts,
        },
      },
    });
    const { json } = await exchange(await make(external()));
    expect(json).toMatchObject({ status: 'WARNING', ignored: 1, importSummaries: [{ status: 'WARNING', conflicts }] });
  });

  it.each([
    [{ status: 401 }, "Data import to target instance failed with status: '401'"],
    [{ status: 404, body: 'nothing here' }, "Data import to target instance failed with status: '404'"],
    [
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      "Data import to target instance failed with status: '302'",
    ],
    [{ breaks: true }, 'cannot be reached'],
    [{ status: 200, body: 'no JSON' }, 'The remote server answered 200'],
  ])('turns %j into an error', async (reply, description) => {
    remote.on(VALUES, reply);
    const { status, json } = await exchange(await make(external()));
    expect(status).toBe(200);
    expect(json).toMatchObject({
      status: 'ERROR',
      importSummaries: [{ description: expect.stringContaining(description) }],
    });
    expect(JSON.stringify(json)).not.toContain(TOKEN);
  });

  it('sends nothing when there is nothing', async () => {
    const { json } = await exchange(await make(external(), [{ ...request, pe: ['1990'] }]));
    expect(json).toMatchObject({ status: 'SUCCESS', total: 0 });
    expect(remote.requests).toEqual([]);
  });

  it('says what is wrong with a request, and does the others', async () => {
    const uid = await make(external(), [{ ...request, dx: ['nonsense123'] }, request]);
    const { json } = await exchange(uid);
    expect(json).toMatchObject({
      status: 'ERROR',
      imported: 1,
      importSummaries: [{ status: 'ERROR' }, { status: 'SUCCESS' }],
    });
  });
});

describe('an internal exchange', () => {
  const stored = async (dx: string) => {
    const { rows } = await sql<{ value: string; comment: string; deleted: boolean }>`
      select datavalue.value, datavalue.comment, datavalue.deleted from datavalue
      join dataelement using (dataelementid) join period using (periodid) join periodtype using (periodtypeid)
      join organisationunit as unit on unit.organisationunitid = datavalue.sourceid
      where dataelement.uid = ${dx} and unit.uid = ${ROOT} and periodtype.name = 'Yearly' and period.startdate = '2025-01-01'
    `.execute(server.db);
    return rows;
  };
  const copyTo = (code: string, rest: object = {}) =>
    make(
      { type: 'INTERNAL', request: { dataElementIdScheme: 'CODE', ...rest } },
      [{ ...request, outputDataElementIdScheme: 'ATTRIBUTE:AttrTargetA' }],
      { code },
    );
  let target = '';

  beforeAll(async () => {
    const { rows } = await sql<{ uid: string }>`
      select uid from dataelement where uid <> ${DX} and valuetype = 'NUMBER' and domaintype = 'AGGREGATE'
      union all select uid from dataelement where uid <> ${DX} and valuetype like 'INTEGER%' and domaintype = 'AGGREGATE' limit 1
    `.execute(server.db);
    target = rows[0]?.uid ?? '';
    await sql`update dataelement set code = 'TARGET' where uid = ${target}`.execute(server.db);
    await sql`update dataelement set attributevalues = '{"AttrTargetA":{"value":"TARGET"}}' where uid = ${DX}`.execute(
      server.db,
    );
  });

  it('stores the values, and changes nothing the second time', async () => {
    const value = await analytics(`dimension=dx:${DX}&dimension=pe:2025&dimension=ou:${ROOT}`);
    const trial = await copyTo('TRIAL', { dryRun: true });
    expect((await exchange(trial)).json).toMatchObject({ status: 'SUCCESS', imported: 1 });
    expect(await stored(target)).toEqual([]);
    const uid = await copyTo('COPY');
    expect((await exchange(uid)).json).toMatchObject({ status: 'SUCCESS', imported: 1, updated: 0, ignored: 0 });
    expect(await stored(target)).toEqual([{ value, comment: '[aggregated]', deleted: false }]);
    expect((await exchange(uid)).json).toMatchObject({ status: 'SUCCESS', imported: 0, updated: 0, ignored: 1 });
    expect((await exchange(await copyTo('CREATE', { importStrategy: 'CREATE' }))).json).toMatchObject({ ignored: 1 });
    expect((await exchange(await copyTo('DELETE', { importStrategy: 'DELETE' }))).json).toMatchObject({ deleted: 1 });
    expect(await stored(target)).toMatchObject([{ deleted: true }]);
    expect((await exchange(await copyTo('UPDATE', { importStrategy: 'UPDATE' }))).json).toMatchObject({
      imported: 0,
      ignored: 1,
    });
  });

  it('tells what it cannot store', async () => {
    await sql`update dataelement set code = 'OTHER' where uid = ${target}`.execute(server.db);
    const { json } = await exchange(await copyTo('NOWHERE'));
    await sql`update dataelement set code = 'TARGET' where uid = ${target}`.execute(server.db);
    expect(json).toMatchObject({
      status: 'WARNING',
      ignored: 1,
      importSummaries: [
        {
          conflicts: [
            {
              object: 'TARGET',
              errorCode: 'E7610',
              property: 'dataElement',
              indexes: [0],
              value: 'Data element not found or not accessible: `TARGET`',
            },
          ],
          rejectedIndexes: [0],
        },
      ],
    });
    await sql`update dataelement set valuetype = 'DATE' where uid = ${target}`.execute(server.db);
    expect((await exchange(await copyTo('DATES'))).json.importSummaries[0].conflicts).toMatchObject([
      { errorCode: 'E7619' },
    ]);
    await sql`update dataelement set valuetype = 'NUMBER' where uid = ${target}`.execute(server.db);
  });
});

describe('AGGREGATE_DATA_EXCHANGE', () => {
  it('runs exchanges in order and keeps one summary', async () => {
    const [first, second] = [await make(external()), await make(external({ request: { dryRun: true } }))];
    const run = await runJob(first, second);
    expect(run).toMatchObject({
      state: 'done',
      message: 'Aggregate data exchange completed with status SUCCESS, 2 imported, 0 updated, 0 deleted, 0 ignored',
      summary: { responseType: 'ImportSummaries', status: 'SUCCESS', imported: 2, importSummaries: [{}, {}] },
    });
    expect(remote.requests.map(({ url }) => url)).toEqual([VALUES, `${VALUES}?dryRun=true`]);
    const { json } = await server.request(`/api/system/taskSummaries/AGGREGATE_DATA_EXCHANGE/${run.uid}`);
    expect(json).toEqual(run.summary);
  });

  it('fails with the descriptions of what failed, after the others, and keeps the summary', async () => {
    let asked = 0;
    remote.on(VALUES, () => {
      asked += 1;
      return asked === 1 ? { status: 401 } : SUCCESS;
    });
    const run = await runJob(await make(external()), 'abcdefghijk', await make(external()));
    expect(run).toMatchObject({
      state: 'failed',
      message:
        "Aggregate data exchange completed with errors: Data import to target instance failed with status: '401', AggregateDataExchange with id abcdefghijk could not be found.",
      summary: {
        status: 'ERROR',
        imported: 1,
        importSummaries: [{ status: 'ERROR' }, { status: 'ERROR' }, { status: 'SUCCESS' }],
      },
    });
  });

  it('needs a user in whose name it runs', async () => {
    expect(await jobs.run('AGGREGATE_DATA_EXCHANGE', { dataExchangeIds: [] })).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('executedBy'),
    });
  });
});
