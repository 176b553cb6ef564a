import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { CODE } from '../files.js';
import type { Db } from './database.js';
import { lockInTransaction } from './locks.js';
import { transaction } from './transaction.js';

/** Whose database it is: Orderly's own, or that of a DHIS2, beside which Orderly has only schemas of its own. */
export type Mode = 'standalone' | 'attached';

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly body: string;
}

const MIGRATIONS_FOLDER = new URL('database/migrations/', CODE);

/**
 * Brings the database to this version: runs each migration that has not run, in order, each in a transaction of its own together with its number. An
 * advisory lock makes servers that start together wait for each other. What a migration says between `-- [standalone]` and `-- [/standalone]` makes or changes
 * tables of DHIS2, and is left out beside one; so is a migration that says nothing else.
 *
 * @returns the names of the migrations that ran now
 * @throws Error when the database was migrated by a newer Orderly, or holds another system's tables
 */
export async function migrate(db: Db, mode: Mode = 'standalone'): Promise<readonly string[]> {
  const migrations = await readMigrations(mode);
  await refuseOtherMode(db, mode);
  await prepareMigrationTable(db);
  const ran: string[] = [];
  for (const migration of migrations) {
    if (await runOnce(db, migration)) ran.push(migration.name);
  }
  await refuseNewerDatabase(db, migrations);
  return ran;
}

/** The migration that makes organisation units, and tells by having run whose they are. */
const OWN_ORGANISATION_UNITS = 2;

/** A database with organisation units that Orderly did not make belongs to a DHIS2, and its core tables are not to be touched. */
async function refuseOtherMode(db: Db, mode: Mode): Promise<void> {
  const { rows } = await sql<{ units: boolean; migrated: boolean }>`
    select to_regclass('public.organisationunit') is not null as units, to_regclass('orderly.migration') is not null as migrated
  `.execute(db);
  const [found] = rows;
  const own = found?.migrated === true && (await hasRun(db, OWN_ORGANISATION_UNITS));
  if (mode === 'standalone' && found?.units && !own)
    throw new Error(
      'This database holds the tables of a DHIS2 that Orderly did not create; only "orderly serve" can work beside them.',
    );
  if (mode === 'attached' && (own || !found?.units))
    throw new Error('This database holds no tables of a DHIS2 beside which Orderly could work.');
}

async function hasRun(db: Db, number: number): Promise<boolean> {
  const { rows } = await sql`select from orderly.migration where migration.number = ${number}`.execute(db);
  return rows.length > 0;
}

/** The name of the newest migration that this version has. */
export async function newestMigration(): Promise<string> {
  return (await readMigrations('standalone')).at(-1)?.name ?? '';
}

async function readMigrations(mode: Mode): Promise<readonly Migration[]> {
  const files = (await readdir(MIGRATIONS_FOLDER)).filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file)).sort();
  const migrations = await Promise.all(
    files.map(async (file) => ({
      number: Number(file.slice(0, 4)),
      name: file.replace(/\.sql$/, ''),
      body: bodyFor(mode, await readFile(new URL(file, MIGRATIONS_FOLDER), 'utf8')),
    })),
  );
  return migrations.filter(({ body }) => /^\s*[^\s-]/m.test(body));
}

const STANDALONE_ONLY = /^ *-- \[standalone\]\n.*?^ *-- \[\/standalone\]$/gms;
const ATTACHED_ONLY = /^ *-- \[attached\]\n.*?^ *-- \[\/attached\]$/gms;

const bodyFor = (mode: Mode, text: string): string =>
  text.replace(mode === 'attached' ? STANDALONE_ONLY : ATTACHED_ONLY, '');

async function prepareMigrationTable(db: Db): Promise<void> {
  await transaction(db, async (handle) => {
    await lockInTransaction(handle, 'migrate');
    await sql`create schema if not exists orderly`.execute(handle);
    await sql`
      create table if not exists orderly.migration (
        number integer primary key,
        name text not null,
        applied_at timestamptz not null default now()
      )
    `.execute(handle);
  });
}

/** The number is written first, so that a second server waiting at the lock sees it and leaves the body alone. */
async function runOnce(db: Db, migration: Migration): Promise<boolean> {
  return await transaction(db, async (handle) => {
    await lockInTransaction(handle, 'migrate');
    const { numAffectedRows } = await sql`
      insert into orderly.migration (number, name)
      values (${migration.number}, ${migration.name})
      on conflict (number) do nothing
    `.execute(handle);
    if (numAffectedRows !== 1n) return false;
    await sql.raw(migration.body).execute(handle);
    return true;
  });
}

async function refuseNewerDatabase(db: Db, known: readonly Migration[]): Promise<void> {
  const newest = known.at(-1)?.number ?? 0;
  const { rows } = await sql<{ name: string }>`
    select migration.name from orderly.migration where migration.number > ${newest} order by migration.number limit 1
  `.execute(db);
  const unknown = rows[0]?.name;
  if (unknown !== undefined) {
    throw new Error(
      `The database was migrated by a newer Orderly (it has ${unknown}); start that version, or restore a backup.`,
    );
  }
}
