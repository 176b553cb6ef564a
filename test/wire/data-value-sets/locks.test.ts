import { type RawBuilder, sql } from 'kysely';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { periodKeys } from '../../../src/metadata/index.js';
import {
  CLINIC,
  clearValues,
  DEFAULT,
  ELEMENTS,
  LIGHT,
  MONTHLY_SET,
  OTHER,
  PROJECT_SET,
  poster,
  readShort,
  value,
  WATER,
  withDataValueFixture,
} from '../../support/data-value-fixture.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ clock: { now: () => new Date(2026, 2, 15, 12) } });
withDataValueFixture(server);
const users = makeUsers(server);
const post = poster(server);

let asClerk: Readonly<Record<string, string>>;
let asEditor: Readonly<Record<string, string>>;
let keys: ReadonlyMap<string, number>;
const PERIODS = ['202601', '202602', '202603', '202604'];

beforeAll(async () => {
  const enter = async (authorities: readonly string[]) => {
    const { uid } = await users.make(authorities);
    await sql`
      insert into usermembership (userinfoid, organisationunitid)
      select userinfo.userinfoid, unit.organisationunitid from userinfo, organisationunit as unit where userinfo.uid = ${uid} and unit.parentid is null
    `.execute(server.db);
    return await users.enter(uid);
  };
  asClerk = await enter(['F_DATAVALUE_ADD']);
  asEditor = await enter(['F_DATAVALUE_ADD', 'F_EDIT_EXPIRED']);
});

beforeEach(async () => {
  await undo();
  await clearValues(server.db);
  keys = await periodKeys(server.db, PERIODS);
});

async function undo(): Promise<void> {
  for (const statement of [
    sql`update dataset set expirydays = 0, openfutureperiods = 0, workflowid = null`,
    sql`delete from datainputperiod`,
    sql`delete from lockexception`,
    sql`delete from dataapproval`,
    sql`delete from categoryoption_organisationunits`,
    sql`update categoryoption set startdate = null, enddate = null`,
  ])
    await statement.execute(server.db);
}

const setId = (uid: string): RawBuilder<unknown> => sql`(select datasetid from dataset where uid = ${uid})`;
const unitId = (uid: string): RawBuilder<unknown> =>
  sql`(select organisationunitid from organisationunit where uid = ${uid})`;
const inputPeriod = (name: string, opening: string | null, closing: string | null): RawBuilder<unknown> => sql`
  insert into datainputperiod (datainputperiodid, datasetid, periodid, openingdate, closingdate)
  values (nextval('hibernate_sequence'), ${setId(MONTHLY_SET)}, ${keys.get(name)}, ${opening}::timestamp, ${closing}::timestamp)
`;
const approval: RawBuilder<unknown> = sql`
  with flow as (
    insert into dataapprovalworkflow (workflowid, uid, created, lastupdated, name, periodtypeid, categorycomboid)
    select nextval('hibernate_sequence'), 'workflow001', now(), now(), 'Flow', dataset.periodtypeid, dataset.categorycomboid
    from dataset where dataset.uid = ${MONTHLY_SET}
    on conflict (uid) do update set name = 'Flow'
    returning workflowid
  )
  update dataset set workflowid = flow.workflowid from flow where dataset.uid = ${MONTHLY_SET}
`;

/** What is done to close a place, and what is told of a value for it. */
interface Closed {
  readonly code: string;
  readonly close: () => readonly RawBuilder<unknown>[];
  readonly sent?: Readonly<Record<string, unknown>>;
  readonly property?: string;
  readonly objects: Readonly<Record<string, string>>;
  readonly text: string;
}

const JANUARY = value({ period: '202601', attributeOptionCombo: DEFAULT });
const SPENT = { dataElement: ELEMENTS.project, attributeOptionCombo: WATER };

const CLOSED: readonly Closed[] = [
  {
    code: 'E7638',
    close: () => [sql`update categoryoption set startdate = '2026-02-01' where uid = 'optionWater'`],
    sent: SPENT,
    property: 'period',
    objects: { period: '202601', attributeOptionCombo: WATER },
    text: `Period: \`202601\` is not within date range of attribute option combo: \`${WATER}\``,
  },
  {
    code: 'E7639',
    close: () => [
      sql`
        insert into categoryoption_organisationunits (categoryoptionid, organisationunitid)
        select categoryoption.categoryoptionid, ${unitId(OTHER)} from categoryoption where categoryoption.uid = 'optionWater'
      `,
    ],
    sent: SPENT,
    property: 'orgUnit',
    objects: { orgUnit: CLINIC, attributeOptionCombo: WATER },
    text: `Organisation unit: \`${CLINIC}\` is not valid for attribute option combo: \`${WATER}\``,
  },
  {
    code: 'E7640',
    close: () => [sql`update dataset set expirydays = 10 where uid = ${MONTHLY_SET}`],
    property: 'period',
    objects: { period: '202601', dataSet: MONTHLY_SET },
    text: `Current date is past expiry days for period: \`202601\`  and data set: \`${MONTHLY_SET}\``,
  },
  {
    code: 'E7641',
    close: () => [],
    sent: { period: '202604' },
    property: 'period',
    objects: { period: '202604', dataElement: ELEMENTS.number, dataSet: MONTHLY_SET },
    text: `Period: \`202604\` is after latest open future period: \`202602\` for data element: \`${ELEMENTS.number}\` and data set: \`${MONTHLY_SET}\``,
  },
  {
    code: 'E7642',
    close: () => [
      approval,
      sql`
        insert into dataapprovallevel (dataapprovallevelid, uid, created, lastupdated, name, level, orgunitlevel)
        select nextval('hibernate_sequence'), 'approvaLev1', now(), now(), 'Level', 1, 1 where not exists (select from dataapprovallevel)
      `,
      sql`
        insert into dataapproval (dataapprovalid, dataapprovallevelid, workflowid, periodid, organisationunitid, attributeoptioncomboid, accepted, created, creator)
        select nextval('hibernate_sequence'), level.dataapprovallevelid, dataset.workflowid, ${keys.get('202601')}, ${unitId(CLINIC)}, combo.categoryoptioncomboid,
          false, now(), account.userinfoid
        from dataapprovallevel as level, dataset, categoryoptioncombo as combo, userinfo as account
        where dataset.uid = ${MONTHLY_SET} and combo.uid = ${DEFAULT} and account.username = 'admin'
      `,
    ],
    objects: { orgUnit: CLINIC, period: '202601', attributeOptionCombo: DEFAULT, dataSet: MONTHLY_SET },
    text: `Data already approved for data set: \`${MONTHLY_SET}\` period: \`202601\` org unit: \`${CLINIC}\` attribute option combo: \`${DEFAULT}\``,
  },
  {
    code: 'E7643',
    close: () => [inputPeriod('202602', null, null)],
    property: 'period',
    objects: { period: '202601', dataSet: MONTHLY_SET },
    text: `Period: \`202601\` is not open for this data set at this time: \`${MONTHLY_SET}\``,
  },
  {
    code: 'E7644',
    // A unit that does not have the data set.
    close: () => [inputPeriod('202602', null, null)],
    sent: { orgUnit: 'unitRoot001' },
    property: 'period',
    objects: { period: '202601' },
    text: 'Period: `202601` does not conform to the open periods of associated data sets',
  },
];

it.each(CLOSED)(
  '$code closes a place, but not to a super user who insists',
  async ({ code, close, sent, property, objects, text }) => {
    for (const statement of close()) await statement.execute(server.db);
    const dataValues = [{ ...JANUARY, ...sent }];
    const found = await post({ dataValues }, '?force=true', { headers: asClerk });
    expect([found.status, found.json.response.conflicts]).toEqual([
      409,
      [
        {
          object: Object.values(objects)[0],
          objects,
          value: text,
          errorCode: code,
          ...(property !== undefined && { property }),
          indexes: [0],
        },
      ],
    ]);
    expect(await readShort(server.db)).toEqual([]);
    const admin = await post({ dataValues });
    expect(admin.json.response.conflicts.length).toBe(code === 'E7640' ? 0 : 1);
    const forced = await post({ dataValues }, '?force=true');
    expect([forced.json.response.conflicts, await readShort(server.db)]).toEqual([[], [expect.any(String)]]);
  },
);

it('an expired period is open to those who have an exception or may edit what is expired', async () => {
  await sql`update dataset set expirydays = 10 where uid = ${MONTHLY_SET}`.execute(server.db);
  const body = { dataValues: [JANUARY, { ...JANUARY, orgUnit: OTHER }] };
  const expired = async (headers: Readonly<Record<string, string>>) => {
    const { json } = await post(body, '?dryRun=true', { headers });
    return json.response.rejectedIndexes;
  };
  expect(await expired(asClerk)).toEqual([0, 1]);
  await sql`
    insert into lockexception (lockexceptionid, datasetid, periodid, organisationunitid)
    values (nextval('hibernate_sequence'), ${setId(MONTHLY_SET)}, ${keys.get('202601')}, ${unitId(CLINIC)})
  `.execute(server.db);
  expect(await expired(asClerk)).toEqual([1]);
  expect(await expired(asEditor)).toEqual([]);
});

it('naming a data set that does not hold the element gets round nothing', async () => {
  await sql`update dataset set expirydays = 10 where uid = ${MONTHLY_SET}`.execute(server.db);
  const { json } = await post({ dataSet: PROJECT_SET, dataValues: [JANUARY] }, '', { headers: asClerk });
  expect(json.response.conflicts).toMatchObject([{ errorCode: 'E7640', objects: { dataSet: MONTHLY_SET } }]);
});

it('an input period is open from its opening to its closing, to the moment', async () => {
  const rejected = async () =>
    (await post({ dataValues: [JANUARY] }, '?dryRun=true', { headers: asClerk })).json.response.rejectedIndexes;
  for (const [opening, closing, indexes] of [
    [null, null, []],
    ['2026-03-15T12:00:01', null, [0]],
    ['2026-03-15T11:59', '2026-03-15T12:01', []],
    [null, '2026-03-15T11:59', [0]],
  ] as const) {
    await sql`delete from datainputperiod`.execute(server.db);
    await inputPeriod('202601', opening, closing).execute(server.db);
    expect(await rejected()).toEqual(indexes);
  }
});

it('where it is not strict, one open data set is enough', async () => {
  await sql`update dataset set expirydays = 10 where uid = ${MONTHLY_SET}`.execute(server.db);
  await sql`
    insert into datasetelement (datasetelementid, datasetid, dataelementid)
    select nextval('hibernate_sequence'), dataset.datasetid, element.dataelementid from dataset, dataelement as element
    where dataset.uid = ${PROJECT_SET} and element.uid = ${ELEMENTS.number}
  `.execute(server.db);
  await sql`update dataset set categorycomboid = (select categorycomboid from dataset where uid = ${MONTHLY_SET}) where uid = ${PROJECT_SET}`.execute(
    server.db,
  );
  const codes = async (query = '') =>
    (await post({ dataValues: [JANUARY] }, `?dryRun=true${query}`, { headers: asClerk })).json.response.conflicts.map(
      ({ errorCode }: { errorCode: string }) => errorCode,
    );
  expect(await codes()).toEqual(['E7640']);
  await configureServer(server, { keyDataImportStrictDataSetLocking: 'false' });
  expect(await codes()).toEqual([]);
  expect(await codes('&strictDataSetLocking=true')).toEqual(['E7640']);
});

it('other options of the category are not concerned', async () => {
  await sql`update categoryoption set enddate = '2025-06-30' where uid = 'optionWater'`.execute(server.db);
  const dataValues = [WATER, LIGHT].map((attributeOptionCombo) => ({ ...JANUARY, ...SPENT, attributeOptionCombo }));
  const { json } = await post({ dataValues }, '', { headers: asClerk });
  expect(json.response).toMatchObject({ rejectedIndexes: [0], importCount: { imported: 1 } });
});
