import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { STANDALONE_TYPES } from '../../../src/metadata/index.js';
import { versionsOf } from '../../support/dhis2/layout.js';
import { attachedServer } from '../../support/dhis2/server.js';
import { type Answer, type RequestOptions, testServer } from '../../support/server.js';

const NOW = new Date(2026, 2, 15, 12, 0);
const clock = { now: () => NOW };

/** What differs between any two servers: when they were made and who entered. */
const ANY_TIME = /"(created|lastUpdated|passwordLastUpdated|lastLogin|firstSeen|lastSeen|date)":"[^"]*",?/g;
/** Of 2.42: nothing where the version has no such column. */
const LATER = /"displayOptions":\{\},?/g;

/** A version without line lists of tracked entity types wants a program for each. */
const WITH_PROGRAM = 'update eventvisualization set programid = (select min(programid) from program)';

const own = testServer({ demo: true, clock });

interface Place {
  readonly set: string;
  readonly element: string;
  readonly unit: string;
}
let place: Place;

/** What the server of its own tells before and after what the others are asked to do, too. */
const told: Record<'summary' | 'violations' | 'statistics', unknown> = {
  summary: undefined,
  violations: undefined,
  statistics: undefined,
};

beforeAll(async () => {
  await sql.raw(WITH_PROGRAM).execute(own.db);
  told.summary = await summaryOf(own);
  told.violations = await violationsOf(own);
  told.statistics = await statisticsOf(own);
  const { rows } = await sql<Place>`
    select dataset.uid as set, min(dataelement.uid) as element, (
      select (array_agg(unit.uid order by unit.openingdate))[1] from datasetsource join organisationunit as unit on unit.organisationunitid = datasetsource.sourceid
      where datasetsource.datasetid = dataset.datasetid and unit.closeddate is null
    ) as unit
    from dataset
    join periodtype on periodtype.periodtypeid = dataset.periodtypeid and periodtype.name = 'Monthly'
    join categorycombo on categorycombo.categorycomboid = dataset.categorycomboid and categorycombo.name = 'default'
    join datasetelement on datasetelement.datasetid = dataset.datasetid
    join dataelement on dataelement.dataelementid = datasetelement.dataelementid and dataelement.valuetype = 'NUMBER' or dataelement.valuetype like 'INTEGER%'
    join categorycombo as disaggregation on disaggregation.categorycomboid = dataelement.categorycomboid and disaggregation.name = 'default'
    group by dataset.datasetid
    order by 1
    limit 1
  `.execute(own.db);
  place = rows[0] as Place;
});

type Server = Pick<typeof own, 'request' | 'runJob' | 'db'>;

/** All but enrollments: from 2.43 events without registration need none. */
async function summaryOf(server: Server): Promise<unknown> {
  const { json, text } = await server.request('/api/dataSummary');
  const { objectCounts, dataValueCount, eventCount, userInvitations, trackerEventCount, singleEventCount } = json;
  const { enrollment, programInstance, ...counts } = objectCounts;
  expect(enrollment, text).toBeGreaterThan(0);
  expect(programInstance).toBe(enrollment);
  return { counts, dataValueCount, eventCount, userInvitations, trackerEventCount, singleEventCount };
}

/** What monitoring finds, and how many of the results were seen when it looked once more. */
async function violationsOf(server: Server): Promise<unknown> {
  const path = '/api/resourceTables/monitoring?relativeStart=-60&relativeEnd=0';
  const [first] = await server.runJob(path);
  const [second] = await server.runJob(path);
  const { json } = await server.request('/api/validationResults?paging=false');
  const results = json.validationResults.map((result: Record<string, { id: string } | number>) => {
    const { validationRule, period, organisationUnit, leftsideValue, rightsideValue, dayInPeriod } = result;
    return JSON.stringify([validationRule, period, organisationUnit, leftsideValue, rightsideValue, dayInPeriod]);
  });
  const { rows } = await sql`select count(*) as seen from orderly.validation_result_seen`.execute(server.db);
  expect(results.length).toBeGreaterThan(0);
  return { messages: [first?.message, second?.message], results: results.toSorted(), seen: rows };
}

async function statisticsOf(server: Server): Promise<unknown> {
  for (const type of ['MAP_VIEW', 'EVENT_CHART_VIEW', 'DASHBOARD_VIEW', 'VISUALIZATION_VIEW'])
    expect(
      (await server.request(`/api/dataStatistics?eventType=${type}&favorite=anyFavour01`, { method: 'POST' })).status,
    ).toBe(201);
  const { status, text } = await server.request('/api/dataStatistics/snapshot', { method: 'POST' });
  expect(status, text).toBe(201);
  const { json } = await server.request('/api/dataStatistics?startDate=2026-03-15&endDate=2026-03-15&interval=DAY');
  expect(json).toMatchObject([{ mapViews: 1, totalViews: 5 }]);
  return json;
}

describe.each(versionsOf(['2.40', '2.41', '2.43', '2.44'], '2.40'))('beside DHIS2 %s', (version) => {
  const server = attachedServer(version, { flags: { dhis2Imports: 'true' }, clock, before: [WITH_PROGRAM] });

  /** The answers of a server of its own and of this one, without what may differ. */
  const both = async (path: string, request?: RequestOptions) => {
    const plain = ({ text, status }: Answer, url: string) => ({
      status,
      text: text.replaceAll(url, '').replaceAll(ANY_TIME, '').replaceAll(LATER, '').replaceAll(',}', '}'),
    });
    const [expected, found] = await Promise.all([own.request(path, request), server.request(path, request)]);
    return { expected: plain(expected, own.url), found: plain(found, server.url) };
  };

  it.each([
    ...STANDALONE_TYPES.map(({ plural }) => `/api/${plural}?fields=*&pageSize=40&order=id`),
    '/api/me?fields=*',
    '/api/dataElements?filter=zzIQK9sLY5x:!null&fields=id,attributeValues[value,attribute[id,name]]',
    '/api/categoryOptions?filter=name:ilike:a&order=name:desc&fields=id,name,categories[id,name]&pageSize=5&page=2',
    '/api/organisationUnits/gist?fields=id,name,parent&pageSize=20',
    '/api/organisationUnits?filter=geometry:!null&fields=id,geometry&paging=false',
    '/api/organisationUnits.geojson?level=2',
    '/api/periodTypes',
    '/api/lockExceptions?paging=false&fields=*,!created',
    '/api/completeDataSetRegistrations?dataSet=lyLU2wR22tC&startDate=2025-12-01&endDate=2026-02-01&orgUnit=ImspTQPwCqd&children=true',
  ])('%s is as it would be on a server of its own', async (path) => {
    const { expected, found } = await both(path);
    expect(found).toEqual(expected);
  });

  it('the data summary is that of a server of its own', async () => {
    expect(await summaryOf(server)).toEqual(told.summary);
  });

  it('monitoring finds what it would find on a server of its own, and stores it once', async () => {
    expect(await violationsOf(server)).toEqual(told.violations);
  });

  it('views and snapshots are counted', async () => {
    expect(await statisticsOf(server)).toEqual(told.statistics);
  });

  it('data come in with their period, are changed and go, with the audit that the version wants', async () => {
    const key = { dataElement: place.element, period: '201207', orgUnit: place.unit };
    const post = async (value: string, more: object = {}) => {
      const body = { dataValues: [{ ...key, value, ...more }] };
      const { status, json, text } = await server.request('/api/dataValueSets', { method: 'POST', body });
      return { status, text, counts: json.response?.importCount };
    };
    expect(await post('5')).toMatchObject({ status: 200, counts: { imported: 1, updated: 0 } });
    expect(await post('6')).toMatchObject({ status: 200, counts: { imported: 0, updated: 1 } });
    const query = `de=${key.dataElement}&pe=${key.period}&ou=${key.orgUnit}`;
    expect((await server.request(`/api/dataValues?${query}&value=7&comment=seven`, { method: 'POST' })).status).toBe(
      201,
    );
    expect((await server.request(`/api/dataValues?${query}`)).json).toEqual(['7']);
    expect((await server.request(`/api/dataValues?${query}`, { method: 'DELETE' })).status).toBe(204);
    const { rows } = await sql<Record<string, unknown>>`
      select to_jsonb(datavalue) as value, to_jsonb(period) as period, array(
        select audit.audittype || ' ' || audit.value || ' ' || audit.modifiedby from datavalueaudit as audit
        where audit.periodid = datavalue.periodid order by audit.datavalueauditid
      ) as audits
      from datavalue
      join period on period.periodid = datavalue.periodid and period.startdate = '2012-07-01' and period.enddate = '2012-07-31'
    `.execute(server.db);
    const databaseAudits = version === '2.43' || version === '2.44';
    expect(rows).toMatchObject([
      {
        value: {
          value: '7',
          comment: 'seven',
          deleted: true,
          storedby: 'admin',
          created: expect.any(String),
          lastupdated: expect.any(String),
        },
        period: { startdate: '2012-07-01', ...(databaseAudits && { iso: '201207' }) },
        audits: databaseAudits
          ? ['CREATE 5 admin', 'UPDATE 6 admin', 'UPDATE 7 admin', 'DELETE 7 admin']
          : ['UPDATE 5 admin', 'UPDATE 6 admin', 'DELETE 7 admin'],
      },
    ]);
    expect(await post('8')).toMatchObject({ status: 200, counts: { imported: 1, updated: 0 } });
    expect((await server.request(`/api/audits/dataValue?${query}&paging=false`)).json.dataValueAudits).not.toEqual([]);
  });

  it('periods of a type that the version does not know are refused, and nothing is stored', async () => {
    // WeeklyFriday came with 2.43.
    const key = { dataElement: place.element, period: '2012FriW7', orgUnit: place.unit };
    const { status, text } = await server.request('/api/dataValueSets', {
      method: 'POST',
      body: { dataValues: [{ ...key, value: '5' }] },
    });
    const known = version === '2.43' || version === '2.44';
    expect(status, text).toBe(known ? 200 : 409);
    const one = `/api/dataValues?de=${key.dataElement}&pe=${key.period}&ou=${key.orgUnit}&value=5`;
    expect((await server.request(one, { method: 'POST' })).status).toBe(known ? 201 : 409);
  });

  it('settings that only Orderly has are set and set back, and those of DHIS2 are left to it', async () => {
    const path = '/api/systemSettings/aggregatesRemoveUnusedDays';
    const stored = async () => (await sql`select * from public.systemsetting order by 1`.execute(server.db)).rows;
    const before = await stored();
    expect((await server.request(`${path}?value=7`, { method: 'POST' })).status).toBe(200);
    expect((await server.request(path)).json).toEqual({ aggregatesRemoveUnusedDays: 7 });
    const body = { aggregatesRemoveUnusedDays: 8, aggregatesTokenHours: 1 };
    expect((await server.request('/api/systemSettings', { method: 'POST', body })).status).toBe(200);
    expect((await server.request('/api/systemSettings')).json).toMatchObject(body);
    const others = ['keyUiLocale', 'aggregatesOfAnotherKind'];
    for (const key of others) {
      for (const [sent, options] of [
        [`/api/systemSettings/${key}?value=fr`, { method: 'POST' }],
        [`/api/systemSettings/${key}`, { method: 'DELETE' }],
        ['/api/systemSettings', { method: 'POST', body: { ...body, [key]: 'fr' } }],
        [`/api/systemSettings?key=${key}&key=aggregatesTokenHours`, { method: 'DELETE' }],
      ] as const) {
        const { status, text } = await server.request(sent, options);
        expect(status, `${sent} ${text}`).toBe(409);
        expect(text).toContain('leaves this to it');
      }
    }
    expect((await server.request(path, { method: 'DELETE' })).status).toBe(204);
    const both = '/api/systemSettings?key=aggregatesTokenHours&key=aggregatesRemoveUnusedDays';
    expect((await server.request(both, { method: 'DELETE' })).status).toBe(204);
    expect((await server.request(both)).json).toEqual({ aggregatesRemoveUnusedDays: 45, aggregatesTokenHours: 24 });
    expect(await stored()).toEqual(before);
  });

  it('data sets are completed and opened again', async () => {
    const { set: dataSet, unit: organisationUnit } = place;
    const body = { completeDataSetRegistrations: [{ dataSet, period: '201208', organisationUnit }] };
    const { json, text } = await server.request('/api/completeDataSetRegistrations', { method: 'POST', body });
    expect(json.response?.importCount, text).toMatchObject({ imported: 1 });
    const path = `/api/completeDataSetRegistrations?dataSet=${dataSet}&period=201208&orgUnit=${organisationUnit}`;
    expect((await server.request(path)).json.completeDataSetRegistrations).toMatchObject([
      { storedBy: 'admin', completed: true },
    ]);
    const gone = await server.request(
      `/api/completeDataSetRegistrations?ds=${dataSet}&pe=201208&ou=${organisationUnit}`,
      { method: 'DELETE' },
    );
    expect(gone.status, gone.text).toBe(204);
    expect((await server.request(path)).json).toEqual({ completeDataSetRegistrations: [] });
  });
});
