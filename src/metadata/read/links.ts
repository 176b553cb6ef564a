import { type RawBuilder, sql } from 'kysely';
import { type LinkProperty, typeNamed } from '../model/registry.js';
import type { MetadataType } from '../model/type.js';

/** The rows that a property leads to. */
export interface LinkedRows {
  /** `from … where …`, in which the rows are called by the alias that was asked for. */
  readonly from: RawBuilder<unknown>;
  /** How they are ordered; undefined where there is one at most. */
  readonly order: RawBuilder<unknown> | undefined;
}

/** The rows behind `property` of the row `parent`, called `child`. */
export function linkedRows(property: LinkProperty, owner: MetadataType, parent: string, child: string): LinkedRows {
  const target = typeNamed(property.to);
  const table = sql`${sql.table(target.table)} as ${sql.ref(child)}`;
  const own = sql.ref(`${parent}.${owner.key}`);
  const natural = sql.ref(`${child}.${target.identifiable ? 'uid' : target.key}`);
  switch (property.kind) {
    case 'reference':
    case 'embedded': {
      const key = (property.kind === 'reference' && property.targetColumn) || target.key;
      return {
        from: sql`from ${table} where ${sql.ref(`${child}.${key}`)} = ${sql.ref(`${parent}.${property.column}`)}`,
        order: undefined,
      };
    }
    case 'members': {
      const link = `${child}_link`;
      return {
        from: sql`from ${sql.table(property.table)} as ${sql.ref(link)}
          join ${table} on ${sql.ref(`${child}.${target.key}`)} = ${sql.ref(`${link}.${property.item}`)}
          where ${sql.ref(`${link}.${property.own}`)} = ${own}`,
        order: property.sort === undefined ? natural : sql.ref(`${link}.${property.sort}`),
      };
    }
    case 'children':
      return {
        from: sql`from ${table} where ${sql.ref(`${child}.${property.by}`)} = ${own}`,
        order: property.sort === undefined ? natural : sql`${sql.ref(`${child}.${property.sort}`)}, ${natural}`,
      };
    case 'derivedRows':
      return {
        from: sql`from (${property.rows(parent)}) as ${sql.ref(child)} where true`,
        order: sql.ref(`${child}.${property.sort}`),
      };
  }
}
