import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../../database/index.js';
import type { AnalyticsColumn } from '../../definition.js';
import { toNumber } from '../../numbers.js';

/** How geometries are stored in this database, and what columns of analytics tables can be made of them. */
export interface GeometrySource {
  readonly postgis: boolean;
  /** A geometry column where there is PostGIS, none where there is not. */
  readonly columns: (name: string, stored: RawBuilder<unknown>) => readonly AnalyticsColumn[];
  /** Columns for the position of a stored geometry that is a point. */
  readonly position: (longitude: string, latitude: string, stored: RawBuilder<unknown>) => readonly AnalyticsColumn[];
  /** The point of a text such as `[-11.4,8.1]`, null when it is none; only where there is PostGIS. */
  readonly point: (text: RawBuilder<unknown>) => RawBuilder<unknown>;
}

const COORDINATE = '^\\[-?[0-9]{1,3}(\\.[0-9]{1,30})?, ?-?[0-9]{1,3}(\\.[0-9]{1,30})?\\]$';

/** Orderly's own tables hold a geometry as the GeoJSON object in `jsonb`; a database from DHIS2 holds it in PostGIS' type. */
export async function geometrySource(db: Db): Promise<GeometrySource> {
  const { rows } = await sql<{ postgis: boolean; native: boolean }>`
    select
      exists (select from pg_extension where extname = 'postgis') as postgis,
      format_type(atttypid, null) like '%geometry' as native
    from pg_attribute
    where attrelid = 'public.event'::regclass and attname = 'geometry'
  `.execute(db);
  const { postgis = false, native = false } = rows[0] ?? {};
  return {
    postgis,
    columns: (name, stored) => {
      if (!postgis) return [];
      return [{ name, type: 'geometry', value: native ? stored : sql`ST_GeomFromGeoJSON(${stored}::text)` }];
    },
    position: (longitude, latitude, stored) => {
      const names = [longitude, latitude];
      return names.map((name, index) => ({
        name,
        type: 'double precision',
        value: native ? nativeOrdinate(stored, index) : ordinate(stored, index),
      }));
    },
    point: (text) => sql`
      case when ${text} ~ ${sql.lit(COORDINATE)} then ST_GeomFromGeoJSON('{"type":"Point","coordinates":' || ${text} || '}') end
    `,
  };
}

const ordinate = (stored: RawBuilder<unknown>, index: number): RawBuilder<unknown> => sql`
  case when ${stored} ->> 'type' = 'Point' then ${toNumber(sql`(${stored} #>> ${sql.lit(`{coordinates,${index}}`)}::text[])`, 'lenient')} end
`;

const nativeOrdinate = (stored: RawBuilder<unknown>, index: number): RawBuilder<unknown> => sql`
  case when GeometryType(${stored}) = 'POINT' then ${sql.raw(index === 0 ? 'ST_X' : 'ST_Y')}(${stored}) end
`;
