import type { Logger } from 'pino';
import type { Config } from './config/index.js';
import { raiseLens } from './database/dhis2/index.js';
import { attach, type ConnectionOptions, type Database, migrate, openDatabase } from './database/index.js';
import { createAggregates } from './features/aggregates/index.js';
import { createAnalyticsQuery } from './features/analytics-query/index.js';
import { createAnalyticsTables } from './features/analytics-tables/index.js';
import { apiDescription, createApiReference } from './features/api-reference/index.js';
import { createApiTokens } from './features/api-tokens/index.js';
import { createApps } from './features/apps/index.js';
import { createAudits } from './features/audits/index.js';
import { leavesToDhis2, runsBesideDhis2 } from './features/beside-dhis2.js';
import { createCluster } from './features/cluster/index.js';
import { createCompleteDataSets } from './features/complete-data-sets/index.js';
import { createConfiguration } from './features/configuration/index.js';
import { createConsole } from './features/console/index.js';
import { createDataExchange } from './features/data-exchange/index.js';
import { createDataIntegrity } from './features/data-integrity/index.js';
import { createDataStatistics } from './features/data-statistics/index.js';
import { createDataSummary } from './features/data-summary/index.js';
import { createDataValueExport } from './features/data-value-export/index.js';
import { createDataValueSets } from './features/data-value-sets/index.js';
import { createEventAnalytics } from './features/event-analytics/index.js';
import type { Feature, Services } from './features/feature.js';
import { createFollowUp } from './features/follow-up/index.js';
import { createGeoJson } from './features/geo-json/index.js';
import { createJobConfigurations } from './features/job-configurations/index.js';
import { createJobProgress } from './features/job-progress/index.js';
import { createLocales } from './features/locales/index.js';
import { createLockExceptions } from './features/lock-exceptions/index.js';
import { createMaintenance } from './features/maintenance/index.js';
import { createMe } from './features/me/index.js';
import { createMessages } from './features/messages/index.js';
import { createMetadata } from './features/metadata/index.js';
import { createMetadataValidation } from './features/metadata-validation/index.js';
import { createMetadataVersions } from './features/metadata-versions/index.js';
import { createMetrics } from './features/metrics/index.js';
import { createMinMax } from './features/min-max/index.js';
import { createNotifications } from './features/notifications/index.js';
import { createOldTracker } from './features/old-tracker/index.js';
import { createPrediction } from './features/prediction/index.js';
import { createPushAnalysis } from './features/push-analysis/index.js';
import { createReservedValues } from './features/reserved-values/index.js';
import { createResourceTables } from './features/resource-tables/index.js';
import { createRollUps } from './features/roll-ups/index.js';
import { createSchemas } from './features/schemas/index.js';
import { createSettings } from './features/settings/index.js';
import { createSingleValues } from './features/single-values/index.js';
import { createSms } from './features/sms/index.js';
import { createSqlViews } from './features/sql-views/index.js';
import { createSynchronisation } from './features/synchronisation/index.js';
import { createSystem } from './features/system/index.js';
import { createTasks } from './features/tasks/index.js';
import { createTrackerExport } from './features/tracker-export/index.js';
import { createTrackerImport } from './features/tracker-import/index.js';
import { createTrackerOwnership } from './features/tracker-ownership/index.js';
import { createTrackerSearch } from './features/tracker-search/index.js';
import { createUpkeep } from './features/upkeep/index.js';
import { createUsers } from './features/users/index.js';
import { createValidation } from './features/validation/index.js';
import { createVersionCheck } from './features/version-check/index.js';
import { createHttpServer } from './http/index.js';
import { createJobs } from './jobs/index.js';
import { type Clock, systemClock } from './kernel/clock.js';
import { lowerUnusedLens } from './lens-of-servers.js';

export interface AppOptions {
  readonly config: Config;
  readonly connection: ConnectionOptions;
  readonly log: Logger;
  readonly version: string;
  /** Where the database keeps its data, if that is on this machine. */
  readonly dataDirectory?: string | undefined;
  readonly clock?: Clock;
  /** Runs after the migrations and before anything else, e.g. to load the demo country. */
  readonly prepare?: (services: Pick<Services, 'database' | 'log'>) => Promise<void>;
}

export interface App {
  /** Where it answers, context path included. */
  readonly url: string;
  readonly services: Services;
  stop(): Promise<void>;
}

/**
 * Composes and starts the server: database → jobs → features → HTTP. It stops in the reverse order: no new requests, then no new runs, then the database.
 */
export async function startApp({
  config,
  connection,
  log,
  version,
  dataDirectory,
  clock = systemClock,
  prepare,
}: AppOptions): Promise<App> {
  const database = openDatabase({
    connection,
    poolSize: config.poolSize,
    onIdleError: (reason) => log.warn({ reason }, 'an idle database connection broke'),
  });
  try {
    await prepareTables(database, log);
    await prepare?.({ database, log });
    const { dhis2 } = database;
    const jobs = createJobs({
      database,
      log,
      node: config.nodeName,
      concurrency: config.jobsAtOnce,
      runs: (type) => !dhis2 || runsBesideDhis2(type, config.dhis2Imports),
    });
    const services: Services = { config, database, jobs, clock, log, dataDirectory };
    const apps = createApps(services);
    const rollUps = createRollUps(services);
    const features: readonly Feature[] = [
      createConsole(services),
      createSettings(services),
      apps,
      createConfiguration(services),
      createLocales(services),
      createSystem(services, version),
      createMe(services),
      createApiTokens(services),
      createTasks(services),
      createMetadata(services, version),
      createMetadataValidation(services),
      createGeoJson(services),
      createMessages(services),
      createSms(services),
      createUsers(services),
      createSchemas(),
      createJobConfigurations(services),
      createJobProgress(services),
      createCluster(services),
      createResourceTables(services),
      createAnalyticsTables(services, rollUps.afterTables),
      rollUps,
      createAggregates(services),
      createAnalyticsQuery(services, rollUps),
      createEventAnalytics(services),
      createPushAnalysis(services),
      createUpkeep(services),
      createNotifications(services),
      createValidation(services),
      createPrediction(services),
      createSynchronisation(services),
      createDataExchange(services),
      createMetadataVersions(services, version),
      createVersionCheck(services, version),
      createMinMax(services),
      createDataIntegrity(services),
      createSqlViews(services),
      createMaintenance(services, apps),
      createTrackerImport(services),
      createOldTracker(services),
      createTrackerSearch(services),
      createTrackerExport(services),
      createTrackerOwnership(services),
      createReservedValues(services),
      createLockExceptions(services),
      createCompleteDataSets(services),
      createAudits(services),
      createFollowUp(services),
      createDataValueSets(services),
      createDataValueExport(services),
      createSingleValues(services),
      createDataSummary(services, version),
      createDataStatistics(services),
      createMetrics(services, version),
      createApiReference(services),
    ];
    const description = apiDescription(version, config.contextPath);
    const leaves = (feature: string) => (dhis2 ? leavesToDhis2(feature, config.dhis2Imports) : 'nothing');
    const http = await createHttpServer({ config, database, clock, log, description, features, leaves });
    for (const feature of features) await feature.start?.();
    await jobs.start();
    // From now on others see that this server is there; one that stopped meanwhile may have taken them away.
    if (dhis2) await raiseLens(database.db);
    const url = await http.listen();
    return {
      url,
      services,
      async stop() {
        await http.close();
        await jobs.stop();
        for (const feature of features.toReversed()) await feature.stop?.();
        if (dhis2) await lowerUnusedLens(database.db);
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The tables of this version: all of them in a database of Orderly's own, and beside a DHIS2 those that are only Orderly's. */
async function prepareTables(database: Database, log: Logger): Promise<void> {
  const { db, dhis2 } = database;
  const { migrations, gaps } = dhis2 ? await attach(db) : { migrations: await migrate(db), gaps: [] };
  if (migrations.length > 0) log.info({ migrations: migrations.length }, 'the database was brought to this version');
  if (dhis2) log.info({ version: dhis2.name, script: dhis2.script }, 'working beside a DHIS2');
  if (gaps.length > 0) log.warn({ gaps }, 'the DHIS2 has not all columns that Orderly knows');
}
