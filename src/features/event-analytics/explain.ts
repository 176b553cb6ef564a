import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/index.js';
import { measuresOf, valueItem } from './aggregate.js';
import { aggregateStatement } from './aggregate-statement.js';
import { type AnalyticsAnswer, answerOf } from './grid.js';
import { listColumns } from './headers.js';
import { pageOf, sortOf } from './list.js';
import { listStatement } from './list-statement.js';
import type { ProgramRequest } from './model.js';
import type { AggregateParameters, ListParameters } from './parameters.js';
import { onAnalytics } from './run.js';
import type { QueryContext } from './understand.js';

interface Plan {
  readonly 'QUERY PLAN': readonly {
    readonly Plan: object;
    readonly 'Planning Time'?: number;
    readonly 'Execution Time'?: number;
  }[];
}

export interface Explanation extends AnalyticsAnswer {
  readonly performanceMetrics: {
    readonly totalTimeInMillis: number;
    readonly executionPlans: readonly {
      readonly timeInMillis: number;
      readonly planningTime: number;
      readonly executionTime: number;
      readonly plan: object;
    }[];
  };
}

/** How the database answers a list (contract: analytics-query.md §1, §7); the rows themselves are not sent. */
export async function explainList(
  database: Database,
  request: ProgramRequest,
  parameters: ListParameters,
  context: QueryContext,
  signal: AbortSignal,
): Promise<Explanation> {
  const columns = listColumns(request);
  const page = pageOf(parameters, context);
  const options = {
    sort: sortOf(parameters),
    limit: page ? page.size + 1 : undefined,
    offset: page ? (page.page - 1) * page.size : 0,
  };
  const statement = listStatement(request, columns, columns, options);
  return await explained(
    database,
    statement,
    signal,
    columns.map(({ header }) => header),
  );
}

/** How the database answers an aggregate query. */
export async function explainAggregate(
  database: Database,
  request: ProgramRequest,
  parameters: AggregateParameters,
  context: QueryContext,
  signal: AbortSignal,
): Promise<Explanation> {
  const value = await valueItem(database.db, request, parameters, context);
  const measures = measuresOf(request, parameters, value);
  const { sortOrder, limit } = parameters;
  return await explained(database, aggregateStatement(request, measures, { sortOrder, limit }), signal, []);
}

async function explained(
  database: Database,
  statement: RawBuilder<unknown>,
  signal: AbortSignal,
  headers: AnalyticsAnswer['headers'],
): Promise<Explanation> {
  const [row] = await onAnalytics(database, signal, (ask) =>
    ask(sql<Plan>`explain (analyze, format json) ${statement}`),
  );
  const [found] = row?.['QUERY PLAN'] ?? [];
  const planningTime = found?.['Planning Time'] ?? 0;
  const executionTime = found?.['Execution Time'] ?? 0;
  const timeInMillis = planningTime + executionTime;
  return {
    ...answerOf(headers, [], {}),
    performanceMetrics: {
      totalTimeInMillis: timeInMillis,
      executionPlans: [{ timeInMillis, planningTime, executionTime, plan: found?.Plan ?? {} }],
    },
  };
}
