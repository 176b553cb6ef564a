import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { AGGREGATION_TYPES } from '../../metadata/index.js';
import {
  type AggregatedValue,
  type AnalyticsGrid,
  type AnalyticsParameters,
  analyticsParameters,
  answerDataValues,
  answerQuery,
} from '../analytics-query/index.js';
import { parseIdScheme } from '../imports/index.js';
import type { SourceRequest } from './exchange.js';

export interface SourceContext {
  readonly db: Db;
  /** Whose rights and organisation units count. */
  readonly user: CurrentUser;
  readonly now: Date;
}

/**
 * The aggregated data of a request, as `/api/analytics` answers the user; `override` is the scheme by which everything is named instead of those of the request.
 *
 * @throws OrderlyError what the query throws, or 409 for a scheme or a kind of aggregation that is none
 */
export async function sourceGrid(
  { db, user, now }: SourceContext,
  request: SourceRequest,
  override: string | undefined,
): Promise<AnalyticsGrid> {
  return await answerQuery(db, queryOf(request, override), { user, now });
}

/** A value to be stored: when that happens, the target says. */
export type ExchangedValue = Omit<AggregatedValue, 'created' | 'lastUpdated'>;

/** The same data as values that can be stored. */
export async function sourceValues(
  { db, user, now }: SourceContext,
  request: SourceRequest,
  override: string | undefined,
): Promise<readonly ExchangedValue[]> {
  const values = await answerDataValues(db, queryOf(request, override), { user, now });
  return values.map(({ created: _created, lastUpdated: _lastUpdated, ...value }) => value);
}

function queryOf(request: SourceRequest, override: string | undefined): AnalyticsParameters {
  const { aggregationType, inputIdScheme } = request;
  const aggregation = AGGREGATION_TYPES.find((type) => type === aggregationType?.toUpperCase());
  if (aggregationType !== undefined && aggregation === undefined)
    throw conflict(`\`${aggregationType}\` is no kind of aggregation.`);
  return analyticsParameters({
    dimension: [`dx:${request.dx.join(';')}`, `pe:${request.pe.join(';')}`, `ou:${request.ou.join(';')}`],
    filter: request.filters.map(({ dimension, items }) =>
      items.length === 0 ? dimension : `${dimension}:${items.join(';')}`,
    ),
    ...(aggregation !== undefined && { aggregationType: aggregation }),
    ...schemes({
      inputIdScheme,
      outputIdScheme: override ?? request.outputIdScheme,
      ...(override === undefined && {
        outputDataElementIdScheme: request.outputDataElementIdScheme,
        outputDataItemIdScheme: request.outputDataItemIdScheme,
        outputOrgUnitIdScheme: request.outputOrgUnitIdScheme,
      }),
    }),
  });
}

/** Those that are given, each of which must be one. */
function schemes(given: Readonly<Record<string, string | undefined>>): Partial<AnalyticsParameters> {
  const named = Object.entries(given).flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
  for (const [, text] of named) parseIdScheme(text);
  return Object.fromEntries(named);
}
