import { statfs } from 'node:fs/promises';
import { withWorkshop } from '../../database/build/index.js';
import { type Database, type Db, transaction } from '../../database/index.js';
import type { JobSummary, JobType, RunContext } from '../../jobs/index.js';
import { formatDuration } from '../../kernel/clock.js';
import { conflict } from '../../kernel/errors/index.js';
import type { Services } from '../feature.js';
import { clearDhis2Caches, dhis2ServerOf } from '../remote/index.js';
import { beforeTables, refreshResourceTables, resourceTableNames, TABLE_BUILD } from '../resource-tables/index.js';
import { readSettings, writeSetting } from '../settings/index.js';
import { updateLatest } from './latest/run.js';
import { type AnalyticsTableParameters, analyticsTableParameters } from './parameters.js';
import { prepareBuild } from './prepare.js';
import { standingTables } from './standing.js';
import { currentBytes } from './state.js';
import { requireSuccess, type TypeOutcome, updateType } from './type-update.js';
import { ANALYTICS_TABLES } from './types/index.js';
import type { UpdateServices } from './work.js';

/** Free space that a run needs, as a multiple of the tables that stand. */
const SPACE_FACTOR = 1.2;
const CACHED_BY_DHIS2 = ['the list of analytics tables', 'answers of analytics'];

/** What is made of the tables, and has to follow them. */
export type AfterUpdate = (db: Db) => Promise<void>;

/**
 * Updates tables, and says so. Types stand alone, so that a run that fails may have changed some; and what does not follow is no failure of the run.
 */
export async function andTell(
  { db, signal, log }: RunContext<unknown>,
  updated: AfterUpdate,
  update: () => Promise<JobSummary>,
): Promise<JobSummary> {
  try {
    return await update();
  } finally {
    if (!signal.aborted)
      await updated(db).catch((error: unknown) => {
        log.error({ err: error }, 'what stands on the analytics tables was not told of their update');
      });
  }
}

/** `ANALYTICS_TABLE`: analytics tables anew, all years or the last ones (contract: tables.md §3). */
export function analyticsTableJob(services: Services, updated: AfterUpdate): JobType<typeof analyticsTableParameters> {
  const { database, dataDirectory } = services;
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
      await beforeAllTables(context, database);
      if (context.parameters.lastYears === 0) {
        await requireMainRun(context.db);
        return await andTell(context, updated, () =>
          withWorkshop(database.db, context.run.uid, (workshop) => updateLatest(context, workshop, services)),
        );
      }
      await requireSpace(dataDirectory, context.db);
      return await makeTables(context, services, updated);
    },
  };
}

/**
 * A full run. A DHIS2 beside us forgets afterwards which years have tables and what it answered from them, as after a run of its own (contract: job-types.md §3.1); also when a type could not be built,
 * for others were. Latest runs come too often for that: with these caches all others of DHIS2 go.
 */
export async function makeTables(
  context: RunContext<AnalyticsTableParameters>,
  services: Services,
  updated: AfterUpdate,
): Promise<JobSummary> {
  const { database, config } = services;
  const { progress, signal, run } = context;
  try {
    return await andTell(context, updated, () =>
      withWorkshop(database.db, run.uid, (workshop) => updateTables(context, workshop, services)),
    );
  } finally {
    if (database.dhis2 && !signal.aborted)
      await progress.message(await clearDhis2Caches(dhis2ServerOf(config), CACHED_BY_DHIS2, signal));
  }
}

/** What a run waits for, and asks, before it makes tables. */
export const beforeAllTables = (context: RunContext<unknown>, database: Database): Promise<void> =>
  beforeTables(context, database, async (db) => [
    ...resourceTableNames(db).values(),
    ...(await standingTables(db, ANALYTICS_TABLES)).map(({ table }) => table),
  ]);

/** @throws OrderlyError 409 when there is nothing that the latest changes could be added to (contract: tables.md §3.3) */
export async function requireMainRun(db: Db): Promise<void> {
  const { keyLastSuccessfulAnalyticsTablesUpdate: last } = await readSettings(db);
  if (last.getTime() === 0)
    throw conflict('A full analytics table update must be run prior to a latest partition update');
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

/**
 * Builds table types anew and writes when.
 *
 * @throws OrderlyError 409 when a type could not be built; the others are
 */
async function updateTables(
  context: RunContext<AnalyticsTableParameters>,
  workshop: string,
  { clock, config }: UpdateServices,
): Promise<JobSummary> {
  const { db, parameters } = context;
  const startedAt = clock.now();
  if (!parameters.skipResourceTables) await refreshResourceTables(context, workshop, clock);
  const build = await prepareBuild(context, workshop, startedAt, config.analyticsIndexes);
  const outcomes: TypeOutcome[] = [];
  const wanted = ANALYTICS_TABLES.filter(({ type }) => !parameters.skipTableTypes.includes(type));
  for (const definition of wanted) outcomes.push(await updateType(context, build, definition));
  requireSuccess(outcomes, wanted.length);
  const took = formatDuration(clock.now().getTime() - startedAt.getTime());
  await transaction(db, async (handle) => {
    await writeSetting(handle, 'keyLastSuccessfulAnalyticsTablesUpdate', startedAt);
    await writeSetting(handle, 'keyLastSuccessfulAnalyticsTablesRuntime', took);
  });
  return { message: `Analytics tables updated: ${took}`, summary: { status: 'OK', types: outcomes } };
}
