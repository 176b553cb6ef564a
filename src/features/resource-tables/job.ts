import { withWorkshop } from '../../database/build/index.js';
import { type Database, transaction } from '../../database/index.js';
import type { JobType, RunContext } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { readSettings, writeSetting } from '../settings/index.js';
import { beforeTables } from './before-tables.js';
import { buildResourceTables, type ResourceBuild, type ResourceResult, refreshChangedResourceTables } from './build.js';
import { resourceTableNames } from './definition.js';

/** Class of the run log under which everything that replaces resource or analytics tables runs one at a time. */
export const TABLE_BUILD = 'analytics-table-build';

/** `RESOURCE_TABLE`: all resource tables anew (contract: tables.md §1, §5). */
export function resourceTableJob(database: Database, clock: Clock): JobType {
  return {
    type: 'RESOURCE_TABLE',
    label: 'Resource table',
    exclusive: [TABLE_BUILD],
    // Nothing is in place before the swap, so starting again is always safe.
    takeOver: 'restart',
    startMessage: 'Generating resource tables',
    async run(context) {
      await beforeResourceTables(context, database);
      const started = clock.now().getTime();
      const result = await withWorkshop(database.db, context.run.uid, (workshop) =>
        refreshResourceTables(context, workshop, clock),
      );
      const seconds = ((clock.now().getTime() - started) / 1000).toFixed(1);
      return { message: `Resource tables generated: ${seconds} seconds`, summary: { ...result } };
    },
  };
}

/** What a run that makes resource tables alone waits for, and asks, first. */
export const beforeResourceTables = (context: RunContext<unknown>, database: Database): Promise<void> =>
  beforeTables(context, database, (db) => Promise.resolve([...resourceTableNames(db).values()]));

/** Builds the resource tables in the run's workshop and writes when. */
export async function refreshResourceTables(
  context: RunContext<unknown>,
  workshop: string,
  clock: Clock,
): Promise<ResourceResult> {
  return await refresh(context, workshop, clock, buildResourceTables);
}

/** The same for those only whose sources changed since. */
export async function refreshChanged(
  context: RunContext<unknown>,
  workshop: string,
  clock: Clock,
): Promise<ResourceResult> {
  const { keyIgnoreAnalyticsApprovalYearThreshold: threshold } = await readSettings(context.db);
  // Approvals may be as many as data, and while approval is off no analytics table shows them. Switching it on makes all rows anew.
  const skipped = threshold < 0 ? (['approvalMinLevel'] as const) : [];
  return await refresh(context, workshop, clock, (build) => refreshChangedResourceTables(build, skipped));
}

async function refresh(
  { db, progress, signal }: RunContext<unknown>,
  workshop: string,
  clock: Clock,
  build: (build: ResourceBuild) => Promise<ResourceResult>,
): Promise<ResourceResult> {
  const settings = await readSettings(db);
  const result = await build({
    db,
    workshop,
    progress,
    signal,
    options: { currentYear: clock.now().getFullYear(), periodYearsOffset: settings.keyAnalyticsPeriodYearsOffset },
  });
  for (const sentence of result.lostViews) await progress.message(sentence, 'WARN');
  await transaction(db, (handle) => writeSetting(handle, 'keyLastSuccessfulResourceTablesUpdate', clock.now()));
  return result;
}
