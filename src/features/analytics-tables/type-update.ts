import type { RunContext } from '../../jobs/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { type BuildResult, buildType } from './build.js';
import type { AnalyticsTableDefinition, BuildSource, RejectionRow } from './definition.js';
import { formsOf } from './latest/form.js';
import { rememberPartitions } from './state.js';
import type { Build } from './work.js';

/** What became of one type in a run; the list of them is the run's summary. */
export interface TypeOutcome {
  readonly type: string;
  readonly status: 'DONE' | 'UNCHANGED' | 'SKIPPED' | 'FAILED';
  readonly reason?: string;
  readonly rows?: number;
  readonly seconds?: number;
  readonly fromYear?: number;
  readonly partitions?: BuildResult['partitions'];
  readonly rejections?: BuildResult['rejections'];
}

/** Rejected values named in the run's messages; all of them are in its summary. */
const LONGEST_REJECTION_LIST = 10;
/** Builds one type and remembers what it has seen. */
export async function updateType(
  context: RunContext<unknown>,
  build: Build,
  definition: AnalyticsTableDefinition,
): Promise<TypeOutcome> {
  const { progress, run, db } = context;
  const { type } = definition;
  return await standingAlone(context, definition, build.source, async () => {
    const started = performance.now();
    const forms = await formsOf(build.source, definition);
    const result = await buildType(build, definition);
    await rememberPartitions(db, type, run, result, forms);
    await progress.message(`${type}: ${result.rows} rows in ${result.partitions.length} tables`);
    for (const sentence of result.lostViews) await progress.message(sentence, 'WARN');
    await reportRejections(progress, type, result.rejections);
    return {
      type,
      status: 'DONE',
      rows: result.rows,
      seconds: Math.round(performance.now() - started) / 1000,
      ...(result.fromYear !== undefined && { fromYear: result.fromYear }),
      partitions: result.partitions,
      rejections: result.rejections,
    };
  });
}

/** Names the first of the values that were left out. */
export async function reportRejections(
  progress: Build['progress'],
  type: string,
  rejections: readonly RejectionRow[],
): Promise<void> {
  for (const { reason, subject, example, count } of rejections.slice(0, LONGEST_REJECTION_LIST)) {
    const such = example === null ? '' : `, such as "${example}"`;
    await progress.message(`${type}: ${count} values of ${subject} left out, ${reason}${such}`, 'WARN');
  }
  if (rejections.length > LONGEST_REJECTION_LIST) {
    const more = rejections.length - LONGEST_REJECTION_LIST;
    await progress.message(`${type}: values of ${more} more items were left out; the run's summary lists them`, 'WARN');
  }
}

/** Types stand alone: one that fails keeps its old tables and does not keep the others from their new ones (contract: tables.md §10.3 no. 22). */
export async function standingAlone(
  { progress, signal, log }: RunContext<unknown>,
  definition: AnalyticsTableDefinition,
  source: BuildSource,
  work: () => Promise<TypeOutcome>,
): Promise<TypeOutcome> {
  const { type } = definition;
  try {
    const reason = await definition.nothingToDo(source);
    if (reason === undefined) return await work();
    await progress.message(`${type}: skipped, ${reason}`);
    return { type, status: 'SKIPPED', reason };
  } catch (error) {
    signal.throwIfAborted();
    log.error({ err: error, type }, 'an analytics table type failed');
    const message = error instanceof Error ? error.message : String(error);
    await progress.message(`${type}: failed, the old content was kept: ${message}`, 'ERROR');
    return { type, status: 'FAILED', reason: message };
  }
}

/** @throws OrderlyError 409 when a type could not be brought up to date; the others are */
export function requireSuccess(outcomes: readonly TypeOutcome[], wanted: number): void {
  const failed = outcomes.filter(({ status }) => status === 'FAILED');
  if (failed.length === 0) return;
  const reasons = failed.map(({ type, reason }) => `${type}: ${reason}`).join('; ');
  throw conflict(`${failed.length} of ${wanted} table types kept their old content. ${reasons}`);
}
