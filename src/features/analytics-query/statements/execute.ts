import type { RawBuilder } from 'kysely';
import type { Db } from '../../../database/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import type { AnalyticsRequest } from '../query.js';
import type { QueryGate } from '../query-gate.js';
import { type Criterion, meetsAll } from '../request/parse.js';
import { operandName } from '../request/resolve-data.js';
import { formulaOf } from './formula.js';
import { sorted, type ValueOrder } from './order.js';
import { isMixed, type Plan, planRequest } from './plan.js';
import { type RollUpAccess, rollUpAnswers } from './roll-up-answers.js';
import { runStatements } from './run-statements.js';
import { type ResultRow, statementOf } from './statement.js';
import { STATIC_TITLES } from './static-columns.js';

export interface ExecuteOptions {
  readonly preAggregation: readonly Criterion[];
  readonly criteria: readonly Criterion[];
  /** Most rows of the answer; undefined for no limit. */
  readonly limit: number | undefined;
  readonly order: ValueOrder;
  /** Where the query waits for its turn; without it runs at once. */
  readonly gate?: QueryGate | undefined;
  /** Whose turn it is then. */
  readonly requester?: string | undefined;
  /** When the request has taken too long, as `performance.now()` counts. */
  readonly deadline?: number | undefined;
  /** Where roll-ups are looked for; without it everything comes from the table itself. */
  readonly rollUps?: RollUpAccess | undefined;
  /** Told what is about to be run. */
  readonly watch?: ((statement: WatchedStatement) => void) | undefined;
}

/** A statement of a query, and what it is for. */
export interface WatchedStatement {
  readonly statement: RawBuilder<unknown>;
  readonly dataItems: readonly string[];
  /** How the value of a cell is made, in words. */
  readonly formula: string;
}

/** One row of the answer: an item uid for each dimension, and the value; a text for items whose values are texts. */
export interface AnswerRow {
  readonly keys: readonly string[];
  readonly value: number | string;
  /** The value as a cell, where its kind has a form of its own. */
  readonly text?: string;
  /** Numerator, denominator, factor, multiplier and divisor as cells, of what is made of them (contract: analytics-query.md §5.2). */
  readonly parts?: readonly string[];
}

/** A query that takes longer than a person waits is cancelled (contract: analytics-query.md §8 no. 8). */
export const TIME_LIMIT_MS = 60_000;
/** A financial year is made of two calendar years. */
const MOST_SOURCES = 2;

/** When a request that begins now has taken too long. */
export const newDeadline = (): number => performance.now() + TIME_LIMIT_MS;

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
  const { limit, criteria, order, gate, requester = '', deadline = newDeadline() } = options;
  const plans = planRequest(request);
  const statements = plans.map((plan) => statementOf(request, plan, statementOptions(plan, options)));
  for (const [index, { data }] of plans.entries()) {
    const dataItems = data.items.map(({ uid }) => uid);
    options.watch?.({ statement: statements[index] as RawBuilder<unknown>, dataItems, formula: formulaOf(data) });
  }
  const answers = rollUpAnswers(request, plans, options);
  const results = await runStatements(db, statements, {
    ...{ limit, gate, requester, deadline, table: 'analytics' },
    instead: answers && ((handle) => answers.statements(handle, statements, (plan) => statementOptions(plan, options))),
    used: answers?.used,
    took: answers?.took,
  });
  const rows = plans.flatMap((plan, index) => answersOf(request, plan, criteria, results[index] ?? []));
  if (limit !== undefined && rows.length > limit) throw catalogued('E7128', limit);
  return sorted(request, rows, order);
}

function statementOptions(plan: Plan, { preAggregation, criteria, limit }: ExecuteOptions) {
  const mixed = isMixed(plan);
  return {
    preAggregation,
    criteria: mixed ? [] : criteria,
    rowLimit: limit === undefined ? undefined : (limit + 1) * (mixed ? MOST_SOURCES : 1),
  };
}

function answersOf(
  request: AnalyticsRequest,
  plan: Plan,
  criteria: readonly Criterion[],
  rows: readonly ResultRow[],
): readonly AnswerRow[] {
  if (!plan.periods.takers) return ownRows(request, rows);
  const answered = spreadRows(request, plan, rows);
  return isMixed(plan) ? answered.filter(({ value }) => meetsAll(Number(value), criteria)) : answered;
}

/** The rows of a statement as rows of the answer. */
export function ownRows(request: AnalyticsRequest, rows: readonly ResultRow[]): readonly AnswerRow[] {
  const readers = request.dimensions.map((dimension) => keyReader(request, dimension));
  const answered: AnswerRow[] = [];
  for (const row of rows) {
    if (row.value !== null) answered.push({ keys: readers.map((read) => read(row, row.pe)), value: row.value });
  }
  return answered;
}

/** Gives the values to the periods that take them. Where one of two years has no value, the other stands for both. */
function spreadRows(request: AnalyticsRequest, plan: Plan, rows: readonly ResultRow[]): readonly AnswerRow[] {
  const readers = request.dimensions.map((dimension) => keyReader(request, dimension));
  const sums = new Map<string, { readonly keys: readonly string[]; sum: number; weight: number }>();
  for (const row of rows) {
    if (typeof row.value !== 'number') continue;
    for (const { iso, weight } of plan.periods.takers?.get(row.pe ?? '') ?? []) {
      const keys = readers.map((read) => read(row, iso));
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

/** Reads of a row what the answer calls its item of a dimension; the period is that of the answer. */
function keyReader(
  { staticCells }: AnalyticsRequest,
  dimension: string,
): (row: ResultRow, pe: string | undefined) => string {
  if (dimension === 'pe') return (_, pe) => pe ?? '';
  if (dimension === 'dx') return ({ dx, combo, attributeCombo }) => operandName(dx ?? '', combo, attributeCombo);
  if (Object.hasOwn(STATIC_TITLES, dimension)) return ({ ou }) => staticCells?.get(ou ?? '')?.[dimension] ?? '';
  return (row) => String(row[dimension] ?? '');
}
