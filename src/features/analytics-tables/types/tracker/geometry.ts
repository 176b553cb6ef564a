import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../../database/index.js';
import type { AnalyticsColumn } from '../../definition.js';
import { toNumber } from '../../numbers.js';

/** How geometries are stored in this database, and what columns of analytics tables can be made of them. */
export interface GeometrySource {
  readonly postgis: boolean;
  /** A column for the geometry of a tracked entity, an enrollment or an event where there is PostGIS, none where there is not. */
  readonly columns: (name: string, stored: RawBuilder<unknown>) => readonly AnalyticsColumn[];
  /** The same for that of an organisation unit, which statements see as GeoJSON in every database. */
  readonly unitColumns: (name: string, stored: RawBuilder<unknown>) => readonly AnalyticsColumn[];
  /** Columns for the position of a tracked entity, an enrollment or an event whose geometry is a point. */
  readonly position: (longitude: string, latitude: string, stored: RawBuilder<unknown>) => readonly AnalyticsColumn[];
  /** The point of a text such as `[-11.4,8.1]`, null when it is none; only where there is PostGIS. */
  readonly point: (text: RawBuilder<unknown>) => RawBuilder<unknown>;
}

const COORDINATE = '^\\[-?[0-9]{1,3}(\\.[0-9]{1,30})?, ?-?[0-9]{1,3}(\\.[0-9]{1,30})?\\]$';

/**
 * Orderly's own tables hold a geometry as the GeoJSON object in `jsonb`; those of a DHIS2 hold that of tracked entities, enrollments and events in PostGIS' type. Its functions are
 * those that the connection finds.
 */
export async function geometrySource(db: Db): Promise<GeometrySource> {
  const { rows } = await sql<{ postgis: boolean; native: boolean }>`
    select
      exists (select from pg_extension where extname = 'postgis') and to_regtype('geometry') is not null as postgis,
      pg_type.typname = 'geometry' as native
    from pg_attribute
    join pg_type on pg_type.oid = pg_attribute.atttypid
    where pg_attribute.attrelid = 'event'::regclass and pg_attribute.attname = 'geometry'
  `.execute(db);
  const { postgis = false, native = false } = rows[0] ?? {};
  const geoJson = (stored: RawBuilder<unknown>) => (native ? sql`orderly.geo_json(${stored})` : stored);
  const column = (name: string, value: RawBuilder<unknown>): readonly AnalyticsColumn[] =>
    postgis ? [{ name, type: 'geometry', value }] : [];
  const fromGeoJson = (stored: RawBuilder<unknown>) => sql`ST_GeomFromGeoJSON(${stored}::text)`;
  return {
    postgis,
    columns: (name, stored) => column(name, native ? stored : fromGeoJson(stored)),
    unitColumns: (name, stored) => column(name, fromGeoJson(stored)),
    position: (longitude, latitude, stored) => {
      const names = [longitude, latitude];
      return names.map((name, index) => ({
        name,
        type: 'double precision',
        value: native && postgis ? nativeOrdinate(stored, index) : ordinate(geoJson(stored), index),
      }));
    },
    point: (text) => sql`
      case when ${text} ~ ${sql.lit(COORDINATE)} then ST_GeomFromGeoJSON('{"type":"Point","coordinates":' || ${text} || '}') end
    `,
  };
}

const ordinate = (geoJson: RawBuilder<unknown>, index: number): RawBuilder<unknown> => sql`
  case when ${geoJson} ->> 'type' = 'Point' then ${toNumber(sql`(${geoJson} #>> ${sql.lit(`{coordinates,${index}}`)}::text[])`, 'lenient')} end
`;

const nativeOrdinate = (stored: RawBuilder<unknown>, index: number): RawBuilder<unknown> => sql`
  case when GeometryType(${stored}) = 'POINT' then ${sql.raw(index === 0 ? 'ST_X' : 'ST_Y')}(${stored}) end
`;
