import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { areContaining, faultOfGeometry, isGeometry, polygonsOf } from '../../geo-json/index.js';
import { defineChecks, type Issue } from '../check.js';

/*
 * All that integrity checks ask of geometries, which are GeoJSON in jsonb here. What a few numbers tell is asked in SQL; areas are looked at in the program, which reads each of them
 * once: in SQL every side of a border would be taken out of its JSON for every point.
 */

const UNITS = { section: 'Organisation units', issuesIdType: 'organisationUnits', of: 'organisationunit' } as const;

const EARTH_RADIUS_KM = 6371;
const NEAR_KM = 100;
/** Units of which the geometries are in memory at once. */
const UNITS_AT_ONCE = 200;
/** Areas with the points below them, which may be many. */
const AREAS_AT_ONCE = 50;

/** A coordinate of a point as a number on the globe, so that it can be reckoned with; null if it is none. */
const coordinate = (index: 0 | 1): RawBuilder<number> => {
  const path = sql.lit(`{coordinates,${index}}`);
  return sql`case
    when jsonb_typeof(unit.geometry #> ${path}) = 'number'
    then least(greatest((unit.geometry #>> ${path})::numeric, -180), 180)::float8
  end`;
};

/** Kilometres on the sphere from the point of no longitude and no latitude. */
const FROM_NULL_ISLAND = sql`2 * ${sql.lit(EARTH_RADIUS_KM)} * asin(least(1, sqrt(
  power(sin(radians(point.latitude) / 2), 2) + cos(radians(point.latitude)) * power(sin(radians(point.longitude) / 2), 2)
)))`;

const SYSTEM = sql`orderly.system_of(object.geometry)`;

/** Objects with another system of coordinates than the usual one, which has two names. */
const withOtherSystem = (table: string, label: string): RawBuilder<unknown> => sql`
  select object.uid as id, ${sql.lit(label)} as name, ${SYSTEM} as comment
  from ${sql.table(table)} as object
  where ${SYSTEM} !~ '(^|:)(4326|CRS84)$'
`;

export const geometryChecks = defineChecks([
  {
    ...UNITS,
    name: 'orgunits_null_island',
    displayName: 'Organisation units off the coast of Africa',
    sectionOrder: 6,
    severity: 'SEVERE',
    description: `An organisation unit whose point is within ${NEAR_KM} km of longitude 0 and latitude 0.`,
    introduction: 'There is only sea. Most often longitude and latitude were never entered.',
    recommendation: 'Correct the coordinates of the unit.',
    issues: sql`
      select point.uid as id, point.name, 'POINT(' || point.longitude || ' ' || point.latitude || ')' as comment
      from (
        select unit.uid, unit.name, ${coordinate(0)} as longitude, ${coordinate(1)} as latitude
        from organisationunit as unit where unit.geometry ->> 'type' = 'Point'
      ) as point
      where ${FROM_NULL_ISLAND} < ${sql.lit(NEAR_KM)}
    `,
  },
  {
    ...UNITS,
    name: 'orgunits_not_contained_by_parent',
    displayName: 'Organisation units outside the area of their parent',
    sectionOrder: 5,
    severity: 'WARNING',
    description: 'An organisation unit with a point that is not within the area of its parent.',
    introduction:
      'Maps show it in another district than reports do. Near a border the area may only be drawn too roughly.',
    recommendation: 'Correct the point of the unit, the area or the parent.',
    issues: pointsOutside,
  },
  {
    ...UNITS,
    name: 'orgunits_invalid_geometry',
    displayName: 'Organisation units with an invalid geometry',
    sectionOrder: 7,
    severity: 'WARNING',
    description:
      'An organisation unit with positions off the globe, or with an area whose border is open, too short or crosses itself.',
    introduction: 'Maps draw it wrongly or not at all, and what is inside of it cannot be told.',
    recommendation: 'Draw the geometry anew, or import a sound one.',
    issues: invalidGeometries,
  },
  {
    name: 'tracker_geometry_invalid_srid',
    displayName: 'Tracker data in another system of coordinates',
    section: 'Tracker',
    sectionOrder: 4,
    severity: 'WARNING',
    isSlow: true,
    of: sql`(select from trackedentity union all select from enrollment union all select from event) as object`,
    description:
      'A tracked entity, an enrollment or an event whose geometry names another system of coordinates than EPSG 4326.',
    introduction: 'Its coordinates are taken for degrees, and it is shown in a wrong place.',
    recommendation: 'Convert the coordinates to longitude and latitude.',
    issues: sql`
      ${withOtherSystem('trackedentity', 'Tracked entity')}
      union all
      ${withOtherSystem('enrollment', 'Enrollment')}
      union all
      ${withOtherSystem('event', 'Event')}
    `,
  },
]);

interface Located {
  readonly key: number;
  readonly uid: string;
  readonly name: string;
  readonly geometry: unknown;
}

interface AreaAndPoints extends Pick<Located, 'key' | 'geometry'> {
  readonly points: readonly (readonly [uid: string, name: string, geometry: unknown])[];
}

async function pointsOutside(db: Db): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  const batches = inBatches((after: number) =>
    sql<AreaAndPoints>`
      select parent.organisationunitid as key, parent.geometry, child.points
      from organisationunit as parent
      cross join lateral (
        select jsonb_agg(jsonb_build_array(unit.uid, unit.name, unit.geometry)) as points
        from organisationunit as unit
        where unit.parentid = parent.organisationunitid and unit.geometry ->> 'type' = 'Point'
      ) as child
      where parent.organisationunitid > ${after} and parent.geometry ->> 'type' in ('Polygon', 'MultiPolygon')
        and child.points is not null
      order by parent.organisationunitid limit ${AREAS_AT_ONCE}
    `.execute(db),
  );
  for await (const { geometry, points } of batches) {
    // What is no area contains nothing: that is the fault of the parent, and found by another check.
    if (!isGeometry(geometry)) continue;
    const polygons = polygonsOf(geometry);
    for (const [id, name, point] of points)
      if (isGeometry(point) && !areContaining(polygons, point.coordinates as readonly number[]))
        issues.push({ id, name });
  }
  return issues;
}

async function invalidGeometries(db: Db): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  const batches = inBatches((after: number) =>
    sql<Located>`
      select unit.organisationunitid as key, unit.uid, unit.name, unit.geometry from organisationunit as unit
      where unit.organisationunitid > ${after} and unit.geometry is not null
      order by unit.organisationunitid limit ${UNITS_AT_ONCE}
    `.execute(db),
  );
  for await (const { uid, name, geometry } of batches) {
    const comment = faultOfGeometry(geometry);
    if (comment !== undefined) issues.push({ id: uid, name, comment });
  }
  return issues;
}

/** Rows by their keys, some at a time. */
async function* inBatches<Row extends { readonly key: number }>(
  read: (after: number) => Promise<{ readonly rows: readonly Row[] }>,
): AsyncGenerator<Row> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const { rows } = await read(after);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.key;
  }
}
