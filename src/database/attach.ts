import { sql } from 'kysely';
import { sweepWorkshops } from './build/index.js';
import type { Db } from './database.js';
import { type Gap, LENS_SCHEMA, raiseLens } from './dhis2/lens/index.js';
import { removeReader } from './guard/index.js';
import { lockInTransaction } from './locks.js';
import { migrate } from './migrate.js';
import { transaction } from './transaction.js';

export interface Attached {
  /** Names of the migrations that ran now. */
  readonly migrations: readonly string[];
  /** What the DHIS2 lacks of what Orderly's statements know. */
  readonly gaps: readonly Gap[];
}

/** Puts Orderly beside the DHIS2 of the database: its own tables in schema `orderly`, and the views through which it sees those of DHIS2. Nothing of DHIS2 is changed. */
export async function attach(db: Db): Promise<Attached> {
  const migrations = await migrate(db, 'attached');
  return { migrations, gaps: await raiseLens(db) };
}

/** A schema that Orderly put beside a DHIS2. */
export interface OwnSchema {
  readonly name: string;
  /** The role that may remove it. */
  readonly owner: string;
  /** That is the role that asks, or one that it is a member of. */
  readonly isOwn: boolean;
}

/** Everything that Orderly puts beside a DHIS2, besides the tables and views that it makes for it in `public`. */
export async function schemasBeside(db: Db): Promise<readonly OwnSchema[]> {
  const { rows } = await sql<OwnSchema>`
    select
      pg_namespace.nspname as name, pg_get_userbyid(pg_namespace.nspowner) as owner,
      pg_has_role(pg_namespace.nspowner, 'usage') as "isOwn"
    from pg_namespace
    where pg_namespace.nspname in ('orderly', 'orderly_agg', ${LENS_SCHEMA}) or starts_with(pg_namespace.nspname, 'orderly_run_')
    order by 1
  `.execute(db);
  return rows;
}

export interface Detached {
  /** The schemas that went. */
  readonly schemas: readonly string[];
  /** The role of SQL views, and whether it went, too. Undefined where there was none. */
  readonly reader: { readonly name: string; readonly gone: boolean } | undefined;
}

/**
 * Removes Orderly from the database of a DHIS2: its schemas, with what is in them, and the role of SQL views. What it made in `public` stays, because DHIS2 reads it and replaces it itself.
 */
export async function detach(db: Db): Promise<Detached> {
  // Those of runs may hold more tables than one transaction can lock.
  const runs = (await schemasBeside(db)).filter(({ name }) => name.startsWith('orderly_run_'));
  await sweepWorkshops(db, []);
  const rest = await transaction(db, async (handle) => {
    await lockInTransaction(handle, 'migrate');
    const schemas = await schemasBeside(handle);
    for (const { name } of schemas) await sql`drop schema ${sql.id(name)} cascade`.execute(handle);
    return schemas;
  });
  return { schemas: [...rest, ...runs].map(({ name }) => name), reader: await removeReader(db) };
}
