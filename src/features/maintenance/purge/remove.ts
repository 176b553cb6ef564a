import { type RawBuilder, sql } from 'kysely';
import type { Db, Referrer } from '../../../database/index.js';
import { COLLECTED, type CollectedTable, GOES_WITH } from './belongings.js';
import { going, type PurgeMap } from './collect.js';

export type Counts = Readonly<Record<string, number>>;

const ITEMS = 'relationshipitem';
const isCollected = (name: string): name is CollectedTable => COLLECTED.some(({ table }) => table === name);

/** Tables whose rows go but are not collected, with the columns because of which they go. */
function leaves({ referrers }: PurgeMap): ReadonlyMap<string, readonly Referrer[]> {
  const found = new Map<string, Referrer[]>();
  for (const referrer of referrers) {
    const { table, to } = referrer;
    if (isCollected(table) || !isCollected(to) || !GOES_WITH[to]?.includes(table)) continue;
    found.set(table, [...(found.get(table) ?? []), referrer]);
  }
  return found;
}

/** The physical places of the rows of a leaf that go; a row that goes for two reasons is there once. */
const places = (table: string, columns: readonly Referrer[]): RawBuilder<unknown> =>
  sql.join(
    columns.map(
      ({ column, to }) => sql`
        select row.ctid from ${sql.table(table)} as row where ${sql.ref(`row.${column}`)} in (select gone.key from ${going(to)} as gone)
      `,
    ),
    sql` union `,
  );

/** How many rows of each table go with what was collected. */
export async function countGoing(db: Db, map: PurgeMap): Promise<Counts> {
  const questions = [
    ...[...leaves(map)].map(([table, columns]) => countPlaces(table, columns)),
    ...COLLECTED.filter(({ table }) => map.tables.has(table)).map(({ table }) => countKeys(table)),
  ];
  const { rows } = await sql<{ table: string; count: number }>`${sql.join(questions, sql` union all `)}`.execute(db);
  return without0(Object.fromEntries(rows.map(({ table, count }) => [table, count])));
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
  const counts: Record<string, number> = {};
  const columnsOf = leaves(map);
  for (const [table, columns] of columnsOf) if (table !== ITEMS) counts[table] = await removeLeaf(db, table, columns);
  const items = columnsOf.get(ITEMS);
  if (items) {
    // Items go with their relationships, by the cascade, so that they have to be counted before; one without a relationship goes by itself.
    const { rows } = await countPlaces(ITEMS, items).execute(db);
    counts[ITEMS] = rows[0]?.count ?? 0;
  }
  for (const { table, key } of COLLECTED.toReversed()) {
    if (!map.tables.has(table)) continue;
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} as row where ${sql.ref(`row.${key}`)} in (select gone.key from ${going(table)} as gone)
    `.execute(db);
    counts[table] = Number(numAffectedRows ?? 0n);
    if (table === 'relationship' && items) await removeLeaf(db, ITEMS, items);
  }
  return without0(counts);
}

async function removeLeaf(db: Db, table: string, columns: readonly Referrer[]): Promise<number> {
  const [only, ...others] = columns;
  const condition =
    only && others.length === 0
      ? sql`${sql.ref(`row.${only.column}`)} in (select gone.key from ${going(only.to)} as gone)`
      : sql`row.ctid in (${places(table, columns)})`;
  const { numAffectedRows } = await sql`delete from ${sql.table(table)} as row where ${condition}`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

const without0 = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
