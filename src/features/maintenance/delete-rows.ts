import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { deleteAndTell } from '../analytics-tables/index.js';
import type { OperationContext } from './operation.js';

/** Pages that are read in one transaction, 256 MB: seconds of work even if all of their rows go, and few commits. */
const PAGES_AT_ONCE = 32_768;

/** Some rows of a table to which nothing refers. */
export interface Rows {
  readonly table: string;
  /** About a row called `row`. */
  readonly condition: RawBuilder<unknown>;
}

export async function countRows(db: Db, { table, condition }: Rows): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table)} as row where ${condition}
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * Deletes rows in batches that commit by themselves, so that nobody waits long for a lock and a cancelled run keeps what it did. A batch is a stretch of the table,
 * so that all of it is read once, and each page while its rows go; where few rows go the planner takes them from an index instead. Rows that come behind the end
 * meanwhile belong to the last batch.
 */
export async function deleteRows(
  { db, stage }: Pick<OperationContext, 'db' | 'stage'>,
  rows: Rows,
  pagesAtOnce = PAGES_AT_ONCE,
): Promise<number> {
  const { rows: size } = await sql<{ pages: number }>`
    select pg_relation_size(${rows.table}::text::regclass) / current_setting('block_size')::integer as pages
  `.execute(db);
  const pages = size[0]?.pages ?? 0;
  let deleted = 0;
  for (let from = 0; from < pages; from += pagesAtOnce) {
    const to = from + pagesAtOnce;
    deleted += await stage.item(
      `pages from ${from} of ${pages}`,
      () => deleteStretch(db, rows, from, to < pages ? to : undefined),
      String,
    );
  }
  return deleted;
}

async function deleteStretch(
  db: Db,
  { table, condition }: Rows,
  from: number,
  to: number | undefined,
): Promise<number> {
  const before = to === undefined ? sql`` : sql`and row.ctid < ${`(${to},0)`}::tid`;
  return await deleteAndTell(db, table, {
    table: sql.table(table),
    condition: sql`row.ctid >= ${`(${from},0)`}::tid ${before} and (${condition})`,
  });
}

/** Deletes rows of several tables in the order given, all or none. */
export async function deleteTogether(db: Db, parts: readonly Rows[]): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { table, condition } of parts)
    counts[table] = await deleteAndTell(db, table, { table: sql.table(table), condition });
  return counts;
}

export async function countTogether(db: Db, parts: readonly Rows[]): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const rows of parts) counts[rows.table] = await countRows(db, rows);
  return counts;
}
