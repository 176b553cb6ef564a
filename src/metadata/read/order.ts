import { type RawBuilder, sql } from 'kysely';
import type { ReadContext } from '../model/read-context.js';
import type { MetadataType } from '../model/type.js';
import { compared } from './expressions.js';

const DIRECTIONS: Readonly<Record<string, { readonly descending: boolean; readonly ignoreCase: boolean }>> = {
  asc: { descending: false, ignoreCase: false },
  desc: { descending: true, ignoreCase: false },
  iasc: { descending: false, ignoreCase: true },
  idesc: { descending: true, ignoreCase: true },
};

/** The `order` parameters as terms of an order; unknown properties and directions are passed over (contract: http.md §9). The uid decides between equals. */
export function orderTerms(
  type: MetadataType,
  alias: string,
  parameters: readonly string[],
  context: ReadContext,
): RawBuilder<unknown> {
  const asked = parameters
    .flatMap((parameter) => parameter.split(','))
    .flatMap((text) => {
      const [name = '', spelling = 'asc'] = text.trim().split(':');
      const direction = DIRECTIONS[spelling.toLowerCase()];
      const property = type.properties.get(name);
      if (!direction || !property || (property.kind === 'value' && property.secret === true)) return [];
      const simple =
        property.kind === 'periodType' ||
        ((property.kind === 'value' || property.kind === 'computed') && property.type !== 'COMPLEX');
      if (!simple) return [];
      const value = compared(property, alias, context);
      const textual = property.kind === 'periodType' || property.type === 'TEXT' || property.type === 'CONSTANT';
      return [
        sql`${direction.ignoreCase && textual ? sql`lower(${value})` : value} ${direction.descending ? sql`desc nulls last` : sql`asc`}`,
      ];
    });
  const uid = sql.ref(`${alias}.uid`);
  if (asked.length > 0) return sql.join([...asked, uid]);
  const name = type.properties.get('name');
  return name?.kind === 'value' && !name.hidden ? sql`lower(${compared(name, alias, context)}), ${uid}` : uid;
}
