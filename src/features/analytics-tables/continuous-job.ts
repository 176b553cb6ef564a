import { type Static, Type } from 'typebox';
import { withWorkshop } from '../../database/build/index.js';
import { transaction } from '../../database/index.js';
import { type JobSummary, type JobType, RunCancelled, type RunContext } from '../../jobs/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import type { Services } from '../feature.js';
import { TABLE_BUILD } from '../resource-tables/index.js';
import { readSettings, writeSetting } from '../settings/index.js';
import { ANALYTICS_TABLE_TYPES } from './definition.js';
import { type AfterUpdate, andTell, beforeAllTables, makeTables, requireSpace } from './job.js';
import { updateLatest } from './latest/run.js';
import { mainTable } from './main-table.js';
import type { AnalyticsTableParameters } from './parameters.js';

const PARAMETERS = Type.Object({
  fullUpdateHourOfDay: Type.Integer({ minimum: 0, maximum: 23, default: 0 }),
  lastYears: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  skipTableTypes: Type.Array(Type.Enum([...ANALYTICS_TABLE_TYPES]), { default: [] }),
  skipOutliers: Type.Boolean({ default: false }),
});

type ContinuousParameters = Static<typeof PARAMETERS>;

/**
 * `CONTINUOUS_ANALYTICS_TABLE`: a full update once a day, and between these what changed (contract: job-types.md §3.1).
 */
export function continuousAnalyticsTableJob(services: Services, updated: AfterUpdate): JobType<typeof PARAMETERS> {
  const { database, clock, dataDirectory } = services;
  return {
    type: 'CONTINUOUS_ANALYTICS_TABLE',
    label: 'Continuous analytics table',
    parameters: PARAMETERS,
    exclusive: [TABLE_BUILD],
    takeOver: 'restart',
    startMessage: 'Analytics table update process',
    async run(context) {
      await beforeAllTables(context, database);
      const { keyNextAnalyticsTableUpdate: full } = await readSettings(context.db);
      if (clock.now() <= full) return await andTell(context, updated, () => updateChanges(context, services, full));
      await requireSpace(dataDirectory, context.db);
      try {
        return await makeTables(tableContext(context), services, updated);
      } finally {
        // Whatever became of it: a full update that fails is not tried again every few minutes. One that goes on after the server's restart is not over.
        const { signal, parameters } = context;
        if (!signal.aborted || signal.reason instanceof RunCancelled) {
          const next = nextAt(clock.now(), parameters.fullUpdateHourOfDay);
          await transaction(database.db, (handle) => writeSetting(handle, 'keyNextAnalyticsTableUpdate', next));
        }
      }
    },
  };
}

/** The next time at which the clock of this server shows the hour. */
export function nextAt(now: Date, hour: number): Date {
  const next = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour);
  if (next <= now) next.setDate(next.getDate() + 1);
  return next;
}

/** What changed, in the shape that the tables have. */
async function updateChanges(
  context: RunContext<ContinuousParameters>,
  services: Services,
  nextFull: Date,
): Promise<JobSummary> {
  const { parameters, progress, run } = context;
  await progress.message('Analytics table update process (latest partition)');
  const { lastYears } = parameters;
  const fromYear = lastYears === undefined ? 0 : services.clock.now().getFullYear() - lastYears + 1;
  const skipOutliers = await presentShape(context, nextFull);
  return await withWorkshop(services.database.db, run.uid, (workshop) =>
    updateLatest(tableContext(context, skipOutliers), workshop, services, fromYear),
  );
}

/** Whether the table that stands is without the columns for outliers: a year alone cannot have others than the rest (contract: scheduling.md §14 no. 36). */
async function presentShape(
  { db, parameters, progress }: RunContext<ContinuousParameters>,
  nextFull: Date,
): Promise<boolean> {
  const table = await mainTable(db, 'analytics');
  if (!table) return parameters.skipOutliers;
  const without = !table.columns.some(({ name }) => name === 'sourceid');
  if (without !== parameters.skipOutliers)
    await progress.message(
      `skipOutliers is ${parameters.skipOutliers}, but the table analytics was built ${without ? 'without' : 'with'} the columns for outliers: it stays as it is until the full update after ${formatTimestamp(nextFull)}`,
      'WARN',
    );
  return without;
}

/** What the update of tables is told, in the terms of `ANALYTICS_TABLE`. */
function tableContext(
  context: RunContext<ContinuousParameters>,
  skipOutliers = context.parameters.skipOutliers,
): RunContext<AnalyticsTableParameters> {
  const { lastYears, skipTableTypes } = context.parameters;
  return {
    ...context,
    parameters: {
      ...(lastYears !== undefined && { lastYears }),
      skipTableTypes,
      skipPrograms: [],
      skipResourceTables: false,
      skipOutliers,
    },
  };
}
