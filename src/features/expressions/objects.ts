import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { typeNamed } from '../../metadata/index.js';

/** An object that a formula names. */
export interface NamedObject {
  readonly key: number;
  readonly uid: string;
  readonly name: string;
  /** Of a data element. */
  readonly valueType: string | null;
  /** Of a constant. */
  readonly value: number | null;
}

export type NamedType =
  | 'categoryOption'
  | 'categoryOptionCombo'
  | 'categoryOptionGroup'
  | 'constant'
  | 'dataElement'
  | 'dataElementGroup'
  | 'dataSet'
  | 'indicator'
  | 'organisationUnit'
  | 'organisationUnitGroup'
  | 'program'
  | 'programIndicator'
  | 'programStage'
  | 'trackedEntityAttribute';

/** The objects of a type by their uids. */
export async function objectsByUid(
  db: Db,
  typeName: NamedType,
  uids: Iterable<string>,
): Promise<ReadonlyMap<string, NamedObject>> {
  const wanted = [...new Set(uids)];
  if (wanted.length === 0) return new Map();
  const { table, key } = typeNamed(typeName);
  const { rows } = await sql<NamedObject>`
    select
      ${sql.ref(`${table}.${key}`)} as key, ${sql.ref(`${table}.uid`)} as uid, ${sql.ref(`${table}.name`)} as name,
      ${typeName === 'dataElement' ? sql.ref(`${table}.valuetype`) : sql`null`} as "valueType",
      ${typeName === 'constant' ? sql.ref(`${table}.value`) : sql`null`} as value
    from ${sql.table(table)}
    where ${sql.ref(`${table}.uid`)} = any (${wanted})
  `.execute(db);
  return new Map(rows.map((row) => [row.uid, row]));
}
