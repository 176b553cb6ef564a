import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type Json, objectsOf, textOf } from './values.js';

/** What the old form tells of events and enrollments besides what is in them. */
interface Names {
  readonly units: ReadonlyMap<string, string>;
  readonly programTypes: ReadonlyMap<string, string>;
  readonly entityTypes: ReadonlyMap<string, string>;
}

/** The objects with names of their organisation units and the types of their programs and tracked entities, for all of them with one statement of each. */
export async function withNames(db: Db, objects: readonly Json[]): Promise<readonly Json[]> {
  const all = objects.flatMap(nested);
  const named = (key: string): string[] => [...new Set(all.flatMap((object) => textOf(object[key]) ?? []))];
  const names: Names = {
    units: await pairs(db, sql`select uid, name from organisationunit where uid = any (${named('orgUnit')}::text[])`),
    programTypes: await pairs(
      db,
      sql`select uid, type as name from program where uid = any (${named('program')}::text[])`,
    ),
    entityTypes: await pairs(
      db,
      sql`
        select entity.uid, type.uid as name from trackedentity as entity
        join trackedentitytype as type on type.trackedentitytypeid = entity.trackedentitytypeid
        where entity.uid = any (${named('trackedEntityInstance')}::text[])
      `,
    ),
  };
  return objects.map((object) => added(object, names));
}

const nested = (object: Json): readonly Json[] => [
  object,
  ...[...objectsOf(object.enrollments), ...objectsOf(object.events)].flatMap(nested),
];

async function pairs(db: Db, statement: ReturnType<typeof sql>): Promise<ReadonlyMap<string, string>> {
  const { rows } = await statement.execute(db);
  return new Map((rows as readonly { uid: string; name: string }[]).map(({ uid, name }) => [uid, name]));
}

function added(object: Json, names: Names): Json {
  const lists = {
    ...(Array.isArray(object.enrollments) && {
      enrollments: objectsOf(object.enrollments).map((one) => added(one, names)),
    }),
    ...(Array.isArray(object.events) && { events: objectsOf(object.events).map((one) => added(one, names)) }),
  };
  const get = (map: ReadonlyMap<string, string>, key: string): string | undefined => map.get(textOf(object[key]) ?? '');
  const orgUnitName = get(names.units, 'orgUnit');
  if (object.event !== undefined) {
    const programType = get(names.programTypes, 'program');
    return { ...object, ...lists, ...(programType && { programType }), ...(orgUnitName && { orgUnitName }) };
  }
  if (object.enrollment === undefined) return { ...object, ...lists };
  const trackedEntityType = get(names.entityTypes, 'trackedEntityInstance');
  return { ...object, ...lists, ...(trackedEntityType && { trackedEntityType }), ...(orgUnitName && { orgUnitName }) };
}
