import { type Db, setLocal, transaction } from '../../database/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { type Period, parsePeriod } from '../../kernel/periods/index.js';
import { type Criterion, meetsAll } from './parse.js';
import type { AnalyticsRequest } from './query.js';
import { daysOf, type PlannedStatement, planStatements, type ResultRow } from './statement.js';

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
}

/** A query that takes longer than a person waits is cancelled (contract: analytics-query.md §8 no. 8). */
const TIME_LIMIT_MS = 60_000;
const NO_VALUE = '';

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
  const plans = planStatements(request, options.preAggregation, options.limit);
  const rows = await transaction(
    db,
    async (handle) => {
      await setLocal(handle, 'jit', 'off');
      const found: AnswerRow[] = [];
      for (const planned of plans) {
        const result = await planned.statement.execute(handle);
        for (const row of result.rows) found.push(...answerRows(request, planned, row));
        if (options.limit !== undefined && found.length > options.limit) throw catalogued('E7128', options.limit);
      }
      return found;
    },
    { statementTimeoutMs: TIME_LIMIT_MS },
  );
  const kept = options.criteria.length === 0 ? rows : rows.filter(({ value }) => meetsAll(value, options.criteria));
  return sorted(request, kept, options.order);
}

function answerRows(request: AnalyticsRequest, planned: PlannedStatement, row: ResultRow): readonly AnswerRow[] {
  if (row.value === null) return [];
  const stored = row.pe === undefined ? undefined : parsePeriod(row.pe);
  const periods = new Map<string, Period>(stored ? [[stored.iso, stored]] : []);
  const value = planned.divideByDays ? row.value / daysOf(request, row.pe, periods) : row.value;
  const takers =
    planned.spread === undefined || row.pe === undefined
      ? [row.pe]
      : (planned.spread.get(row.pe) ?? []).map(({ iso }) => iso);
  return takers.map((pe) => ({ keys: request.dimensions.map((dimension) => keyOf(dimension, row, pe)), value }));
}

function keyOf(dimension: string, row: ResultRow, pe: string | undefined): string {
  if (dimension === 'pe') return pe ?? NO_VALUE;
  if (dimension === 'dx') return typeof row.operand === 'string' ? `${row.dx}.${row.operand}` : (row.dx ?? NO_VALUE);
  return String(row[dimension] ?? NO_VALUE);
}

function sorted(
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
  const uids = itemsOf(request, dimension);
  return new Map(uids.map((uid, index) => [uid, index]));
}

/** Uids of a dimension's items in request order. */
export function itemsOf({ data, periods, orgUnits, columns }: AnalyticsRequest, dimension: string): readonly string[] {
  switch (dimension) {
    case 'dx':
      return data.map(({ uid }) => uid);
    case 'pe':
      return periods.periods.map(({ iso }) => iso);
    case 'ou':
      return orgUnits.flatMap(({ units }) => units.map(({ uid }) => uid));
    default:
      return columns.find(({ name }) => name === dimension)?.items?.map(({ uid }) => uid) ?? [];
  }
}
