import { type RawBuilder, sql } from 'kysely';
import type { Grid } from '../grids/index.js';
import { measuresOf, tablesRead, valueItem } from './aggregate.js';
import { aggregateStatement } from './aggregate-statement.js';
import { gridOf, noMetadata } from './grid.js';
import type { AnalyticsHeader } from './headers.js';
import { listColumns } from './headers.js';
import { pageOf, sortOf } from './list.js';
import { listStatement } from './list-statement.js';
import { type AnalyticsTable, type ProgramRequest, tablesOf } from './model.js';
import type { AggregateParameters, ListParameters } from './parameters.js';
import type { Runner } from './run.js';
import type { QueryContext } from './understand.js';

interface Plan {
  readonly 'QUERY PLAN': readonly {
    readonly Plan: object;
    readonly 'Planning Time'?: number;
    readonly 'Execution Time'?: number;
  }[];
}

/** How the database answers a list (contract: analytics-query.md §1, §7); the rows themselves are not sent. */
export async function explainList(
  runner: Runner,
  request: ProgramRequest,
  parameters: ListParameters,
  context: QueryContext,
): Promise<Grid> {
  const columns = listColumns(request);
  const page = pageOf(parameters, context);
  const options = {
    sort: sortOf(parameters),
    limit: page ? page.size + 1 : undefined,
    offset: page ? (page.page - 1) * page.size : 0,
  };
  const statement = listStatement(request, columns, columns, options);
  return await explained(
    runner,
    tablesOf(request),
    statement,
    columns.map(({ header }) => header),
  );
}

/** How the database answers an aggregate query. */
export async function explainAggregate(
  runner: Runner,
  request: ProgramRequest,
  parameters: AggregateParameters,
  context: QueryContext,
): Promise<Grid> {
  const value = await valueItem(runner.db, request, parameters, context);
  const tables = await tablesRead(runner.db, request, value);
  const measures = measuresOf(request, parameters, value);
  const { sortOrder, limit } = parameters;
  return await explained(runner, tables, aggregateStatement(request, measures, { sortOrder, limit }), []);
}

async function explained(
  runner: Runner,
  tables: readonly AnalyticsTable[],
  statement: RawBuilder<unknown>,
  headers: readonly AnalyticsHeader[],
): Promise<Grid> {
  const [row] = await runner.run(tables, (ask) => ask(sql<Plan>`explain (analyze, format json) ${statement}`));
  const [found] = row?.['QUERY PLAN'] ?? [];
  const planningTime = found?.['Planning Time'] ?? 0;
  const executionTime = found?.['Execution Time'] ?? 0;
  const timeInMillis = planningTime + executionTime;
  const { sql: text, parameters } = statement.compile(runner.db);
  const query = text.replace(/\s+/g, ' ').trim();
  const plan = { timeInMillis, planningTime, executionTime, query, parameters, plan: found?.Plan ?? {} };
  const grid = gridOf(headers, [], noMetadata);
  return {
    ...grid,
    members: async () => ({
      ...(await grid.members?.()),
      performanceMetrics: { totalTimeInMillis: timeInMillis, executionPlans: [plan] },
    }),
  };
}
