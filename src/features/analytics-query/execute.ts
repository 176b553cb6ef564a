import { type Db, setLocal, transaction } from '../../database/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { type Criterion, meetsAll } from './parse.js';
import { isMixed, type Plan, planRequest } from './plan.js';
import type { AnalyticsRequest } from './query.js';
import { operandName } from './resolve-data.js';
import { type ResultRow, statementOf } from './statement.js';

export interface ExecuteOptions {
  readonly preAggregation: readonly Criterion[];
  readonly criteria: readonly Criterion[];
  /** Most rows of the answer; undefined for no limit. */
  readonly limit: number | undefined;
  readonly order: 'ASC' | 'DESC' | undefined;
}

/** One row of the answer: an item uid for each dimension, and the value. */
export interface AnswerRow {
  readonly keys: readonly string[];
  readonly value: number;
  /** The value as a cell, where its kind has a form of its own. */
  readonly text?: string;
  /** Numerator, denominator, factor, multiplier and divisor as cells, of what is made of them (contract: analytics-query.md §5.2). */
  readonly parts?: readonly string[];
}

/** A query that takes longer than a person waits is cancelled (contract: analytics-query.md §8 no. 8). */
export const TIME_LIMIT_MS = 60_000;
/** A financial year is made of two calendar years. */
const MOST_SOURCES = 2;

/**
 * Runs the plan and brings the rows into the order of the request, dimension by dimension (contract: analytics-query.md §8 no. 11).
 *
 * @throws OrderlyError E7128 when the answer would be longer than the limit, E7131 when it takes too long
 */
export async function execute(
  db: Db,
  request: AnalyticsRequest,
  options: ExecuteOptions,
): Promise<readonly AnswerRow[]> {
  const plans = planRequest(request);
  const rows = await transaction(
    db,
    async (handle) => {
      await setLocal(handle, 'jit', 'off');
      const found: AnswerRow[] = [];
      for (const plan of plans) {
        for (const row of await runPlan(handle, request, plan, options)) found.push(row);
        if (options.limit !== undefined && found.length > options.limit) throw catalogued('E7128', options.limit);
      }
      return found;
    },
    { statementTimeoutMs: TIME_LIMIT_MS },
  );
  return sorted(request, rows, options.order);
}

async function runPlan(
  db: Db,
  request: AnalyticsRequest,
  plan: Plan,
  { preAggregation, criteria, limit }: ExecuteOptions,
): Promise<readonly AnswerRow[]> {
  const mixed = isMixed(plan);
  const { rows } = await statementOf(request, plan, {
    preAggregation,
    criteria: mixed ? [] : criteria,
    rowLimit: limit === undefined ? undefined : (limit + 1) * (mixed ? MOST_SOURCES : 1),
  }).execute(db);
  const answered = plan.periods.takers ? spreadRows(request, plan, rows) : ownRows(request, rows);
  return mixed ? answered.filter(({ value }) => meetsAll(value, criteria)) : answered;
}

function ownRows({ dimensions }: AnalyticsRequest, rows: readonly ResultRow[]): readonly AnswerRow[] {
  return rows.flatMap((row) =>
    row.value === null
      ? []
      : [{ keys: dimensions.map((dimension) => keyOf(dimension, row, row.pe)), value: row.value }],
  );
}

/** Gives the values to the periods that take them. Where one of two years has no value, the other stands for both. */
function spreadRows({ dimensions }: AnalyticsRequest, plan: Plan, rows: readonly ResultRow[]): readonly AnswerRow[] {
  const sums = new Map<string, { readonly keys: readonly string[]; sum: number; weight: number }>();
  for (const row of rows) {
    if (row.value === null) continue;
    for (const { iso, weight } of plan.periods.takers?.get(row.pe ?? '') ?? []) {
      const keys = dimensions.map((dimension) => keyOf(dimension, row, iso));
      const key = keys.join();
      const known = sums.get(key) ?? { keys, sum: 0, weight: 0 };
      known.sum += row.value * weight;
      known.weight += weight;
      sums.set(key, known);
    }
  }
  return [...sums.values()]
    .filter(({ weight }) => weight > 0)
    .map(({ keys, sum, weight }) => ({ keys, value: sum / weight }));
}

function keyOf(dimension: string, row: ResultRow, pe: string | undefined): string {
  if (dimension === 'pe') return pe ?? '';
  if (dimension === 'dx') return operandName(row.dx ?? '', row.combo, row.attributeCombo);
  return String(row[dimension] ?? '');
}

/** The rows in the order of the request's items, dimension by dimension, or by value. */
export function sorted(
  request: AnalyticsRequest,
  rows: readonly AnswerRow[],
  order: ExecuteOptions['order'],
): readonly AnswerRow[] {
  const places = request.dimensions.map((dimension) => placesOf(request, dimension));
  const compared = (a: AnswerRow, b: AnswerRow): number => {
    for (const [index, place] of places.entries()) {
      const [left, right] = [a.keys[index] ?? '', b.keys[index] ?? ''];
      const difference = (place.get(left) ?? Number.MAX_SAFE_INTEGER) - (place.get(right) ?? Number.MAX_SAFE_INTEGER);
      if (difference !== 0) return difference;
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  };
  const direction = order === 'DESC' ? -1 : 1;
  return rows.toSorted((a, b) => (order === undefined ? 0 : (a.value - b.value) * direction) || compared(a, b));
}

function placesOf(request: AnalyticsRequest, dimension: string): ReadonlyMap<string, number> {
  return new Map(itemsOf(request, dimension).map((uid, index) => [uid, index]));
}

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
