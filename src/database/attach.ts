import { sql } from 'kysely';
import type { Db } from './database.js';
import { type Gap, LENS_SCHEMA, raiseLens } from './dhis2/lens/index.js';
import { migrate } from './migrate.js';

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

/** Everything that Orderly puts beside a DHIS2, besides the tables that it generates for it. */
const SCHEMAS = sql`
  select pg_namespace.nspname as name from pg_namespace
  where pg_namespace.nspname in ('orderly', 'orderly_agg', ${LENS_SCHEMA}) or pg_namespace.nspname like 'orderly\\_run\\_%'
  order by 1
`;

/**
 * Removes Orderly from the database of a DHIS2: its schemas, with what is in them. The tables that it generated in `public` stay, because DHIS2 reads them and replaces them itself.
 *
 * @returns the names of the schemas that went
 */
export async function detach(db: Db): Promise<readonly string[]> {
  return await db.transaction().execute(async (handle) => {
    const { rows } = await sql<{ name: string }>`${SCHEMAS}`.execute(handle);
    for (const { name } of rows) await sql`drop schema ${sql.id(name)} cascade`.execute(handle);
    return rows.map(({ name }) => name);
  });
}
