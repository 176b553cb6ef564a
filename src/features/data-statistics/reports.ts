import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { IsoDate } from '../../kernel/calendar.js';

export const INTERVALS = ['DAY', 'WEEK', 'MONTH', 'YEAR'] as const;
export type Interval = (typeof INTERVALS)[number];

/** Key → column; each is added up over an interval. */
const VIEWS = {
  mapViews: 'mapviews',
  visualizationViews: 'visualizationviews',
  eventReportViews: 'eventreportviews',
  eventChartViews: 'eventchartviews',
  eventVisualizationViews: 'eventvisualizationviews',
  dashboardViews: 'dashboardviews',
  passiveDashboardViews: 'passivedashboardviews',
  dataSetReportViews: 'datasetreportviews',
  totalViews: 'totalviews',
} as const;
const SAVED = {
  savedMaps: 'maps',
  savedVisualizations: 'visualizations',
  savedEventReports: 'eventreports',
  savedEventCharts: 'eventcharts',
  savedEventVisualizations: 'eventvisualizations',
  savedDashboards: 'dashboards',
  savedIndicators: 'indicators',
  savedDataValues: 'datavalues',
} as const;

/** What names an interval: key → part of a date. Weeks are those of ISO 8601, and so are the years that they are in. */
const NAMES: Readonly<Record<Interval, Readonly<Record<string, string>>>> = {
  DAY: { year: 'year', month: 'month', day: 'day' },
  WEEK: { year: 'isoyear', week: 'week' },
  MONTH: { year: 'year', month: 'month' },
  YEAR: { year: 'year' },
};

/** How the server was used from one day to another, both counted: a row for each interval in which there are snapshots (contract: data-admin.md §4). */
export async function usageReports(
  db: Db,
  { interval, start, end }: { readonly interval: Interval; readonly start: IsoDate; readonly end: IsoDate },
): Promise<readonly Readonly<Record<string, number>>[]> {
  const names = Object.entries(NAMES[interval]);
  const columns: readonly (readonly [string, RawBuilder<unknown>])[] = [
    ...names.map(([key, part]) => [key, sql`extract(${sql.raw(part)} from snapshot.created)`] as const),
    ...Object.entries({ ...VIEWS, ...SAVED }).map(([key, column]) => [key, sumOf(column)] as const),
    ...Object.entries(VIEWS).map(([key, column]) => [averageKey(key), averageOf(column)] as const),
    ['activeUsers', sql`coalesce(max(snapshot.active_users), 0)`],
    ['users', sql`coalesce(max(snapshot.users), 0)`],
  ];
  const { rows } = await sql<Readonly<Record<string, number>>>`
    select ${sql.join(columns.map(([key, value]) => sql`${value}::bigint as ${sql.id(key)}`))}
    from datastatistics as snapshot
    where snapshot.created >= ${start}::date and snapshot.created < ${end}::date + 1
    group by ${sql.join(names.map((_name, index) => sql.lit(index + 1)))}
    order by ${sql.join(names.map((_name, index) => sql.lit(index + 1)))}
  `.execute(db);
  return rows;
}

const averageKey = (key: string): string =>
  key === 'totalViews' ? 'averageViews' : `average${key.charAt(0).toUpperCase()}${key.slice(1)}`;

const sumOf = (column: string): RawBuilder<unknown> => sql`coalesce(round(sum(${sql.ref(`snapshot.${column}`)})), 0)`;

/** Views for each active user, without a fraction. */
const averageOf = (column: string): RawBuilder<unknown> =>
  sql`trunc(coalesce(sum(${sql.ref(`snapshot.${column}`)}) / nullif(max(snapshot.active_users), 0), 0))`;
