import { arch, availableParallelism, type as osType, release, tmpdir } from 'node:os';
import { sql } from 'kysely';
import type { Config } from '../../config/index.js';
import type { Database } from '../../database/index.js';
import { formatTimestamp, serverZone } from '../../kernel/clock.js';
import { readSettings, type SettingValues } from '../settings/index.js';

/** What a request adds to the system information. */
export interface InfoRequest {
  readonly baseUrl: string;
  readonly userAgent: string | undefined;
  readonly isSuper: boolean;
}

export interface InfoSource {
  readonly database: Database;
  readonly config: Config;
  readonly version: string;
  readonly buildTime: Date;
  readonly now: Date;
}

/** The DHIS2 version whose API this is; clients take the version segment of their paths from it (contract: http.md §1). */
export const API_VERSION = '2.42.0';
const SESSION_TIMEOUT_SECONDS = 3_600;
const MEGABYTE = 1024 * 1024;

/**
 * `/api/system/info` (contract: system.md §2). What only super users may see is left out for others, and so is a time at which something never happened.
 */
export async function systemInfo(source: InfoSource, request: InfoRequest): Promise<Readonly<Record<string, unknown>>> {
  const settings = await readSettings(source.database.db);
  const database = await databaseFacts(source.database.db);
  return withoutUndefined({
    contextPath: request.baseUrl,
    userAgent: request.userAgent,
    calendar: settings.keyCalendar,
    dateFormat: settings.keyDateFormat.toLowerCase(),
    serverDate: formatTimestamp(source.now),
    ...timeZone(source.now),
    ...analyticsFacts(settings, source.now),
    databaseInfo: request.isSuper ? database : { spatialSupport: database.spatialSupport, time: database.time },
    version: API_VERSION,
    revision: source.version,
    buildTime: formatTimestamp(source.buildTime),
    environmentVariable: 'ORDERLY_HOME',
    ...(request.isSuper && serverFacts(source.config)),
    encryption: false,
    emailConfigured: settings.keyEmailHostName !== '' && settings.keyEmailUsername !== '',
    redisEnabled: false,
    systemId: database.systemId,
    systemName: settings.applicationTitle,
    systemMetadataVersion: settings.keySystemMetadataVersion || undefined,
    instanceBaseUrl: source.config.baseUrl,
    isMetadataVersionEnabled: settings.keyVersionEnabled,
    lastMetadataVersionSyncAttempt: moment(
      latest(settings.keyLastMetaDataSyncSuccess, settings.keyMetadataLastFailedTime),
    ),
    sessionTimeout: SESSION_TIMEOUT_SECONDS,
    // Not the peer's: the version of the DHIS2 beside which this server works.
    besideDhis2: source.database.dhis2?.name,
    capability: { analyticsTotalCounts: true },
  });
}

function analyticsFacts(settings: SettingValues, now: Date): Readonly<Record<string, unknown>> {
  const tables = settings.keyLastSuccessfulAnalyticsTablesUpdate;
  const partition = settings.keyLastSuccessfulLatestAnalyticsPartitionUpdate;
  return {
    lastAnalyticsTableSuccess: moment(tables),
    intervalSinceLastAnalyticsTableSuccess: interval(tables, now),
    lastAnalyticsTableRuntime: settings.keyLastSuccessfulAnalyticsTablesRuntime,
    lastSystemMonitoringSuccess: moment(settings.keyLastSuccessfulSystemMonitoringPush),
    lastAnalyticsTablePartitionSuccess: moment(partition),
    intervalSinceLastAnalyticsTablePartitionSuccess: interval(partition, now),
    lastAnalyticsTablePartitionRuntime: settings.keyLastSuccessfulLatestAnalyticsPartitionRuntime,
  };
}

interface DatabaseFacts {
  readonly type: string;
  readonly name: string;
  readonly user: string;
  readonly url: string;
  readonly databaseVersion: string;
  readonly spatialSupport: boolean;
  readonly time: string;
}

async function databaseFacts(db: Database['db']): Promise<DatabaseFacts & { readonly systemId?: string }> {
  const { rows } = await sql<DatabaseFacts & { systemId: string | null }>`
    select
      'PostgreSQL' as type, current_database() as name, current_user::text as "user",
      'jdbc:postgresql:' || current_database() as url,
      'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1) as "databaseVersion",
      exists (select from pg_extension where pg_extension.extname = 'postgis') as "spatialSupport",
      localtimestamp as time,
      (select configuration.systemid from configuration limit 1) as "systemId"
  `.execute(db);
  const [facts] = rows;
  if (!facts) throw new Error('The database did not describe itself.');
  const { systemId, ...rest } = facts;
  return { ...rest, ...(systemId !== null && { systemId }) };
}

/** What tells an attacker more than a user needs: for super users only. The Java names keep old clients working. */
function serverFacts(config: Config): Readonly<Record<string, unknown>> {
  const memory = process.memoryUsage();
  const megabytes = (bytes: number): number => Math.round(bytes / MEGABYTE);
  return {
    fileStoreProvider: 'filesystem',
    readOnlyMode: 'off',
    nodeId: config.nodeName,
    javaVersion: `Node.js ${process.version}`,
    javaVendor: 'OpenJS Foundation',
    javaOpts: withoutSecrets([...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ').trim()),
    javaIoTmpDir: tmpdir(),
    osName: osType(),
    osArchitecture: arch(),
    osVersion: release(),
    externalDirectory: config.home,
    readReplicaCount: 0,
    memoryInfo: `Mem Total in JVM: ${megabytes(memory.heapTotal)} Free in JVM: ${megabytes(memory.heapTotal - memory.heapUsed)} Max Limit: ${megabytes(memory.rss)}`,
    cpuCores: availableParallelism(),
  };
}

function timeZone(now: Date): Readonly<Record<string, unknown>> {
  const zone = serverZone();
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'long' }).formatToParts(now);
  return {
    serverTimeZoneId: zone === 'UTC' ? 'Etc/UTC' : zone,
    serverTimeZoneDisplayName: parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone,
  };
}

const moment = (date: Date): string | undefined => (date.getTime() === 0 ? undefined : formatTimestamp(date));

const latest = (a: Date, b: Date): Date => (a > b ? a : b);

/** `49 h, 12 m, 5 s`; hours grow past a day. */
function interval(since: Date, now: Date): string | undefined {
  if (since.getTime() === 0) return undefined;
  const seconds = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 1000));
  return `${Math.floor(seconds / 3600)} h, ${Math.floor(seconds / 60) % 60} m, ${seconds % 60} s`;
}

const withoutSecrets = (text: string): string => text.replace(/((?:password|secret|token)[^=\s]*=)\S+/gi, '$1***');

const withoutUndefined = (object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
