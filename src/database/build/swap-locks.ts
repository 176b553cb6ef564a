import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database.js';
import { setLocal } from '../transaction.js';
import { publicTable, tableRef } from './definition.js';
import { type DependentView, dependentViews } from './dependent-views.js';

/**
 * Locks everything that a swap replaces against readers, in the order in which a query comes by it: views before what they show, parents before their children. So the swap
 * holds nothing that those who are ahead of it still need.
 *
 * @param tables of `public`
 * @param replaced those of them whose views are made again
 * @param patience time for all locks together, in milliseconds: limits for each alone would add up
 * @throws Error with code `57014` or `55P03` when that was not enough
 */
export async function lockForSwap(
  db: Db,
  tables: readonly string[],
  replaced: readonly string[],
  patience: number,
): Promise<void> {
  const views = await dependentViews(db, replaced.map(publicTable));
  const ordered = await parentsFirst(db, tables);
  const end = performance.now() + patience;
  const within = async (statement: RawBuilder<unknown>): Promise<void> => {
    await setLocal(db, 'statement_timeout', Math.max(1, Math.floor(end - performance.now())));
    await statement.execute(db);
  };
  for (const view of views.toReversed()) await within(lockView(view));
  const names = sql.join(ordered.map((table) => sql`only ${tableRef(publicTable(table))}`));
  await within(sql`lock table ${names} in access exclusive mode`);
  await sql`set local statement_timeout to default`.execute(db);
}

/** `lock table` would lock what the view shows as well, which may be any table of the database. This changes nothing and needs the same lock on the view alone. */
const lockView = (view: DependentView): RawBuilder<unknown> =>
  sql`alter table ${tableRef(view)} owner to ${sql.id(view.owner)}`;

async function parentsFirst(db: Db, tables: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ table: string }>`
    select pg_class.relname as "table"
    from pg_class
    where pg_class.relname = any (${[...tables]}::text[]) and pg_class.relnamespace = 'public'::regnamespace and pg_class.relkind in ('r', 'p')
    order by exists (select from pg_inherits where pg_inherits.inhrelid = pg_class.oid), pg_class.relname
  `.execute(db);
  return rows.map((row) => row.table);
}
