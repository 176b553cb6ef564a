import { type RawBuilder, sql } from 'kysely';
import { type TableName, tableRef } from '../../../../database/build/index.js';
import { RESOURCE_TABLES } from '../../../resource-tables/index.js';

/** Where objects are with their names, by the resource under which changes of them are noted. */
const NAMED = {
  orgUnit: { table: RESOURCE_TABLES.orgUnit, identity: 'organisationunituid' },
  dataElement: { table: RESOURCE_TABLES.dataElement, identity: 'dataelementuid' },
  categories: { table: RESOURCE_TABLES.categories, identity: 'categoryoptioncombouid' },
  period: { table: RESOURCE_TABLES.period, identity: 'iso' },
  reportedDataSets: { table: 'dataset', identity: 'uid' },
} as const;

/**
 * The names under which analytics tables know the objects with these ids, `id` and `identity`: those of now, and those that they had before they changed or went.
 *
 * @param column the column of `touched` that holds ids
 */
export function identities(
  resource: keyof typeof NAMED,
  id: string,
  touched: TableName,
  column: string,
): RawBuilder<unknown> {
  const { table, identity } = NAMED[resource];
  const wanted = sql`(select ${sql.ref(column)} from ${tableRef(touched)})`;
  const key = sql.ref(`object.${id}`);
  return sql`(
    select ${key} as id, ${sql.ref(`object.${identity}`)}::text as identity
    from ${sql.table(table)} as object
    where ${key} in ${wanted}
    union
    select change.key[1], change.identity
    from orderly.resource_change as change
    where change.resource = ${resource} and change.identity is not null and change.key[1] in ${wanted}
  )`;
}
