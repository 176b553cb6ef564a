import type { Database } from '../../database/index.js';
import type { Clock } from '../../kernel/clock.js';
import { errorSummary, type ImportSummary } from '../imports/index.js';
import { shownUrl } from '../remote/index.js';
import type { Exchange, SourceRequest } from './exchange.js';
import { sendToTarget } from './external-target.js';
import { storeInternally } from './internal-target.js';
import { type SourceContext, sourceValues } from './source.js';
import { emptySummary } from './summaries.js';

export interface ExchangeContext extends SourceContext {
  readonly database: Database;
  readonly clock: Clock;
  /** Aborts what is on its way to another server. */
  readonly signal?: AbortSignal | undefined;
}

/** The peer's words for an exchange, one of its requests, and a user who may not send its data. */
export const describeExchange = ({ name, api }: Exchange): string =>
  `exchange aggregate data ${name} to ${api ? 'EXTERNAL' : 'INTERNAL'} target ${api ? shownUrl(api) : '(local)'}`;

export const describeRequest = ({ dx, pe, ou }: SourceRequest): string =>
  `dx: ${dx.join(',')}; pe: ${pe.join(',')}; ou: ${ou.join(',')}`.slice(0, 500);

export const noAccess = ({ name }: Exchange): ImportSummary =>
  errorSummary(`User has no data write access for AggregateDataExchange: ${name}`);

/** Reads the data of one request and gives them to the target. Whatever goes wrong is the summary's; only an abort is thrown. */
export async function exchangeRequest(
  context: ExchangeContext,
  exchange: Exchange,
  request: SourceRequest,
): Promise<ImportSummary> {
  const { signal } = context;
  try {
    const values = await sourceValues(context, request, undefined);
    if (values.length === 0) return emptySummary();
    return exchange.api
      ? await sendToTarget(exchange.api, exchange.target, values, signal)
      : await storeInternally(context, exchange.target, values);
  } catch (error) {
    signal?.throwIfAborted();
    return errorSummary(error instanceof Error ? error.message : String(error));
  }
}
