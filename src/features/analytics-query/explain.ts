import { type RawBuilder, sql } from 'kysely';
import { type Db, setLocal, transaction } from '../../database/index.js';
import type { Grid } from '../grids/index.js';
import type { PreparedQuery, QueryContext } from './answer-query.js';
import { answer } from './answers/answer.js';
import { answerRows } from './data-kinds/index.js';
import type { AnalyticsRequest } from './query.js';
import { newDeadline } from './statements/execute.js';
import { formulaOf } from './statements/formula.js';
import { type Plan, planRequest } from './statements/plan.js';
import { type ResultRow, statementOf } from './statements/statement.js';

/** A node of what PostgreSQL says of a plan. */
interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly Plans?: readonly PlanNode[];
}

interface ExplainRow {
  readonly 'QUERY PLAN': readonly {
    readonly Plan: PlanNode;
    readonly 'Planning Time': number;
    readonly 'Execution Time': number;
  }[];
}

/** How a statement of a query was run, and what it makes of the rows it reads (contract: analytics-query.md §1, §8 no. 16). */
export interface ExecutionPlan {
  readonly timeInMillis: number;
  readonly planningTime: number;
  readonly executionTime: number;
  readonly query: string;
  readonly parameters: readonly unknown[];
  readonly dataItems: readonly string[];
  /** How the value of a cell is made. */
  readonly formula: string;
  /** Rows of the analytics tables that went into the values. */
  readonly rows: number;
  readonly plan: unknown;
}

/**
 * The grid of a query without its rows, and how each of its statements ran: they are run for it.
 *
 * @throws OrderlyError E7131 when they take too long
 */
export async function explainQuery(db: Db, prepared: PreparedQuery, { user }: QueryContext): Promise<Grid> {
  const { request } = prepared;
  const deadline = newDeadline();
  const statements = await statementsOf(db, prepared);
  const plans = await transaction(
    db,
    async (handle) => {
      await setLocal(handle, 'jit', 'off');
      const found: ExecutionPlan[] = [];
      for (const { plan, statement } of statements) {
        await setLocal(handle, 'statement_timeout', Math.max(1, Math.floor(deadline - performance.now())));
        const { sql: query, parameters } = statement.compile(handle);
        const { rows } = await sql<ExplainRow>`explain (analyze, format json) ${statement}`.execute(handle);
        const [explained] = rows[0]?.['QUERY PLAN'] ?? [];
        if (!explained) continue;
        const { 'Planning Time': planningTime, 'Execution Time': executionTime } = explained;
        found.push({
          timeInMillis: planningTime + executionTime,
          planningTime,
          executionTime,
          query: query.replace(/\s+/g, ' ').trim(),
          parameters,
          dataItems: plan.data.items.map(({ uid }) => uid),
          formula: formulaOf(plan.data),
          rows: rowsRead(explained.Plan),
          plan: explained.Plan,
        });
      }
      return found;
    },
    { isolation: 'repeatable read' },
  );
  const none = (async function* () {})();
  const grid = await answer(db, request, none, { ...prepared, user, ignored: request.ignored, layout: undefined });
  const totalTimeInMillis = plans.reduce((sum, { timeInMillis }) => sum + timeInMillis, 0);
  return {
    ...grid,
    members: async () => ({
      ...(await grid.members?.()),
      performanceMetrics: { totalTimeInMillis, executionPlans: plans },
    }),
  };
}

/** The statements that a query runs. Those for what formulas are made of are found by running it. */
async function statementsOf(db: Db, { request, options }: PreparedQuery) {
  const { preAggregation, criteria } = options;
  const found: { readonly plan: Plan; readonly statement: RawBuilder<ResultRow> }[] = [];
  const watch = (own: AnalyticsRequest, plans: readonly Plan[]): void => {
    for (const plan of plans)
      found.push({ plan, statement: statementOf(own, plan, { preAggregation, criteria, rowLimit: undefined }) });
  };
  if (request.derived?.length) await answerRows(db, request, { ...options, watch });
  else watch(request, planRequest(request));
  return found;
}

const ANALYTICS = /^analytics(_|$)/;

function rowsRead(node: PlanNode): number {
  const own = ANALYTICS.test(node['Relation Name'] ?? '')
    ? (node['Actual Rows'] ?? 0) * (node['Actual Loops'] ?? 1)
    : 0;
  return (node.Plans ?? []).reduce((sum, child) => sum + rowsRead(child), Math.round(own));
}
