import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { WHOLE } from './definition.js';

/** A shard below this size costs more to start than it saves: 32 MB in pages of 8 kB. */
const SMALLEST_SHARD_PAGES = 4_096;
/** Several shards for each worker, so that the last ones end together. */
const SHARDS_PER_WORKER = 6;

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
  const { rows } = await sql<{ pages: number }>`
    select (pg_relation_size(${table}::regclass) / current_setting('block_size')::int)::int as pages
  `.execute(db);
  const pages = rows[0]?.pages ?? 0;
  const count = Math.max(1, Math.min(workers * SHARDS_PER_WORKER, Math.floor(pages / SMALLEST_SHARD_PAGES)));
  if (count === 1) return [WHOLE];
  const row = sql.ref(`${alias}.ctid`);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((pages * index) / count);
    const to = Math.floor((pages * (index + 1)) / count);
    const above = sql`${row} >= ${tid(from)}`;
    return index === count - 1 ? above : sql`${above} and ${row} < ${tid(to)}`;
  });
}

const tid = (page: number) => sql`${sql.lit(`(${page},0)`)}::tid`;
