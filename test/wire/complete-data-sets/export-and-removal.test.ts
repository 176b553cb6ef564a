import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { share } from '../../support/metadata-fixture.js';
import {
  clearFrom,
  DEFAULT_COMBO,
  EXPIRING,
  MONTHLY,
  registrationsFrom,
  unitsWith,
} from '../../support/registrations.js';
import { type RequestOptions, testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

/** Long after all the demo's periods. */
const NOW = new Date('2032-06-15T12:00:00');
const server = testServer({ demo: true, clock: { now: () => NOW } });
const users = makeUsers(server);
const PATH = '/api/completeDataSetRegistrations';
const NEW = '2031-01-01';

let units: readonly string[];
let parent: string;
const unitAt = (index: number): string => units[index] ?? '';
const query = (parameters: Readonly<Record<string, string>>) => new URLSearchParams(parameters).toString();
const get = (parameters: Readonly<Record<string, string>>, options: RequestOptions = {}) =>
  server.request(`${PATH}?${query(parameters)}`, options);
const remove = (parameters: Readonly<Record<string, string>>, options: RequestOptions = {}) =>
  server.request(`${PATH}?${query(parameters)}`, { method: 'DELETE', ...options });
const stored = () => registrationsFrom(server.db, NEW);

beforeAll(async () => {
  const { rows } = await sql<{ uid: string }>`
    select parent.uid from organisationunit as unit
    join organisationunit as parent on parent.organisationunitid = unit.parentid
    join datasetsource on datasetsource.sourceid = unit.organisationunitid
    join dataset on dataset.datasetid = datasetsource.datasetid and dataset.uid = ${MONTHLY}
    where unit.hierarchylevel = 4 group by parent.uid having count(*) >= 2 order by parent.uid limit 1
  `.execute(server.db);
  parent = rows[0]?.uid ?? '';
  const all = await unitsWith(server.db, MONTHLY);
  const { rows: children } = await sql<{ uid: string }>`
    select unit.uid from organisationunit as unit join organisationunit as parent on parent.organisationunitid = unit.parentid
    where parent.uid = ${parent} and unit.uid = any (${[...all]}::text[]) order by unit.uid
  `.execute(server.db);
  const below = children.map(({ uid }) => uid);
  // Two below the parent first, then those elsewhere.
  units = [...below.slice(0, 2), ...all.filter((uid) => !below.includes(uid))];
});

beforeEach(async () => {
  await clearFrom(server.db, NEW);
  const row = (dataSet: string, period: string, unit: string, date: string, more: object = {}) => ({
    dataSet,
    period,
    organisationUnit: unit,
    date,
    ...more,
  });
  const { json } = await server.request(PATH, {
    method: 'POST',
    body: {
      completeDataSetRegistrations: [
        row(MONTHLY, '203101', unitAt(0), '2031-02-01'),
        row(MONTHLY, '203101', unitAt(1), '2031-02-02', { completed: false }),
        row(MONTHLY, '203102', unitAt(0), '2032-06-14'),
        row(EXPIRING, '203101', unitAt(2), '2032-06-15T11:30:00'),
        row(EXPIRING, '203112', unitAt(0), '2032-01-05', { storedBy: '<&">' }),
      ],
    },
  });
  if (json.response.importCount.imported !== 5) throw new Error(JSON.stringify(json));
});

describe('the export', () => {
  const found = async (parameters: Readonly<Record<string, string>>) => {
    const { status, json, text } = await get(parameters);
    expect(status, text).toBe(200);
    return (json.completeDataSetRegistrations as { dataSet: string; period: string; organisationUnit: string }[])
      .map(({ period, organisationUnit }) => `${period} ${units.indexOf(organisationUnit)}`)
      .toSorted();
  };

  it.each([
    [{ period: '203101' }, ['203101 0', '203101 1', '203101 2']],
    [{ period: '2031-01,203102' }, ['203101 0', '203101 1', '203101 2', '203102 0']],
    [{ startDate: '2031-01-01', endDate: '2031-02-27' }, ['203101 0', '203101 1', '203101 2']],
    [{ startDate: '2031-02-01', endDate: '2031-12-31' }, ['203102 0', '203112 0']],
    [{ created: '2032-06-14' }, ['203101 2', '203102 0']],
    [{ createdDuration: '3h' }, ['203101 2']],
    [{ createdDuration: '3d' }, ['203101 2', '203102 0']],
    [{ createdDuration: '999999999d', period: '203101' }, ['203101 0', '203101 1', '203101 2']],
    [{ period: '203107' }, []],
  ] as const)('has what %j selects', async (parameters, expected) => {
    const orgUnit = [0, 1, 2].map(unitAt).join(',');
    expect(await found({ dataSet: `${MONTHLY},${EXPIRING}`, orgUnit, ...parameters })).toEqual(expected);
  });

  it('goes by units, their descendants and groups', async () => {
    const choice = { dataSet: MONTHLY, period: '203101' };
    expect(await found({ ...choice, orgUnit: unitAt(1) })).toEqual(['203101 1']);
    expect(await found({ ...choice, orgUnit: parent })).toEqual([]);
    expect(await found({ ...choice, orgUnit: parent, children: 'true' })).toEqual(['203101 0', '203101 1']);
    await sql`
      with made as (
        insert into orgunitgroup (orgunitgroupid, uid, created, lastupdated, name, shortname)
        values (nextval('hibernate_sequence'), 'registrGrp1', localtimestamp, localtimestamp, 'Registering', 'Registering') returning orgunitgroupid
      )
      insert into orgunitgroupmembers (orgunitgroupid, organisationunitid)
      select made.orgunitgroupid, unit.organisationunitid from made, organisationunit as unit where unit.uid = ${unitAt(0)}
    `.execute(server.db);
    expect(await found({ ...choice, orgUnitGroup: 'registrGrp1' })).toEqual(['203101 0']);
    expect(await found({ ...choice, orgUnitGroup: 'registrGrp1', orgUnit: unitAt(1) })).toEqual([
      '203101 0',
      '203101 1',
    ]);
    const mixed = await get({ ...choice, orgUnitGroup: 'registrGrp1', orgUnit: unitAt(1), children: 'true' });
    expect([mixed.status, mixed.json.message]).toEqual([
      409,
      'Children cannot be included for organisation unit groups',
    ]);
  });

  it('names objects by the schemes, and stops at the limit', async () => {
    await sql`update dataset set code = 'MONTHLY' where uid = ${MONTHLY}`.execute(server.db);
    const { json } = await get({
      dataSet: MONTHLY,
      period: '203101,203102',
      orgUnit: unitAt(0),
      idScheme: 'NAME',
      dataSetIdScheme: 'CODE',
      limit: '1',
    });
    expect(json.completeDataSetRegistrations).toHaveLength(1);
    expect(json.completeDataSetRegistrations[0]).toMatchObject({
      dataSet: 'MONTHLY',
      attributeOptionCombo: 'default',
      storedBy: 'admin',
      completed: true,
    });
    expect(await found({ dataSet: MONTHLY, period: '203101', orgUnit: unitAt(0), limit: '0' })).toEqual([]);
  });

  it('is XML for those who want it', async () => {
    const { text, headers } = await get(
      { dataSet: EXPIRING, period: '203112', orgUnit: unitAt(0) },
      { headers: { accept: 'application/xml' } },
    );
    expect(headers.get('content-type')).toBe('application/xml;charset=UTF-8');
    expect(text).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<completeDataSetRegistrations xmlns="http://dhis2.org/schema/dxf/2.0"><completeDataSetRegistration period="203112" dataSet="${EXPIRING}" organisationUnit="${unitAt(0)}" attributeOptionCombo="${DEFAULT_COMBO}" date="2032-01-05" storedBy="&lt;&amp;&quot;&gt;" completed="true"/></completeDataSetRegistrations>`,
    );
  });

  it('comes whole however much there is', async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from completedatasetregistration join dataset using (datasetid) where dataset.uid = any (array[${MONTHLY}, ${EXPIRING}])
    `.execute(server.db);
    await sql`
      insert into completedatasetregistration (datasetid, periodid, sourceid, attributeoptioncomboid, date, storedby, lastupdatedby, lastupdated, completed)
      select dataset.datasetid, period.periodid, unit.organisationunitid, combo.categoryoptioncomboid, '2032-01-01', 'x', 'x', localtimestamp, true
      from dataset, period, organisationunit as unit, categoryoptioncombo as combo
      where dataset.uid = ${EXPIRING} and combo.uid = ${DEFAULT_COMBO} and period.startdate between '2020-01-01' and '2030-12-31'
      on conflict do nothing
    `.execute(server.db);
    const { rows: after } = await sql<{ count: number }>`
      select count(*)::int as count from completedatasetregistration join dataset using (datasetid) where dataset.uid = any (array[${MONTHLY}, ${EXPIRING}])
    `.execute(server.db);
    expect((after[0]?.count ?? 0) - (rows[0]?.count ?? 0)).toBeGreaterThan(10_000);
    const { rows: root } = await sql<{
      uid: string;
    }>`select uid from organisationunit where hierarchylevel = 1`.execute(server.db);
    const { json } = await get({
      dataSet: `${MONTHLY},${EXPIRING}`,
      orgUnit: root[0]?.uid ?? '',
      children: 'true',
      startDate: '1990-01-01',
      endDate: '2040-01-01',
    });
    expect(json.completeDataSetRegistrations).toHaveLength(after[0]?.count ?? 0);
    const keys = new Set(
      json.completeDataSetRegistrations.map(
        ({ dataSet, period, organisationUnit, attributeOptionCombo }: Record<string, string>) =>
          [dataSet, period, organisationUnit, attributeOptionCombo].join(),
      ),
    );
    expect(keys.size).toBe(after[0]?.count);
    await sql`delete from completedatasetregistration where storedby = 'x'`.execute(server.db);
  });

  it.each([
    [{ dataSet: 'nothingHere' }, 'At least one data set must be specified'],
    [{ period: '' }, 'At least one valid period, start/end dates, created or created duration must be specified'],
    [
      { period: '', startDate: '2031-01-01' },
      'At least one valid period, start/end dates, created or created duration must be specified',
    ],
    [{ period: '203113' }, 'At least one valid period, start/end dates, created or created duration must be specified'],
    [{ startDate: '2031-01-01', endDate: '2031-02-01' }, 'Both periods and start/end date cannot be specified'],
    [{ period: '', startDate: '2031-02-01', endDate: '2031-01-01' }, 'Start date must be before end date'],
    [{ createdDuration: '3 days' }, 'Duration is not valid: 3 days'],
    [{ orgUnit: '' }, 'At least one valid organisation unit or organisation unit group must be specified'],
    [
      { orgUnit: '\u0000', orgUnitGroup: 'nothingHere' },
      'At least one valid organisation unit or organisation unit group must be specified',
    ],
    [{ limit: '-1' }, 'Limit cannot be less than zero: -1'],
  ] as const)('is refused: %j', async (wrong, message) => {
    const { status, json } = await get({ dataSet: MONTHLY, period: '203101', orgUnit: unitAt(0), ...wrong });
    expect([status, json.message]).toEqual([409, message]);
  });

  it('is refused without data sets, with dates that are none, and for units of others', async () => {
    const missing = await get({ period: '203101', orgUnit: unitAt(0) });
    expect([missing.status, missing.json.message]).toEqual([
      400,
      "Required request parameter 'dataSet' is not present",
    ]);
    expect(
      (await get({ dataSet: MONTHLY, startDate: '2031-02-30', endDate: '2031-03-01', orgUnit: unitAt(0) })).status,
    ).toBe(400);
    const user = await users.make([]);
    const foreign = await get({ dataSet: MONTHLY, period: '203101', orgUnit: unitAt(0) }, { user: user.login });
    expect([foreign.status, foreign.json.message]).toEqual([409, `User is not allowed to view org unit: ${unitAt(0)}`]);
    const group = await get({ dataSet: MONTHLY, period: '203101', orgUnitGroup: 'registrGrp1' }, { user: user.login });
    expect(group.json.completeDataSetRegistrations).toEqual([]);
  });
});

describe('the removal', () => {
  const place = (more: Readonly<Record<string, string>> = {}) => ({
    ds: MONTHLY,
    pe: '203101',
    ou: unitAt(0),
    ...more,
  });
  const left = async () =>
    (await stored()).map(
      ({ dataSet, period, unit }) => `${dataSet === MONTHLY ? 'M' : 'E'} ${period} ${units.indexOf(unit)}`,
    );

  it('takes away one registration, and is content when there is none', async () => {
    expect((await remove(place())).status).toBe(204);
    expect(await left()).toEqual(expect.not.arrayContaining(['M 203101 0']));
    expect(await left()).toHaveLength(4);
    expect((await remove(place())).status).toBe(204);
    expect((await remove(place({ pe: '204001' }))).status).toBe(204);
  });

  it('takes away those of several data sets, and of the children', async () => {
    await remove(place({ ou: parent }));
    expect(await left()).toHaveLength(5);
    expect((await remove(place({ ou: parent, multiOu: 'true' }))).status).toBe(204);
    expect((await left()).toSorted()).toEqual(['E 203101 2', 'E 203112 0', 'M 203102 0']);
  });

  it.each([
    [{ ds: 'nothingHere' }, 'Illegal data set identifier in this list: [nothingHere]'],
    [{ pe: '203113' }, 'Illegal period identifier: 203113'],
    [{ ou: '\u0000' }, 'Illegal organisation unit identifier: \u0000'],
    [{ cc: 'QQqK8WOo9Up' }, 'Both category combination and category options must be specified'],
    [
      { cc: 'QQqK8WOo9Up', cp: 'nothingHere' },
      'Attribute option combo does not exist for given category combination and category options',
    ],
  ] as const)('is refused: %j', async (wrong, message) => {
    const { status, json } = await remove(place(wrong));
    expect([status, json.message]).toEqual([409, message]);
    expect(await left()).toHaveLength(5);
  });

  it('names what is missing', async () => {
    const { status, json } = await remove({ ds: MONTHLY, pe: '203101' });
    expect([status, json.message]).toEqual([400, "Required request parameter 'ou' is not present"]);
  });

  it('is refused for what has expired or is approved', async () => {
    const expired = { ds: `${MONTHLY},${EXPIRING}`, pe: '203112', ou: unitAt(0) };
    const editor = await users.make(['F_EDIT_EXPIRED']);
    const clerk = await users.make([]);
    for (const { uid } of [editor, clerk])
      await sql`
        insert into usermembership (userinfoid, organisationunitid)
        select userinfo.userinfoid, unit.organisationunitid from userinfo, organisationunit as unit where userinfo.uid = ${uid} and unit.uid = ${parent}
      `.execute(server.db);
    const as = (user: MadeUser) => ({ user: user.login });
    const locked = await remove(expired, as(clerk));
    expect([locked.status, locked.json.message]).toEqual([409, `Locked Data set(s) : ${EXPIRING}`]);
    await sql`
      insert into lockexception (lockexceptionid, organisationunitid, periodid, datasetid)
      select nextval('hibernate_sequence'), registration.sourceid, registration.periodid, registration.datasetid
      from completedatasetregistration as registration where registration.storedby = '<&">'
    `.execute(server.db);
    expect((await remove(expired, as(clerk))).status).toBe(204);
    await sql`delete from lockexception`.execute(server.db);
    expect((await remove(expired, as(clerk))).status).toBe(409);
    expect((await remove(expired, as(editor))).status).toBe(204);
    await sql`
      insert into dataapproval (dataapprovalid, dataapprovallevelid, workflowid, periodid, organisationunitid, attributeoptioncomboid, accepted, created, creator)
      select nextval('hibernate_sequence'), (select min(dataapprovallevelid) from dataapprovallevel), dataset.workflowid, period.periodid,
        unit.organisationunitid, combo.categoryoptioncomboid, false, localtimestamp, (select min(userinfoid) from userinfo)
      from dataset, period join periodtype using (periodtypeid), organisationunit as unit, categoryoptioncombo as combo
      where dataset.uid = ${MONTHLY} and period.startdate = '2031-01-01' and periodtype.name = 'Monthly' and unit.uid = ${parent} and combo.uid = ${DEFAULT_COMBO}
    `.execute(server.db);
    const approved = await remove(place());
    expect([approved.status, approved.json.message]).toEqual([409, `Locked Data set(s) : ${MONTHLY}`]);
    await sql`delete from dataapproval where periodid in (select periodid from period where startdate >= ${NEW}::date)`.execute(
      server.db,
    );
  });

  it('needs the right to enter the data, there', async () => {
    const user = await users.make([]);
    const outside = await remove(place(), { user: user.login });
    expect([outside.status, outside.json.errorCode]).toEqual([409, 'E7617']);
    await share(server.db, 'dataset', MONTHLY, { public: 'rwr-----' });
    const closed = await remove(place(), { user: user.login });
    expect([closed.status, closed.json.errorCode]).toEqual([409, 'E7601']);
    await share(server.db, 'dataset', MONTHLY, { public: 'rwrw----' });
    expect(await left()).toHaveLength(5);
  });
});
