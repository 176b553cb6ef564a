import { badRequest } from '../../kernel/errors/index.js';
import type { Filter } from '../../metadata/index.js';
import type { DimensionRow } from './dimension-statements.js';

const PROPERTIES: ReadonlySet<string> = new Set<keyof DimensionRow>([
  'id',
  'uid',
  'dimensionType',
  'name',
  'displayName',
  'displayShortName',
  'code',
  'valueType',
  'optionSet',
  'created',
  'lastUpdated',
]);

function propertyOf(name: string): keyof DimensionRow {
  if (!PROPERTIES.has(name)) throw badRequest(`A dimension has no property '${name}'.`);
  return name as keyof DimensionRow;
}

/** The rows that fulfil all filters (contract: http.md §8). */
export function matchesAll(rows: readonly DimensionRow[], filters: readonly Filter[]): readonly DimensionRow[] {
  const tests = filters.map(({ path, operator, value = '' }) => {
    const property = propertyOf(path.join('.'));
    return (row: DimensionRow) => holds(row[property], operator, value);
  });
  return rows.filter((row) => tests.every((test) => test(row)));
}

function holds(found: string | null, operator: Filter['operator'], value: string): boolean {
  switch (operator.kind) {
    case 'null':
      return (found === null) !== operator.negated;
    case 'equal': {
      const isEqual = operator.ignoreCase ? found?.toLowerCase() === value.toLowerCase() : found === value;
      return isEqual !== operator.negated;
    }
    case 'compare': {
      if (found === null) return false;
      const order = found < value ? -1 : found > value ? 1 : 0;
      return { '>': order > 0, '>=': order >= 0, '<': order < 0, '<=': order <= 0 }[operator.sign];
    }
    case 'like': {
      const [text, part] = operator.ignoreCase
        ? [(found ?? '').toLowerCase(), value.toLowerCase()]
        : [found ?? '', value];
      const isLike = { anywhere: text.includes(part), start: text.startsWith(part), end: text.endsWith(part) }[
        operator.at
      ];
      return isLike !== operator.negated;
    }
    case 'token': {
      const words = (found ?? '').toLowerCase().split(/[^\p{L}\p{N}]+/u);
      const isThere = value
        .toLowerCase()
        .split(/\s+/)
        .every((token) => words.some((word) => word.startsWith(token)));
      return isThere !== operator.negated;
    }
    case 'in': {
      const list = value.replace(/^\[|\]$/g, '').split(',');
      return list.includes(found ?? '') !== operator.negated;
    }
  }
}

/** Sorted by `property:direction`, one after the other; by name without any. */
export function inOrder(rows: readonly DimensionRow[], order: readonly string[]): readonly DimensionRow[] {
  const keys = [...order.flatMap((text) => text.split(',')), 'displayName:asc', 'id:asc']
    .filter((text) => text !== '')
    .map((text) => {
      const [name = '', direction = 'asc'] = text.split(':');
      return { property: propertyOf(name), sign: direction.toLowerCase().includes('desc') ? -1 : 1 };
    });
  const compared = (a: DimensionRow, b: DimensionRow): number => {
    for (const { property, sign } of keys) {
      const [left, right] = [a[property] ?? '', b[property] ?? ''];
      if (left !== right) return (left < right ? -1 : 1) * sign;
    }
    return 0;
  };
  return rows.toSorted(compared);
}
