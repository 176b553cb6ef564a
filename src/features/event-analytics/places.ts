import { type RawBuilder, sql } from 'kysely';
import { catalogued } from '../../kernel/errors/index.js';
import type { AnalyticsTable, ProgramItem, ProgramRequest } from './model.js';
import { column } from './values.js';

/** Words for the columns of geometries, old and new, in the tables of events and of enrollments (contract: tables.md §4.6, §4.7). */
const FIELDS: Readonly<Record<string, string>> = {
  EVENT: 'eventgeometry',
  PSIGEOMETRY: 'eventgeometry',
  EVENTGEOMETRY: 'eventgeometry',
  ENROLLMENT: 'enrollmentgeometry',
  PIGEOMETRY: 'enrollmentgeometry',
  ENROLLMENTGEOMETRY: 'enrollmentgeometry',
  TRACKED_ENTITY: 'tegeometry',
  TEIGEOMETRY: 'tegeometry',
  TEGEOMETRY: 'tegeometry',
  OUGEOMETRY: 'ougeometry',
};

/** What a table's own geometry is called. */
export const OWN_GEOMETRY = {
  EVENT: 'eventgeometry',
  ENROLLMENT: 'enrollmentgeometry',
  TRACKED_ENTITY: 'geometry',
} as const;

export const geometryColumn = (word: string): string | undefined => FIELDS[word.toUpperCase()];

/** @throws OrderlyError E7219 or E7220 for an item that is no place */
export function itemGeometryColumn(item: ProgramItem): string {
  if (item.valueType === 'COORDINATE') return item.uid;
  if (item.valueType === 'ORGANISATION_UNIT') return `${item.uid}_geom`;
  throw catalogued(item.kind === 'DATA_ELEMENT' ? 'E7219' : 'E7220', item.uid);
}

export interface Point {
  readonly longitude: RawBuilder<unknown>;
  readonly latitude: RawBuilder<unknown>;
}

const PAIR = '^\\s*\\[\\s*(-?\\d{1,3}(?:\\.\\d{1,15})?)\\s*,\\s*(-?\\d{1,3}(?:\\.\\d{1,15})?)\\s*\\]\\s*$';

/**
 * The point that a column of some type holds: a geometry of PostGIS (of an area its middle), GeoJSON, or text such as `[5.1,1.2]`. Undefined for a column that is
 * not there.
 */
export function pointOf(table: AnalyticsTable, name: string): Point | undefined {
  const type = table.columns.get(name);
  const value = column(name);
  switch (type) {
    case 'geometry':
      return {
        longitude: sql`ST_X(ST_Centroid(${value}))`,
        latitude: sql`ST_Y(ST_Centroid(${value}))`,
      };
    case 'jsonb':
    case 'json': {
      const at = (index: number) =>
        sql`case when ${value} ->> 'type' = 'Point' then (${value} -> 'coordinates' ->> ${sql.lit(index)})::double precision end`;
      return { longitude: at(0), latitude: at(1) };
    }
    case 'text':
    case 'character varying': {
      const at = (index: number) => sql`((regexp_match(${value}, ${PAIR}))[${sql.lit(index)}])::double precision`;
      return { longitude: at(1), latitude: at(2) };
    }
    default:
      return undefined;
  }
}

/** Where the row is: the first of the fields that has a point. The table's own columns of longitude and latitude stand for its own geometry where that is no geometry. */
export function pointOfRow({ table, place, subject }: ProgramRequest): Point | undefined {
  const hasOwn = table.columns.has('longitude') && table.columns.has('latitude');
  const points = place.fields.flatMap((name) => {
    const point = pointOf(table, name);
    if (point) return [point];
    return name === OWN_GEOMETRY[subject] && hasOwn
      ? [{ longitude: column('longitude'), latitude: column('latitude') }]
      : [];
  });
  const [first, ...others] = points;
  if (!first || others.length === 0) return first;
  const coalesced = (part: keyof Point) => sql`coalesce(${sql.join(points.map((point) => point[part]))})`;
  return { longitude: coalesced('longitude'), latitude: coalesced('latitude') };
}

/** The geometry of a column as GeoJSON, or undefined where it has none. */
export function geoJsonOf(table: AnalyticsTable, name: string): RawBuilder<unknown> | undefined {
  const type = table.columns.get(name);
  if (type === 'geometry') return sql`ST_AsGeoJSON(${column(name)}, 6)`;
  return type === 'jsonb' || type === 'json' || type === 'text' ? sql`${column(name)}::text` : undefined;
}

export const pointAsGeoJson = ({ longitude, latitude }: Point): RawBuilder<unknown> => sql`
  case when ${longitude} is not null then
    json_build_object('type', 'Point', 'coordinates', json_build_array(${longitude}, ${latitude}))::text
  end
`;

/** What a request demands of the place of its rows. */
export function placeConditions(request: ProgramRequest): readonly RawBuilder<unknown>[] {
  const { required, box } = request.place;
  if (!required && !box) return [];
  const point = pointOfRow(request);
  if (!point) return [sql`false`];
  const [west, south, east, north] = box ?? [];
  return [
    sql`${point.longitude} is not null`,
    ...(box
      ? [
          sql`${point.longitude} between ${west}::double precision and ${east}::double precision`,
          sql`${point.latitude} between ${south}::double precision and ${north}::double precision`,
        ]
      : []),
  ];
}
