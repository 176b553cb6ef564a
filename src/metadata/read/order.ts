import { type RawBuilder, sql } from 'kysely';
import type { Property } from '../model/property.js';
import type { ReadContext } from '../model/read-context.js';
import type { MetadataType } from '../model/type.js';
import { compared, type ScalarProperty, TEXTUAL } from './expressions.js';
import { isSecret, isSimple } from './selection.js';

const DIRECTIONS: ReadonlyMap<string, { readonly descending: boolean; readonly ignoreCase: boolean }> = new Map([
  ['asc', { descending: false, ignoreCase: false }],
  ['desc', { descending: true, ignoreCase: false }],
  ['iasc', { descending: false, ignoreCase: true }],
  ['idesc', { descending: true, ignoreCase: true }],
]);

/** The properties that the `order` parameters name, with their directions in small letters. */
export function orderNames(
  parameters: readonly string[],
): readonly { readonly name: string; readonly direction: string }[] {
  return parameters
    .flatMap((parameter) => parameter.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => {
      const [name = '', direction = 'asc'] = text.split(':');
      return { name: name.trim(), direction: direction.trim().toLowerCase() };
    });
}

const isScalar = (property: Property): property is ScalarProperty => isSimple(property);

/** One term of an order: what is compared, and how. */
export interface OrderTerm {
  readonly value: RawBuilder<unknown>;
  readonly how: RawBuilder<unknown>;
}

const ASCENDING = sql`asc nulls last`;
const DESCENDING = sql`desc nulls last`;

/**
 * The `order` parameters as terms of an order; unknown properties and directions are passed over (contract: http.md §9). Without any, the name decides ignoring case
 * where there is one. The uid, or the key of what has none, decides between equals, so that pages neither overlap nor leave gaps.
 */
export function orderTerms(
  type: MetadataType,
  alias: string,
  parameters: readonly string[],
  context: ReadContext,
): readonly OrderTerm[] {
  const terms = new Map<string, OrderTerm>();
  for (const { name, direction: spelling } of orderNames(parameters)) {
    const direction = DIRECTIONS.get(spelling);
    const property = type.properties.get(name);
    // Asked for again, a property has nothing left to decide.
    if (!direction || !property || !isScalar(property) || isSecret(property) || terms.has(name)) continue;
    const value = compared(property, alias, context);
    const ignoreCase = direction.ignoreCase && (property.kind === 'periodType' || TEXTUAL.has(property.type));
    terms.set(name, {
      value: ignoreCase ? sql`lower(${value})` : value,
      how: direction.descending ? DESCENDING : ASCENDING,
    });
  }
  const last = { value: sql.ref(`${alias}.${type.identifiable ? 'uid' : type.key}`), how: ASCENDING };
  if (terms.size > 0) return [...terms.values(), last];
  const first =
    type.precedence === undefined ? [] : [{ value: sql.ref(`${alias}.${type.precedence}`), how: ASCENDING }];
  const name = type.properties.get('name');
  if (name?.kind !== 'value' || name.hidden) return [...first, last];
  return [...first, { value: sql`lower(${compared(name, alias, context)})`, how: ASCENDING }, last];
}
