import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { periodKeys } from '../../../src/metadata/index.js';
import { clearFrom, DEFAULT_COMBO, MONTHLY, unitsWith } from '../../support/registrations.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });

let units: readonly string[];
/** One of the monthly data set, and one that is in none. */
let elements: readonly [string, string];
const get = (query: string) => server.request(`/api/audits/${query}`);
const values = async (query: string): Promise<readonly string[]> => {
  const { status, json, text } = await get(`dataValue?paging=false&${query}`);
  expect(status, text).toBe(200);
  return json.dataValueAudits.map((audit: { value: string }) => audit.value);
};

beforeAll(async () => {
  const { db } = server;
  units = await unitsWith(db, MONTHLY);
  const { rows } = await sql<{ uid: string }>`
    (select element.uid from dataelement as element join datasetelement using (dataelementid) join dataset using (datasetid) where dataset.uid = ${MONTHLY} order by 1 limit 1)
    union all
    (select uid from dataelement where dataelementid not in (select dataelementid from datasetelement) order by 1 limit 1)
  `.execute(db);
  elements = [rows[0]?.uid ?? '', rows[1]?.uid ?? ''];
  await clearFrom(db, '2031-01-01');
  await sql`delete from datavalueaudit`.execute(db);
  const audit = async (
    value: string,
    element: string,
    period: string,
    unit: string | undefined,
    type: string,
  ): Promise<void> => {
    await periodKeys(db, [period.slice(0, 7).replace('-', '')]);
    await sql`
      insert into datavalueaudit (datavalueauditid, dataelementid, periodid, organisationunitid, categoryoptioncomboid, attributeoptioncomboid, value, created, modifiedby, audittype)
      select nextval('datavalueaudit_sequence'), element.dataelementid, period.periodid, unit.organisationunitid, combo.categoryoptioncomboid, combo.categoryoptioncomboid,
        ${value}, timestamp '2031-05-01' + ${value}::int * interval '1 day', 'anna', ${type}
      from dataelement as element, period join periodtype using (periodtypeid), organisationunit as unit, categoryoptioncombo as combo
      where element.uid = ${element} and period.startdate = ${period}::date and periodtype.name = 'Monthly' and unit.uid = ${unit} and combo.uid = ${DEFAULT_COMBO}
    `.execute(db);
  };
  await audit('1', elements[0], '2031-01-01', units[0], 'UPDATE');
  await audit('2', elements[0], '2031-02-01', units[0], 'DELETE');
  await audit('3', elements[1], '2031-01-01', units[1], 'UPDATE');
  await audit('4', elements[0], '2031-01-01', units[1], 'create');
});

describe('audits of data values', () => {
  it('tell what a value was, who changed it and when', async () => {
    const { json } = await get(
      `dataValue?de=${elements[0]}&pe=203101&ou=${units[0]}&co=${DEFAULT_COMBO}&cc=${DEFAULT_COMBO}`,
    );
    expect(json).toMatchObject({
      pager: { page: 1, total: 1, pageSize: 50, pageCount: 1 },
      dataValueAudits: [
        {
          dataElement: { id: elements[0] },
          period: { id: '203101' },
          organisationUnit: { id: units[0] },
          categoryOptionCombo: { id: DEFAULT_COMBO },
          attributeOptionCombo: { id: DEFAULT_COMBO },
          value: '1',
          modifiedBy: 'anna',
          created: '2031-05-02T00:00:00.000',
          auditType: 'UPDATE',
        },
      ],
    });
  });

  it('are found by what they are about, the newest first', async () => {
    expect(await values('')).toEqual(['4', '3', '2', '1']);
    expect(await values(`ds=${MONTHLY}`)).toEqual(['4', '2', '1']);
    expect(await values(`ds=${MONTHLY}&de=${elements[1]}`)).toEqual(['4', '3', '2', '1']);
    expect(await values(`de=${elements[0]},${elements[1]}&pe=203101`)).toEqual(['4', '3', '1']);
    expect(await values(`ou=${units[0]}&pe=203101&pe=203102`)).toEqual(['2', '1']);
    expect(await values('auditType=CREATE,DELETE')).toEqual(['4', '2']);
    expect(await values('pe=203107')).toEqual([]);
    const unlike = await sql<{
      uid: string;
    }>`select uid from categoryoptioncombo where name <> 'default' limit 1`.execute(server.db);
    expect(await values(`co=${unlike.rows[0]?.uid}`)).toEqual([]);
    expect(await values(`cc=${unlike.rows[0]?.uid}`)).toEqual([]);
  });

  it('come in pages, with the fields that are wanted', async () => {
    const { json } = await get(`dataValue?de=${elements[0]}&fields=value,dataElement[name]&pageSize=2`);
    expect(json.dataValueAudits).toEqual([
      { value: '4', dataElement: { name: expect.any(String) } },
      { value: '2', dataElement: { name: expect.any(String) } },
    ]);
    expect(json.pager).toMatchObject({
      total: 3,
      pageCount: 2,
      nextPage: expect.stringContaining('/api/audits/dataValue?page=2&pageSize=2&de='),
    });
    const next = await server.request(new URL(json.pager.nextPage).pathname + new URL(json.pager.nextPage).search);
    expect(next.json.dataValueAudits).toMatchObject([{ value: '1' }]);
    expect((await get('dataValue?skipPaging=true')).json.pager).toBeUndefined();
  });

  it.each([
    ['de=nothingHere', 409, 'Objects of type: `DataElement` not found or not accessible: `[nothingHere]`'],
    ['ds=nothingHere', 409, 'Objects of type: `DataSet` not found or not accessible: `[nothingHere]`'],
    ['ou=%00', 409, 'Objects of type: `OrganisationUnit` not found or not accessible: `[\u0000]`'],
    ['pe=203113', 409, 'Illegal period identifier: 203113'],
    ['co=nothingHere', 409, 'Category option combo not found or not accessible: `nothingHere`'],
    ['cc=nothingHere', 409, 'Attribute option combo not found or not accessible: `nothingHere`'],
    [
      'auditType=SOMETHING',
      400,
      "Value 'SOMETHING' is not valid for parameter auditType. Valid values are: [CREATE, UPDATE, DELETE, READ, SEARCH]",
    ],
  ])('are refused for %s', async (query, status, message) => {
    const answer = await get(`dataValue?${query}`);
    expect([answer.status, answer.json.message]).toEqual([status, message]);
  });
});

it('audits of approvals tell what was done, by level, workflow, unit and time', async () => {
  const { db } = server;
  await sql`delete from dataapprovalaudit`.execute(db);
  await sql`
    insert into dataapprovalaudit (dataapprovalauditid, levelid, workflowid, periodid, organisationunitid, attributeoptioncomboid, action, created, creator)
    select nextval('hibernate_sequence'), level.dataapprovallevelid, workflow.workflowid, period.periodid, unit.organisationunitid, combo.categoryoptioncomboid,
      case when unit.uid = ${units[0]} then 'APPROVE' else 'UNAPPROVE' end, case when unit.uid = ${units[0]} then timestamp '2031-03-01' else '2031-04-01' end,
      (select userinfoid from userinfo where username = 'admin')
    from (select * from dataapprovallevel order by 1 limit 1) as level, (select * from dataapprovalworkflow order by 1 limit 1) as workflow,
      (select * from period where startdate = '2031-01-01') as period, organisationunit as unit, categoryoptioncombo as combo
    where unit.uid = any (${units.slice(0, 2)}::text[]) and combo.uid = ${DEFAULT_COMBO}
  `.execute(db);
  const { rows } = await sql<{ level: string; workflow: string }>`
    select (select uid from dataapprovallevel order by dataapprovallevelid limit 1) as level, (select uid from dataapprovalworkflow order by workflowid limit 1) as workflow
  `.execute(db);
  const [one] = rows;
  const actions = async (query: string) =>
    (await get(`dataApproval?${query}`)).json.dataApprovalAudits.map(({ action }: { action: string }) => action);
  expect(await actions(`dal=${one?.level}&wf=${one?.workflow}&aoc=${DEFAULT_COMBO}`)).toEqual(['UNAPPROVE', 'APPROVE']);
  expect(await actions(`ou=${units[0]}`)).toEqual(['APPROVE']);
  expect(await actions('startDate=2031-03-15')).toEqual(['UNAPPROVE']);
  expect(await actions('endDate=2031-03-15')).toEqual(['APPROVE']);
  const { json } = await get(`dataApproval?ou=${units[0]}`);
  expect(json).toMatchObject({
    pager: { total: 1 },
    dataApprovalAudits: [
      {
        level: { id: one?.level },
        workflow: { id: one?.workflow },
        period: { id: '203101' },
        created: '2031-03-01T00:00:00.000',
      },
    ],
  });
  expect((await get('dataApproval?startDate=2031-02-30')).status).toBe(400);
  expect((await get('dataApproval?wf=nothingHere')).status).toBe(409);
});
