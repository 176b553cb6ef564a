import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { detect } from '../../src/database/dhis2/index.js';
import {
  attach,
  type ConnectionOptions,
  type Database,
  type Db,
  migrate,
  openDatabase,
  visit,
} from '../../src/database/index.js';
import { loadDemo } from '../../src/demo/index.js';

/** The day at which the demo country of the tests stands. */
export const DEMO_DATE = '2026-03-15';

/** The first who needs a template makes it, and others wait for that. */
const CREATION_TIMEOUT_MS = 180_000;

export interface TestDatabaseOptions {
  /** With the small demo country inside. */
  readonly demo?: boolean;
}

export interface TestDatabase {
  readonly db: Db;
  readonly database: Database;
  readonly connection: ConnectionOptions;
}

/**
 * A database for the tests of a file, cloned from a migrated template, and gone afterwards. A test that leaves a connection open fails its file.
 */
export function testDatabase(options: TestDatabaseOptions = {}): TestDatabase {
  let database: Database | undefined;
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  const current = (): Database => {
    if (!database) throw new Error('The test database exists within tests only.');
    return database;
  };
  beforeAll(async () => {
    database = openDatabase({ connection: await connectionOfNew(name, options), poolSize: 12 });
    if (database.dhis2) {
      await attach(database.db);
      await makeEventsWritable(database.db);
    }
  }, CREATION_TIMEOUT_MS);
  afterAll(async () => {
    await database?.close();
    await dropDatabase(name);
  });
  return {
    get db() {
      return current().db;
    },
    get database() {
      return current();
    },
    get connection() {
      return current().connection;
    },
  };
}

/**
 * A new database: Orderly's own, or that of the DHIS2 whose version ORDERLY_TEST_LAYOUT names, e.g. `2.43`, so that tests of features can be run beside each
 * (`npm run test:layout`).
 */
async function connectionOfNew(name: string, options: TestDatabaseOptions): Promise<ConnectionOptions> {
  const layout = process.env.ORDERLY_TEST_LAYOUT;
  if (layout === undefined) {
    await createDatabase(name, options);
    return connectionTo(name);
  }
  const { createDhis2 } = await import('./dhis2/index.js');
  await createDhis2(name, layout as never, options.demo === true);
  const { dhis2 } = await visit(connectionTo(name), detect);
  return { ...connectionTo(name), ...(dhis2 && { dhis2 }) };
}

/** Fixtures write events into the view that stands for their two tables from 2.43 on; the server never does. */
async function makeEventsWritable(db: Db): Promise<void> {
  const { rows } = await sql<{ split: boolean }>`select to_regclass('public.singleevent') is not null as split`.execute(
    db,
  );
  if (!rows[0]?.split) return;
  await sql.raw(await readFile(new URL('dhis2/writable-events.sql', import.meta.url), 'utf8')).execute(db);
}

/** A clone of the template under `name`. */
export async function createDatabase(name: string, { demo = false }: TestDatabaseOptions = {}): Promise<void> {
  const template = demo ? 'template_demo' : 'template_empty';
  await asAdmin(async (client) => {
    // Only the first of several test processes makes the template.
    await client.query('select pg_advisory_lock(4711)');
    const { rows } = await client.query('select from pg_database where datname = $1', [template]);
    if (rows.length === 0) await makeTemplate(client, template, demo);
    await client.query(`create database ${name} template ${template} strategy file_copy`);
  });
}

async function makeTemplate(client: pg.Client, template: string, demo: boolean): Promise<void> {
  await client.query(`create database ${template}_draft`);
  const database = openDatabase({ connection: connectionTo(`${template}_draft`), poolSize: 2 });
  await migrate(database.db);
  if (demo) await loadDemo(database.pool, { size: 'small', referenceDate: DEMO_DATE });
  await database.close();
  await client.query(`alter database ${template}_draft rename to ${template}`);
}

/**
 * Removes the database.
 *
 * @throws Error when somebody is still connected: a test left something open
 */
export async function dropDatabase(name: string): Promise<void> {
  await asAdmin(async (client) => {
    const open = await openConnections(client, name);
    await client.query(`drop database if exists ${name} with (force)`);
    if (open.length > 0) throw new Error(`The tests left connections open: ${open.join('; ')}`);
  });
}

/** Connections end a moment after their sockets do. */
async function openConnections(client: pg.Client, name: string): Promise<readonly string[]> {
  for (let attempt = 0; ; attempt += 1) {
    const { rows } = await client.query<{ text: string }>(
      "select application_name || ': ' || left(query, 80) as text from pg_stat_activity where datname = $1",
      [name],
    );
    if (rows.length === 0 || attempt === 20) return rows.map(({ text }) => text);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Lends a connection of the superuser of the test server. */
export async function asAdmin(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(connectionTo('postgres'));
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

export function connectionTo(name: string): { host: string; port: number; user: string; database: string } {
  return { ...inject('postgres'), database: name };
}

/** The same as a URL, for a process of its own. */
export function urlOf(name: string): string {
  const { host, port, user } = inject('postgres');
  return `postgres://${user}@${encodeURIComponent(host)}:${port}/${name}`;
}
