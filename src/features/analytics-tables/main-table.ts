import { sql } from 'kysely';
import { catalogueName } from '../../database/build/index.js';
import type { Db } from '../../database/index.js';
import type { AnalyticsColumn } from './definition.js';

/** An analytics table as readers see it now. */
export interface MainTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partitions: readonly { readonly table: string; readonly year: number | undefined }[];
}

/** The table `name` of `public` with its children, undefined when it does not exist. */
export const mainTable = async (db: Db, name: string): Promise<MainTable | undefined> =>
  (await mainTables(db, [name])).get(name);

/** Those of the tables of `public` that exist, by name. */
export async function mainTables(db: Db, names: readonly string[]): Promise<ReadonlyMap<string, MainTable>> {
  const { rows } = await sql<{
    name: string;
    columns: MainTable['columns'] | null;
    children: readonly string[] | null;
  }>`
    select
      main.relname as name,
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
    where main.relname = any (${[...names]}::text[]) and main.relkind in ('r', 'p') and main.relnamespace = 'public'::regnamespace
  `.execute(db);
  return new Map(
    rows.map(({ name, columns, children }) => [
      name,
      { columns: columns ?? [], partitions: (children ?? []).map((table) => ({ table, year: yearOf(table) })) },
    ]),
  );
}

function yearOf(table: string): number | undefined {
  const year = /_(\d{1,4})$/.exec(table)?.[1];
  return year === undefined ? undefined : Number(year);
}

/**
 * Whether partitions with `columns` can stand beside those that the main table has. A dimension that came or went since the last full run, or an item that got another value
 * type, makes the answer no (contract: tables.md §10.3 no. 20).
 */
export function sameColumns(main: MainTable, columns: readonly AnalyticsColumn[]): boolean {
  return (
    main.columns.length === columns.length &&
    columns.every(({ name, type }, index) => {
      const standing = main.columns[index];
      return standing?.name === name && standing.type === catalogueName(type);
    })
  );
}
