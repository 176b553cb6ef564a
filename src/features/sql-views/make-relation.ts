import { type RawBuilder, sql } from 'kysely';
import { dependentViews, dropViews, recreateViews } from '../../database/build/index.js';
import { onlyStatement, prepareReader } from '../../database/guard/index.js';
import { type Db, inSavepoint, lockInTransaction, setLocal } from '../../database/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { attempt, dropStatement, existingViews, readSqlViews, relationOf, type SqlView } from '../../metadata/index.js';
import { databaseSays } from './refusal.js';
import { checkView } from './rules.js';

const INVALID_REPLACEMENT = '42P16';

/**
 * Makes the relation of a view, or makes it anew. It belongs to the reader of free queries, so that neither reading it nor filling it can show more than that role may see. The old
 * one is there until the new one is, and what stands on it stays.
 *
 * @throws OrderlyError 409 with the rules that the view breaks, or with what the database says
 */
export async function makeRelation(db: Db, view: SqlView): Promise<void> {
  const relation = relationOf(view);
  if (relation === undefined) throw conflict('SQL view is a query, no view to create');
  await checkView(db, view);
  await refuseTaken(db, view, relation);
  const query = await onlyStatement(view.query);
  const role = await prepareReader(db);
  try {
    await attempt(db, async (handle) => {
      await lockInTransaction(handle, `sql-view/${relation}`);
      // Literals have to end where the parser saw them end.
      await setLocal(handle, 'standard_conforming_strings', 'on');
      // Its names mean the DHIS2's own tables, which it will be read beside.
      await setLocal(handle, 'search_path', 'public');
      const [old] = await existingViews(handle, [relation]);
      const isPlain = view.type === 'VIEW';
      if (old && isPlain && !old.materialized && (await replaced(handle, relation, query, role))) return;
      const draft = `${relation.slice(0, 50)}_${view.uid}`;
      const kind = isPlain ? sql`view` : sql`materialized view`;
      await asReader(handle, role, sql`create ${kind} ${sql.id('public', draft)} as ${sql.raw(query)}`);
      await probe(handle, role, draft);
      await putInPlace(handle, { kind, draft, relation, old });
    });
  } catch (error) {
    throw databaseSays(error);
  }
}

/** Two names may make the same relation: it belongs to the view that was there first. */
async function refuseTaken(db: Db, view: SqlView, relation: string): Promise<void> {
  const other = (await readSqlViews(db)).find((one) => one.key < view.key && relationOf(one) === relation);
  if (other)
    throw conflict(
      `The relation ${relation} belongs to the SQL view ${other.name} (${other.uid}): give this one another name.`,
    );
}

/** Puts the new query into a view that is there, if its columns allow. */
async function replaced(db: Db, relation: string, query: string, role: string): Promise<boolean> {
  try {
    await inSavepoint(db, async () => {
      await sql`alter view ${sql.id('public', relation)} owner to ${sql.id(role)}`.execute(db);
      await asReader(db, role, sql`create or replace view ${sql.id('public', relation)} as ${sql.raw(query)}`);
    });
  } catch (error) {
    if ((error as { code?: string }).code === INVALID_REPLACEMENT) return false;
    throw error;
  }
  await probe(db, role, relation);
  return true;
}

async function asReader(db: Db, role: string, statement: RawBuilder<unknown>): Promise<void> {
  await setLocal(db, 'role', role);
  await statement.execute(db);
  await setLocal(db, 'role', 'none');
}

/** Making a view does not ask for the right to read what it reads; reading it does. */
async function probe(db: Db, role: string, relation: string): Promise<void> {
  await asReader(db, role, sql`select from ${sql.id('public', relation)} limit ${0}`);
}

interface Draft {
  readonly kind: RawBuilder<unknown>;
  readonly draft: string;
  readonly relation: string;
  readonly old: Parameters<typeof dropStatement>[0] | undefined;
}

async function putInPlace(db: Db, { kind, draft, relation, old }: Draft): Promise<void> {
  const views = old ? await dependentViews(db, [{ schema: 'public', table: relation }]) : [];
  await dropViews(db, views);
  if (old) await dropStatement(old).execute(db);
  await sql`alter ${kind} ${sql.id('public', draft)} rename to ${sql.id(relation)}`.execute(db);
  const lost = await recreateViews(db, views);
  if (lost.length > 0) throw conflict(lost.join('. '));
}
