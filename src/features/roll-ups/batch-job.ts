import type { Db } from '../../database/index.js';
import type { JobSummary, JobType, RunContext } from '../../jobs/index.js';
import type { Services } from '../feature.js';
import { readSettings, workerCount } from '../settings/index.js';
import { BATCH_JOB, type BatchParameters, batchParameters } from './job-parameters.js';
import { buildWaiting, refreshStale } from './maintenance/build.js';
import { clearSuperseded, stepOfOrphans } from './maintenance/orphans.js';
import { inStep, mostFailures, ownedBy, summaryOf, type Work } from './maintenance/work.js';
import { baseYears } from './standing.js';

/**
 * `AGGREGATE_BATCH`: builds all roll-ups of a cube anew; or, unless a full build is asked for, those that wait, and the years that changed of the others (contract: aggregates.md §6.7, §6.8).
 * One batch follows each run of analytics tables that changed something.
 */
export function aggregateBatchJob({ database }: Pick<Services, 'database'>): JobType<typeof batchParameters> {
  return {
    type: BATCH_JOB,
    label: 'Aggregate batch',
    parameters: batchParameters,
    exclusive: ownedBy,
    // Every table that was built is of use, so starting again is always safe.
    takeOver: 'restart',
    startMessage: 'Aggregate batch process',
    run: (context) => buildBatch(context, database.db),
  };
}

async function buildBatch(context: RunContext<BatchParameters>, pool: Db): Promise<JobSummary> {
  const { db, run, parameters, progress, signal, log } = context;
  const { organization, cube, isFullBuild, batchType } = parameters;
  const settings = await readSettings(db);
  const workers = workerCount(settings);
  const work: Work = { db, pool, run: run.uid, signal, progress, log, organization, workers, failures: [] };
  if ((await baseYears(db, cube)).length === 0)
    return { message: 'There are no analytics tables, so nothing was built', summary: { errorInformation: {} } };
  await inStep(work, 'build', () => buildWaiting(work, cube, { anew: isFullBuild }));
  if (batchType === 'aggregate_batch') await inStep(work, 'refresh', () => refreshStale(work, cube));
  await stepOfOrphans(work, clearSuperseded);
  return summaryOf(work, 'Aggregates built', mostFailures(settings));
}
