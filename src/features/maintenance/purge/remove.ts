import { type RawBuilder, sql } from 'kysely';
import type { Db, Referrer } from '../../../database/index.js';
import { deleteAndTell } from '../../analytics-tables/index.js';
import { going, stored } from './collect.js';
import type { PurgeMap } from './map.js';

/** Rows by table, in the names of 2.42. */
export type Counts = Readonly<Record<string, number>>;

const ITEMS = 'relationshipitem';

/** Tables whose rows go but are not collected, with the columns because of which they go. */
function leaves({ referrers, isCollected, goesAlong }: PurgeMap): ReadonlyMap<string, readonly Referrer[]> {
  const found = new Map<string, Referrer[]>();
  for (const referrer of referrers) {
    const { table, to } = referrer;
    if (isCollected(table) || !isCollected(to) || !goesAlong(referrer)) continue;
    found.set(table, [...(found.get(table) ?? []), referrer]);
  }
  return found;
}

/** The physical places of the rows of a leaf that go; a row that goes for two reasons is there once. */
const places = (table: string, columns: readonly Referrer[]): RawBuilder<unknown> =>
  sql.join(
    columns.map(
      ({ column, to }) => sql`
        select row.ctid from ${stored(table)} as row where ${sql.ref(`row.${column}`)} in (select gone.key from ${going(to)} as gone)
      `,
    ),
    sql` union `,
  );

/** How many rows of each table go with what was collected. */
export async function countGoing(db: Db, map: PurgeMap): Promise<Counts> {
  const questions = [
    ...[...leaves(map)].map(([table, columns]) => countPlaces(table, columns)),
    ...map.collected.map(({ table }) => countKeys(table)),
  ];
  const { rows } = await sql<{ table: string; count: number }>`${sql.join(questions, sql` union all `)}`.execute(db);
  return summed(map, new Map(rows.map(({ table, count }) => [table, count])));
}

const countPlaces = (table: string, columns: readonly Referrer[]) =>
  sql<{
    table: string;
    count: number;
  }>`select ${table}::text as table, count(*) as count from (${places(table, columns)}) as gone`;

const countKeys = (table: string) =>
  sql<{
    table: string;
    count: number;
  }>`select ${table}::text as table, count(distinct gone.key) as count from ${going(table)} as gone`;

/**
 * Deletes what was collected, what refers before what is referred to (contract: schema.md §3.3).
 *
 * @returns rows deleted, by table
 */
export async function removeGoing(db: Db, map: PurgeMap): Promise<Counts> {
  const counts = new Map<string, number>();
  const columnsOf = leaves(map);
  for (const [table, columns] of columnsOf)
    if (table !== ITEMS) counts.set(table, await removeLeaf(db, table, columns));
  const items = columnsOf.get(ITEMS);
  if (items) {
    // Items go with their relationships, by the cascade, so that they have to be counted before; one without a relationship goes by itself.
    const { rows } = await countPlaces(ITEMS, items).execute(db);
    counts.set(ITEMS, rows[0]?.count ?? 0);
  }
  for (const { table, key, name, columnOf } of map.collected.toReversed()) {
    const condition = sql`${sql.ref(`row.${key}`)} in (select gone.key from ${going(table)} as gone)`;
    counts.set(table, await deleteAndTell(db, name, { table: stored(table), condition }, columnOf));
    if (table === 'relationship' && items) await removeLeaf(db, ITEMS, items);
  }
  return summed(map, counts);
}

async function removeLeaf(db: Db, table: string, columns: readonly Referrer[]): Promise<number> {
  const [only, ...others] = columns;
  const condition =
    only && others.length === 0
      ? sql`${sql.ref(`row.${only.column}`)} in (select gone.key from ${going(only.to)} as gone)`
      : sql`row.ctid in (${places(table, columns)})`;
  const { numAffectedRows } = await sql`delete from ${stored(table)} as row where ${condition}`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Without tables of which nothing goes. */
function summed({ nameOf }: PurgeMap, counts: ReadonlyMap<string, number>): Counts {
  const sums: Record<string, number> = {};
  for (const [table, count] of counts) if (count > 0) sums[nameOf(table)] = (sums[nameOf(table)] ?? 0) + count;
  return sums;
}
