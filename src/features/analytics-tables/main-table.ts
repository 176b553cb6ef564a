import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { AnalyticsColumn } from './definition.js';

/** An analytics table as readers see it now. */
export interface MainTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partitions: readonly { readonly table: string; readonly year: number | undefined }[];
}

/** The table `name` of `public` with its children, undefined when it does not exist. */
export async function mainTable(db: Db, name: string): Promise<MainTable | undefined> {
  const { rows } = await sql<{ columns: MainTable['columns'] | null; children: readonly string[] | null }>`
    select
      (
        select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum)
        from pg_attribute
        where attrelid = main.oid and attnum > 0 and not attisdropped
      ) as columns,
      (
        select json_agg(child.relname order by child.relname)
        from pg_inherits join pg_class as child on child.oid = pg_inherits.inhrelid
        where pg_inherits.inhparent = main.oid
      ) as children
    from pg_class as main
    where main.relname = ${name} and main.relkind in ('r', 'p') and main.relnamespace = 'public'::regnamespace
  `.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  return {
    columns: row.columns ?? [],
    partitions: (row.children ?? []).map((table) => ({ table, year: yearOf(table) })),
  };
}

function yearOf(table: string): number | undefined {
  const year = /_(\d{1,4})$/.exec(table)?.[1];
  return year === undefined ? undefined : Number(year);
}

/**
 * Whether partitions with `columns` can stand beside those that the main table has. A dimension that came or went since the last full run makes the answer no
 * (contract: tables.md §10.3 no. 20).
 */
export function sameColumns(main: MainTable, columns: readonly AnalyticsColumn[]): boolean {
  return (
    main.columns.length === columns.length && columns.every(({ name }, index) => main.columns[index]?.name === name)
  );
}
