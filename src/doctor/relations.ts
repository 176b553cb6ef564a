import { sql } from 'kysely';
import { type Db, inSavepoint, referrersOf } from '../database/index.js';

/** `usage` is that of sequences. */
export type Right = 'select' | 'insert' | 'update' | 'delete' | 'usage';

/** A table, view, materialized view or sequence of schema `public`. */
export interface Relation {
  readonly name: string;
  readonly kind: 'table' | 'view' | 'sequence';
  readonly columns: ReadonlySet<string>;
  readonly owner: string;
  /** The role that asks may alter and drop it. */
  readonly isOwn: boolean;
  readonly rights: ReadonlySet<Right>;
  /** The planner's estimate; undefined while it was never analyzed. */
  readonly rows: number | undefined;
}

export type Relations = ReadonlyMap<string, Relation>;

/** Everything in `public` with its columns and the rights of this role, in one statement. */
export async function readRelations(db: Db): Promise<Relations> {
  const { rows } = await sql<{
    name: string;
    kind: Relation['kind'];
    columns: readonly string[];
    owner: string;
    isOwn: boolean;
    rights: readonly Right[];
    rows: number;
  }>`
    select
      pg_class.relname as name,
      case when pg_class.relkind in ('r', 'p') then 'table' when pg_class.relkind = 'S' then 'sequence' else 'view' end as kind,
      columns.names as columns,
      pg_get_userbyid(pg_class.relowner) as owner,
      pg_has_role(pg_class.relowner, 'usage') as "isOwn",
      array(
        select wanted.right
        from unnest(array['select', 'insert', 'update', 'delete']) as wanted ("right")
        where pg_class.relkind <> 'S' and has_table_privilege(pg_class.oid, wanted.right)
        union all
        select 'usage' where case when pg_class.relkind = 'S' then has_sequence_privilege(pg_class.oid, 'usage') end
      ) as rights,
      pg_class.reltuples::float as rows
    from pg_class
    join pg_namespace on pg_namespace.oid = pg_class.relnamespace and pg_namespace.nspname = 'public'
    cross join lateral (
      select array_agg(pg_attribute.attname::text) as names
      from pg_attribute
      where pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
    ) as columns
    where pg_class.relkind in ('r', 'p', 'v', 'm', 'S')
    order by pg_class.relname
  `.execute(db);
  return new Map(
    rows.map((row) => [
      row.name,
      {
        ...row,
        columns: new Set(row.columns ?? []),
        rights: new Set(row.rights),
        rows: row.rows < 0 ? undefined : row.rows,
      },
    ]),
  );
}

/** By table of `public` those of `public` that refer to it by foreign keys. */
export async function readReferrers(db: Db, relations: Relations): Promise<ReadonlyMap<string, readonly string[]>> {
  const referrers = new Map<string, readonly string[]>();
  for (const { schema, table, to } of await referrersOf(db, [...relations.keys()]))
    if (schema === 'public') referrers.set(to, [...new Set([...(referrers.get(to) ?? []), table])]);
  return referrers;
}

export interface TableSize {
  readonly name: string;
  readonly bytes: number;
  readonly rows: number | undefined;
}

/** The largest tables of all schemas, with their indexes; undefined when others hold locks on some for too long. */
export async function largestTables(db: Db, count: number): Promise<readonly TableSize[] | undefined> {
  try {
    return await inSavepoint(db, async () => {
      const { rows } = await sql<{ name: string; bytes: number; rows: number }>`
        select
          case pg_namespace.nspname when 'public' then '' else pg_namespace.nspname || '.' end || pg_class.relname as name,
          pg_total_relation_size(pg_class.oid) as bytes,
          pg_class.reltuples::float as rows
        from pg_class
        join pg_namespace on pg_namespace.oid = pg_class.relnamespace
        where pg_class.relkind in ('r', 'm') and pg_namespace.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
        order by bytes desc, name
        limit ${count}
      `.execute(db);
      return rows.map((row) => ({ ...row, rows: row.rows < 0 ? undefined : row.rows }));
    });
  } catch (error) {
    if (isTooSlow(error)) return undefined;
    throw error;
  }
}

/** A lock did not come in time, or the statement took too long. */
export const isTooSlow = (error: unknown): boolean =>
  ['55P03', '57014'].includes(String((error as { readonly code?: string }).code));
