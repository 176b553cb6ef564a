import { Value } from 'typebox/value';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { isLost } from '../analytics-tables/index.js';
import { readSettings } from '../settings/index.js';
import { answer } from './answer.js';
import { execute, newDeadline } from './execute.js';
import { type AnalyticsParameters, analyticsQuery } from './parameters.js';
import { parseCriteria } from './parse.js';
import type { QueryGate } from './query-gate.js';
import { understand } from './understand.js';

/** The answer of a query (contract: analytics-query.md §5.1). */
export interface AnalyticsGrid {
  readonly headers: readonly { readonly name: string; readonly column: string }[];
  readonly metaData: {
    readonly items?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly dimensions?: Readonly<Record<string, readonly string[]>>;
    readonly ouNameHierarchy?: Readonly<Record<string, string>>;
  };
  readonly rows: readonly (readonly string[])[];
}

export interface QueryContext {
  /** Whose rights and organisation units count. */
  readonly user: CurrentUser;
  readonly now: Date;
  /** Where requests wait for their turn; work of the server itself has none. */
  readonly gate?: QueryGate | undefined;
}

/** A query with everything that it leaves out as a request would have it. */
export const analyticsParameters = (given: Partial<AnalyticsParameters>): AnalyticsParameters =>
  Value.Default(analyticsQuery, { ...given }) as AnalyticsParameters;

/**
 * What `GET /api/analytics` answers to a user.
 *
 * @throws OrderlyError 409 with the peer's code (contract: analytics-query.md §5.7)
 */
export async function answerQuery(
  db: Db,
  parameters: AnalyticsParameters,
  { user, now, gate }: QueryContext,
): Promise<AnalyticsGrid> {
  const deadline = newDeadline();
  // Empty after a crash is as good as not built: an answer without rows would be a lie.
  if (await isLost(db, 'DATA_VALUE')) throw catalogued('E7144');
  const settings = await readSettings(db);
  const request = await understand(db, parameters, { user, now, settings });
  const preAggregation = parseCriteria(parameters.preAggregationMeasureCriteria);
  const criteria = parseCriteria(parameters.measureCriteria);
  const isLimited = !parameters.ignoreLimit && settings.keyAnalyticsMaxLimit > 0;
  const limit = isLimited ? settings.keyAnalyticsMaxLimit : undefined;
  const rows = parameters.skipData
    ? []
    : await execute(db, request, {
        preAggregation,
        criteria,
        limit,
        order: parameters.order,
        gate,
        requester: user.username,
        deadline,
      });
  return (await answer(db, request, rows, { parameters, user })) as unknown as AnalyticsGrid;
}
