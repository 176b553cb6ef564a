import type { Db } from '../../database/index.js';
import type { JobSummary, JobType, RunContext } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import type { Services } from '../feature.js';
import { readSettings, workerCount } from '../settings/index.js';
import { CUBES, type Cube } from './definition.js';
import { endInstances } from './instances.js';
import { MAINTENANCE_JOB, type MaintenanceParameters, maintenanceParameters } from './job-parameters.js';
import { buildWaiting, refreshStale } from './maintenance/build.js';
import { findDamage } from './maintenance/health.js';
import { clearOrphans, stepOfOrphans } from './maintenance/orphans.js';
import { chooseRollUps, retireRollUps } from './maintenance/select.js';
import { inStep, mostFailures, ownedBy, summaryOf, type Work } from './maintenance/work.js';
import type { Verdict } from './selection/plan.js';
import { baseYears } from './standing.js';
import { forgetOldUse } from './use-log.js';

/**
 * `AGGREGATE_MAINTENANCE`: looks after the roll-ups of an organization, step by step, each committed on its own: a run that dies leaves what is consistent, and the next one goes on from there
 * (contract: aggregates.md §6.7). A roll-up that fails is listed in the summary, and fails the run only if too many do.
 */
export function aggregateMaintenanceJob({
  clock,
  database,
}: Pick<Services, 'clock' | 'database'>): JobType<typeof maintenanceParameters> {
  return {
    type: MAINTENANCE_JOB,
    label: 'Aggregate maintenance',
    parameters: maintenanceParameters,
    exclusive: ownedBy,
    // Whoever looks for it reads that it was interrupted (contract: aggregates.md §2.2).
    takeOver: 'fail',
    startMessage: 'Aggregate maintenance process',
    run: (context) => maintain(context, database.db, clock),
  };
}

async function maintain(context: RunContext<MaintenanceParameters>, pool: Db, clock: Clock): Promise<JobSummary> {
  const { db, run, parameters, progress, signal, log } = context;
  const { organization } = parameters;
  const settings = await readSettings(db);
  const workers = workerCount(settings);
  const work: Work = { db, pool, run: run.uid, signal, progress, log, organization, workers, failures: [] };
  await progress.message(`${parameters.cause} of the aggregates of ${organization}`);
  for (const cube of CUBES) await checkHealth(work, cube);
  await stepOfOrphans(work, clearOrphans);
  await inStep(work, 'orphans', () => forgetOldUse(db));
  const retired = new Map<Cube, readonly Verdict[]>();
  for (const cube of CUBES) {
    if ((await baseYears(db, cube)).length === 0) {
      await progress.message(`${cube}: there are no analytics tables, so nothing is chosen or built`, 'WARN');
      continue;
    }
    retired.set(cube, await chooseRollUps(work, cube, clock.now(), settings));
    await inStep(work, 'build', () => buildWaiting(work, cube));
  }
  for (const cube of CUBES) await inStep(work, 'refresh', () => refreshStale(work, cube));
  for (const [cube, verdicts] of retired) await retireRollUps(work, cube, verdicts);
  return summaryOf(work, 'Aggregates maintained', mostFailures(settings));
}

/** Takes out of use what is wrong with its tables; it is built anew in the same run. */
async function checkHealth(work: Work, cube: Cube): Promise<void> {
  const { db, organization, progress } = work;
  await inStep(work, 'health', () =>
    progress.stage(`Check aggregates: ${cube}`, async () => {
      const damages = await findDamage(db, organization, cube);
      await endInstances(db, 'invalid', damages);
      for (const { name, message } of damages) await progress.message(`${name}: ${message}`, 'WARN');
    }),
  );
}
