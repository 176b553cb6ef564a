import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { WHOLE } from './definition.js';

/** A shard below this size costs more to start than it saves: 32 MB in pages of 8 kB. */
const SMALLEST_SHARD_PAGES = 4_096;
/** Several shards for each worker, so that the last ones end together. */
const SHARDS_PER_WORKER = 6;

/** Rows below which a shard costs more to start than it saves, where they are found among others. */
const SMALLEST_SHARD_ROWS = 50_000;

/**
 * Cuts one sequential scan of `table` into ranges of pages, each read by one worker: together they read every page exactly once. The last range is
 * open, for pages added since the size was asked; the run's snapshot decides what is visible in them.
 *
 * @param alias the name of the table in the statement
 */
export async function blockShards(
  db: Db,
  table: string,
  alias: string,
  workers: number,
): Promise<readonly RawBuilder<unknown>[]> {
  const pages = await pagesOf(db, table);
  return pageRanges(alias, pages, Math.min(workers * SHARDS_PER_WORKER, Math.floor(pages / SMALLEST_SHARD_PAGES)));
}

/**
 * The same for a part of the rows, as many shards as that part deserves: `rows` selects it. PostgreSQL's estimate decides, so that asking costs nothing in proportion to the
 * data, and a small part found by an index is not looked for several times.
 */
export async function shardsOfPart(
  db: Db,
  table: string,
  alias: string,
  workers: number,
  rows: RawBuilder<unknown>,
): Promise<readonly RawBuilder<unknown>[]> {
  const explained = await sql<{
    'QUERY PLAN': readonly [{ readonly Plan: { readonly 'Plan Rows': number } }];
  }>`explain (format json) ${rows}`.execute(db);
  const estimate = explained.rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
  const count = Math.min(workers * SHARDS_PER_WORKER, Math.floor(estimate / SMALLEST_SHARD_ROWS));
  return count <= 1 ? [WHOLE] : pageRanges(alias, await pagesOf(db, table), count);
}

/** The pages of a table; where a view stands for it, those of the largest table that it shows. */
async function pagesOf(db: Db, table: string): Promise<number> {
  const { rows } = await sql<{ pages: number }>`
    select (max(pg_relation_size(pg_class.oid)) / current_setting('block_size')::int)::int as pages
    from pg_class
    where pg_class.relkind = 'r' and (
      pg_class.oid = ${table}::regclass
      or pg_class.oid in (
        select pg_depend.refobjid
        from pg_depend
        join pg_rewrite on pg_rewrite.oid = pg_depend.objid and pg_rewrite.ev_class = ${table}::regclass
        where pg_depend.classid = 'pg_rewrite'::regclass and pg_depend.refclassid = 'pg_class'::regclass
      )
    )
  `.execute(db);
  return rows[0]?.pages ?? 0;
}

function pageRanges(alias: string, pages: number, count: number): readonly RawBuilder<unknown>[] {
  if (count <= 1) return [WHOLE];
  const row = sql.ref(`${alias}.ctid`);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((pages * index) / count);
    const to = Math.floor((pages * (index + 1)) / count);
    const above = sql`${row} >= ${tid(from)}`;
    return index === count - 1 ? above : sql`${above} and ${row} < ${tid(to)}`;
  });
}

const tid = (page: number) => sql`${sql.lit(`(${page},0)`)}::tid`;
