import { statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { withWorkshop } from '../../database/build/index.js';
import { type Db, transaction } from '../../database/index.js';
import type { JobSummary, JobType, RunContext } from '../../jobs/index.js';
import { type Clock, formatDuration } from '../../kernel/clock.js';
import { conflict } from '../../kernel/errors/index.js';
import { workerLimit } from '../../kernel/parallel.js';
import type { Services } from '../feature.js';
import { refreshResourceTables, resourceTableColumns, TABLE_BUILD } from '../resource-tables/index.js';
import { readSettings, type SettingValues, writeSetting } from '../settings/index.js';
import { type Build, type BuildResult, buildType } from './build.js';
import type { AnalyticsTableDefinition, AnalyticsTableTypeName, BuildOptions } from './definition.js';
import { type AnalyticsTableParameters, analyticsTableParameters } from './parameters.js';
import { currentBytes, rememberPartitions } from './state.js';
import { ANALYTICS_TABLES } from './types/index.js';

/** What became of one type in a run; the list of them is the run's summary. */
interface TypeOutcome {
  readonly type: string;
  readonly status: 'DONE' | 'SKIPPED' | 'FAILED';
  readonly reason?: string;
  readonly rows?: number;
  readonly seconds?: number;
  readonly fromYear?: number;
  readonly partitions?: BuildResult['partitions'];
  readonly rejections?: BuildResult['rejections'];
}

/** Rejected values named in the run's messages; all of them are in its summary. */
const LONGEST_REJECTION_LIST = 10;
/** Free space that a run needs, as a multiple of the tables that stand. */
const SPACE_FACTOR = 1.2;

/** `ANALYTICS_TABLE`: analytics tables anew, all years or the last ones (contract: tables.md §3). */
export function analyticsTableJob({
  database,
  clock,
  dataDirectory,
}: Services): JobType<typeof analyticsTableParameters> {
  return {
    type: 'ANALYTICS_TABLE',
    label: 'Analytics table',
    parameters: analyticsTableParameters,
    exclusive: [TABLE_BUILD],
    // A table is either the old or the new one at every moment, so starting again is always safe.
    takeOver: 'restart',
    notifyFailure: true,
    startMessage: 'Analytics table update process',
    async run(context) {
      await requireSpace(dataDirectory, context.db);
      return await withWorkshop(database.db, context.run.uid, (workshop) => updateTables(context, workshop, clock));
    },
  };
}

/**
 * Refuses a run that would fill the disk, where the data are on this machine: the new tables stand beside the old ones until the swap
 * (contract: tables.md §10.3 no. 19).
 */
export async function requireSpace(dataDirectory: string | undefined, db: Db): Promise<void> {
  if (dataDirectory === undefined) return;
  const needed = (await currentBytes(db)) * SPACE_FACTOR;
  const { bavail, bsize } = await statfs(dataDirectory);
  const free = bavail * bsize;
  if (free >= needed) return;
  const gigabytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);
  throw conflict(
    `The run needs about ${gigabytes(needed)} GB in ${dataDirectory}, where ${gigabytes(free)} GB are free.`,
  );
}

/** The years of each table type that changed; types that are not in it are left alone. */
export type ChangedYears = ReadonlyMap<AnalyticsTableTypeName, readonly number[]>;

/**
 * Builds table types anew and writes when.
 *
 * @param changed builds these years of these types only, and counts as an update of the latest data
 * @throws OrderlyError 409 when a type could not be built; the others are
 */
export async function updateTables(
  context: RunContext<AnalyticsTableParameters>,
  workshop: string,
  clock: Clock,
  changed?: ChangedYears,
): Promise<JobSummary> {
  const { db, parameters, progress } = context;
  const startedAt = clock.now();
  if (!parameters.skipResourceTables) await refreshResourceTables(context, workshop, clock);
  const settings = await readSettings(db);
  const workers = workerCount(settings);
  const build: Build = {
    limit: workerLimit(workers),
    signal: context.signal,
    progress,
    source: {
      db,
      workshop,
      workers,
      resourceColumns: await resourceTableColumns(db),
      options: buildOptions(settings, parameters, startedAt),
    },
  };
  if (build.source.resourceColumns.size === 0) {
    throw conflict('There are no resource tables yet: run again without skipResourceTables.');
  }
  const outcomes: TypeOutcome[] = [];
  const wanted = ANALYTICS_TABLES.filter(
    ({ type }) => !parameters.skipTableTypes.includes(type) && (changed === undefined || changed.has(type)),
  );
  for (const definition of wanted)
    outcomes.push(await updateType(context, within(build, changed?.get(definition.type)), definition));

  const failed = outcomes.filter(({ status }) => status === 'FAILED');
  if (failed.length > 0) {
    const reasons = failed.map(({ type, reason }) => `${type}: ${reason}`).join('; ');
    throw conflict(`${failed.length} of ${wanted.length} table types kept their old content. ${reasons}`);
  }
  const took = formatDuration(clock.now().getTime() - startedAt.getTime());
  await transaction(db, async (handle) => {
    const [update, runtime] = changed ? LATEST_SETTINGS : FULL_SETTINGS;
    await writeSetting(handle, update, startedAt);
    await writeSetting(handle, runtime, took);
  });
  return { message: `Analytics tables updated: ${took}`, summary: { status: 'OK', types: outcomes } };
}

const FULL_SETTINGS = ['keyLastSuccessfulAnalyticsTablesUpdate', 'keyLastSuccessfulAnalyticsTablesRuntime'] as const;
const LATEST_SETTINGS = [
  'keyLastSuccessfulLatestAnalyticsPartitionUpdate',
  'keyLastSuccessfulLatestAnalyticsPartitionRuntime',
] as const;

const within = (build: Build, onlyYears: readonly number[] | undefined): Build => ({
  ...build,
  source: { ...build.source, options: { ...build.source.options, onlyYears } },
});

/** Types stand alone: one that fails keeps its old tables and does not keep the others from their new ones (contract: tables.md §10.3 no. 22). */
async function updateType(
  { progress, run, db, signal, log }: RunContext<unknown>,
  build: Build,
  definition: AnalyticsTableDefinition,
): Promise<TypeOutcome> {
  const { type } = definition;
  const started = performance.now();
  const reason = await definition.nothingToDo(build.source);
  if (reason !== undefined) {
    await progress.message(`${type}: skipped, ${reason}`);
    return { type, status: 'SKIPPED', reason };
  }
  try {
    const result = await buildType(build, definition);
    await rememberPartitions(db, type, run, result);
    await report(progress, type, result);
    return {
      type,
      status: 'DONE',
      rows: result.rows,
      seconds: Math.round(performance.now() - started) / 1000,
      ...(result.fromYear !== undefined && { fromYear: result.fromYear }),
      partitions: result.partitions,
      rejections: result.rejections,
    };
  } catch (error) {
    signal.throwIfAborted();
    log.error({ err: error, type }, 'an analytics table type failed');
    const message = error instanceof Error ? error.message : String(error);
    await progress.message(`${type}: failed, the old content was kept: ${message}`, 'ERROR');
    return { type, status: 'FAILED', reason: message };
  }
}

async function report(progress: Build['progress'], type: string, result: BuildResult): Promise<void> {
  await progress.message(`${type}: ${result.rows} rows in ${result.partitions.length} tables`);
  for (const sentence of result.lostViews) await progress.message(sentence, 'WARN');
  const { rejections } = result;
  for (const { reason, subject, example, count } of rejections.slice(0, LONGEST_REJECTION_LIST)) {
    const such = example === null ? '' : `, such as "${example}"`;
    await progress.message(`${type}: ${count} values of ${subject} left out, ${reason}${such}`, 'WARN');
  }
  if (rejections.length > LONGEST_REJECTION_LIST) {
    const more = rejections.length - LONGEST_REJECTION_LIST;
    await progress.message(`${type}: values of ${more} more items were left out; the run's summary lists them`, 'WARN');
  }
}

function buildOptions(settings: SettingValues, parameters: AnalyticsTableParameters, now: Date): BuildOptions {
  const currentYear = now.getFullYear();
  const { lastYears } = parameters;
  return {
    currentYear,
    fromYear: lastYears === undefined ? undefined : currentYear - lastYears + 1,
    skipOutliers: parameters.skipOutliers,
    skipPrograms: parameters.skipPrograms,
    includeZeroValues: settings.keyIncludeZeroValuesInAnalytics,
    skipDataTypeValidation: settings.keySkipDataTypeValidationInAnalyticsTableExport,
    respectDates: settings.keyRespectMetaDataStartEndDatesInAnalyticsTableExport,
    approvalYearThreshold: settings.keyIgnoreAnalyticsApprovalYearThreshold,
  };
}

/** The setting for parallel work, else that for the database's processors, else those of this machine, one left free (contract: tables.md §2.1). */
function workerCount(settings: SettingValues): number {
  if (settings.keyParallelJobsInAnalyticsTableExport > 0) return settings.keyParallelJobsInAnalyticsTableExport;
  if (settings.keyDatabaseServerCpus > 0) return settings.keyDatabaseServerCpus;
  const processors = availableParallelism();
  return processors > 2 ? processors - 1 : processors;
}
