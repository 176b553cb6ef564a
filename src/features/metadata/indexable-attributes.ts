import { type RawBuilder, sql } from 'kysely';
import { flagOf } from './parameter-values.js';
import type { Query, TypeParameters } from './type-parameters.js';

/** Whether an attribute is worth an index for searching in its values (contract: data-admin.md §5). */
export const isIndexable = (alias: string): RawBuilder<boolean> => sql`(
  ${sql.ref(`${alias}.uniquefield`)}
  or ${sql.ref(`${alias}.valuetype`)} in ('TEXT', 'LONG_TEXT', 'PHONE_NUMBER', 'EMAIL', 'USERNAME', 'URL') and (
    exists (
      select from program_attributes as used
      where used.trackedentityattributeid = ${sql.ref(`${alias}.trackedentityattributeid`)} and used.searchable
    )
    or exists (
      select from trackedentitytypeattribute as used
      where used.trackedentityattributeid = ${sql.ref(`${alias}.trackedentityattributeid`)} and used.searchable
    )
  )
)`;

/** Parameters of `/api/trackedEntityAttributes`. */
export const trackedEntityAttributeParameters: TypeParameters = {
  list: (query: Query) => (flagOf(query, 'indexableOnly') ? isIndexable : undefined),
};
