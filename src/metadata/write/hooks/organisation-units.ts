import { sql } from 'kysely';
import { typeNamed } from '../../model/registry.js';
import type { BundleObject } from '../bundle.js';
import { isObject } from '../bundle.js';
import { referenceOf } from '../references.js';
import { errorReport } from '../report.js';
import type { HookContext, TypeHook } from './hook.js';

/** A geometry in the form of GeoJSON (contract: schema.md §6). */
const GEOMETRIES = new Set(['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon']);

/** No unit may be above itself, and geometries have to be ones. */
export const organisationUnitHook: TypeHook = {
  async check(objects, context) {
    checkGeometries(objects);
    await checkParents(objects, context);
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
  const outside = [...new Set([...parents.values()].filter((uid) => !parents.has(uid)))];
  const { rows } = await sql<{ uid: string; path: string | null }>`
    select organisationunit.uid, organisationunit.path from organisationunit where organisationunit.uid = any (${outside})
  `.execute(db);
  const pathOf = new Map(rows.map(({ uid, path }) => [uid, path?.split('/') ?? []]));
  // Each unit is climbed from once: what is known to end at a root is not climbed again.
  const safe = new Set<string>();
  for (const object of objects) {
    const climbed = new Set<string>();
    let unit: string | undefined = object.uid;
    while (unit !== undefined && !safe.has(unit) && !climbed.has(unit)) {
      climbed.add(unit);
      unit = parents.get(unit);
    }
    const above: readonly string[] = [...climbed].flatMap((uid) => (parents.has(uid) ? [] : (pathOf.get(uid) ?? [])));
    const moved = [...climbed].filter((uid) => parents.has(uid));
    const circular = (unit !== undefined && climbed.has(unit)) || moved.some((uid) => above.includes(uid));
    if (!circular) {
      for (const uid of climbed) safe.add(uid);
      continue;
    }
    const parent = parents.get(object.uid) ?? '';
    object.errors.push(
      errorReport(object.type, 'E4027', [parent, 'parent'], { property: 'parent', id: object.uid, value: parent }),
    );
  }
}
