import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { serverZone } from '../kernel/clock.js';
import type { Dhis2 } from './dhis2/dhis2.js';
import { GeneratedNames, generatedNames } from './dhis2/generated-names.js';
import { LENS_SCHEMA } from './dhis2/lens/own-views.js';
import { KeepingClient } from './kept.js';
import type { Tables } from './tables.js';
import { valueTypes } from './value-types.js';

/** A handle for statements: the pool, a transaction, or a run's own view of the pool. Every function that talks SQL takes one first. */
export type Db = Kysely<Tables>;

/** Where the database is: a URL, or the socket folder of the embedded server; and the DHIS2 whose it is, if it is not Orderly's own. */
export type ConnectionOptions = (
  | { readonly connectionString: string }
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string }
) & { readonly dhis2?: Dhis2 };

export interface DatabaseOptions {
  readonly connection: ConnectionOptions;
  readonly poolSize: number;
  readonly applicationName?: string;
  /** Told why a connection broke while it was idle; the pool replaces it. The error itself drags the whole connection along. */
  readonly onIdleError?: (reason: string) => void;
}

export interface Database {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly connection: ConnectionOptions;
  /** The DHIS2 beside which Orderly works here; undefined in a database of its own. */
  readonly dhis2: Dhis2 | undefined;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 60_000;
const TEMPORARY_TABLES = '64MB';

/** Opens the pool; no connection is made before the first statement. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    ...clientConfig(options.connection, options.applicationName),
    max: options.poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    Client: KeepingClient,
  });
  // Without a listener an idle connection that breaks would end the process. One that is being closed may meet the end of its server, which is news to nobody.
  pool.on('error', (error) => {
    if (!pool.ending) options.onIdleError?.(error.message);
  });
  // So would one that breaks between two statements of a transaction; the next statement fails, and says why.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = handleOn(pool, options.connection.dhis2);
  return { db, pool, connection: options.connection, dhis2: options.connection.dhis2, close: () => db.destroy() };
}

/** A handle whose statements go to `pool`, in the names that generated tables have there. */
export const handleOn = (pool: PostgresPool, dhis2: Dhis2 | undefined): Db =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins: generatedNames(dhis2) });

/** What a table that 2.42 generates is called in the database of `db`, for where its name is a value; undefined when there is none of the kind. */
export function generatedName(db: Db, table: string): string | undefined {
  const names = db.getExecutor().plugins.find((plugin) => plugin instanceof GeneratedNames);
  return names ? names.nameOf(table) : table;
}

/**
 * What every connection of Orderly has in common: value types, the zone of this process for timestamps without zone (contract: schema.md §1.1),
 * a server that notices within a second that its client is gone, so that the statement of a killed process does not run on, and memory for the staging
 * tables of imports, taken as they grow (a transaction cannot ask for it: it counts from the first temporary table of a connection on). No statement is compiled: those that build objects have hundreds of cheap
 * expressions, and compiling them takes longer than all else, half a minute for one page of tracker objects.
 */
export function clientConfig({ dhis2, ...place }: ConnectionOptions, applicationName = 'orderly'): pg.ClientConfig {
  const zone = serverZone();
  // Beside a DHIS2 what it calls otherwise is seen through views.
  const searched = [
    ...(dhis2 ? [LENS_SCHEMA] : []),
    'public',
    ...(dhis2?.geometrySchema ? [dhis2.geometrySchema] : []),
  ];
  return {
    ...place,
    application_name: applicationName,
    keepAlive: true,
    types: valueTypes,
    options: `-c timezone=${zone} -c client_connection_check_interval=1000 -c jit=off -c temp_buffers=${TEMPORARY_TABLES} -c search_path=${searched.map(asOption).join(',')}`,
  };
}

/** The name of a schema within the options of a connection: quoted for SQL, and blanks once more for the options. */
const asOption = (schema: string): string =>
  `"${schema.replaceAll('"', '""')}"`.replace(/[\\\s]/g, (character) => `\\${character}`);
