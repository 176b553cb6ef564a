import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { isGeometry } from './geometry.js';
import { type Conflict, conflictOf, type GeoJsonReport, reportOf } from './report.js';

/** Where the features of a file say which organisation unit they are of, and where their geometries go. */
export interface GeoJsonOptions {
  /** The feature's own `id`; else a member of its `properties`. */
  readonly geoJsonId: boolean;
  readonly geoJsonProperty?: string | undefined;
  readonly orgUnitProperty: 'id' | 'code' | 'name';
  /** An attribute of organisation units that takes the geometries instead of the units themselves. */
  readonly attributeId?: string | undefined;
  readonly dryRun: boolean;
}

interface Feature {
  readonly index: number;
  readonly identifier: string;
  readonly geometry: unknown;
}

interface Unit {
  readonly id: number;
  readonly had: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** The geometries of a file, one feature for each organisation unit (documentation of DHIS2, "GeoJSON import"). All that can be taken are; nothing else is changed. */
export async function importFeatures(db: Db, file: unknown, options: GeoJsonOptions): Promise<GeoJsonReport> {
  const list = (file as Json | null | undefined)?.features;
  const refused = (await attributeProblem(db, options.attributeId)) ?? (Array.isArray(list) ? undefined : notGeoJson());
  if (refused) return reportOf({}, [refused]);
  const { features, unnamed } = readFeatures(list as readonly unknown[], options);
  return await transaction(db, async (handle) => {
    const units = await unitsOf(handle, features, options);
    const conflicts = [...unnamed];
    const taken = new Map<number, Feature & Unit>();
    for (const feature of features) {
      const found = units.get(feature.identifier) ?? [];
      const [unit] = found;
      const problem = problemOf(feature, found);
      if (problem) conflicts.push(problem);
      // Of several features of a unit the last one counts.
      else if (unit) taken.set(unit.id, { ...feature, ...unit });
    }
    const changes = [...taken.values()];
    if (!options.dryRun) await writeGeometries(handle, changes, options.attributeId);
    const updated = changes.filter(({ had }) => had).length;
    return reportOf({ imported: changes.length - updated, updated }, conflicts);
  });
}

/** Takes the geometry of one organisation unit away. */
export async function removeGeometry(
  db: Db,
  uid: string,
  { attributeId, dryRun }: GeoJsonOptions,
): Promise<GeoJsonReport> {
  const refused = await attributeProblem(db, attributeId);
  if (refused) return reportOf({}, [refused]);
  return await transaction(db, async (handle) => {
    const feature = { index: 0, identifier: uid, geometry: null };
    const options = { geoJsonId: true, orgUnitProperty: 'id', attributeId, dryRun } as const;
    const [unit] = (await unitsOf(handle, [feature], options)).get(uid) ?? [];
    if (!unit) return reportOf({}, [conflictOf(0, 'E7708', uid)]);
    if (!dryRun) await writeGeometries(handle, [{ ...feature, ...unit }], attributeId);
    return reportOf({ deleted: unit.had ? 1 : 0 }, []);
  });
}

function readFeatures(
  list: readonly unknown[],
  { geoJsonId, geoJsonProperty = '' }: GeoJsonOptions,
): { readonly features: readonly Feature[]; readonly unnamed: readonly Conflict[] } {
  const features: Feature[] = [];
  const unnamed: Conflict[] = [];
  list.forEach((entry, index) => {
    const feature = (typeof entry === 'object' && entry !== null ? entry : {}) as Json;
    const named = geoJsonId ? feature.id : (feature.properties as Json | null | undefined)?.[geoJsonProperty];
    const identifier = typeof named === 'string' || typeof named === 'number' ? String(named) : '';
    if (identifier === '' || identifier.includes('\0')) unnamed.push(conflictOf(index, 'E7705'));
    else features.push({ index, identifier, geometry: feature.geometry });
  });
  return { features, unnamed };
}

function problemOf({ index, identifier, geometry }: Feature, found: readonly Unit[]): Conflict | undefined {
  if (found.length === 0) return conflictOf(index, 'E7708', identifier);
  if (found.length > 1) return conflictOf(index, 'E7711', identifier);
  if (geometry === undefined || geometry === null) return conflictOf(index, 'E7706', identifier);
  return isGeometry(geometry) ? undefined : conflictOf(index, 'E7707', identifier);
}

const notGeoJson = (): Conflict => conflictOf(undefined, 'E7701');

async function attributeProblem(db: Db, uid: string | undefined): Promise<Conflict | undefined> {
  if (uid === undefined) return undefined;
  const { rows } = await sql<{ type: string; forUnits: boolean }>`
    select attribute.valuetype as type, attribute.objecttypes ? 'ORGANISATION_UNIT' as "forUnits"
    from attribute where attribute.uid = ${uid}
  `.execute(db);
  const [attribute] = rows;
  if (!attribute) return conflictOf(undefined, 'E7702', uid);
  if (attribute.type !== 'GEOJSON') return conflictOf(undefined, 'E7703', uid, attribute.type);
  return attribute.forUnits ? undefined : conflictOf(undefined, 'E7704', uid);
}

const COLUMNS = { id: 'uid', code: 'code', name: 'name' } as const;

/** The units that features name, locked, and whether they have a geometry already. */
async function unitsOf(
  db: Db,
  features: readonly Feature[],
  { orgUnitProperty, attributeId }: GeoJsonOptions,
): Promise<ReadonlyMap<string, readonly Unit[]>> {
  const column = sql.ref(`unit.${COLUMNS[orgUnitProperty]}`);
  const had =
    attributeId === undefined
      ? sql`unit.geometry is not null`
      : sql`coalesce(unit.attributevalues, '{}') ? ${attributeId}`;
  const { rows } = await sql<Unit & { identifier: string }>`
    select ${column} as identifier, unit.organisationunitid as id, ${had} as had
    from organisationunit as unit
    where ${column} = any (${features.map(({ identifier }) => identifier)}::text[])
    order by unit.organisationunitid
    for update of unit
  `.execute(db);
  const units = new Map<string, Unit[]>();
  for (const { identifier, ...unit } of rows) units.set(identifier, [...(units.get(identifier) ?? []), unit]);
  return units;
}

async function writeGeometries(
  db: Db,
  changes: readonly { readonly id: number; readonly geometry: unknown }[],
  attributeId: string | undefined,
): Promise<void> {
  const values = sql`coalesce(unit.attributevalues, '{}')`;
  const change =
    attributeId === undefined
      ? sql`geometry = given.geometry`
      : sql`attributevalues = case
          when given.geometry is null then ${values} - ${attributeId}::text
          else ${values} || jsonb_build_object(${attributeId}::text, jsonb_build_object('value', given.geometry::text))
        end`;
  await sql`
    update organisationunit as unit set ${change}, lastupdated = localtimestamp
    from jsonb_to_recordset(${JSON.stringify(changes.map(({ id, geometry }) => ({ id, geometry })))}::jsonb) as given (id bigint, geometry jsonb)
    where unit.organisationunitid = given.id
  `.execute(db);
}
