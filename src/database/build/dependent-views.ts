import { sql } from 'kysely';
import type { Db } from '../database.js';
import { type TableName, tableRef } from './definition.js';

/** A view that stands on tables about to be replaced, with all that is needed to make it again. */
export interface DependentView extends TableName {
  readonly materialized: boolean;
  readonly definition: string;
  readonly owner: string;
  readonly options: readonly string[] | null;
  /** Statements that make the indexes of a materialized view. */
  readonly indexes: readonly string[] | null;
  readonly grants:
    | readonly { readonly grantee: string | null; readonly privilege: string; readonly grantable: boolean }[]
    | null;
}

/** Every view and materialized view that depends on `tables`, directly or through other views; those depended on come first. */
export async function dependentViews(db: Db, tables: readonly TableName[]): Promise<readonly DependentView[]> {
  const names = tables.map(({ schema, table }) => `${quote(schema)}.${quote(table)}`);
  const { rows } = await sql<DependentView>`
    with recursive dependent (oid, depth) as (
      select rewrite.ev_class, 1
      from unnest(${names}::text[]) as named (name)
      join pg_depend on pg_depend.refobjid = to_regclass(named.name) and pg_depend.refclassid = 'pg_class'::regclass
      join pg_rewrite as rewrite on rewrite.oid = pg_depend.objid and pg_depend.classid = 'pg_rewrite'::regclass
      -- the rule of a view depends on the view itself
      where rewrite.ev_class <> pg_depend.refobjid
      union
      select rewrite.ev_class, dependent.depth + 1
      from dependent
      join pg_depend on pg_depend.refobjid = dependent.oid and pg_depend.refclassid = 'pg_class'::regclass
      join pg_rewrite as rewrite on rewrite.oid = pg_depend.objid and pg_depend.classid = 'pg_rewrite'::regclass
      where rewrite.ev_class <> dependent.oid and dependent.depth < 64
    ),
    ordered as (
      select dependent.oid, max(dependent.depth) as depth from dependent group by dependent.oid
    )
    select
      pg_namespace.nspname as schema,
      pg_class.relname as "table",
      pg_class.relkind = 'm' as materialized,
      pg_get_viewdef(pg_class.oid) as definition,
      pg_get_userbyid(pg_class.relowner) as owner,
      pg_class.reloptions as options,
      (
        select array_agg(pg_get_indexdef(pg_index.indexrelid) order by pg_index.indexrelid)
        from pg_index where pg_index.indrelid = pg_class.oid
      ) as indexes,
      (
        select json_agg(json_build_object(
          'grantee', case when acl.grantee = 0 then null else pg_get_userbyid(acl.grantee) end,
          'privilege', acl.privilege_type,
          'grantable', acl.is_grantable
        ))
        from aclexplode(pg_class.relacl) as acl
      ) as grants
    from ordered
    join pg_class on pg_class.oid = ordered.oid
    join pg_namespace on pg_namespace.oid = pg_class.relnamespace
    where pg_class.relkind in ('v', 'm')
    order by ordered.depth, schema, "table"
  `.execute(db);
  return rows;
}

/** Drops the views, those that stand on others first. */
export async function dropViews(db: Db, views: readonly DependentView[]): Promise<void> {
  for (const view of views.toReversed()) {
    await sql`drop ${kind(view)} ${tableRef(view)}`.execute(db);
  }
}

/**
 * Makes the views again, in the transaction that replaced their tables. One that no longer fits (its column is gone) is left out and reported; the others
 * stay.
 *
 * @returns a sentence for each view that could not be made
 */
export async function recreateViews(db: Db, views: readonly DependentView[]): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const view of views) {
    await sql`savepoint view`.execute(db);
    try {
      await recreateView(db, view);
      await sql`release savepoint view`.execute(db);
    } catch (error) {
      await sql`rollback to savepoint view`.execute(db);
      const reason = error instanceof Error ? error.message : String(error);
      failures.push(`View ${view.schema}.${view.table} could not be made again: ${reason}`);
    }
  }
  return failures;
}

async function recreateView(db: Db, view: DependentView): Promise<void> {
  const options = view.options?.length
    ? sql` with (${sql.join(view.options.map((option) => sql.raw(option)))})`
    : sql``;
  // The definition and the options are PostgreSQL's own text, read from its catalogue a moment ago.
  const body = sql.raw(view.definition.replace(/;\s*$/, ''));
  const empty = view.materialized ? sql` with no data` : sql``;
  await sql`create ${kind(view)} ${tableRef(view)}${options} as ${body}${empty}`.execute(db);
  await sql`alter ${kind(view)} ${tableRef(view)} owner to ${sql.id(view.owner)}`.execute(db);
  for (const { grantee, privilege, grantable } of view.grants ?? []) {
    const to = grantee === null ? sql`public` : sql.id(grantee);
    const passOn = sql.raw(grantable ? ' with grant option' : '');
    await sql`grant ${sql.raw(privilege)} on ${tableRef(view)} to ${to}${passOn}`.execute(db);
  }
  // Filled only now, because that is done with the rights of its owner and must not be with ours.
  if (view.materialized) await sql`refresh materialized view ${tableRef(view)}`.execute(db);
  for (const index of view.indexes ?? []) await sql.raw(index).execute(db);
}

const kind = (view: DependentView) => (view.materialized ? sql`materialized view` : sql`view`);

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
