import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';

/** Dimensions that only show something about the organisation unit of a row (contract: analytics-query.md §3.4), with their titles. */
export const STATIC_TITLES: Readonly<Record<string, string>> = { longitude: 'Longitude', latitude: 'Latitude' };

/** What the static columns show of a unit, by their names. */
export type StaticCells = Readonly<Record<string, string>>;

/** Where the units are, of those that are a point. Without PostGIS a geometry is GeoJSON already; with it, it becomes GeoJSON. */
export async function readStaticCells(db: Db, uids: readonly string[]): Promise<ReadonlyMap<string, StaticCells>> {
  const { rows } = await sql<{ uid: string; longitude: string; latitude: string }>`
    select unit.uid, shape.geometry -> 'coordinates' ->> 0 as longitude, shape.geometry -> 'coordinates' ->> 1 as latitude
    from organisationunit as unit
    cross join to_jsonb(unit.geometry) as shape (geometry)
    where unit.uid = any (${[...uids]}::text[]) and shape.geometry ->> 'type' = 'Point'
  `.execute(db);
  return new Map(rows.map(({ uid, ...cells }) => [uid, cells]));
}
