import { type RawBuilder, sql } from 'kysely';
import { type Comparison, comparesText, type ItemFilter, type Operator } from './item-filters.js';

const TYPES = {
  number: sql`double precision`,
  boolean: sql`integer`,
  date: sql`timestamp`,
  text: sql`text`,
} as const;

/** An item's value as a filter compares it. Rows without a value fulfil only what asks for that, also in the negative (contract: analytics-query.md §7). */
export function filterCondition(
  column: RawBuilder<unknown>,
  comparison: Comparison,
  filter: ItemFilter,
): RawBuilder<boolean> {
  const { operator, values, isNull } = filter;
  const isNegative = operator === 'NE' || operator === 'NIEQ' || operator === 'NIN';
  const nothing = isNegative ? sql<boolean>`${column} is not null` : sql<boolean>`${column} is null`;
  if (values.length === 0) return nothing;
  const type = comparesText(operator) || operator === 'IEQ' || operator === 'NIEQ' ? 'text' : comparison;
  const compared = compare(sql`(${column})::${TYPES[type]}`, operator, values, type);
  if (!isNull) return compared;
  return isNegative ? sql<boolean>`(${compared} and ${nothing})` : sql<boolean>`(${compared} or ${nothing})`;
}

function compare(
  column: RawBuilder<unknown>,
  operator: Operator,
  values: readonly string[],
  type: Comparison,
): RawBuilder<boolean> {
  const [value = ''] = values;
  const one = sql`${value}::text::${TYPES[type]}`;
  const many = sql`${[...values]}::text[]::${TYPES[type]}[]`;
  const lower = sql`lower(${value}::text)`;
  switch (operator) {
    case 'EQ':
      return sql`${column} = ${one}`;
    case 'NE':
      return sql`${column} <> ${one}`;
    case 'IEQ':
      return sql`lower(${column}) = ${lower}`;
    case 'NIEQ':
      return sql`lower(${column}) <> ${lower}`;
    case 'GT':
      return sql`${column} > ${one}`;
    case 'GE':
      return sql`${column} >= ${one}`;
    case 'LT':
      return sql`${column} < ${one}`;
    case 'LE':
      return sql`${column} <= ${one}`;
    case 'IN':
      return sql`${column} = any (${many})`;
    case 'NIN':
      return sql`${column} <> all (${many})`;
    case 'LIKE':
      return sql`strpos(${column}, ${value}::text) > 0`;
    case 'NLIKE':
      return sql`strpos(${column}, ${value}::text) = 0`;
    case 'ILIKE':
      return sql`strpos(lower(${column}), ${lower}) > 0`;
    case 'NILIKE':
      return sql`strpos(lower(${column}), ${lower}) = 0`;
    case 'SW':
      return sql`starts_with(${column}, ${value}::text)`;
    case 'NSW':
      return sql`not starts_with(${column}, ${value}::text)`;
    case 'EW':
      return sql`right(${column}, length(${value}::text)) = ${value}::text`;
    case 'NEW':
      return sql`right(${column}, length(${value}::text)) <> ${value}::text`;
  }
}
