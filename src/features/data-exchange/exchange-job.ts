import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { type CurrentUser, userByUid } from '../../http/index.js';
import { type JobType, type RunContext, RunFailure } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { conflict, OrderlyError } from '../../kernel/errors/index.js';
import { combined, errorSummary, type ImportSummary } from '../imports/index.js';
import { type Exchange, readExchange } from './exchange.js';
import { describeExchange, describeRequest, type ExchangeContext, exchangeRequest, noAccess } from './run-exchange.js';
import { failures } from './summaries.js';

const PARAMETERS = Type.Object({ dataExchangeIds: Type.Array(Type.String()) });

/** `AGGREGATE_DATA_EXCHANGE`: runs exchanges, one after the other, in the name of the job's user (contract: job-types.md §3.1). */
export function exchangeJob(database: Database, clock: Clock): JobType<typeof PARAMETERS> {
  return {
    type: 'AGGREGATE_DATA_EXCHANGE',
    label: 'Aggregate data exchange',
    parameters: PARAMETERS,
    // Values that are sent twice are stored once.
    takeOver: 'restart',
    startMessage: 'Aggregate data exchange',
    async run(context) {
      const { db, run, parameters, progress } = context;
      const user = run.requestedBy === undefined ? undefined : await userByUid(db, run.requestedBy);
      if (!user) throw conflict('Data is exchanged in the name of a user: give the job one as executedBy.');
      const { dataExchangeIds: uids } = parameters;
      await progress.message(`Aggregate data exchange with ${uids.length} exchange(s) started`);
      const summaries: ImportSummary[] = [];
      for (const uid of uids) summaries.push(...(await runOne(context, uid, { database, user, clock })));
      const all = combined(summaries);
      if (all.status === 'ERROR')
        throw new RunFailure(`Aggregate data exchange completed with errors: ${failures(all)}`, { ...all });
      const { imported, updated, deleted, ignored } = all;
      return {
        message: `Aggregate data exchange completed with status ${all.status}, ${imported} imported, ${updated} updated, ${deleted} deleted, ${ignored} ignored`,
        summary: { ...all },
      };
    },
  };
}

async function runOne(
  context: RunContext<unknown>,
  uid: string,
  { database, user, clock }: Pick<ExchangeContext, 'database' | 'user' | 'clock'>,
): Promise<readonly ImportSummary[]> {
  const { db, progress, signal } = context;
  const exchange = await found(db, uid, user);
  if (!('uid' in exchange)) return [exchange];
  if (!exchange.mayWriteData) return [noAccess(exchange)];
  const { requests } = exchange;
  return await progress.stage(
    describeExchange(exchange),
    async (stage) => {
      const summaries: ImportSummary[] = [];
      for (const request of requests) {
        const summary = await stage.item(
          describeRequest(request),
          () => exchangeRequest({ database, db, user, clock, now: clock.now(), signal }, exchange, request),
          outcome,
        );
        if (summary.status === 'ERROR') await progress.message(`${exchange.name}: ${summary.description}`, 'WARN');
        summaries.push(summary);
      }
      return summaries;
    },
    requests.length,
  );
}

/** An exchange that is gone does not keep the others from being run. */
async function found(db: RunContext<unknown>['db'], uid: string, user: CurrentUser): Promise<Exchange | ImportSummary> {
  try {
    return await readExchange(db, uid, user);
  } catch (error) {
    if (error instanceof OrderlyError) return errorSummary(error.message);
    throw error;
  }
}

const outcome = ({
  status,
  description,
  importCount: { imported, updated, deleted, ignored },
}: ImportSummary): string =>
  status === 'ERROR' ? description : `${imported} imported, ${updated} updated, ${deleted} deleted, ${ignored} ignored`;
