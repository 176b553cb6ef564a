import { sql } from 'kysely';
import { type Db, inSavepoint, setLocal, transaction } from '../../database/index.js';
import { conflict } from '../../kernel/errors/index.js';

/** A view or materialized view of `public`. */
export interface ViewRelation {
  readonly name: string;
  readonly materialized: boolean;
}

/** A relation with which something went wrong. */
export interface FailedRelation {
  readonly name: string;
  readonly message: string;
}

const LOCK_TIMEOUT_MS = 5_000;
const IN_USE = '55P03';

/** Those of the relations that are there. */
export async function existingViews(db: Db, names: readonly string[]): Promise<readonly ViewRelation[]> {
  const { rows } = await sql<ViewRelation>`
    select pg_class.relname as name, pg_class.relkind = 'm' as materialized
    from pg_class
    where pg_class.relnamespace = 'public'::regnamespace and pg_class.relkind in ('v', 'm')
      and pg_class.relname = any (${[...names]}::text[])
    order by pg_class.relname
  `.execute(db);
  return rows;
}

/** What stands directly on each of the relations, by its name; relations that nothing stands on are left out. */
export async function standingOn(db: Db, names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ name: string; dependents: readonly string[] }>`
    select relation.relname as name, array_agg(distinct dependent.relname::text) as dependents
    from pg_class as relation
    join pg_depend on pg_depend.refobjid = relation.oid and pg_depend.refclassid = 'pg_class'::regclass
      and pg_depend.classid = 'pg_rewrite'::regclass
    join pg_rewrite on pg_rewrite.oid = pg_depend.objid
    join pg_class as dependent on dependent.oid = pg_rewrite.ev_class and dependent.oid <> relation.oid
    where relation.relnamespace = 'public'::regnamespace and relation.relname = any (${[...names]}::text[])
    group by relation.relname
  `.execute(db);
  return new Map(rows.map(({ name, dependents }) => [name, dependents]));
}

export const dropStatement = ({ name, materialized }: ViewRelation) =>
  sql`drop ${materialized ? sql`materialized view` : sql`view`} ${sql.id('public', name)}`;

/**
 * Removes views, those first that nothing stands on. One that something else stands on, or that stays in use, stays and does not keep the others.
 *
 * @returns the names of those that are gone, in the order in which they went, and the others
 */
export async function dropRelations(
  db: Db,
  relations: readonly ViewRelation[],
): Promise<{ readonly done: readonly string[]; readonly failed: readonly FailedRelation[] }> {
  return await untilNoProgress(relations, async (relation) => {
    await attempt(db, async (handle) => {
      await dropStatement(relation).execute(handle);
    });
  });
}

/**
 * Does something with each relation, again and again while one more succeeds: what stands on others comes before or after them, and nobody has to know which. Order is the one given
 * otherwise.
 */
export async function untilNoProgress<Relation extends { readonly name: string }>(
  relations: readonly Relation[],
  work: (relation: Relation) => Promise<void>,
): Promise<{ readonly done: readonly string[]; readonly failed: readonly FailedRelation[] }> {
  const done: string[] = [];
  let open = relations;
  for (;;) {
    const failed: (readonly [Relation, string])[] = [];
    for (const relation of open) {
      try {
        await work(relation);
        done.push(relation.name);
      } catch (error) {
        failed.push([relation, error instanceof Error ? error.message : String(error)]);
      }
    }
    if (failed.length === 0 || failed.length === open.length)
      return { done, failed: failed.map(([{ name }, message]) => ({ name, message })) };
    open = failed.map(([relation]) => relation);
  }
}

/** Work that is done whole or not at all, in a transaction of its own or within the caller's. It waits no longer than a few seconds for whoever reads the relations. */
export async function attempt<Result>(
  db: Db,
  work: (db: Db) => Promise<Result>,
  lockTimeoutMs = LOCK_TIMEOUT_MS,
): Promise<Result> {
  try {
    if (!db.isTransaction) return await transaction(db, work, { lockTimeoutMs });
    return await inSavepoint(db, async () => {
      await setLocal(db, 'lock_timeout', lockTimeoutMs);
      const result = await work(db);
      await setLocal(db, 'lock_timeout', 0);
      return result;
    });
  } catch (error) {
    if ((error as { code?: string }).code === IN_USE)
      throw conflict('It stayed in use by readers; try again at a quieter time.', { cause: error });
    throw error;
  }
}
