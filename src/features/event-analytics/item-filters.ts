import { isIsoDate } from '../../kernel/calendar.js';
import { catalogued } from '../../kernel/errors/index.js';
import { NUMERIC_VALUE_TYPES } from '../../metadata/index.js';

/** How an item's value is compared; names with `N` in front mean the opposite. */
export const OPERATORS = [
  'EQ',
  'NE',
  'IEQ',
  'NIEQ',
  'GT',
  'GE',
  'LT',
  'LE',
  'LIKE',
  'NLIKE',
  'ILIKE',
  'NILIKE',
  'IN',
  'NIN',
  'SW',
  'NSW',
  'EW',
  'NEW',
] as const;

export type Operator = (typeof OPERATORS)[number];

/** How values of an item are compared. */
export type Comparison = 'number' | 'boolean' | 'date' | 'text';

export interface ItemFilter {
  readonly operator: Operator;
  /** As they are compared: numbers and dates are valid. */
  readonly values: readonly string[];
  /** The word for no value was among them. */
  readonly isNull: boolean;
  readonly text: string;
}

/** Stands for no value. */
const NO_VALUE = 'NV';
const WITH_NULL: ReadonlySet<string> = new Set<Operator>(['EQ', 'NE', 'IEQ', 'NIEQ', 'IN', 'NIN']);
const LISTS: ReadonlySet<string> = new Set<Operator>(['IN', 'NIN']);
/** Parts of a text; compared as text whatever the value type. */
const PARTS: ReadonlySet<string> = new Set<Operator>(['LIKE', 'NLIKE', 'ILIKE', 'NILIKE', 'SW', 'NSW', 'EW', 'NEW']);
const NUMERIC: ReadonlySet<string> = new Set(NUMERIC_VALUE_TYPES);
const NUMBER = /^[-+]?(\d{1,300}(\.\d{0,300})?|\.\d{1,300})([eE][-+]?\d{1,2})?$/;
const TRUTH: Readonly<Record<string, string>> = { '1': '1', true: '1', '0': '0', false: '0' };
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2})[.:](\d{2})(?:[.:](\d{2})(?:\.(\d{1,6}))?)?)?$/;

export const comparesText = (operator: Operator): boolean => PARTS.has(operator);

/** How values of a type are compared; those of a legend set are names of ranges. */
export function comparisonOf({
  valueType,
  legendSet,
}: {
  readonly valueType: string;
  readonly legendSet?: unknown;
}): Comparison {
  if (legendSet !== undefined) return 'text';
  if (NUMERIC.has(valueType)) return 'number';
  if (valueType === 'BOOLEAN' || valueType === 'TRUE_ONLY') return 'boolean';
  return valueType === 'DATE' || valueType === 'DATETIME' || valueType === 'AGE' ? 'date' : 'text';
}

/**
 * `GT:5:LE:15` → the conditions on an item's value (contract: analytics-query.md §7). `whole` is what is named in an error.
 *
 * @throws OrderlyError E7222 for what is no condition, E7229 for an operator that cannot take `NV`, E7234 and E7135 for a value that cannot be compared with the item's
 */
export function parseItemFilters(
  text: string,
  whole: string,
  item: { readonly valueType: string; readonly legendSet?: unknown },
): readonly ItemFilter[] {
  if (text === '') return [];
  const parts = text.split(':').map((part) => part.trim());
  if (parts.length % 2 !== 0) throw catalogued('E7222', whole);
  return Array.from({ length: parts.length / 2 }, (_, index) =>
    itemFilter(parts[2 * index] ?? '', parts[2 * index + 1] ?? '', whole, item),
  );
}

function itemFilter(
  word: string,
  value: string,
  whole: string,
  item: { readonly valueType: string; readonly legendSet?: unknown },
): ItemFilter {
  const name = word.toUpperCase().replace(/^!/, 'N');
  const operator = OPERATORS.find((known) => known === (name === 'NEQ' ? 'NE' : name));
  if (!operator || value === '') throw catalogued('E7222', whole);
  const given = LISTS.has(operator) ? value.split(';').filter((part) => part !== '') : [value];
  const isNull = given.includes(NO_VALUE);
  if (isNull && !WITH_NULL.has(operator)) throw catalogued('E7229', operator);
  const comparison = PARTS.has(operator) ? 'text' : comparisonOf(item);
  const values = given.filter((part) => part !== NO_VALUE).map((part) => comparable(part, comparison, item.valueType));
  if (values.length === 0 && !isNull) throw catalogued('E7222', whole);
  return { operator, values, isNull, text: `${operator}:${value}` };
}

/** The value as PostgreSQL reads it. */
function comparable(value: string, comparison: Comparison, valueType: string): string {
  switch (comparison) {
    case 'number':
      if (!NUMBER.test(value) || !Number.isFinite(Number(value))) throw catalogued('E7234', value, valueType);
      return value;
    case 'boolean': {
      const truth = TRUTH[value.toLowerCase()];
      if (truth === undefined) throw catalogued('E7234', value, valueType);
      return truth;
    }
    case 'date':
      return moment(value, valueType);
    case 'text':
      return value;
  }
}

function moment(value: string, valueType: string): string {
  const [, date = '', hour = '00', minute = '00', second = '00', fraction = '0'] = DATE_TIME.exec(value) ?? [];
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  if (isIsoDate(date) && isTime) return `${date} ${hour}:${minute}:${second}.${fraction}`;
  throw valueType === 'DATETIME' ? catalogued('E7135', value) : catalogued('E7234', value, valueType);
}
