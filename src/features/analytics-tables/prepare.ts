import type { RunContext } from '../../jobs/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { workerLimit } from '../../kernel/parallel.js';
import { resourceTableColumns } from '../resource-tables/index.js';
import { readSettings, type SettingValues, workerCount } from '../settings/index.js';
import type { BuildOptions, IndexStyle } from './definition.js';
import { noteWatchedRows } from './latest/watched.js';
import { beginNoting } from './latest/watermark.js';
import type { AnalyticsTableParameters } from './parameters.js';
import type { Build } from './work.js';

/**
 * What the update of all types works with, from the settings and the parameters of the run.
 *
 * @throws OrderlyError 409 when there are no resource tables
 */
export async function prepareBuild(
  context: RunContext<AnalyticsTableParameters>,
  workshop: string,
  startedAt: Date,
  indexStyle: IndexStyle,
): Promise<Build> {
  const { db, parameters, progress, signal } = context;
  const settings = await readSettings(db);
  const workers = workerCount(settings);
  const resourceColumns = await resourceTableColumns(db);
  if (resourceColumns.size === 0) {
    throw conflict('There are no resource tables yet: run again without skipResourceTables.');
  }
  await beginNoting(db);
  await noteWatchedRows(db);
  return {
    limit: workerLimit(workers),
    signal,
    progress,
    source: {
      db,
      workshop,
      workers,
      resourceColumns,
      options: buildOptions(settings, parameters, startedAt, indexStyle),
    },
  };
}

function buildOptions(
  settings: SettingValues,
  parameters: AnalyticsTableParameters,
  now: Date,
  indexStyle: IndexStyle,
): BuildOptions {
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
    indexStyle,
  };
}
