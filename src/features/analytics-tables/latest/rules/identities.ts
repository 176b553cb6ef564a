import { type RawBuilder, sql } from 'kysely';
import { type TableName, tableRef } from '../../../../database/build/index.js';
import { RESOURCE_TABLES, type ResourceTableKey } from '../../../resource-tables/index.js';

const IDENTITY = {
  orgUnit: 'organisationunituid',
  dataElement: 'dataelementuid',
  categories: 'categoryoptioncombouid',
  period: 'iso',
  dataSet: 'uid',
} as const satisfies Partial<Record<ResourceTableKey, string>>;

/**
 * The names under which analytics tables know the objects with these ids, `id` and `identity`: those of now, and those that they had before they changed or went.
 *
 * @param column the column of `touched` that holds ids
 */
export function identities(
  resource: keyof typeof IDENTITY,
  id: string,
  touched: TableName,
  column: string,
): RawBuilder<unknown> {
  const wanted = sql`(select ${sql.ref(column)} from ${tableRef(touched)})`;
  const key = sql.ref(`object.${id}`);
  return sql`(
    select ${key} as id, ${sql.ref(`object.${IDENTITY[resource]}`)}::text as identity
    from ${sql.table(RESOURCE_TABLES[resource])} as object
    where ${key} in ${wanted}
    union
    select change.key[1], change.identity
    from orderly.resource_change as change
    where change.resource = ${resource} and change.identity is not null and change.key[1] in ${wanted}
  )`;
}
