import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';

export const YEARS = [2023, 2024, 2025] as const;

/** Columns of the small table by which rows can be put together. */
export const KEYS = [
  'dx',
  'co',
  'ao',
  'uidlevel1',
  'uidlevel2',
  'uidlevel3',
  'monthly',
  'quarterly',
  'yearly',
] as const;

export const element = (number: number): string => `element${String(number).padStart(4, '0')}`;

/** A column of keys: some eleven letters by a number, null at times where `gaps`. */
const uid = (prefix: string, count: number, gaps = 0): string =>
  `case when random() < ${gaps} then null else rpad('${prefix}' || floor(random() * ${count})::int, 11, '0') end`;

/**
 * A table such as a run of analytics tables leaves it, by hand and with few columns: values of all kinds of periods and levels, and some that are text. All values are quarters, so that sums are
 * the same in every order.
 */
export async function smallAnalytics(db: Db, { rows = 1_500 } = {}): Promise<void> {
  await sql`
    create unlogged table public.analytics (
      dx char(11) not null, co char(11) not null, ao char(11) not null, year int not null, pe text collate "C", uidlevel1 char(11), uidlevel2 char(11), uidlevel3 char(11),
      monthly text collate "C", quarterly text collate "C", yearly text collate "C", approvallevel int, daysno int not null, daysxvalue double precision,
      value double precision, textvalue text
    )
  `.execute(db);
  for (const year of YEARS) await smallYear(db, year, rows);
}

/** A year of it, in the place of the one that stands, as a swap does it. */
export async function smallYear(db: Db, year: number, rows = 1_500): Promise<void> {
  const table = `analytics_${year}`;
  await db.transaction().execute(async (handle) => {
    await sql.raw(`drop table if exists public.${table}`).execute(handle);
    await sql
      .raw(`create unlogged table public.${table} (check (year = ${year})) inherits (public.analytics)`)
      .execute(handle);
    await sql.raw(rowsOfYear(table, year, rows)).execute(handle);
    await sql`
      insert into orderly.analytics_partition as known (table_type, table_name, year, run_uid, snapshot, started_at, row_estimate, bytes)
      values ('DATA_VALUE', ${table}, ${year}, 'byhand', pg_current_snapshot()::text, now(), ${rows}, pg_total_relation_size(${`public.${table}`}::regclass))
      on conflict (table_name) do update set row_estimate = excluded.row_estimate
    `.execute(handle);
  });
  await sql.raw(`analyze public.${table}`).execute(db);
}

/** A row in ten is text, one in eight of a whole year, and units of each level have values of their own. */
const rowsOfYear = (table: string, year: number, rows: number): string => `
  insert into public.${table} (dx, co, ao, year, pe, uidlevel1, uidlevel2, uidlevel3, monthly, quarterly, yearly, approvallevel, daysno, daysxvalue, value, textvalue)
  select
    'element' || lpad(floor(random() * 40)::int::text, 4, '0'), ${uid('combo', 2)}, ${uid('attribute', 2)}, ${year},
    case when drawn.month > 0 then '${year}' || lpad(drawn.month::text, 2, '0') else '${year}' end,
    'root0000000', case when drawn.level > 1 then ${uid('region', 3)} end, case when drawn.level > 2 then ${uid('district', 9)} end,
    case when drawn.month > 0 then '${year}' || lpad(drawn.month::text, 2, '0') end,
    case when drawn.month > 0 then '${year}Q' || (drawn.month + 2) / 3 end,
    '${year}', null, drawn.days, drawn.value * drawn.days, drawn.value, case when drawn.value is null then 'some text' end
  from (
    select floor(random() * 3)::int + 1 as level, greatest(0, floor(random() * 14)::int - 1) as month, 28 + floor(random() * 4)::int as days,
      case when random() < 0.9 then (floor(random() * 400) - 100) / 4 end as value
    from generate_series(1, ${rows})
  ) as drawn
`;

export interface NewDefinition {
  readonly name?: string;
  readonly organization?: string;
  readonly kind?: 'user_defined' | 'system_defined';
  readonly columns: readonly string[];
  readonly states: readonly string[];
  readonly elements?: readonly string[];
}

/** Stores a definition; gives its id. */
export async function define(
  db: Db,
  { name = 'by hand', organization = 'default', kind = 'user_defined', columns, states, elements = [] }: NewDefinition,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into orderly.roll_up (organization_id, cube, name, kind, subtype, columns, states, elements)
    values (
      ${organization}, 'DATA_VALUE', ${name}, ${kind}, ${kind === 'user_defined' ? 'manual' : 'demand_defined'}, ${[...columns].sort()}::text[],
      ${[...states].sort()}::text[], ${[...elements].sort()}::text[]
    )
    returning roll_up_id as id
  `.execute(db);
  return rows[0]?.id ?? '';
}

export interface PartRow {
  readonly table: string;
  readonly rollUp: string;
  readonly instance: string;
  readonly status: string;
  readonly message: string;
  readonly year: number;
  readonly version: string;
  readonly rows: number;
  readonly totalN: number;
  readonly superseded: boolean;
}

/** What is recorded of parts, those in use unless told otherwise. */
export async function partsOf(db: Db, { superseded = false } = {}): Promise<readonly PartRow[]> {
  const { rows } = await sql<PartRow>`
    select part.table_name as "table", instance.roll_up_id as "rollUp", instance.instance_id as instance, instance.status, instance.message, part.year,
      part.base_version as version, part.row_count as rows, part.total_n as "totalN", part.superseded_at is not null as superseded
    from orderly.roll_up_part as part join orderly.roll_up_instance as instance using (instance_id)
    where ${superseded} or part.superseded_at is null
    order by instance.created_at, part.year, part.built_at
  `.execute(db);
  return rows;
}

/** Tables of roll-ups that exist. */
export async function partTables(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select pg_class.relname as name from pg_class where pg_class.relnamespace = 'orderly_agg'::regnamespace and pg_class.relkind = 'r' order by 1
  `.execute(db);
  return rows.map(({ name }) => name);
}

/** What a roll-up should hold of one year, put together naively from the rows of the table; sorted text. */
export async function naively(db: Db, definition: NewDefinition, year: number): Promise<readonly string[]> {
  const { columns, states, elements = [] } = definition;
  const ofRows = {
    n: 'count(value)',
    sum_v: 'sum(value)',
    min_v: 'min(value)',
    max_v: 'max(value)',
    sum_dv: 'sum(daysxvalue)',
    sum_d: 'sum(daysno) filter (where value is not null)',
  };
  const keys = columns.map((column) => sql.id(column));
  const { rows } = await sql<{ row: string }>`
    select found::text as row from (
      select ${sql.join([...keys, ...states.map((state) => sql.raw(ofRows[state as keyof typeof ofRows]))])}
      from public.analytics
      where year = ${year} and (${elements.length === 0} or dx = any (${[...elements]}::text[]))
      group by ${sql.join(keys)}
      having count(value) > 0
    ) as found
    order by 1
  `.execute(db);
  return rows.map(({ row }) => row);
}

/** What a table of a roll-up holds, likewise. */
export async function contentOf(db: Db, table: string, { columns, states }: NewDefinition): Promise<readonly string[]> {
  const { rows } = await sql<{ row: string }>`
    select found::text as row from (select ${sql.join([...columns, ...states].map((name) => sql.id(name)))} from ${sql.id('orderly_agg', table)}) as found
    order by 1
  `.execute(db);
  return rows.map(({ row }) => row);
}
