import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type App, startApp } from './app.js';
import { type Config, databaseOf } from './config/index.js';
import type { Dhis2 } from './database/dhis2/index.js';
import { type EmbeddedServer, startEmbeddedServer } from './database/embedded/index.js';
import type { ConnectionOptions, Database, Db } from './database/index.js';
import { loadDemo } from './demo/index.js';
import { ANALYTICS_ELSEWHERE, DatabaseRefused, requireFit } from './doctor/index.js';
import { adminNeedsPassword, ensureAdminPassword } from './http/index.js';
import { createLogger } from './logging.js';
import { VERSION } from './version.js';

/** Password of `admin` on an embedded database when nobody chose another: for trying out, and said aloud. */
const DEMO_PASSWORD = 'district';

/** Where the database is, and what has to be stopped after it. */
export interface Connected {
  readonly connection: ConnectionOptions;
  readonly embedded: EmbeddedServer | undefined;
}

/**
 * The database of the configuration: the given one, if Orderly can work with it, or the embedded server, which is started.
 *
 * @throws DatabaseRefused, DatabaseUnreachable a sentence; nothing was written to the database
 */
export async function connect(config: Config, log: (message: string) => void): Promise<Connected> {
  const given = await databaseOf(config);
  if (given) {
    if (given.analyticsElsewhere) throw new DatabaseRefused(ANALYTICS_ELSEWHERE.sentence);
    const connection = { connectionString: given.url };
    const { dhis2 } = await requireFit(connection);
    return { connection: { ...connection, ...(dhis2 && { dhis2 }) }, embedded: undefined };
  }
  const embedded = await startEmbeddedServer({ folder: config.home, log });
  const { socketDirectory: host, port, user, database } = embedded;
  return { connection: { host, port, user, database }, embedded };
}

/** Starts the server, says where it is and what to try, and stops it cleanly when the process is told to end. */
export async function serve(config: Config): Promise<void> {
  const log = createLogger(config);
  const { connection, embedded } = await connect(config, (message) => log.info(message));
  let app: App;
  let greeting: string | undefined;
  try {
    app = await startApp({
      config,
      connection,
      log,
      version: VERSION,
      dataDirectory: embedded?.dataDirectory,
      prepare: async ({ database }) => {
        // Users of a DHIS2 log in as they do there.
        if (database.dhis2) return;
        greeting = await setUpFirstUser(config, database.db, embedded !== undefined);
        if (embedded) await loadDemoIfEmpty(config, database, log);
      },
    });
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  let stopping = false;
  const stop = async (why: string, code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info(`${why}: stopping`);
    await app.stop();
    await embedded?.stop();
    log.info('stopped');
    process.exitCode = code;
    // Whatever still holds the process, the work is done and everything is closed.
    setTimeout(() => process.exit(code), 1_000).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal, 0));
  const dhis2 = app.services.database.dhis2;
  console.log(dhis2 ? besideDhis2(app.url, dhis2) : welcome(app.url, greeting));
  void embedded?.exited.then(async () => await stop('PostgreSQL ended unexpectedly', 1));
}

/**
 * Gives `admin` a password if it has none: the chosen one; else the well-known one on the embedded database and a random one elsewhere.
 *
 * @returns what to tell about it
 */
async function setUpFirstUser(config: Config, db: Db, embedded: boolean): Promise<string | undefined> {
  if (!(await adminNeedsPassword(db))) {
    return embedded && config.adminPassword === undefined
      ? `as admin (password ${DEMO_PASSWORD}, unless you changed it)`
      : 'as admin';
  }
  const chosen = config.adminPassword ?? (embedded ? DEMO_PASSWORD : randomBytes(12).toString('base64url'));
  await ensureAdminPassword(db, chosen);
  if (config.adminPassword !== undefined) return 'as admin with the password you chose';
  return embedded ? `as admin with password ${chosen}` : `as admin with password ${chosen} (shown this once)`;
}

async function loadDemoIfEmpty(config: Config, database: Database, log: Logger): Promise<void> {
  if (config.demo === 'off') return;
  const { rows } = await sql<{ empty: boolean }>`select not exists (select from organisationunit) as empty`.execute(
    database.db,
  );
  if (!rows[0]?.empty) return;
  const size = config.demo === 'small' ? 'small' : { scale: 1 };
  const { seconds } = await loadDemo(database.pool, { size, log: (message) => log.info(message) });
  log.info(`the demo country was loaded in ${seconds.toFixed(1)} s`);
}

function besideDhis2(url: string, { name, script }: Dhis2): string {
  return [
    '',
    `  Orderly ${VERSION} is ready at ${url}, beside DHIS2 ${name}${script === undefined ? '' : ` (${script})`}.`,
    '  Log in as you do there. Nothing of DHIS2 is changed but what you ask for; its own jobs are left to it.',
    '  Stop Orderly before you upgrade DHIS2, and remove it with "orderly detach". Ctrl-C stops it.',
    '',
  ].join('\n');
}

function welcome(url: string, greeting: string | undefined): string {
  return [
    '',
    `  Orderly ${VERSION} is ready at ${url}`,
    `  Log in ${greeting ?? 'as admin'}.`,
    '',
    '  Try next:',
    `    curl -u admin:… ${url}/api/system/info`,
    `    curl -u admin:… -X POST ${url}/api/resourceTables/analytics`,
    `    curl -u admin:… ${url}/api/system/tasks/ANALYTICS_TABLE`,
    '  Ctrl-C stops it.',
    '',
  ].join('\n');
}
