import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  boolean,
  databaseUrl,
  httpUrl,
  httpUrls,
  integer,
  list,
  oneOf,
  path,
  pathPrefix,
  ports,
  text,
} from './readers.js';

/** One setting of the process: where it is read from, how it is checked, what it is when nobody says anything. */
export interface ProcessSetting<Value> {
  readonly env: `ORDERLY_${string}`;
  readonly flag: `--${string}`;
  readonly description: string;
  readonly read: (raw: string) => Value;
  readonly fallback: (env: NodeJS.ProcessEnv) => Value;
}

const setting = <Value>(definition: ProcessSetting<Value>): ProcessSetting<Value> => definition;

const PORT_RANGE = { min: 0, max: 65_535 };

/** Every setting of the process. The command line, the environment and the operator guide are made from this list. */
export const PROCESS_SETTINGS = {
  host: setting({
    env: 'ORDERLY_HOST',
    flag: '--host',
    description: 'address to listen on',
    read: text,
    fallback: () => '127.0.0.1',
  }),
  port: setting({
    env: 'ORDERLY_PORT',
    flag: '--port',
    description: 'port to listen on; 0 takes a free one',
    read: integer(PORT_RANGE),
    fallback: () => 8080,
  }),
  atScalePorts: setting<readonly number[]>({
    env: 'ORDERLY_ATSCALE_PORTS',
    flag: '--atscale-ports',
    description: 'further ports, comma-separated, for clients of AtScale that know only 10500 and 10502',
    read: ports,
    fallback: () => [],
  }),
  databaseUrl: setting<string | undefined>({
    env: 'ORDERLY_DATABASE_URL',
    flag: '--database-url',
    description:
      'postgres://user:password@host:port/database; left out, Orderly starts and keeps a PostgreSQL of its own',
    read: databaseUrl,
    fallback: () => undefined,
  }),
  dhisConf: setting<string | undefined>({
    env: 'ORDERLY_DHIS_CONF',
    flag: '--dhis-conf',
    description: 'or the dhis.conf of a DHIS2, or the folder with it, which says where its database is',
    read: path,
    fallback: () => undefined,
  }),
  home: setting({
    env: 'ORDERLY_HOME',
    flag: '--home',
    description: 'folder of the embedded database and of files',
    read: path,
    fallback: (env) => join(env.HOME ?? homedir(), '.orderly'),
  }),
  demo: setting<'small' | 'full' | 'off'>({
    env: 'ORDERLY_DEMO',
    flag: '--demo',
    description: 'demo country loaded into an empty embedded database',
    read: oneOf('small', 'full', 'off'),
    fallback: () => 'small',
  }),
  adminPassword: setting<string | undefined>({
    env: 'ORDERLY_ADMIN_PASSWORD',
    flag: '--admin-password',
    description: 'password given to the user admin when it has none yet',
    read: text,
    fallback: () => undefined,
  }),
  contextPath: setting({
    env: 'ORDERLY_CONTEXT_PATH',
    flag: '--context-path',
    description: 'prefix before /api, for example /hmis',
    read: pathPrefix,
    fallback: () => '',
  }),
  trustedProxies: setting<readonly string[]>({
    env: 'ORDERLY_TRUSTED_PROXIES',
    flag: '--trusted-proxies',
    description: 'addresses or networks, comma-separated, whose X-Forwarded headers are believed',
    read: list,
    fallback: () => [],
  }),
  baseUrl: setting<string | undefined>({
    env: 'ORDERLY_BASE_URL',
    flag: '--base-url',
    description: 'URL under which people reach this server, shown as instanceBaseUrl',
    read: httpUrl,
    fallback: () => undefined,
  }),
  csrf: setting({
    env: 'ORDERLY_CSRF',
    flag: '--csrf',
    description: 'refuse unsafe requests with a session cookie that another site may have sent',
    read: boolean,
    fallback: () => true,
  }),
  dhis2Imports: setting({
    env: 'ORDERLY_DHIS2_IMPORTS',
    flag: '--dhis2-imports',
    description: 'beside a DHIS2: take data values and completeness for it, too',
    read: boolean,
    fallback: () => false,
  }),
  dhis2Url: setting<string | undefined>({
    env: 'ORDERLY_DHIS2_URL',
    flag: '--dhis2-url',
    description:
      'beside a DHIS2: its address, without /api, to have its caches cleared after maintenance and full runs of analytics tables',
    read: httpUrl,
    fallback: () => undefined,
  }),
  dhis2Token: setting<string | undefined>({
    env: 'ORDERLY_DHIS2_TOKEN',
    flag: '--dhis2-token',
    description: 'personal access token of a DHIS2 user with the authority F_PERFORM_MAINTENANCE, for the same',
    read: text,
    fallback: () => undefined,
  }),
  analyticsIndexes: setting<'orderly' | 'dhis2'>({
    env: 'ORDERLY_ANALYTICS_INDEXES',
    flag: '--analytics-indexes',
    description:
      "indexes of analytics tables: Orderly's few, or dhis2, one on nearly every column, as a DHIS2 that reads them has",
    read: oneOf('orderly', 'dhis2'),
    fallback: () => 'orderly',
  }),
  refreshAggregates: setting({
    env: 'ORDERLY_REFRESH_AGGREGATES',
    flag: '--refresh-aggregates',
    description: 'bring aggregates up to date after every update of the analytics tables; else their own jobs do',
    read: boolean,
    fallback: () => true,
  }),
  logLevel: setting<'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace'>({
    env: 'ORDERLY_LOG_LEVEL',
    flag: '--log-level',
    description: 'how much is logged',
    read: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace'),
    fallback: () => 'info',
  }),
  logFormat: setting<'pretty' | 'json'>({
    env: 'ORDERLY_LOG_FORMAT',
    flag: '--log-format',
    description: 'lines for people or JSON for machines',
    read: oneOf('pretty', 'json'),
    fallback: () => (process.stdout.isTTY ? 'pretty' : 'json'),
  }),
  nodeName: setting<string | undefined>({
    env: 'ORDERLY_NODE',
    flag: '--node',
    description: 'name of this server among several on one database',
    read: text,
    fallback: () => undefined,
  }),
  poolSize: setting({
    env: 'ORDERLY_POOL_SIZE',
    flag: '--pool-size',
    description: 'most database connections that requests and runs may hold together',
    read: integer({ min: 4, max: 500 }),
    fallback: () => 20,
  }),
  jobsAtOnce: setting({
    env: 'ORDERLY_JOBS_AT_ONCE',
    flag: '--jobs-at-once',
    description: 'most jobs that this server runs at the same time',
    read: integer({ min: 1, max: 200 }),
    fallback: () => 8,
  }),
  bodyLimitMegabytes: setting({
    env: 'ORDERLY_BODY_LIMIT_MB',
    flag: '--body-limit-mb',
    description: 'largest request body outside imports, in megabytes',
    read: integer({ min: 1, max: 2048 }),
    fallback: () => 32,
  }),
  sqlViewTimeoutSeconds: setting({
    env: 'ORDERLY_SQL_VIEW_TIMEOUT_SECONDS',
    flag: '--sql-view-timeout-seconds',
    description: 'longest time that reading the rows of an SQL view may take, in seconds',
    read: integer({ min: 1, max: 86_400 }),
    fallback: () => 300,
  }),
  metadataPullFrom: setting<readonly string[]>({
    env: 'ORDERLY_METADATA_PULL_FROM',
    flag: '--metadata-pull-from',
    description:
      'beginnings of URLs, comma-separated, from which /api/synchronization/metadataPull may read; none unless given',
    read: httpUrls,
    fallback: () => [],
  }),
  metadataSyncAttempts: setting({
    env: 'ORDERLY_METADATA_SYNC_ATTEMPTS',
    flag: '--metadata-sync-attempts',
    description: 'how often a metadata synchronization is tried before it fails',
    read: integer({ min: 1, max: 100 }),
    fallback: () => 3,
  }),
  metadataSyncPauseMs: setting({
    env: 'ORDERLY_METADATA_SYNC_PAUSE_MS',
    flag: '--metadata-sync-pause-ms',
    description: 'milliseconds between two attempts of a metadata synchronization',
    read: integer({ min: 0, max: 86_400_000 }),
    fallback: () => 30_000,
  }),
  versionListUrl: setting<string | undefined>({
    env: 'ORDERLY_VERSION_LIST_URL',
    flag: '--version-list-url',
    description: 'list of released versions that is asked for updates once a day; nothing is asked unless given',
    read: httpUrl,
    fallback: () => undefined,
  }),
} as const;
