import { type RawBuilder, sql } from 'kysely';
import { publicTable, type TableName, tableRef } from '../../../database/build/index.js';
import type { Db } from '../../../database/index.js';
import { PERIOD_COLUMNS } from '../../resource-tables/index.js';
import type { Cube, State } from '../definition.js';
import type { Instance } from '../instances.js';
import type { BaseYear } from '../standing.js';
import { readBase } from './base.js';
import { type Determined, type KeySet, keySets, keysOf, PERIOD } from './key-sets.js';
import { OF_VALUES } from './states.js';

/** Rows of a year of the analytics table, put together in one reading for several roll-ups. */
export interface Reading {
  readonly year: number;
  /** State of the analytics table that was read. */
  readonly version: string;
  /** The rows of all sets; column `set` says of which. */
  readonly table: TableName;
  /** The columns of each period. */
  readonly periods: TableName;
  /** The rows of that table. */
  readonly periodRows: readonly PeriodRow[];
  readonly sets: readonly ReadSet[];
  readonly states: ReadonlySet<State>;
}

/** What stands in the columns of a period. */
export type PeriodRow = Readonly<Record<string, string | null>>;

export interface ReadSet extends KeySet {
  readonly id: number;
  readonly rows: number;
}

/** Two roll-ups are the fewest that gain from being made of one reading. */
const FEWEST = 2;

/**
 * Reads a year of the analytics table once for all the instances, into tables of a schema of the run. Instances that need columns that the table does not have are passed over: they fail when they are built.
 *
 * @param determined see `keySets`
 * @returns undefined when the year is gone, or there is nothing to be gained
 * @throws BaseWanted, NoBase
 */
export async function readYear(
  db: Db,
  cube: Cube,
  year: number,
  instances: readonly Instance[],
  { schema, determined }: { readonly schema: string; readonly determined: Determined },
): Promise<Reading | undefined> {
  return await readBase(db, cube, async (handle, years) => {
    const base = years.find((one) => one.year === year);
    if (!base) return undefined;
    const known = await columnsOf(handle, base);
    const possible = instances.filter(({ columns }) => columns.every((column) => known.has(column)));
    if (possible.length < FEWEST) return undefined;
    const sets = keySets(possible, known.has(PERIOD), determined);
    const states = [...new Set(possible.flatMap((instance) => instance.states))].sort();
    const table = { schema, table: `reading_${year}` };
    await makeReading(handle, table, base, sets, states);
    const periods = { schema, table: `periods_${year}` };
    const periodRows = sets.some(({ byPeriod }) => byPeriod)
      ? await makePeriods(handle, periods, table, base, known)
      : [];
    return {
      year,
      version: base.version,
      table,
      periods,
      periodRows,
      sets: await counted(handle, table, sets),
      states: new Set(states),
    };
  });
}

async function makeReading(
  handle: Db,
  table: TableName,
  base: BaseYear,
  sets: readonly KeySet[],
  states: readonly State[],
): Promise<void> {
  const all = allKeys(sets);
  const list = (columns: readonly string[]) => sql.join(columns.map((column) => sql.id('source', column)));
  await sql`
    create unlogged table ${tableRef(table)} with (autovacuum_enabled = false) as
    select grouping(${list(all)}) as set, ${list(all)}, ${sql.join(states.map((state) => sql`${OF_VALUES[state]} as ${sql.id(state)}`))}
    from ${tableRef(publicTable(base.table))} as source
    where source.value is not null
    group by grouping sets (${sql.join(sets.map((set) => sql`(${list(keysOf(set))})`))})
  `.execute(handle);
}

/** All columns of a period follow from it: one row of each tells them. */
async function makePeriods(
  handle: Db,
  periods: TableName,
  reading: TableName,
  base: BaseYear,
  known: ReadonlySet<string>,
): Promise<readonly PeriodRow[]> {
  const columns = PERIOD_COLUMNS.map(({ column }) => column).filter((column) => known.has(column));
  const list = (alias: string): RawBuilder<unknown> => sql.join(columns.map((column) => sql.id(alias, column)));
  await sql`
    create unlogged table ${tableRef(periods)} with (autovacuum_enabled = false) as
    select found.pe, ${list('one')}
    from (
      select reading.pe, min(reading.dx) as dx from ${tableRef(reading)} as reading where reading.pe is not null group by reading.pe
    ) as found
    cross join lateral (
      select ${list('source')} from ${tableRef(publicTable(base.table))} as source
      where source.dx = found.dx and source.pe = found.pe
      limit 1
    ) as one
  `.execute(handle);
  const { rows } = await sql<PeriodRow>`select * from ${tableRef(periods)}`.execute(handle);
  return rows;
}

async function counted(handle: Db, table: TableName, sets: readonly KeySet[]): Promise<readonly ReadSet[]> {
  const { rows } = await sql<{ set: number; rows: number }>`
    select reading.set, count(*)::int as rows from ${tableRef(table)} as reading group by reading.set
  `.execute(handle);
  const all = allKeys(sets);
  return sets.map((set) => {
    const keys = new Set(keysOf(set));
    // As `grouping` counts: the last column is the lowest bit, and set where the column is no key.
    const id = all.reduce((bits, column) => bits * 2 + (keys.has(column) ? 0 : 1), 0);
    return { ...set, id, rows: rows.find((row) => row.set === id)?.rows ?? 0 };
  });
}

const allKeys = (sets: readonly KeySet[]): readonly string[] => [...new Set(sets.flatMap(keysOf))].sort();

async function columnsOf(handle: Db, { table }: BaseYear): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select pg_attribute.attname as name
    from pg_attribute
    where pg_attribute.attrelid = ${`public.${table}`}::regclass and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
  `.execute(handle);
  return new Set(rows.map(({ name }) => name));
}
