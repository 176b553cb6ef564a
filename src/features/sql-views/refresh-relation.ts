import { sql } from 'kysely';
import { prepareReader } from '../../database/guard/index.js';
import type { Db } from '../../database/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { attempt, existingViews, relationOf, type SqlView } from '../../metadata/index.js';
import { databaseSays } from './refusal.js';
import { checkView } from './rules.js';

/** A job at night waits for whoever reads the old rows. */
const LOCK_TIMEOUT_MS = 30_000;

/**
 * Reads a materialized view anew, with the rights of the reader of free queries, whoever made it; the old rows stay when that fails.
 *
 * @throws OrderlyError 409 with the rules that the view breaks, with what the database says, or when there is no such relation
 */
export async function refreshRelation(db: Db, view: SqlView): Promise<void> {
  const relation = relationOf(view);
  const [found] = relation === undefined ? [] : await existingViews(db, [relation]);
  if (view.type !== 'MATERIALIZED_VIEW' || !found?.materialized)
    throw conflict('View does not exist or is not a materialized view.');
  await checkView(db, view);
  const role = await prepareReader(db);
  try {
    await attempt(
      db,
      async (handle) => {
        await sql`alter materialized view ${sql.id('public', found.name)} owner to ${sql.id(role)}`.execute(handle);
        await sql`refresh materialized view ${sql.id('public', found.name)}`.execute(handle);
      },
      LOCK_TIMEOUT_MS,
    );
  } catch (error) {
    throw databaseSays(error);
  }
}
