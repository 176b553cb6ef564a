import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import type { AnalyticsRequest } from '../query.js';
import type { Criterion } from '../request/parse.js';
import { holds } from './conditions.js';
import { readThrough } from './cursor.js';
import { type AnswerRow, type ExecuteOptions, ownRows } from './execute.js';
import { comparisonOf, itemsOf } from './order.js';
import { isMixed, type Plan } from './plan.js';
import { rollUpAnswers } from './roll-up-answers.js';
import { keyNames, type ResultRow, type StatementOptions, statementOf } from './statement.js';
import { STATIC_TITLES } from './static-columns.js';

/** Answers that cannot be longer than this come at once, in some 20 MB of memory, and are shared by all who ask the same. */
const SHORT = 50_000;
/** How many items a dimension has whose items nobody named. */
const GUESS = 50;
const BATCH = 1_000;

/** Whether the rows of a request come from the database as they are read: those that may be many. */
export function isStreamed(request: AnalyticsRequest, plans: readonly Plan[]): boolean {
  // What a unit says of itself makes no more rows.
  const dimensions = request.dimensions.filter((name) => !Object.hasOwn(STATIC_TITLES, name));
  const size = dimensions.reduce((product, name) => product * (itemsOf(request, name).length || GUESS), 1);
  // Values that are not put together are more than the combinations of items.
  return plans.some(({ data }) => data.rule.combination === 'NONE') || (size > SHORT && plans.length > 0);
}

export interface StreamOptions extends ExecuteOptions {
  /** Told how many rows there are, before the first of them comes. */
  readonly counted: (total: number) => void;
}

/**
 * The rows of a request in its order, a batch at a time: the database sorts the rows of each statement, and here those of several are merged. Memory does not grow with
 * the answer (contract: analytics-query.md §8 no. 7, 11).
 *
 * @throws OrderlyError E7128 when the answer would be longer than the limit, E7131 when it takes too long; both before the first row
 */
export async function* streamRows(
  db: Db,
  request: AnalyticsRequest,
  plans: readonly Plan[],
  options: StreamOptions,
): AsyncGenerator<readonly AnswerRow[]> {
  const { preAggregation, criteria, limit, order, counted } = options;
  const rowLimit = limit === undefined ? undefined : limit + 1;
  const optionsOf = (plan: Plan): StatementOptions =>
    isMixed(plan) ? { preAggregation, criteria: [], rowLimit: undefined } : { preAggregation, criteria, rowLimit };
  const answers = rollUpAnswers(request, plans, options);
  const statements = async (handle: Db) => {
    const own = plans.map((plan) => statementOf(request, plan, optionsOf(plan)));
    const best = await answers?.statements(handle, own, optionsOf);
    if (best) answers?.used(best.sources);
    const chosen = best?.statements ?? own;
    return plans.map((plan, index) => {
      const statement = chosen[index] as RawBuilder<ResultRow>;
      const taken = plan.periods.takers ? spread(request, plan, statement, criteria) : statement;
      return inOrder(request, plan, taken, order);
    });
  };
  yield* readThrough(
    db,
    statements,
    async function* ({ next }) {
      const sources: Source[] = [];
      let total = 0;
      for (const index of plans.keys()) {
        const started = performance.now();
        const rows = await next<CountedRow>(index);
        answers?.took(index, performance.now() - started);
        total += rows[0]?.total ?? 0;
        sources.push({ rows: ownRows(request, rows), at: 0, more: async () => ownRows(request, await next(index)) });
      }
      if (limit !== undefined && total > limit) throw catalogued('E7128', limit);
      counted(total);
      yield* merged(sources, comparisonOf(request, order));
    },
    options,
  );
}

interface CountedRow extends ResultRow {
  readonly total: number;
}

/** The values of periods of the data as those of the periods that take them. Where one of two years has no value, the other stands for both. */
function spread(
  request: AnalyticsRequest,
  plan: Plan,
  statement: RawBuilder<ResultRow>,
  criteria: readonly Criterion[],
): RawBuilder<ResultRow> {
  const takers = [...(plan.periods.takers ?? [])].flatMap(([source, own]) =>
    own.map((taker) => ({ ...taker, source })),
  );
  const keys = keyNames(request, plan).map((name) => (name === 'pe' ? sql`taker.iso` : sql.ref(`answer.${name}`)));
  const value = sql`sum(answer.value * taker.weight) / sum(taker.weight)`;
  const named = keyNames(request, plan).map((name, index) => sql`${keys[index]} as ${sql.id(name)}`);
  const met = isMixed(plan) ? criteria.map((criterion) => holds(sql`round((${value})::numeric, 10)`, criterion)) : [];
  return sql<ResultRow>`
    select ${sql.join([...named, sql`${value} as value`])}
    from (${statement}) as answer
    join unnest(
      ${takers.map(({ source }) => source)}::text[], ${takers.map(({ iso }) => iso)}::text[], ${takers.map(({ weight }) => weight)}::double precision[]
    ) as taker (source, iso, weight) on taker.source = answer.pe
    where answer.value is not null
    group by ${sql.join(keys)}
    having ${sql.join([sql`sum(taker.weight) > 0`, ...met], sql` and `)}
  `;
}

/** The rows of a statement that are values, in the order of the answer, with how many they are. */
function inOrder(
  request: AnalyticsRequest,
  plan: Plan,
  statement: RawBuilder<ResultRow>,
  order: ExecuteOptions['order'],
): RawBuilder<CountedRow> {
  const keys = request.dimensions.flatMap((dimension) => {
    const key = keyOf(dimension, plan);
    return key ? [{ key, uids: itemsOf(request, dimension) }] : [];
  });
  const place = (index: number) => sql.id(`place_${index}`);
  const joins = keys.map(
    ({ key, uids }, index) => sql`
      left join unnest(${[...uids]}::text[]) with ordinality as ${place(index)} (uid, place) on ${place(index)}.uid = ${key}
    `,
  );
  const sorted = plan.data.isText ? sql`answer.value collate "C"` : sql`answer.value`;
  const byValue = order === undefined ? [] : [order === 'DESC' ? sql`${sorted} desc` : sorted];
  const byKey = keys.map(({ key }, index) => sql`${place(index)}.place nulls last, ${key} collate "C"`);
  // Values that are not put together keep their order.
  const isSingle = plan.data.rule.combination === 'NONE';
  const ordering = [...byValue, ...byKey, ...(isSingle ? [sql`answer.nth`] : [])];
  const rows = isSingle ? sql`select single.*, row_number() over () as nth from (${statement}) as single` : statement;
  return sql<CountedRow>`
    select answer.*, count(*) over ()::int as total
    from (${rows}) as answer
    ${sql.join(joins, sql` `)}
    where answer.value is not null
    ${ordering.length === 0 ? sql`` : sql`order by ${sql.join(ordering)}`}
  `;
}

/** What the answer calls the item of a row, in SQL; nothing for a dimension in which all rows of the statement are the same. */
function keyOf(dimension: string, { data, periods, units }: Plan): RawBuilder<unknown> | undefined {
  const text = (name: string) => sql`${sql.ref(`answer.${name}`)}::text`;
  switch (dimension) {
    case 'dx': {
      const combo = data.combo ? text('combo') : undefined;
      if (data.attributeCombo)
        return sql`concat_ws('.', ${text('dx')}, ${combo ?? sql`'*'`}, ${text('attributeCombo')})`;
      return combo ? sql`concat_ws('.', ${text('dx')}, ${combo})` : text('dx');
    }
    case 'pe':
      return periods.label && 'name' in periods.label ? undefined : text('pe');
    case 'ou':
      return units ? text('ou') : undefined;
    default:
      return Object.hasOwn(STATIC_TITLES, dimension) ? undefined : text(dimension);
  }
}

interface Source {
  rows: readonly AnswerRow[];
  at: number;
  readonly more: () => Promise<readonly AnswerRow[]>;
}

/** Always the first of the sources' next rows. */
async function* merged(
  all: readonly Source[],
  compare: (a: AnswerRow, b: AnswerRow) => number,
): AsyncGenerator<readonly AnswerRow[]> {
  let sources = all.filter(({ rows }) => rows.length > 0);
  let batch: AnswerRow[] = [];
  while (sources.length > 0) {
    let first = sources[0] as Source;
    for (const source of sources) {
      if (source !== first && compare(headOf(source), headOf(first)) < 0) first = source;
    }
    batch.push(headOf(first));
    first.at += 1;
    if (first.at === first.rows.length) {
      first.rows = await first.more();
      first.at = 0;
      if (first.rows.length === 0) sources = sources.filter((source) => source !== first);
    }
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const headOf = ({ rows, at }: Source): AnswerRow => rows[at] as AnswerRow;
