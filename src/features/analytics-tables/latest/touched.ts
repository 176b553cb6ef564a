import { type RawBuilder, sql } from 'kysely';
import { createTable, nameList, tableRef } from '../../../database/build/index.js';
import { RESOURCE_TABLES, type ResourceTableKey } from '../../resource-tables/index.js';
import type { TablePlan } from '../definition.js';
import type { LatestSource, RowRules } from './rules.js';
import { markRelation, unseenNote } from './watermark.js';

/** Above this share of a year's rows building it anew is faster than removing and adding rows. */
const LARGE_SHARE = 0.2;
/** Below this many rows it never is. */
const FEW_ROWS = 10_000;

/** Writes the keys of all rows to look at again into `touched`; gives how many changed by themselves or with what they depend on. */
export async function findTouched(at: LatestSource, rules: RowRules): Promise<number> {
  const { handle, touched } = at;
  const key = nameList(rules.key);
  await createTable(
    handle,
    touched,
    rules.key.map((name) => ({ name, type: 'bigint', notNull: true })),
    { primaryKey: rules.key },
  );
  const changed = await findChanges(at, rules);
  const parts = [
    ...rules.changedRows(at),
    ...rules.dependencies
      .filter(({ resource }) => changed.has(resource))
      .flatMap(({ resource, rows }) => {
        const joined = typeof rows === 'function' ? rows(at) : rows;
        return joined ? [rules.dependentRows(at, resource, joined)] : [];
      }),
  ];
  let found = 0;
  for (const part of parts) {
    const { numAffectedRows } = await sql`
      insert into ${tableRef(touched)} (${key}) ${part} on conflict do nothing
    `.execute(handle);
    found += Number(numAffectedRows ?? 0n);
  }
  await sql`analyze ${tableRef(touched)}`.execute(handle);
  return found;
}

/** Takes out of all changes those that show in the tables and that their marks have not seen; gives the names of what changed. */
async function findChanges(at: LatestSource, rules: RowRules): Promise<ReadonlySet<string>> {
  const { handle, changes, marks, source } = at;
  await sql`
    create unlogged table ${tableRef(changes)} (resource text not null, key bigint[] not null, identity text, changed text[], written xid8 not null)
  `.execute(handle);
  const found = new Set<string>();
  for (const { resource, columns } of shownColumns(at, rules)) {
    // Columns that a table only got or lost have no part in what changed; a table whose columns are not known counts with all.
    const known = source.resourceColumns.get(RESOURCE_TABLES[resource as ResourceTableKey]);
    const shown = columns?.filter((column) => known === undefined || known.has(column));
    const { numAffectedRows } = await sql`
      insert into ${tableRef(changes)} (resource, key, identity, changed, written)
      select note.resource, note.key, note.identity, note.changed, note.written
      from orderly.resource_change as note
      where note.resource = ${resource}
        and (note.changed is null ${shown === undefined ? sql`or true` : sql`or note.changed && ${shown}::text[]`})
        and exists (select from ${markRelation(marks)} where ${unseenNote('note')})
    `.execute(handle);
    if (numAffectedRows !== undefined && numAffectedRows > 0n) found.add(resource);
  }
  await sql`analyze ${tableRef(changes)}`.execute(handle);
  return found;
}

/** What of each resource shows; of one that several dependencies name, all that any of them shows. */
function shownColumns(
  at: LatestSource,
  { dependencies }: RowRules,
): readonly { readonly resource: string; readonly columns: readonly string[] | undefined }[] {
  const shown = new Map<string, readonly string[] | undefined>();
  for (const { resource, shows } of dependencies) {
    const columns = shows?.(at);
    const before = shown.get(resource);
    shown.set(
      resource,
      columns === undefined || (shown.has(resource) && before === undefined)
        ? undefined
        : [...(before ?? []), ...columns],
    );
  }
  return [...shown].map(([resource, columns]) => ({ resource, columns }));
}

/** The years of which a large share changed, or whether that is so of the whole type. */
export async function tooMany(at: LatestSource, { touchedByYear }: RowRules): Promise<readonly number[] | true> {
  const { handle, plans, touched } = at;
  const { rows: known } = await sql<{ year: number | null; rows: number }>`
    select known.year, sum(known.row_estimate)::float8 as rows
    from orderly.analytics_partition as known
    where ${ofTables(plans)}
    group by known.year
  `.execute(handle);
  const isLarge = (changed: number, all: number): boolean => changed > Math.max(FEW_ROWS, all * LARGE_SHARE);
  if (!touchedByYear) {
    const { rows } = await sql<{ rows: number }>`select count(*)::int as rows from ${tableRef(touched)}`.execute(
      handle,
    );
    const all = known.reduce((sum, { rows: some }) => sum + some, 0);
    return isLarge(rows[0]?.rows ?? 0, all) ? true : [];
  }
  const { rows: changed } = await touchedByYear(at).execute(handle);
  const sizes = new Map(known.map(({ year, rows }) => [year, rows]));
  return changed.filter(({ year, rows }) => isLarge(rows, sizes.get(year) ?? 0)).map(({ year }) => year);
}

const ofTables = (plans: readonly TablePlan[]): RawBuilder<boolean> => sql`
  exists (
    select from unnest(${plans.map(({ table }) => table)}::text[]) as named (name)
    where known.table_name = named.name or known.table_name ~ ('^' || named.name || '_[0-9]{1,4}$')
  )
`;
