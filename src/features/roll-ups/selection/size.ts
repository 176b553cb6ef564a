import type { TableColumns } from '../columns.js';
import type { State } from '../definition.js';

/** What the database knows of a column of the analytics table. */
export interface ColumnStatistics {
  /** Distinct values that are not null, in the table of a year. */
  readonly distinct: number;
  /** Share of rows without a value. */
  readonly nullShare: number;
  /** Mean bytes of a value. */
  readonly width: number;
}

/** What sizes are estimated from. */
export interface TableStatistics {
  readonly table: TableColumns;
  /** By column. */
  readonly columns: ReadonlyMap<string, ColumnStatistics>;
  /** Columns whose value follows from that of another: group sets of data elements from the element, categories from the option combo. */
  readonly determinedBy: ReadonlyMap<string, string>;
  /** Option combos of a data element, on average. */
  readonly combosPerElement: number;
  /** Rows of each year of the base. */
  readonly yearRows: readonly number[];
}

/** What a roll-up of these columns turned out to have. */
export interface TrueSize {
  readonly columns: ReadonlySet<string>;
  /** As if it held all years. */
  readonly rows: number;
}

/** How many of `possible` keys occur among so many rows: `D·(1 − (1 − 1/D)^N)`, never more than the rows (contract: aggregates.md §6.6 no. 2). */
export function occurringKeys(possible: number, rows: number): number {
  if (possible <= 1 || rows <= 1) return Math.min(Math.max(possible, 0), rows, 1);
  return Math.min(rows, -possible * Math.expm1(rows * Math.log1p(-1 / possible)));
}

/**
 * About how many rows a roll-up of closed columns has, over all years. What stands already says more than statistics: it cannot have more rows than a roll-up with all of
 * its columns, nor fewer than one with some of them.
 *
 * @returns undefined when the database has no statistics of a column
 */
export function estimateRows(
  columns: readonly string[],
  statistics: TableStatistics,
  known: readonly TrueSize[],
): number | undefined {
  const possible = possibleKeys(columns, statistics);
  if (possible === undefined) return undefined;
  const base = statistics.yearRows.reduce((sum, rows) => sum + rows, 0);
  const estimate = statistics.yearRows.reduce((sum, rows) => sum + occurringKeys(possible, rows), 0);
  const own = new Set(columns);
  const finer = known.filter((size) => columns.every((column) => size.columns.has(column)));
  const coarser = known.filter((size) => [...size.columns].every((column) => own.has(column)));
  const most = Math.min(base, ...finer.map(({ rows }) => rows));
  return Math.min(most, Math.max(estimate, ...coarser.map(({ rows }) => rows)));
}

/**
 * The product of the distinct values; of levels and of period types only the finest counts, with what is reported for a coarser one. A data element is reported by one
 * period type for units of one level and has its own option combos, so beside it they count with their means.
 */
function possibleKeys(
  columns: readonly string[],
  { table, columns: known, determinedBy, combosPerElement }: TableStatistics,
): number | undefined {
  if (!columns.every((column) => known.has(column))) return undefined;
  const own = new Set(columns);
  const withElement = own.has('dx');
  const statisticsOf = (names: readonly string[]): readonly ColumnStatistics[] =>
    names.flatMap((name) => (own.has(name) ? (known.get(name) ?? []) : []));
  const periods = table.periods.filter(({ name }) => own.has(name));
  const longer = periods.filter(({ frequencyOrder }) => frequencyOrder > (periods[0]?.frequencyOrder ?? 0));
  // Types of one length cut time in different places, so that none follows from another.
  const asLong = periods.slice(1, periods.length - longer.length);
  const others = table.others.filter((name) => !own.has(determinedBy.get(name) ?? ''));
  const chains = [table.levels.toReversed(), [...periods.slice(0, 1), ...longer].map(({ name }) => name)];
  const product = [
    ...chains.map((chain) => chainKeys(statisticsOf(chain), withElement ? 'mean' : 'sum')),
    ...[...asLong.map(({ name }) => name), ...others].map((name) => {
      const keys = chainKeys(statisticsOf([name]), 'sum');
      return name === 'co' && withElement ? Math.min(keys, combosPerElement) : keys;
    }),
  ];
  return product.reduce((all, keys) => all * keys, 1);
}

/**
 * Distinct keys of columns of which each follows from the one before, where that has a value: all of them together, or as many as there are for a row on average, which is
 * the number for something that has its values in one of the columns.
 */
function chainKeys(chain: readonly ColumnStatistics[], as: 'sum' | 'mean'): number {
  if (chain.length === 0) return 1;
  let keys = 0;
  let empty = 1;
  for (const { distinct, nullShare } of chain) {
    if (nullShare >= empty) continue;
    keys += distinct * (as === 'mean' ? empty - nullShare : 1);
    empty = nullShare;
  }
  const withoutAny = as === 'mean' ? empty : Math.ceil(empty);
  return Math.max(1, keys + withoutAny);
}

/** Pointer to a row in its page, head of a row, state. */
const POINTER_BYTES = 4;
const HEAD_BYTES = 23;
const STATE_BYTES = 8;
/** Rows begin at multiples of it. */
const ALIGNMENT = 8;
/** Indexes, in which equal keys are stored once. */
const BESIDE_ROWS = 1.2;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** About how many bytes a roll-up takes on disk with its indexes. */
export function estimateBytes(
  rows: number,
  { columns, states }: { readonly columns: readonly string[]; readonly states: readonly State[] },
  { columns: known }: TableStatistics,
): number {
  const head = aligned(HEAD_BYTES + Math.ceil((columns.length + states.length) / 8));
  const keys = columns.reduce((sum, name) => {
    const { width = 0, nullShare = 0 } = known.get(name) ?? {};
    return sum + width * (1 - nullShare);
  }, 0);
  return rows * (POINTER_BYTES + head + aligned(keys + states.length * STATE_BYTES)) * BESIDE_ROWS;
}
