import { sql } from 'kysely';
import { createIndex, type TableName, tableRef } from '../../../database/build/index.js';
import { type Db, transaction } from '../../../database/index.js';
import type { State } from '../definition.js';
import type { Instance } from '../instances.js';
import type { BuiltPart } from '../parts.js';
import type { BaseYear } from '../standing.js';
import { readBase } from './base.js';
import { smallChange } from './change.js';
import { contentOf, orderOf } from './content.js';
import { dropParts, partTable } from './part-tables.js';
import { type BuildOptions, cheapestSource } from './source.js';

/** From so many rows on an element is found sooner by an index, which takes milliseconds to make. */
const INDEXED_FROM = 500;
/** From so many on, a unit as well: below, the rows of its elements are read as fast. */
const INDEXED_BY_UNIT_FROM = 20_000;

/**
 * Builds the table of one year of a roll-up beside the one that stands: what stays of the rows with a value, null keys included, from the cheapest source (contract: aggregates.md §6.2,
 * §6.3, §6.7). It is of no use before `putInPlace`.
 *
 * @returns undefined when the year is gone from the analytics table
 * @throws BaseWanted, NoBase; Error when the analytics table lacks a column of the roll-up
 */
export async function buildPart(
  db: Db,
  instance: Instance,
  year: number,
  options: BuildOptions = {},
): Promise<BuiltPart | undefined> {
  const started = performance.now();
  const made = await readBase(db, instance.cube, async (handle, years) => {
    const base = years.find((one) => one.year === year);
    return base && (await makeTable(handle, instance, base, options));
  });
  if (!made) return undefined;
  const name = partTable(made.table);
  try {
    for (const columns of indexes(instance, made.rows)) await createIndex(db, name, { columns });
    await describe(db, name);
    return { ...made, bytes: await bytesOf(db, name), milliseconds: Math.round(performance.now() - started) };
  } catch (error) {
    await dropParts(db, [made.table]);
    throw error;
  }
}

async function makeTable(
  handle: Db,
  instance: Instance,
  base: BaseYear,
  options: BuildOptions,
): Promise<Omit<BuiltPart, 'bytes' | 'milliseconds'>> {
  await requireColumns(handle, instance, base);
  const { rows } = await sql<{ transaction: string }>`select pg_current_xact_id()::text as transaction`.execute(handle);
  const table = `${instance.table}_${base.year}_${rows[0]?.transaction}`;
  const source = await cheapestSource(handle, instance, base, options);
  const change = options.among ? undefined : await smallChange(handle, instance, base);
  // Written once: a vacuum in the middle would only be in the way.
  await sql`
    create unlogged table ${tableRef(partTable(table))} with (autovacuum_enabled = false) as
    select content.* from (${contentOf(instance, source, change)}) as content order by ${orderOf(instance)}
  `.execute(handle);
  const found = await totals(handle, table, instance.states);
  return {
    table,
    year: base.year,
    version: base.version,
    source: source.kind === 'reading' ? source.reading.table.table : source.name.table,
    isChange: change !== undefined,
    ...found,
  };
}

/** Sums over all rows of the table, as they are recorded and checked. */
export async function totals(
  handle: Db,
  table: string,
  states: readonly State[],
): Promise<Pick<BuiltPart, 'rows' | 'totalN' | 'totalV'>> {
  const sum = (state: State) =>
    states.includes(state) ? sql`sum(part.${sql.id(state)})::double precision` : sql`null`;
  const { rows } = await sql<{ rows: number; totalN: number | null; totalV: number | null }>`
    select count(*)::bigint as rows, ${sum('n')} as "totalN", ${sum('sum_v')} as "totalV"
    from ${tableRef(partTable(table))} as part
  `.execute(handle);
  const [found] = rows;
  return { rows: found?.rows ?? 0, totalN: found?.totalN ?? 0, totalV: found?.totalV ?? null };
}

/** An element in time, and what is within a unit of the deepest level. */
function indexes({ columns }: Instance, rows: number): readonly (readonly string[])[] {
  const levels = columns.map((column) => Number(/^uidlevel(\d+)$/.exec(column)?.[1] ?? 0));
  const deepest = Math.max(...levels);
  return [
    ...(rows >= INDEXED_FROM && columns.includes('dx') ? [['dx']] : []),
    ...(rows >= INDEXED_BY_UNIT_FROM && deepest > 1
      ? [[`uidlevel${deepest}`, ...(columns.includes('dx') ? ['dx'] : [])]]
      : []),
  ];
}

/** A part has few kinds of rows, and its statistics are made of fewer than those of other tables: they took as long as its rows. */
const STATISTICS_TARGET = 20;

async function describe(db: Db, name: TableName): Promise<void> {
  await transaction(db, async (handle) => {
    await sql`select set_config('default_statistics_target', ${String(STATISTICS_TARGET)}, true)`.execute(handle);
    await sql`analyze ${tableRef(name)}`.execute(handle);
  });
}

async function bytesOf(db: Db, name: TableName): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_total_relation_size(${`${name.schema}.${name.table}`}::regclass) as bytes
  `.execute(db);
  return rows[0]?.bytes ?? 0;
}

/** A dimension may have gone since somebody asked for it. */
async function requireColumns(handle: Db, { columns }: Instance, { table }: BaseYear): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select wanted.name from unnest(${[...columns]}::text[]) as wanted (name)
    where not exists (
      select from pg_attribute
      where pg_attribute.attrelid = ${`public.${table}`}::regclass and pg_attribute.attname = wanted.name and not pg_attribute.attisdropped
    )
  `.execute(handle);
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => name).join(', ');
  throw new Error(`The table ${table} has no ${rows.length === 1 ? 'column' : 'columns'} ${names}.`);
}
