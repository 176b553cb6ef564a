import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import { layout } from './dhis2/layout.js';

/** A text of GeoJSON as the columns of geometries take it. */
export const asGeometry = (text: RawBuilder<unknown>): RawBuilder<unknown> =>
  layout === undefined ? sql`(${text})::jsonb` : sql`st_geomfromgeojson((${text})::text)`;

/** Whether geometries are those of PostGIS itself, which keeps no others than it can work with. */
export async function hasPostgis(db: Db): Promise<boolean> {
  const { rows } = await sql`select from pg_extension where extname = 'postgis'`.execute(db);
  return rows.length > 0;
}
