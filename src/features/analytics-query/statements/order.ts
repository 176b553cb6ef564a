import type { AnalyticsRequest } from '../query.js';
import { STATIC_TITLES } from './static-columns.js';

/** A row of an answer: an item for each dimension of the request, and a value. */
export interface OrderedRow {
  readonly keys: readonly string[];
  readonly value: number | string;
}

export type ValueOrder = 'ASC' | 'DESC' | undefined;

/** The rows in the order of the request's items, dimension by dimension, or by value. Rows that are equal in that stay as they come. */
export function sorted<Row extends OrderedRow>(
  request: AnalyticsRequest,
  rows: readonly Row[],
  order: ValueOrder,
): readonly Row[] {
  const ranks = ranksOf(request, rows);
  if (!ranks) return rows.toSorted(comparisonOf(request, order));
  if (order === undefined) return byNumber(ranks).map((index) => rows[index] as Row);
  const direction = order === 'DESC' ? -1 : 1;
  return rows
    .map((row, index) => ({ row, rank: ranks[index] ?? 0 }))
    .sort((a, b) => byValue(a.row, b.row) * direction || a.rank - b.rank)
    .map(({ row }) => row);
}

/** Which of two rows comes first in the answer: by value when the request says so, then in request order of the items, dimension by dimension. */
export function comparisonOf(request: AnalyticsRequest, order: ValueOrder): (a: OrderedRow, b: OrderedRow) => number {
  const places = placesOf(request);
  const compared = (a: OrderedRow, b: OrderedRow): number => {
    for (const { index, place } of places) {
      const [left, right] = [a.keys[index] ?? '', b.keys[index] ?? ''];
      const difference = (place.get(left) ?? Number.MAX_SAFE_INTEGER) - (place.get(right) ?? Number.MAX_SAFE_INTEGER);
      if (difference !== 0) return difference;
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  };
  const direction = order === 'DESC' ? -1 : 1;
  return (a, b) => (order === undefined ? 0 : byValue(a, b) * direction) || compared(a, b);
}

/**
 * The place of each row among all combinations of items, as one number: numbers are sorted many times faster than rows are compared. Undefined where there are more
 * combinations than a number can tell apart, together with the rows' own order.
 */
function ranksOf(request: AnalyticsRequest, rows: readonly OrderedRow[]): Float64Array | undefined {
  const ranks = new Float64Array(rows.length);
  let combinations = 1;
  for (const { index, place } of placesOf(request)) {
    const known = withOthers(place, rows, index);
    combinations *= known.size;
    for (const [at, { keys }] of rows.entries()) {
      ranks[at] = (ranks[at] ?? 0) * known.size + (known.get(keys[index] ?? '') ?? 0);
    }
  }
  return combinations * rows.length < Number.MAX_SAFE_INTEGER ? ranks : undefined;
}

/** The places of all items that occur: those that the request does not name come last, by their names. */
function withOthers(
  place: ReadonlyMap<string, number>,
  rows: readonly OrderedRow[],
  index: number,
): ReadonlyMap<string, number> {
  const others = new Set<string>();
  for (const { keys } of rows) {
    const key = keys[index] ?? '';
    if (!place.has(key)) others.add(key);
  }
  return new Map([...place.keys(), ...[...others].sort()].map((key, at) => [key, at]));
}

/** The indexes of the numbers from the least to the greatest. Numbers and indexes are sorted as one number. */
function byNumber(numbers: Float64Array): readonly number[] {
  const { length } = numbers;
  const joined = numbers.map((number, index) => number * length + index).sort();
  return Array.from(joined, (number) => number % length);
}

/** Numbers by size, then texts. */
function byValue({ value: a }: OrderedRow, { value: b }: OrderedRow): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  if (typeof b === 'number') return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

interface DimensionPlaces {
  /** Of the dimension in the keys of a row. */
  readonly index: number;
  /** The items in request order. */
  readonly place: ReadonlyMap<string, number>;
}

/** The dimensions that say something about the order: what is only shown of a unit does not. */
const placesOf = (request: AnalyticsRequest): readonly DimensionPlaces[] =>
  request.dimensions.flatMap((dimension, index) =>
    Object.hasOwn(STATIC_TITLES, dimension)
      ? []
      : [{ index, place: new Map(itemsOf(request, dimension).map((uid, at) => [uid, at])) }],
  );

/** Uids of a dimension's items in request order; none where all that occur were asked for. */
export function itemsOf(
  { data, dx = data, periods, orgUnits, columns }: AnalyticsRequest,
  dimension: string,
): readonly string[] {
  switch (dimension) {
    case 'dx':
      return dx.map(({ uid }) => uid);
    case 'pe':
      return periods.map(({ iso }) => iso);
    case 'ou':
      return orgUnits.units.map(({ uid }) => uid);
    default:
      return columns.find(({ name }) => name === dimension)?.items?.map(({ uid }) => uid) ?? [];
  }
}
