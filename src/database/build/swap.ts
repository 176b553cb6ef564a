import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database.js';
import { transaction } from '../transaction.js';
import { handOver } from './data-owner.js';
import { publicTable, type TableName, tableRef } from './definition.js';
import { type DependentView, dependentViews, dropViews, recreateViews } from './dependent-views.js';
import { requireNoOthers } from './other-dependents.js';
import { lockForSwap } from './swap-locks.js';
import { asideSchema, dropTables } from './workshop.js';

/** What one swap replaces: everything of it happens in one transaction, so no reader ever sees a mixture. */
export interface SwapPlan {
  /** The schema of the run. What goes is put aside in another beside it and removed when nobody waits any more. */
  readonly workshop: string;
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

/**
 * How long a swap may wait for those who read, while new readers wait behind it (contract: tables.md §10.3 no. 18). Mostly less than the second after which PostgreSQL looks for
 * deadlocks, which it would end at the cost of a reader; now and then longer, for tables that are read all the time by queries that take a second or two.
 */
const PATIENCE_MS = 900;
const LONG_PATIENCE_MS = 1_800;
const LONG_TRY = 4;
const ATTEMPTS = 24;

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';
const STATEMENT_TIMEOUT = '57014';
const BUSY: ReadonlySet<unknown> = new Set([LOCK_NOT_AVAILABLE, DEADLOCK, STATEMENT_TIMEOUT]);

/**
 * Puts built tables in the place of the old ones. Waits less than two seconds for all readers together, then steps back, lets them through and tries again; fails after many
 * tries with the old tables untouched. Meanwhile it only changes the catalogue: what takes longer the more tables there are, their removal, comes afterwards.
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
  const { lostViews, aside } = await swapWhenFree(db, plan, signal);
  // The new tables stand. If this fails, the old ones go with the schema they are in when the run closes its workshop.
  if (aside.length > 0) await dropTables(db, asideSchema(plan.workshop), aside).catch(() => signal?.throwIfAborted());
  return { lostViews };
}

/** What one try gave: also the names of the tables that were put aside. */
interface Swapped extends SwapResult {
  readonly aside: readonly string[];
}

async function swapWhenFree(db: Db, plan: SwapPlan, signal: AbortSignal | undefined): Promise<Swapped> {
  for (let attempt = 1; ; attempt += 1) {
    const patience = attempt % LONG_TRY === 0 ? LONG_PATIENCE_MS : PATIENCE_MS;
    try {
      return await transaction(db, (handle) => swapOnce(handle, plan, patience), { lockTimeoutMs: patience });
    } catch (error) {
      signal?.throwIfAborted();
      if (!BUSY.has((error as { code?: string }).code)) throw error;
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

async function swapOnce(db: Db, plan: SwapPlan, patience: number): Promise<Swapped> {
  const present = await existing(db, plan.drop);
  const aside = sql.id(asideSchema(plan.workshop));
  let views: readonly DependentView[] = [];
  if (present.length > 0) {
    const parents = plan.inherit.map(({ parent }) => parent);
    await lockForSwap(db, [...new Set([...present, ...parents])], present, patience);
    // Asked under the locks, which keep the views' definitions and the tables in step.
    views = await dependentViews(db, present.map(publicTable));
    await dropViews(db, views);
    await requireNoOthers(db, present);
    await sql`create schema if not exists ${aside}`.execute(db);
  }
  await inOneGo(db, [
    ...(await ofParentsThatStay(db, present)).map(
      ({ child, parent }) =>
        sql`alter table ${tableRef(publicTable(child))} no inherit ${tableRef(publicTable(parent))}`,
    ),
    ...present.map((table) => sql`alter table ${tableRef(publicTable(table))} set schema ${aside}`),
    ...plan.move.map(({ from, to }) => sql`alter table ${sql.id(from.schema, to)} set schema public`),
    ...plan.inherit.map(
      ({ child, parent }) => sql`alter table ${tableRef(publicTable(child))} inherit ${tableRef(publicTable(parent))}`,
    ),
    ...(await handOver(
      db,
      plan.move.map(({ to }) => to),
    )),
  ]);
  return { lostViews: await recreateViews(db, views), aside: present };
}

/** Those of the tables that are children of one that is not among them. */
async function ofParentsThatStay(
  db: Db,
  tables: readonly string[],
): Promise<readonly { readonly child: string; readonly parent: string }[]> {
  const { rows } = await sql<{ child: string; parent: string }>`
    select child.relname as child, parent.relname as parent
    from pg_inherits
    join pg_class as child on child.oid = pg_inherits.inhrelid and child.relnamespace = 'public'::regnamespace
    join pg_class as parent on parent.oid = pg_inherits.inhparent and parent.relnamespace = 'public'::regnamespace
    where child.relname = any (${[...tables]}::text[]) and parent.relname <> all (${[...tables]}::text[])
  `.execute(db);
  return rows;
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
