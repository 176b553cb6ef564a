import { sql } from 'kysely';
import { generateUid } from '../../src/kernel/uid.js';
import type { testServer } from './server.js';

type Server = ReturnType<typeof testServer>;

export const ROOT = 'ImspTQPwCqd';

export interface DashboardFixture {
  readonly dashboard: string;
  readonly pushAnalysis: string;
  readonly group: string;
  /** Uids of the visualizations by what their names begin with, mostly the type. */
  readonly visualizations: Readonly<Record<string, string>>;
  readonly map: string;
  /** Two elements that are summed and have values all over the country. */
  readonly elements: readonly string[];
}

const PUBLIC = { public: 'r-------' };

interface Axis {
  readonly dimension: string;
  readonly items: readonly { readonly id: string }[];
}

const axis = (dimension: string, ...ids: readonly string[]): Axis => ({ dimension, items: ids.map((id) => ({ id })) });

export interface FixtureOptions {
  /** Items of `ou` where places are compared: the districts, unless given. */
  readonly places?: readonly string[];
  /** Items of `ou` elsewhere: the country, unless given. */
  readonly whole?: readonly string[];
}

/** A dashboard with an item of each kind, sent to a user group, made through the API as an app would. */
export async function makeDashboard(
  server: Server,
  { places = ['LEVEL-2', ROOT], whole = [ROOT] }: FixtureOptions = {},
): Promise<DashboardFixture> {
  const elements = await summedElements(server);
  await drawDistricts(server);
  const legendSet = generateUid();
  const group = generateUid();
  const months = axis('pe', 'LAST_12_MONTHS');
  const data = axis('dx', ...elements);
  const one = axis('dx', elements[0] ?? '');
  const districts = axis('ou', ...places);
  const country = axis('ou', ...whole);
  const kinds: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    SINGLE_VALUE: { columns: [one], rows: [], filters: [axis('pe', 'LAST_12_MONTHS'), country] },
    COLUMN: { columns: [data], rows: [months], filters: [country], showData: true },
    STACKED_COLUMN: { columns: [data], rows: [axis('pe', 'QUARTERS_LAST_YEAR'), districts], filters: [] },
    BAR: { columns: [one], rows: [districts], filters: [months], legendSet: { id: legendSet }, sortOrder: 1 },
    LINE: {
      columns: [data],
      rows: [months],
      filters: [country],
      regressionType: 'LINEAR',
      targetLineValue: 400,
      targetLineLabel: 'Target',
    },
    STACKED_AREA: { columns: [data], rows: [months], filters: [country], percentStackedValues: true },
    PIE: { columns: [districts], rows: [], filters: [one, months] },
    RADAR: { columns: [data], rows: [districts], filters: [months] },
    GAUGE: { columns: [one], rows: [], filters: [months, country] },
    SCATTER: { columns: [data], rows: [districts], filters: [months] },
    YEAR_OVER_YEAR_LINE: {
      columns: [],
      rows: [axis('pe', 'MONTHS_THIS_YEAR')],
      filters: [one, country],
      yearlySeries: ['THIS_YEAR', 'LAST_YEAR'],
    },
    PIVOT_TABLE: {
      columns: [data, axis('pe', 'QUARTERS_LAST_YEAR')],
      rows: [districts],
      filters: [],
      rowTotals: true,
      colTotals: true,
      rowSubTotals: true,
      showDimensionLabels: true,
      legendSet: { id: legendSet },
      legendDisplayStyle: 'FILL',
    },
    EMPTY: { type: 'PIVOT_TABLE', columns: [data], rows: [axis('pe', '1999')], filters: [country] },
    BUBBLE: { columns: [data], rows: [districts], filters: [months] },
  };
  const visualizations = Object.fromEntries(Object.keys(kinds).map((type) => [type, generateUid()]));
  const [map, dashboard, pushAnalysis] = [generateUid(), generateUid(), generateUid()];
  const [event, document] = [generateUid(), generateUid()];
  const items = [
    { text: 'Read *this* first: <script>alert(1)</script> https://example.org/help' },
    ...Object.values(visualizations).map((id) => ({ visualization: { id } })),
    { map: { id: map } },
    { eventVisualization: { id: event } },
    { resources: [{ id: document }] },
    { appKey: 'my <app>' },
    { text: '' },
  ];
  const { status, text } = await server.request('/api/metadata', {
    method: 'POST',
    body: {
      legendSets: [
        {
          id: legendSet,
          name: `Legend ${legendSet}`,
          legends: [
            { name: 'Low', startValue: 0, endValue: 1_000, color: '#d32f2f' },
            { name: 'Middle', startValue: 1_000, endValue: 5_000, color: '#ffda54' },
            { name: 'High', startValue: 5_000, endValue: 1_000_000, color: '#47792c' },
          ],
        },
      ],
      userGroups: [{ id: group, name: `Receivers ${group}` }],
      visualizations: Object.entries(kinds).map(([type, kind]) => ({
        id: visualizations[type],
        sharing: PUBLIC,
        name: `${type} <b>of</b> "${group}"`,
        type,
        ...kind,
      })),
      maps: [
        {
          id: map,
          sharing: PUBLIC,
          name: `Map ${map}`,
          mapViews: [
            { layer: 'boundary', columns: [], rows: [country], filters: [] },
            { layer: 'thematic1', columns: [one], rows: [districts], filters: [months], labels: true, opacity: 0.9 },
            { layer: 'event', name: 'Outbreaks', columns: [], rows: [], filters: [] },
          ],
        },
      ],
      eventVisualizations: [{ id: event, name: `Events ${event}`, type: 'LINE_LIST', sharing: PUBLIC }],
      documents: [
        {
          id: document,
          name: `Guide <${document}>`,
          url: 'https://example.org/guide',
          external: true,
          sharing: PUBLIC,
        },
      ],
      dashboards: [
        {
          id: dashboard,
          sharing: PUBLIC,
          name: `Dashboard ${dashboard}`,
          dashboardItems: items.map((item, index) => ({
            id: generateUid(),
            x: 0,
            y: index * 20,
            width: 60,
            height: 20,
            ...item,
          })),
        },
      ],
      pushAnalysis: [
        {
          id: pushAnalysis,
          name: `Push ${pushAnalysis}`,
          title: 'Monthly overview',
          message: 'Dear all,\nthese are the _numbers_ of <i>this</i> month.',
          enabled: true,
          dashboard: { id: dashboard },
          recipientUserGroups: [{ id: group }],
        },
      ],
    },
  });
  if (status !== 200) throw new Error(`The dashboard could not be made: ${text}`);
  return { dashboard, pushAnalysis, group, visualizations, map, elements };
}

async function summedElements({ db }: Server): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    select dataelement.uid
    from datavalue
    join dataelement using (dataelementid)
    where dataelement.aggregationtype = 'SUM' and dataelement.valuetype = 'INTEGER_ZERO_OR_POSITIVE'
      and not datavalue.deleted
    group by dataelement.uid
    order by count(*) desc, dataelement.uid
    limit 2
  `.execute(db);
  return rows.map(({ uid }) => uid);
}

/** The districts as squares beside each other. */
async function drawDistricts({ db }: Server): Promise<void> {
  await sql`
    update organisationunit set geometry = square.geometry
    from (
      select
        unit.organisationunitid as id,
        jsonb_build_object('type', 'Polygon', 'coordinates', jsonb_build_array(jsonb_build_array(
          jsonb_build_array(x, y), jsonb_build_array(x + 0.9, y), jsonb_build_array(x + 0.9, y + 0.9), jsonb_build_array(x, y + 0.9), jsonb_build_array(x, y)
        ))) as geometry
      from (
        select organisationunitid, (row_number() over (order by name) - 1) % 4 - 13 as x, (row_number() over (order by name) - 1) / 4 + 7 as y
        from organisationunit where hierarchylevel = 2
      ) as unit
    ) as square
    where square.id = organisationunit.organisationunitid
  `.execute(db);
}
