import { sql } from 'kysely';
import { keepTidy, publicTable, tableRef } from '../../../database/build/index.js';
import { type Db, transaction } from '../../../database/index.js';
import { mainTables } from '../main-table.js';
import type { Build } from '../work.js';
import type { MergeResult } from './merge.js';
import type { Following, LatestSource } from './rules.js';
import { affected, latestSource, type TypeMerge, writeMarks } from './type-merge.js';

/**
 * Changes what other rows show of those that were merged, in one transaction, and writes the marks if no year is to be built instead. Whatever was written since the merge
 * may show already: no mark has seen it, so that the next run looks at it again.
 */
export async function followMerge(
  { source }: Build,
  merge: TypeMerge,
  following: Following,
  { rebuild, watermark }: MergeResult,
): Promise<number> {
  return await transaction(
    source.db,
    async (handle) => {
      const at = await latestSource(handle, source, merge);
      const rows = (await following.prepare(at)) ? await changeFollowing(at, following, rebuild) : 0;
      if (rebuild !== true && rebuild.length === 0) await writeMarks(handle, merge, watermark);
      return rows;
    },
    { isolation: 'repeatable read' },
  );
}

async function changeFollowing(
  at: LatestSource,
  following: Following,
  rebuilt: readonly number[] | true,
): Promise<number> {
  const tables = await mainTables(
    at.handle,
    at.plans.map(({ table }) => table),
  );
  const pieces = [...tables.values()].flatMap(({ partitions }) => partitions);
  let changed = 0;
  for (const { table, year } of pieces) {
    if (rebuilt === true || (year !== undefined && rebuilt.includes(year))) continue;
    const statement = sql`update only ${tableRef(publicTable(table))} as present ${following.change(at)}`;
    const rows = await affected(statement, at.handle);
    if (rows === 0) continue;
    changed += rows;
    await keepTidy(at.handle, publicTable(table));
    await rememberSize(at.handle, table);
  }
  return changed;
}

/** The size of a piece of which no row came or went. */
async function rememberSize(handle: Db, table: string): Promise<void> {
  await sql`
    update orderly.analytics_partition
    set bytes = pg_total_relation_size(${`public.${table}`}::regclass)
    where table_name = ${table}
  `.execute(handle);
}
