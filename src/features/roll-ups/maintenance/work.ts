import type { Logger } from 'pino';
import { type Db, isConnectionLoss } from '../../../database/index.js';
import { type JobSummary, type Progress, RunFailure } from '../../../jobs/index.js';
import type { SettingValues } from '../../settings/index.js';
import { NoBase } from '../build/base.js';
import type { Instance } from '../instances.js';

/** Steps of a maintenance run, as the wire names them (contract: aggregates.md §6.7). */
export type Step = 'lock' | 'health' | 'orphans' | 'select' | 'build' | 'refresh' | 'retire' | 'record';

/** A roll-up of which something failed while the others went on. */
export interface AggregateFailure {
  readonly step: Step;
  readonly definitionId: string;
  readonly message: string;
}

/** What a run on the roll-ups of an organization works with. */
export interface Work {
  readonly db: Db;
  /** Still works when the run was cancelled. */
  readonly pool: Db;
  readonly run: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly log: Logger;
  readonly organization: string;
  /** How many years of the analytics table are worked on at once. */
  readonly workers: number;
  /** Grows as the run goes on. */
  readonly failures: AggregateFailure[];
}

/** Roll-ups of an organization are the business of one run at a time, on any server (contract: aggregates.md §2 no. 11). */
export const ownedBy = ({ organization }: { readonly organization: string }): readonly string[] => [
  `aggregates:${organization}`,
];

/** Runs a step. What goes wrong with all of it fails the run, and its summary says where (contract: aggregates.md §2.2). */
export async function inStep<Result>(
  { signal, failures }: Work,
  step: Step,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // Those who stop or lose the run say themselves how it ends.
    if (signal.aborted || isConnectionLoss(error) || error instanceof RunFailure) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new RunFailure(message, { errorInformation: { message, step, aggregates: withoutSteps(failures) } });
  }
}

/**
 * Does something to one roll-up after the other, each a work item that is committed on its own; the run is asked between them whether it was cancelled. One that fails is listed and the
 * others go on.
 *
 * @param failed what is to be noted in the database of one that failed
 */
export async function forEachRollUp(
  { progress, signal, log, failures }: Work,
  { step, title }: { readonly step: Step; readonly title: string },
  instances: readonly Instance[],
  work: (instance: Instance) => Promise<string>,
  failed: (instance: Instance, message: string) => Promise<void>,
): Promise<void> {
  await progress.stage(
    title,
    async (stage) => {
      for (const instance of instances) {
        const attempt = async (): Promise<string> => {
          try {
            return await work(instance);
          } catch (error) {
            if (signal.aborted || isConnectionLoss(error)) throw error;
            // Somebody clears the tables away; the roll-up is built when they are there again.
            if (error instanceof NoBase) return error.message;
            const message = error instanceof Error ? error.message : String(error);
            failures.push({ step, definitionId: instance.rollUp, message });
            log.warn({ err: error, aggregate: instance.rollUp, step }, 'an aggregate failed');
            await failed(instance, message);
            await progress.message(`${instance.name}: ${message}`, 'WARN');
            return message;
          }
        };
        await stage.item(instance.name, attempt, (summary) => summary);
      }
    },
    instances.length,
  );
}

/** How many roll-ups may fail before the run does (contract: aggregates.md §2.2, §4 `aggregates.batch.max.failures`). */
export const mostFailures = ({
  aggregatesBatchMaxFailures: most,
}: Pick<SettingValues, 'aggregatesBatchMaxFailures'>): number => (most < 0 ? Number.POSITIVE_INFINITY : most);

/**
 * What a run gives that came to its end: what failed is listed (contract: aggregates.md §2.2).
 *
 * @throws RunFailure when more roll-ups failed than may
 */
export function summaryOf({ failures }: Work, message: string, most: number): JobSummary {
  const [first] = failures;
  if (!first) return { message, summary: { errorInformation: {} } };
  const failed = `${failures.length === 1 ? 'one aggregate' : `${failures.length} aggregates`} failed`;
  const errorInformation = {
    message: `${first.message}; ${failed}`,
    step: first.step,
    aggregates: withoutSteps(failures),
  };
  if (failures.length > most) throw new RunFailure(errorInformation.message, { errorInformation });
  return { message: `${message}; ${failed}`, summary: { errorInformation } };
}

const withoutSteps = (failures: readonly AggregateFailure[]) =>
  failures.map(({ definitionId, message }) => ({ definitionId, message }));
