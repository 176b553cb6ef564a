import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { openDatabase } from '../../../src/database/index.js';
import { loadDemo } from '../../../src/demo/index.js';
import { asAdmin, connectionTo, DEMO_DATE, dropDatabase } from '../database.js';

/** The versions of DHIS2 beside whose tables Orderly is to work, with the newest script of each (contract: schema.md §4.4). */
export const NEWEST_SCRIPT = {
  '2.40': '2.40.35',
  '2.41': '2.41.60',
  '2.42': '2.42.54',
  '2.43': '2.43.67',
  '2.44': '2.44.21',
} as const;

export type Dhis2Version = keyof typeof NEWEST_SCRIPT;

export const DHIS2_VERSIONS = Object.keys(NEWEST_SCRIPT) as readonly Dhis2Version[];

/** What leads from 2.42 to each version, one after the other. */
const STEPS: Readonly<Record<Dhis2Version, readonly Dhis2Version[]>> = {
  '2.40': ['2.41', '2.40'],
  '2.41': ['2.41'],
  '2.42': [],
  '2.43': ['2.43'],
  '2.44': ['2.43', '2.44'],
};

const MIGRATIONS = fileURLToPath(new URL('../../../src/database/migrations', import.meta.url));

/** The migrations that make tables as DHIS2 has them, and none of Orderly's own. */
const OF_DHIS2 = /^(00(0[1-9]|1[0-8]|20)|0081|0099)_/;

/** The first who needs one makes the templates, and others wait for that. */
export const DHIS2_TIMEOUT_MS = 180_000;

/** A database as DHIS2 of the version left it, with the small demo country inside, for the tests of a file. */
export function testDhis2(version: Dhis2Version): { readonly name: string } {
  const name = `dhis2_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  beforeAll(async () => await createDhis2(name, version), DHIS2_TIMEOUT_MS);
  afterAll(async () => await dropDatabase(name));
  return { name };
}

/** Makes such a database under `name`, with the demo country inside or as it was installed. */
export async function createDhis2(name: string, version: Dhis2Version, demo = true): Promise<void> {
  await asAdmin(async (client) => {
    // Only the first of several test processes makes the templates.
    await client.query('select pg_advisory_lock(4712)');
    const template = await templateOf(client, version, demo);
    await client.query(`create database ${name} template ${template} strategy file_copy`);
  });
}

async function templateOf(client: pg.Client, version: Dhis2Version, demo: boolean): Promise<string> {
  const template = `template_dhis2_${demo ? '' : 'empty_'}${version.replace('.', '_')}`;
  const { rows } = await client.query('select from pg_database where datname = $1', [template]);
  if (rows.length > 0) return template;
  const origin = version === '2.42' ? 'template0' : await templateOf(client, '2.42', demo);
  await client.query(`create database ${template}_draft template ${origin} strategy file_copy`);
  if (version === '2.42') await makeTables(`${template}_draft`, demo);
  await onDatabase(`${template}_draft`, async (draft) => {
    for (const step of STEPS[version]) await draft.query(await text(`${step}.sql`));
    await writeHistory(draft, NEWEST_SCRIPT[version]);
    await draft.query('analyze');
  });
  await client.query(`alter database ${template}_draft rename to ${template}`);
  return template;
}

/** The tables of 2.42, made by Orderly's own migrations and brought to what DHIS2 has. */
async function makeTables(name: string, demo: boolean): Promise<void> {
  const files = (await readdir(MIGRATIONS)).filter((file) => OF_DHIS2.test(file)).sort();
  await onDatabase(name, async (draft) => {
    for (const file of files) await draft.query(await readFile(join(MIGRATIONS, file), 'utf8'));
    await draft.query(await text('other-tables.sql'));
  });
  const database = openDatabase({ connection: connectionTo(name), poolSize: 2 });
  try {
    if (demo) await loadDemo(database.pool, { size: 'small', referenceDate: DEMO_DATE });
  } finally {
    // Closing the database would leave a pool that only the demo has used.
    await database.pool.end();
  }
  await onDatabase(name, async (draft) => {
    await draft.query(await geometryType(draft));
    await draft.query(await text('2.42.sql'));
  });
}

async function geometryType(client: pg.Client): Promise<string> {
  const { rows } = await client.query("select from pg_available_extensions where name = 'postgis'");
  return rows.length > 0 ? 'create extension postgis' : await text('geometry.sql');
}

/** The history that Flyway keeps: the base schema, and a script of each version on the way, the newest last. */
async function writeHistory(client: pg.Client, newest: string): Promise<void> {
  const minor = Number(newest.split('.')[1]);
  const versions = ['2.30.0', ...range(31, minor - 1).map((older) => `2.${older}.9`), newest];
  await client.query('delete from flyway_schema_history');
  await client.query(
    `insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)
     select place, version, 'script ' || version, case place when 1 then 'JDBC' else 'SQL' end, 'V' || replace(version, '.', '_') || '__script.sql', 'dhis', 7, true
     from unnest($1::text[]) with ordinality as scripts (version, place)`,
    [versions],
  );
}

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

const text = async (file: string): Promise<string> =>
  await readFile(fileURLToPath(new URL(file, import.meta.url)), 'utf8');

/** Lends a plain connection to a database, without anything that Orderly's own have. */
export async function onDatabase<Result>(name: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(connectionTo(name));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
