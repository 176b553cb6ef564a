import { sql } from 'kysely';
import { typeNamed } from '../../model/registry.js';
import type { BundleObject } from '../bundle.js';
import { isObject } from '../bundle.js';
import { referenceOf } from '../references.js';
import { errorReport } from '../report.js';
import type { HookContext, TypeHook } from './hook.js';
import { checkMoves } from './organisation-unit-moves.js';

/** A geometry in the form of GeoJSON (contract: schema.md §6). */
const GEOMETRIES = new Set(['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon']);

/** No unit may be above itself, and geometries have to be ones. */
export const organisationUnitHook: TypeHook = {
  async check(objects, context) {
    checkGeometries(objects);
    await checkParents(objects, context);
    await checkDepth(objects, context);
    await checkMoves(objects, context);
  },
};

export const organisationUnitGroupHook: TypeHook = {
  async check(objects) {
    checkGeometries(objects);
  },
};

function checkGeometries(objects: readonly BundleObject[]): void {
  for (const object of objects) {
    const { geometry } = object.source;
    if (geometry === undefined || geometry === null) continue;
    const valid =
      isObject(geometry) &&
      ((GEOMETRIES.has(String(geometry.type)) && Array.isArray(geometry.coordinates)) ||
        (geometry.type === 'GeometryCollection' && Array.isArray(geometry.geometries)));
    if (!valid)
      object.errors.push(
        errorReport(object.type, 'E4027', [JSON.stringify(geometry), 'geometry'], {
          property: 'geometry',
          id: object.uid,
        }),
      );
  }
}

async function checkParents(objects: readonly BundleObject[], { db, known }: HookContext): Promise<void> {
  const type = typeNamed('organisationUnit');
  const parents = new Map<string, string>();
  for (const object of objects) {
    const reference = referenceOf(object.source.parent);
    const parent = reference && known.find(type, reference);
    if (parent) parents.set(object.uid, parent.uid);
  }
  // A unit of the payload without a parent is a root from now on, wherever it stood.
  const given = new Set(objects.map(({ uid }) => uid));
  const outside = [...new Set(parents.values())].filter((uid) => !given.has(uid));
  const { rows } = await sql<{ uid: string; path: string | null }>`
    select organisationunit.uid, organisationunit.path from organisationunit where organisationunit.uid = any (${outside})
  `.execute(db);
  // Above a unit that the payload does not have stands what stood there, up to the next one that it has.
  for (const { path } of rows) {
    const units = path?.split('/') ?? [];
    units.forEach((uid, index) => {
      const above = units[index - 1];
      if (!given.has(uid) && above !== undefined && above !== '') parents.set(uid, above);
    });
  }
  // Each unit is climbed from once: what is known to end at a root is not climbed again.
  const safe = new Set<string>();
  for (const object of objects) {
    const climbed = new Set<string>();
    let unit: string | undefined = object.uid;
    while (unit !== undefined && !safe.has(unit) && !climbed.has(unit)) {
      climbed.add(unit);
      unit = parents.get(unit);
    }
    if (unit === undefined || safe.has(unit)) {
      for (const uid of climbed) safe.add(uid);
      continue;
    }
    const parent = parents.get(object.uid) ?? '';
    object.errors.push(
      errorReport(object.type, 'E4027', [parent, 'parent'], { property: 'parent', id: object.uid, value: parent }),
    );
  }
}

/** As many levels as fit into the column with the path: twelve characters each. */
const DEEPEST_LEVEL = 21;

/** How deep a unit comes to stand, with what hangs below it. */
async function checkDepth(objects: readonly BundleObject[], { db, known }: HookContext): Promise<void> {
  const type = typeNamed('organisationUnit');
  // Those that are wrong already are left out, and with them all circles.
  const standing = objects.filter(({ errors }) => errors.length === 0);
  const parents = new Map<string, string | undefined>();
  for (const object of standing) {
    const reference = referenceOf(object.source.parent);
    parents.set(object.uid, reference && known.find(type, reference)?.uid);
  }
  const stored = await storedLevels(db, [...parents.keys(), ...parents.values()]);
  const levels = newLevels(parents, stored);
  const sunk = standing.filter(({ uid }) => (levels.get(uid) ?? 0) > (stored.get(uid) ?? Number.POSITIVE_INFINITY));
  const below = await levelsBelow(
    db,
    sunk.map(({ uid }) => uid),
  );
  for (const object of standing) {
    const deepest = (levels.get(object.uid) ?? 0) + (below.get(object.uid) ?? 0);
    if (deepest <= DEEPEST_LEVEL) continue;
    const args = ['path', DEEPEST_LEVEL * PIECE, deepest * PIECE];
    object.errors.push(errorReport(type, 'E4001', args, { property: 'parent', id: object.uid }));
  }
}

function newLevels(
  parents: ReadonlyMap<string, string | undefined>,
  stored: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  for (const start of parents.keys()) {
    const path: string[] = [];
    let unit: string | undefined = start;
    while (unit !== undefined && parents.has(unit) && !levels.has(unit)) {
      path.push(unit);
      unit = parents.get(unit);
    }
    let level = unit === undefined ? 0 : (levels.get(unit) ?? stored.get(unit) ?? 0);
    for (const uid of path.toReversed()) {
      level += 1;
      levels.set(uid, level);
    }
  }
  return levels;
}

async function storedLevels(
  db: HookContext['db'],
  uids: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ uid: string; level: number }>`
    select unit.uid, coalesce(unit.hierarchylevel, 1) as level
    from organisationunit as unit
    where unit.uid = any (${uids.filter((uid) => uid !== undefined)})
  `.execute(db);
  return new Map(rows.map(({ uid, level }) => [uid, level]));
}

/** How many levels hang below each of the units. */
async function levelsBelow(db: HookContext['db'], uids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<{ uid: string; levels: number }>`
    select unit.uid, max(lower.hierarchylevel) - unit.hierarchylevel as levels
    from organisationunit as unit
    join organisationunit as lower on starts_with(lower.path, unit.path || '/')
    where unit.uid = any (${uids})
    group by unit.uid, unit.hierarchylevel
  `.execute(db);
  return new Map(rows.map(({ uid, levels }) => [uid, levels]));
}

/** Characters of one unit in a path. */
const PIECE = 12;
