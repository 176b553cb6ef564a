import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';

export interface TableHook {
  readonly uid: string;
  readonly name: string;
  readonly sql: string;
}

/** When a hook runs: after the rows of a resource table are there, or those of all tables of an analytics table type. */
export type HookPhase = 'RESOURCE_TABLE_POPULATED' | 'ANALYTICS_TABLE_POPULATED';

/** The SQL hooks of a phase by the type of table that they are for, in the order in which they run (contract: tables.md §3.7). */
export async function readHooks(db: Db, phase: HookPhase): Promise<ReadonlyMap<string, readonly TableHook[]>> {
  const { rows } = await sql<{ type: string; hooks: readonly TableHook[] }>`
    select
      coalesce(hook.resourcetabletype, hook.analyticstabletype) as type,
      json_agg(json_build_object('uid', hook.uid, 'name', hook.name, 'sql', hook.sql) order by hook.name) as hooks
    from tablehook as hook
    where hook.analyticstablephase = ${phase} and coalesce(hook.resourcetabletype, hook.analyticstabletype) is not null
    group by 1
  `.execute(db);
  return new Map(rows.map(({ type, hooks }) => [type, hooks]));
}

/**
 * Runs a hook as a whole or not at all. It finds the unfinished tables, `…_temp`, by their names alone, and everything else as usual.
 *
 * @param workshop the schema in which the tables are built
 * @throws Error that names the hook and what the database said
 */
export async function runHook(db: Db, workshop: string, hook: TableHook): Promise<void> {
  try {
    await transaction(db, async (handle) => {
      await sql`set local search_path to ${sql.id(workshop)}, public`.execute(handle);
      // Written by somebody with the authority to do so; it may be several statements.
      await sql.raw(hook.sql).execute(handle);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The analytics table hook "${hook.name}" (${hook.uid}) failed: ${reason}`, { cause: error });
  }
}
