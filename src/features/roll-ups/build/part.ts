import { type RawBuilder, sql } from 'kysely';
import { createIndex, dropTables, type TableName, tableRef } from '../../../database/build/index.js';
import type { Db } from '../../../database/index.js';
import { ROLL_UP_SCHEMA, type State } from '../definition.js';
import type { Instance } from '../instances.js';
import type { BuiltPart } from '../parts.js';
import type { BaseYear } from '../standing.js';
import { readBase } from './base.js';
import { type SmallChange, smallChange } from './change.js';
import { cheapestSource, type PartSource } from './source.js';

/** What each state is of the rows of an analytics table that have a value. */
const OF_VALUES: Readonly<Record<State, RawBuilder<unknown>>> = {
  n: sql`count(*)`,
  sum_v: sql`sum(source.value)`,
  min_v: sql`min(source.value)`,
  max_v: sql`max(source.value)`,
  sum_dv: sql`sum(source.daysxvalue)`,
  sum_d: sql`sum(source.daysno)::bigint`,
};

/** The same of states: put together they are states again. */
const OF_STATES: Readonly<Record<State, RawBuilder<unknown>>> = {
  n: sql`sum(source.n)::bigint`,
  sum_v: sql`sum(source.sum_v)`,
  min_v: sql`min(source.min_v)`,
  max_v: sql`max(source.max_v)`,
  sum_dv: sql`sum(source.sum_dv)`,
  sum_d: sql`sum(source.sum_d)::bigint`,
};

/** Below this many rows reading all of them is as fast as an index. */
const INDEXED_FROM = 20_000;

/**
 * Builds the table of one year of a roll-up beside the one that stands: what stays of the rows with a value, null keys included, from the cheapest source (contract: aggregates.md §6.2,
 * §6.3, §6.7). It is of no use before `putInPlace`.
 *
 * @param among uids of the runs of whose roll-ups it may be made; of all unless given
 * @returns undefined when the year is gone from the analytics table
 * @throws BaseWanted, NoBase; Error when the analytics table lacks a column of the roll-up
 */
export async function buildPart(
  db: Db,
  instance: Instance,
  year: number,
  among?: readonly string[],
): Promise<BuiltPart | undefined> {
  const started = performance.now();
  const made = await readBase(db, instance.cube, async (handle, years) => {
    const base = years.find((one) => one.year === year);
    return base && (await makeTable(handle, instance, base, among));
  });
  if (!made) return undefined;
  const name = partTable(made.table);
  try {
    if (made.rows >= INDEXED_FROM) for (const columns of indexes(instance)) await createIndex(db, name, { columns });
    await sql`analyze ${tableRef(name)}`.execute(db);
    return { ...made, bytes: await bytesOf(db, name), milliseconds: Math.round(performance.now() - started) };
  } catch (error) {
    await dropParts(db, [made.table]);
    throw error;
  }
}

/** Drops tables that nobody reads. */
export const dropParts = (db: Db, tables: readonly string[]): Promise<void> => dropTables(db, ROLL_UP_SCHEMA, tables);

export const partTable = (table: string): TableName => ({ schema: ROLL_UP_SCHEMA, table });

async function makeTable(
  handle: Db,
  instance: Instance,
  base: BaseYear,
  among: readonly string[] | undefined,
): Promise<Omit<BuiltPart, 'bytes' | 'milliseconds'>> {
  await requireColumns(handle, instance, base);
  const { rows } = await sql<{ transaction: string }>`select pg_current_xact_id()::text as transaction`.execute(handle);
  const table = `${instance.table}_${base.year}_${rows[0]?.transaction}`;
  const source = await cheapestSource(handle, instance, base, among);
  const change = among ? undefined : await smallChange(handle, instance, base);
  const isSame = change?.elements.length === 0;
  const content = sql.join(
    [
      ...(change ? [unchanged(instance, change)] : []),
      ...(isSame ? [] : [contentOf({ ...instance, elements: change?.elements ?? instance.elements }, source)]),
    ],
    sql` union all `,
  );
  const keys = sql.join(instance.columns.map((column) => sql.id(column)));
  // Sorted, so that what is asked for together lies together. Written once: a vacuum in the middle would only be in the way.
  await sql`
    create unlogged table ${tableRef(partTable(table))} with (autovacuum_enabled = false) as
    select content.* from (${content}) as content order by ${keys}
  `.execute(handle);
  const found = await totals(handle, table, instance.states);
  return {
    table,
    year: base.year,
    version: base.version,
    source: source.name.table,
    isChange: change !== undefined,
    ...found,
  };
}

/** What the table that stands has of elements of which nothing changed. */
const unchanged = ({ columns, states }: Instance, { table, elements }: SmallChange): RawBuilder<unknown> => sql`
  select ${sql.join([...columns, ...states].map((name) => sql.id('part', name)))}
  from ${tableRef(partTable(table))} as part
  ${elements.length === 0 ? sql`` : sql`where part.dx not in (${listOf(elements)})`}
`;

const listOf = (elements: readonly string[]): RawBuilder<unknown> =>
  sql.join(elements.map((element) => sql.lit(element)));

function contentOf({ columns, states, elements }: Instance, { name, isBase }: PartSource): RawBuilder<unknown> {
  const ofRow = isBase ? OF_VALUES : OF_STATES;
  const keys = sql.join(columns.map((column) => sql.id('source', column)));
  const values = states.map((state) => sql`${ofRow[state]} as ${sql.id(state)}`);
  const conditions = [
    ...(isBase ? [sql`source.value is not null`] : []),
    ...(elements.length > 0 ? [sql`source.dx in (${listOf(elements)})`] : []),
  ];
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  return sql`
    select ${sql.join([keys, ...values])} from ${tableRef(name)} as source ${where} group by ${keys}
  `;
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
function indexes({ columns }: Instance): readonly (readonly string[])[] {
  const levels = columns.map((column) => Number(/^uidlevel(\d+)$/.exec(column)?.[1] ?? 0));
  const deepest = Math.max(...levels);
  return [
    ...(columns.includes('dx') ? [['dx']] : []),
    ...(deepest > 1 ? [[`uidlevel${deepest}`, ...(columns.includes('dx') ? ['dx'] : [])]] : []),
  ];
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
