import { sql } from 'kysely';
import { catalogueName } from '../../database/build/index.js';
import type { Db } from '../../database/index.js';
import type { AnalyticsColumn, TablePlan } from './definition.js';

/** An analytics table as readers see it now. */
export interface MainTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partitions: readonly { readonly table: string; readonly year: number | undefined }[];
  /** Its partitions, or the table itself if it has none, are those that runs of this server put in place. */
  readonly isOwn: boolean;
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
    isOwn: boolean;
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
      ) as children,
      not exists (
        select from pg_class as piece
        where (
          piece.oid in (select pg_inherits.inhrelid from pg_inherits where pg_inherits.inhparent = main.oid)
          or (piece.oid = main.oid and not exists (select from pg_inherits where pg_inherits.inhparent = main.oid))
        )
        and not exists (
          select from orderly.analytics_partition as known where known.table_name = piece.relname and known.table_oid = piece.oid
        )
      ) as "isOwn"
    from pg_class as main
    where main.relname = any (${[...names]}::text[]) and main.relkind in ('r', 'p') and main.relnamespace = 'public'::regnamespace
  `.execute(db);
  return new Map(
    rows.map(({ name, columns, children, isOwn }) => [
      name,
      { columns: columns ?? [], partitions: (children ?? []).map((table) => ({ table, year: yearOf(table) })), isOwn },
    ]),
  );
}

function yearOf(table: string): number | undefined {
  const year = /_(\d{1,4})$/.exec(table)?.[1];
  return year === undefined ? undefined : Number(year);
}

/**
 * Why rows made now cannot stand beside those that the table has; undefined when they can. A dimension that came or went since it was made, or an item that got another value type, gives it other
 * columns (contract: tables.md §10.3 no. 20). What DHIS2 made in its place, or added to it as its latest partition, follows rules of its own.
 */
export function misfitOf(main: MainTable | undefined, { columns, years }: TablePlan): string | undefined {
  if (!main) return 'there is none yet';
  if (!sameColumns(main, columns)) return 'its columns changed since it was last written';
  const isEmpty = years !== undefined && main.partitions.length === 0;
  return main.isOwn || isEmpty ? undefined : 'another server has made it, or a part of it, since';
}

function sameColumns(main: MainTable, columns: readonly AnalyticsColumn[]): boolean {
  return (
    main.columns.length === columns.length &&
    columns.every(({ name, type }, index) => {
      const standing = main.columns[index];
      return standing?.name === name && standing.type === catalogueName(type);
    })
  );
}
