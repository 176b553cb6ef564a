import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { badRequest } from '../../../kernel/errors/index.js';
import { isReadable, NUMERIC_VALUE_TYPES } from '../../../metadata/index.js';
import type { ValueField } from './value-conditions.js';

/** Data elements and attributes that a request names, by uid. */
export interface ValueFields {
  readonly dataElements: ReadonlyMap<string, ValueField>;
  readonly attributes: ReadonlyMap<string, ValueField>;
}

interface Row extends ValueField {
  readonly kind: keyof ValueFields;
}

/** Looks up what the uids stand for: data elements and attributes that the user may see. Attributes that are kept from view are none of them. */
export async function readValueFields(db: Db, user: CurrentUser, uids: readonly string[]): Promise<ValueFields> {
  if (uids.length === 0) return { dataElements: new Map(), attributes: new Map() };
  const wanted = [...new Set(uids)];
  const numeric = (column: string) => sql`${sql.ref(column)} = any (${[...NUMERIC_VALUE_TYPES]}::text[])`;
  const { rows } = await sql<Row>`
    select 'dataElements' as kind, element.uid, element.dataelementid as id, ${numeric('element.valuetype')} as numeric
    from dataelement as element
    where element.uid = any (${wanted}::text[]) and ${isReadable('element', user)}
    union all
    select 'attributes', attribute.uid, attribute.trackedentityattributeid, ${numeric('attribute.valuetype')}
    from trackedentityattribute as attribute
    where attribute.uid = any (${wanted}::text[]) and attribute.confidential is not true and ${isReadable('attribute', user)}
  `.execute(db);
  const of = (kind: keyof ValueFields) =>
    new Map(rows.filter((row) => row.kind === kind).map((row): [string, ValueField] => [row.uid, row]));
  return { dataElements: of('dataElements'), attributes: of('attributes') };
}

/** @throws OrderlyError 400 in the peer's words for an attribute that is not there */
export function attributeNamed(fields: ValueFields, uid: string): ValueField {
  const field = fields.attributes.get(uid);
  if (!field) throw badRequest(`attribute filters are invalid. Tracked entity attribute '${uid}' does not exist.`);
  return field;
}

/** @throws OrderlyError 400 in the peer's words for a data element that is not there */
export function dataElementNamed(fields: ValueFields, uid: string): ValueField {
  const field = fields.dataElements.get(uid);
  if (!field) throw badRequest(`filter is invalid. Data element '${uid}' does not exist.`);
  return field;
}
