import { sql } from 'kysely';
import { computed, type PropertyBuilder } from '../model/property.js';

/** `columns`, `rows` and `filters` of a favourite as clients read them: the dimensions in order, each with its id. */
export const dimensionsOf = (table: string, list: 'columns' | 'rows' | 'filters'): PropertyBuilder =>
  computed(
    'COMPLEX',
    (alias) => sql`(
      select coalesce(json_agg(json_build_object('id', entry.dimension, 'dimension', entry.dimension) order by entry.sort_order), '[]')
      from ${sql.table(`${table}_${list}`)} as entry
      where entry.${sql.id(`${table}id`)} = ${sql.ref(`${alias}.${table}id`)}
    )`,
  );
