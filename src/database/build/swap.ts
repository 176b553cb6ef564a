import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database.js';
import { transaction } from '../transaction.js';
import { publicTable, type TableName, tableRef } from './definition.js';
import { dependentViews, dropViews, recreateViews } from './dependent-views.js';

/** What one swap replaces: everything of it happens in one transaction, so no reader ever sees a mixture. */
export interface SwapPlan {
  /** Tables of `public` that go, children before parents. */
  readonly drop: readonly string[];
  /** Built tables and the name in `public` that each takes. */
  readonly move: readonly { readonly from: TableName; readonly to: string }[];
  /** Tables of `public` (after moving) that become children of another. */
  readonly inherit: readonly { readonly child: string; readonly parent: string }[];
}

export interface SwapResult {
  /** A sentence for each view that stood on the replaced tables and could not be made again. */
  readonly lostViews: readonly string[];
}

/** How long a swap may keep new readers waiting behind its own wait for a lock (contract: tables.md §10.3 no. 18). */
const LOCK_TIMEOUT_MS = 2_000;
const ATTEMPTS = 20;
const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';

/**
 * Puts built tables in the place of the old ones. Waits at most two seconds for readers, then steps back, lets them through and tries again; fails after
 * twenty tries with the old tables untouched.
 *
 * @throws Error when the tables stay in use, or a statement of the swap fails; nothing has changed then
 */
export async function swapTables(db: Db, plan: SwapPlan, signal?: AbortSignal): Promise<SwapResult> {
  // Where the tables were built nobody waits for their names.
  await inOneGo(
    db,
    plan.move
      .filter(({ from, to }) => from.table !== to)
      .map(({ from, to }) => sql`alter table ${tableRef(from)} rename to ${sql.id(to)}`),
  );
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction(db, (handle) => swapOnce(handle, plan), { lockTimeoutMs: LOCK_TIMEOUT_MS });
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code !== LOCK_NOT_AVAILABLE && code !== DEADLOCK) throw error;
      if (attempt === ATTEMPTS) {
        const tables = plan.move.map(({ to }) => to).join(', ');
        throw new Error(
          `${tables} stayed in use by readers; the old content was kept. Run the job again at a quieter time.`,
          {
            cause: error,
          },
        );
      }
      await sleep(Math.min(250 * attempt, 5_000), undefined, signal ? { signal } : {});
    }
  }
}

async function swapOnce(db: Db, plan: SwapPlan): Promise<SwapResult> {
  const present = await existing(db, plan.drop);
  if (present.length > 0) {
    // Taking the locks first keeps the views' definitions and the tables in step.
    await sql`lock table ${sql.join(present.map((table) => tableRef(publicTable(table))))} in access exclusive mode`.execute(
      db,
    );
  }
  const views = await dependentViews(db, present.map(publicTable));
  await dropViews(db, views);
  if (present.length > 0) {
    await sql`drop table ${sql.join(present.map((table) => tableRef(publicTable(table))))}`.execute(db);
  }
  await inOneGo(db, [
    ...plan.move.map(({ from, to }) => sql`alter table ${sql.id(from.schema, to)} set schema public`),
    ...plan.inherit.map(
      ({ child, parent }) => sql`alter table ${tableRef(publicTable(child))} inherit ${tableRef(publicTable(parent))}`,
    ),
  ]);
  return { lostViews: await recreateViews(db, views) };
}

/** Runs statements without parameters in one round trip and, outside a transaction, as one: a type may have hundreds of tables, and readers wait. */
async function inOneGo(db: Db, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  if (statements.length > 0) await sql.join(statements, sql`; `).execute(db);
}

/** Those of `tables` that exist in `public`, in the order given. */
export async function existing(db: Db, tables: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ table: string }>`
    select named.name as "table"
    from unnest(${[...tables]}::text[]) with ordinality as named (name, position)
    join pg_class on pg_class.relname = named.name and pg_class.relkind in ('r', 'p')
      and pg_class.relnamespace = 'public'::regnamespace
    order by named.position
  `.execute(db);
  return rows.map(({ table }) => table);
}
