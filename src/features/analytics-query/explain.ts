import { sql } from 'kysely';
import { type Db, setLocal, transaction } from '../../database/index.js';
import type { Grid } from '../grids/index.js';
import type { PreparedQuery, QueryContext } from './answer-query.js';
import { answer } from './answers/answer.js';
import { answerRows } from './data-kinds/index.js';
import { newDeadline, type WatchedStatement } from './statements/execute.js';
import { formulaOf } from './statements/formula.js';
import { planRequest } from './statements/plan.js';
import { statementOf } from './statements/statement.js';

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
 * The grid of a query without its rows, and how each of its statements ran: they are run for it, in turn with other queries.
 *
 * @throws OrderlyError E7131 when they take too long
 */
export async function explainQuery(db: Db, prepared: PreparedQuery, { user }: QueryContext): Promise<Grid> {
  const { request, options } = prepared;
  const { gate, requester = '', deadline = newDeadline() } = options;
  const statements = await statementsOf(db, prepared);
  const leave = await gate?.enter({ requester, deadline });
  const plans = await executionPlans(db, statements, deadline).finally(leave);
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

async function executionPlans(
  db: Db,
  statements: readonly WatchedStatement[],
  deadline: number,
): Promise<readonly ExecutionPlan[]> {
  return await transaction(
    db,
    async (handle) => {
      const found: ExecutionPlan[] = [];
      for (const { statement, dataItems, formula } of statements) {
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
          dataItems,
          formula,
          rows: rowsRead(explained.Plan),
          plan: explained.Plan,
        });
      }
      return found;
    },
    { isolation: 'repeatable read' },
  );
}

/** The statements that a query runs. Those of other items than data elements are found by running it. */
async function statementsOf(db: Db, { request, options }: PreparedQuery): Promise<readonly WatchedStatement[]> {
  const found: WatchedStatement[] = [];
  if (request.derived?.length) {
    await answerRows(db, request, { ...options, watch: (statement) => found.push(statement) });
    return found;
  }
  const { preAggregation, criteria } = options;
  return planRequest(request).map((plan) => ({
    statement: statementOf(request, plan, { preAggregation, criteria, rowLimit: undefined }),
    dataItems: plan.data.items.map(({ uid }) => uid),
    formula: formulaOf(plan.data),
  }));
}

const ANALYTICS = /^analytics(_|$)/;

function rowsRead(node: PlanNode): number {
  const own = ANALYTICS.test(node['Relation Name'] ?? '')
    ? (node['Actual Rows'] ?? 0) * (node['Actual Loops'] ?? 1)
    : 0;
  return (node.Plans ?? []).reduce((sum, child) => sum + rowsRead(child), Math.round(own));
}
