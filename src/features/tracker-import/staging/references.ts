import { type RawBuilder, sql } from 'kysely';
import type { IdScheme } from '../options.js';

/**
 * What names of a kind of metadata stand for: a relation with `ref`, the name, and `id`, the key. Names that several objects have stand for none of them.
 *
 * @param columns further columns of the table, which the relation has under their names
 */
export function references(
  table: string,
  key: string,
  scheme: IdScheme = 'UID',
  columns: readonly string[] = [],
): RawBuilder<unknown> {
  const more = columns.map((column) => sql`, own.${sql.id(column)}`);
  const id = sql.id(key);
  if (scheme === 'UID' || scheme === 'CODE') {
    // Both are unique, and the index of the one that is asked for is used.
    return sql`(select own.${sql.id(scheme.toLowerCase())} as ref, own.${id} as id ${sql.join(more, sql``)} from ${sql.table(table)} as own)`;
  }
  const name = scheme === 'NAME' ? sql`own.name` : sql`own.attributevalues -> ${scheme.attribute}::text ->> 'value'`;
  return sql`(
    select named.ref, own.${id} as id ${sql.join(more, sql``)}
    from (
      select ${name} as ref, min(own.${id}) as id from ${sql.table(table)} as own where ${name} is not null group by 1 having count(*) = 1
    ) as named
    join ${sql.table(table)} as own on own.${id} = named.id
  )`;
}
