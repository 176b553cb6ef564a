import { type RawBuilder, sql } from 'kysely';
import { catalogued } from '../../kernel/errors/index.js';
import type { Grid } from '../grids/index.js';
import { allOf } from './conditions.js';
import { gridOf, noMetadata } from './grid.js';
import { headerOf } from './headers.js';
import { listConditions } from './list-statement.js';
import { type ProgramRequest, tablesOf } from './model.js';
import type { ClusterParameters } from './parameters.js';
import { pointOfRow } from './places.js';
import type { Runner } from './run.js';
import type { QueryContext } from './understand.js';
import { tableOf } from './values.js';

interface ClusterRow {
  readonly count: number;
  readonly longitude: number;
  readonly latitude: number;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly points: string | null;
}

/** Web Mercator is not defined at the poles. */
const LAST_LATITUDE = 85.06;
const EARTH_RADIUS_M = 6_378_137;

const points = (request: ProgramRequest): RawBuilder<unknown> => {
  const point = pointOfRow(request);
  return sql`
    select ax.event, ${point?.longitude ?? sql`null::double precision`} as longitude,
      ${point?.latitude ?? sql`null::double precision`} as latitude
    from ${tableOf(request.table)} as ax
    where ${allOf(listConditions(request))}
  `;
};

/**
 * Events by the place where they happened, those of one field of a grid together; `clusterSize` is the size of a field in metres of a world map (contract: analytics-query.md §7).
 *
 * @throws OrderlyError E7212 for a size that is none, E7128 when there would be more clusters than the system gives at once
 */
export async function answerClusters(
  runner: Runner,
  request: ProgramRequest,
  { clusterSize, includeClusterPoints }: ClusterParameters,
  { settings }: QueryContext,
): Promise<Grid> {
  if (clusterSize === undefined || clusterSize <= 0) throw catalogued('E7212', clusterSize ?? 0);
  const most = settings.keyAnalyticsMaxLimit;
  const latitude = sql`greatest(least(point.latitude, ${LAST_LATITUDE}::float8), ${-LAST_LATITUDE}::float8)`;
  const uids = sql`string_agg(point.event, ',' order by point.event)`;
  const statement = sql<ClusterRow>`
    select count(*) as count, avg(point.longitude) as longitude, avg(point.latitude) as latitude,
      min(point.longitude) as west, min(point.latitude) as south, max(point.longitude) as east, max(point.latitude) as north,
      ${includeClusterPoints ? uids : sql`case when count(*) = 1 then min(point.event) end`} as points
    from (${points(request)}) as point
    group by
      round((${EARTH_RADIUS_M}::float8 * radians(point.longitude)) / ${clusterSize}::float8),
      round((${EARTH_RADIUS_M}::float8 * ln(tan(pi() / 4 + radians(${latitude}) / 2))) / ${clusterSize}::float8)
    order by min(point.event)
    ${most > 0 ? sql`limit ${most + 1}` : sql``}
  `;
  const rows = await runner.run(tablesOf(request), (ask) => ask(statement));
  if (most > 0 && rows.length > most) throw catalogued('E7128', most);
  const headers = [
    headerOf('count', 'Count', 'NUMBER', false),
    headerOf('center', 'Center', 'TEXT', false),
    headerOf('extent', 'Extent', 'TEXT', false),
    headerOf('points', 'Points', 'TEXT', false),
  ];
  const cells = rows.map((row) => [String(row.count), center(row), extentOf(row), row.points ?? '']);
  return gridOf(headers, cells, noMetadata);
}

const DECIMALS = 6;
const rounded = (value: number): number => Number(value.toFixed(DECIMALS));

const center = ({ longitude, latitude }: ClusterRow): string =>
  JSON.stringify({ type: 'Point', coordinates: [rounded(longitude), rounded(latitude)] });

const extentOf = ({ west, south, east, north }: Pick<ClusterRow, 'west' | 'south' | 'east' | 'north'>): string =>
  `BOX(${west} ${south},${east} ${north})`;

/** How many events have a place, and the box that holds them all; no box where there are none. */
export async function answerCount(
  runner: Runner,
  request: ProgramRequest,
): Promise<{ readonly extent?: string; readonly count: number }> {
  const statement = sql<ClusterRow>`
    select count(*) as count, min(point.longitude) as west, min(point.latitude) as south,
      max(point.longitude) as east, max(point.latitude) as north
    from (${points(request)}) as point
  `;
  const [row] = await runner.run(tablesOf(request), (ask) => ask(statement));
  if (!row || row.count === 0) return { count: 0 };
  return { extent: extentOf(row), count: row.count };
}
