import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

const NOW = new Date(2026, 2, 15, 12, 0);
const server = testServer({ demo: true, clock: { now: () => NOW } });
const users = makeUsers(server);

/** The monthly data set of the demo, one of its elements and two of its units. */
const DATA_SET = 'lyLU2wR22tC';
const PERIOD = '202602';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
let element: string;
let otherElement: string;
let unit: string;
let otherUnit: string;
/** Category combo with its options, and the option combo of all of them. */
let attribute: { readonly combo: string; readonly options: readonly string[]; readonly uid: string };
let clerk: MadeUser;
let session: Readonly<Record<string, string>>;

beforeAll(async () => {
  const { db } = server;
  const one = async <Row>(query: ReturnType<typeof sql>): Promise<Row> =>
    (await sql<Row>`${query}`.execute(db)).rows[0] as Row;
  ({ element, unit, otherUnit } = await one<Record<'element' | 'unit' | 'otherUnit', string>>(sql`
    select min(dataelement.uid) as element,
      (select min(organisationunit.uid) from datasetsource join organisationunit on organisationunitid = sourceid where datasetid = dataset.datasetid) as unit,
      (select max(organisationunit.uid) from datasetsource join organisationunit on organisationunitid = sourceid where datasetid = dataset.datasetid) as "otherUnit"
    from dataset join datasetelement using (datasetid) join dataelement using (dataelementid)
    where dataset.uid = ${DATA_SET} and dataelement.valuetype like 'INTEGER%' group by dataset.datasetid
  `));
  ({ uid: otherElement } = await one<Record<'uid', string>>(sql`
    select uid from dataelement where not exists (select from datasetelement where datasetelement.dataelementid = dataelement.dataelementid) order by 1 limit 1
  `));
  attribute = await one<typeof attribute>(sql`
    select categorycombo.uid as combo, array_agg(categoryoption.uid::text order by categoryoption.uid desc) as options, categoryoptioncombo.uid
    from categorycombo join categorycombos_optioncombos using (categorycomboid) join categoryoptioncombo using (categoryoptioncomboid)
      join categoryoptioncombos_categoryoptions using (categoryoptioncomboid) join categoryoption using (categoryoptionid)
    where categorycombo.name <> 'default' group by 1, 3 having count(*) = 2 order by 1, 3 limit 1
  `);
  clerk = await users.make(['F_DATAVALUE_ADD']);
  session = await users.enter(clerk.uid);
  await sql`
    insert into usermembership (userinfoid, organisationunitid)
    select userinfo.userinfoid, organisationunit.organisationunitid from userinfo, organisationunit
    where userinfo.uid = ${clerk.uid} and organisationunit.uid = ${unit}
  `.execute(db);
});

beforeEach(async () => {
  const { db } = server;
  await sql`delete from datavalue`.execute(db);
  await sql`delete from datavalueaudit`.execute(db);
  await sql`delete from datainputperiod`.execute(db);
  await sql`delete from dataapproval`.execute(db);
  await sql`delete from systemsetting where name like 'keyDataImport%'`.execute(db);
  await sql`update dataset set expirydays = 0, openfutureperiods = 0`.execute(db);
  await sql`update dataelement set valuetype = 'INTEGER', optionsetid = null, zeroissignificant = false, aggregationtype = 'SUM' where uid = ${element}`.execute(
    db,
  );
  await sql`update categoryoption set startdate = null, enddate = null, sharing = null`.execute(db);
  await sql`update organisationunit set openingdate = '2000-01-01', closeddate = null`.execute(db);
});

type Parameters = Readonly<Record<string, string>>;
const place = (parameters: Parameters = {}): string =>
  `/api/dataValues?${new URLSearchParams({ de: element, pe: PERIOD, ou: unit, ...parameters })}`;
const asClerk = () => ({ user: null, headers: session });
const post = (parameters: Parameters = {}, options = {}) =>
  server.request(place(parameters), { method: 'POST', ...options });
const read = async (parameters: Parameters = {}) => (await server.request(place(parameters))).json;
const told = ({ status, json }: { status: number; json: { errorCode?: string; message?: string } | null }) => [
  status,
  json?.errorCode,
  json?.message,
];
const stored = async () => {
  const { rows } = await sql`select value, comment, followup, deleted, storedby from datavalue`.execute(server.db);
  return rows;
};

describe('storing', () => {
  it('takes a value by query, form and JSON', async () => {
    expect(await post({ value: '12', comment: 'seen', followUp: 'true' })).toMatchObject({ status: 201, text: '' });
    expect(await read()).toEqual(['12']);
    const form = new URLSearchParams({ de: element, pe: PERIOD, ou: unit, value: '13' }).toString();
    expect((await server.request('/api/dataValues', { method: 'POST', headers: FORM, body: form })).status).toBe(201);
    expect(await stored()).toEqual([
      { value: '13', comment: 'seen', followup: true, deleted: false, storedby: 'admin' },
    ]);
    const body = { dataElement: element, period: PERIOD, orgUnit: unit, dataSet: DATA_SET, value: 14, followUp: false };
    expect((await server.request('/api/dataValues', { method: 'POST', body })).status).toBe(201);
    expect(await stored()).toMatchObject([{ value: '14', comment: 'seen', followup: false }]);
  });

  it('sets the mark to what was sent, and does not turn it over', async () => {
    await post({ value: '12', followUp: 'true' });
    await post({ followUp: 'true' });
    expect(await stored()).toMatchObject([{ value: '12', followup: true }]);
    await post({ followUp: 'false' });
    await post({ followUp: 'false' });
    expect(await stored()).toMatchObject([{ value: '12', followup: false }]);
  });

  it('clears with an empty text, and leaves alone what is not sent', async () => {
    await post({ value: '12', comment: 'seen' });
    await post({ value: '' });
    expect(await stored()).toMatchObject([{ comment: 'seen', deleted: false }]);
    expect(await read()).toEqual([null]);
    await post({ comment: '' });
    expect(await stored()).toMatchObject([{ deleted: true }]);
    expect(told(await server.request(place()))).toEqual([409, 'E2032', 'Data value does not exist']);
    await post({ comment: 'only this' });
    expect(await read()).toEqual([null]);
    await sql`update dataelement set valuetype = 'TRUE_ONLY' where uid = ${element}`.execute(server.db);
    await post({ value: 'T' });
    expect(await read()).toEqual(['true']);
    await post();
    expect(await stored()).toMatchObject([{ deleted: true }]);
  });

  it('finds the attribute option combo by its options in any order', async () => {
    const cp = attribute.options.join(';');
    expect((await post({ value: '5', cc: attribute.combo, cp })).status).toBe(201);
    const reversed = attribute.options.toReversed();
    expect(await read({ cc: attribute.combo, cp: reversed.join(';') })).toEqual(['5']);
    const body = {
      dataElement: element,
      period: PERIOD,
      orgUnit: unit,
      value: '6',
      attribute: { combo: attribute.combo, options: reversed },
    };
    expect((await server.request('/api/dataValues', { method: 'POST', body })).status).toBe(201);
    expect(await read({ cc: attribute.combo, cp })).toEqual(['6']);
    const { rows } = await sql`
      select uid from datavalue join categoryoptioncombo on categoryoptioncombo.categoryoptioncomboid = attributeoptioncomboid
    `.execute(server.db);
    expect(rows).toEqual([{ uid: attribute.uid }]);
    expect(told(await post({ value: '5', cc: attribute.combo }))).toEqual([
      409,
      'E2040',
      'Both category combination and category options must be specified',
    ]);
    expect((await post({ value: '5', cp })).json.errorCode).toBe('E2040');
    expect((await post({ value: '5', cc: attribute.combo, cp: attribute.options[0] ?? '' })).json.errorCode).toBe(
      'E2041',
    );
    expect((await post({ value: '5', cc: attribute.combo, cp: 'nothingHere' })).json.errorCode).toBe('E2041');
  });

  it('tells what is not there or does not fit', async () => {
    const codeOf = async (parameters: Parameters) => (await post({ value: '1', ...parameters })).json.errorCode;
    expect(await codeOf({ de: 'nothingHere' })).toBe('E1100');
    expect(await codeOf({ pe: '202613' })).toBe('E1101');
    expect(await codeOf({ ou: 'nothingHere' })).toBe('E1102');
    expect(await codeOf({ co: 'nothingHere' })).toBe('E1103');
    expect(await codeOf({ ds: 'nothingHere' })).toBe('E1105');
    expect(told(await post({ de: otherElement, ds: DATA_SET, value: '1' }))).toEqual([
      409,
      'E2021',
      `Data set: \`${DATA_SET}\` does not contain data element: \`${otherElement}\``,
    ]);
    expect(told(await post({ value: 'abc' }))).toEqual([
      409,
      'E2030',
      'Data value must match data element value type: `INTEGER`',
    ]);
    expect((await post({ comment: 'x'.repeat(50_001) }, {})).status).toBe(409);
    expect((await server.request('/api/dataValues?pe=202602', { method: 'POST', body: undefined })).status).toBe(400);
    expect(told(await server.request(`/api/dataValues?de=${element}&pe=202602`, { method: 'POST' }))).toEqual([
      400,
      undefined,
      "Required request parameter 'ou' is not present",
    ]);
    expect((await post({ followUp: 'perhaps' })).status).toBe(400);
    expect((await server.request('/api/dataValues', { method: 'POST', body: { dataElement: {} } })).status).toBe(400);
    expect((await server.request('/api/dataValues', { method: 'POST', body: {} })).json.errorCode).toBe('E1100');
    expect((await post({ value: 'a\0b' })).status).toBeLessThan(500);
    expect(await stored()).toEqual([]);
  });

  it('takes options of the option set only', async () => {
    const { rows } = await sql<{ id: number; codes: string[] }>`
      select optionsetid as id, array_agg(code::text order by code) as codes from optionvalue where code !~ ',' group by 1 having count(*) > 1 order by 1 limit 1
    `.execute(server.db);
    const [set] = rows;
    const [first = '', second = ''] = set?.codes ?? [];
    await sql`update dataelement set valuetype = 'TEXT', optionsetid = ${set?.id} where uid = ${element}`.execute(
      server.db,
    );
    expect((await post({ value: first })).status).toBe(201);
    expect(told(await post({ value: 'none of them' }))).toEqual([
      409,
      'E2029',
      `Data value is not a valid option of the data element option set: \`${element}\``,
    ]);
    expect((await post({ value: `${first},${second}` })).json.errorCode).toBe('E2029');
    await sql`update dataelement set valuetype = 'MULTI_TEXT' where uid = ${element}`.execute(server.db);
    expect((await post({ value: `${first},${second}` })).status).toBe(201);
  });
});

describe('locks', () => {
  it('refuses what is closed, too early or too late', async () => {
    const { db } = server;
    expect(told(await post({ pe: '202604', value: '1' }))).toEqual([
      409,
      'E2022',
      `Period: \`202604\` is after latest open future period: \`202602\` for data element: \`${element}\``,
    ]);
    await sql`update organisationunit set closeddate = '2026-01-31' where uid = ${unit}`.execute(db);
    expect(told(await post({ value: '1' }))).toEqual([
      409,
      'E2019',
      `Organisation unit is closed for the selected period: \`${unit}\``,
    ]);
    await sql`update organisationunit set closeddate = null`.execute(db);
    await sql`update dataset set expirydays = 5 where uid = ${DATA_SET}`.execute(db);
    expect((await post({ value: '1' })).status).toBe(201);
    for (const method of ['POST', 'DELETE'])
      expect(told(await server.request(place({ value: '2', force: 'true' }), { method, ...asClerk() }))).toEqual([
        409,
        'E2017',
        'Data set is locked',
      ]);
    await sql`update dataset set expirydays = 0`.execute(db);
    await sql`
      insert into datainputperiod (datainputperiodid, datasetid, periodid, openingdate)
      select nextval('hibernate_sequence'), datasetid, (select min(periodid) from period), null from dataset where uid = ${DATA_SET}
    `.execute(db);
    expect(told(await post({ value: '1', ds: DATA_SET, force: 'true' }))).toEqual([
      409,
      'E2025',
      `Period: \`${PERIOD}\` is not open for data set: \`${DATA_SET}\``,
    ]);
  });

  it('takes approved data for locked, unless a super user insists', async () => {
    await post({ value: '1' });
    await sql`update dataset set workflowid = (select min(workflowid) from dataapprovalworkflow) where uid = ${DATA_SET}`.execute(
      server.db,
    );
    await sql`
      insert into dataapproval (dataapprovalid, dataapprovallevelid, workflowid, periodid, organisationunitid, attributeoptioncomboid, accepted, created, creator)
      select nextval('hibernate_sequence'), (select min(dataapprovallevelid) from dataapprovallevel), (select min(workflowid) from dataapprovalworkflow),
        periodid, sourceid, attributeoptioncomboid, false, now(), (select min(userinfoid) from userinfo)
      from datavalue
    `.execute(server.db);
    for (const method of ['POST', 'DELETE']) {
      const options = { method };
      expect((await server.request(place({ value: '2', ds: DATA_SET }), options)).json.errorCode).toBe('E2017');
      const forced = place({ value: '2', ds: DATA_SET, force: 'true' });
      expect((await server.request(forced, { method, ...asClerk() })).json.errorCode).toBe('E2017');
      expect((await server.request(forced, options)).status).toBe(method === 'POST' ? 201 : 204);
    }
  });

  it('refuses periods outside the dates of the attribute options', async () => {
    const { db } = server;
    const [option = ''] = attribute.options;
    const asked = { value: '1', cc: attribute.combo, cp: attribute.options.join(';') };
    await sql`update categoryoption set startdate = '2026-03-01' where uid = ${option}`.execute(db);
    expect(told(await post(asked))).toEqual([
      409,
      'E2023',
      `Period: \`${PERIOD}\` is before start date: 2026-03-01 for attribute option: \`${option}\``,
    ]);
    await sql`update categoryoption set startdate = null, enddate = '2025-12-31' where uid = ${option}`.execute(db);
    expect(told(await post(asked))).toEqual([
      409,
      'E2024',
      `Period: \`${PERIOD}\` is after start date: 2025-12-31 for attribute option: \`${option}\``,
    ]);
  });

  it('heeds the strict settings', async () => {
    const set = (name: string) =>
      sql`insert into public.systemsetting (systemsettingid, name, value) values (nextval('hibernate_sequence'), ${name}, 'true')`.execute(
        server.db,
      );
    await set('keyDataImportRequireCategoryOptionCombo');
    expect((await post({ value: '1' })).json.errorCode).toBe('E2018');
    await set('keyDataImportStrictPeriods');
    const { rows } = await sql<{ uid: string }>`select uid from categoryoptioncombo where name = 'default'`.execute(
      server.db,
    );
    const co = rows[0]?.uid ?? '';
    expect((await post({ value: '1', pe: '2025', co })).json.message).toBe(
      `Period type of period: 2025 not valid for data element: ${element}`,
    );
    await set('keyDataImportStrictCategoryOptionCombos');
    expect((await post({ value: '1', co: attribute.uid })).json.message).toBe(
      `Category option combo: ${attribute.uid} must be part of category combo of data element: ${element}`,
    );
    await set('keyDataImportStrictOrganisationUnits');
    expect((await post({ value: '1', de: otherElement, co })).status).toBe(409);
  });
});

describe('deleting', () => {
  it('marks the value as deleted, and keeps it for the audit', async () => {
    await post({ value: '12' });
    expect(await server.request(place(), { method: 'DELETE' })).toMatchObject({ status: 204, text: '' });
    expect(await stored()).toMatchObject([{ value: '12', deleted: true }]);
    const { rows } = await sql`select value, audittype from datavalueaudit where audittype <> 'CREATE'`.execute(
      server.db,
    );
    expect(rows).toEqual([{ value: '12', audittype: 'DELETE' }]);
    for (const pe of [PERIOD, '2031W7'])
      expect(told(await server.request(place({ pe }), { method: 'DELETE' }))).toEqual([
        409,
        'E2032',
        'Data value cannot be deleted because it does not exist',
      ]);
  });
});

describe('rights', () => {
  it('needs the authority for what changes values', async () => {
    const { login } = await users.make([]);
    for (const method of ['POST', 'DELETE'])
      expect((await server.request(place({ value: '1' }), { method, user: login })).status).toBe(403);
  });

  it('is for units of the user', async () => {
    const options = { method: 'POST', ...asClerk() };
    expect((await server.request(place({ value: '1' }), options)).status).toBe(201);
    expect(told(await server.request(place({ value: '1', ou: otherUnit }), options))).toEqual([
      409,
      'E2020',
      `Organisation unit is not in the hierarchy of the current user: \`${otherUnit}\``,
    ]);
    expect((await server.request(place({ ou: otherUnit }), asClerk())).json.errorCode).toBe('E2020');
  });

  it('heeds the data sharing of options', async () => {
    const asked = { value: '1', cc: attribute.combo, cp: attribute.options.join(';') };
    const [option = ''] = attribute.options;
    await post(asked);
    await sql`update categoryoption set sharing = '{"public": "r-r-----"}' where uid = ${option}`.execute(server.db);
    expect(told(await server.request(place(asked), { method: 'POST', ...asClerk() }))).toEqual([
      409,
      'E2031',
      `User does not have write access to category option combo: \`${attribute.uid} [User has no data write access for CategoryOption: ${option}]\``,
    ]);
    expect((await server.request(place(asked), { method: 'DELETE', ...asClerk() })).json.errorCode).toBe('E2031');
    expect((await server.request(place(asked), asClerk())).json).toEqual(['1']);
    await sql`update categoryoption set sharing = '{"public": "rw------"}' where uid = ${option}`.execute(server.db);
    expect(told(await server.request(place(asked), asClerk()))).toEqual([
      403,
      'E1006',
      `[User has no data read access for CategoryOption: ${option}]`,
    ]);
    expect((await server.request(place(asked))).json).toEqual(['1']);
  });
});
