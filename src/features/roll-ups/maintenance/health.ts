import { sql } from 'kysely';
import { tableRef } from '../../../database/build/index.js';
import type { Db } from '../../../database/index.js';
import { BaseWanted, NoBase, readBase } from '../build/base.js';
import { partTable } from '../build/part-tables.js';
import type { Cube, State } from '../definition.js';

/** Something wrong with an active instance. */
export interface Damage {
  readonly instance: string;
  readonly name: string;
  readonly message: string;
}

/** Sums are added up in another order than before. */
const TOLERANCE = 1e-9;
/** Tables that one statement looks through. */
const TABLES_AT_ONCE = 50;

interface Recorded {
  readonly instance: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly states: readonly State[];
  readonly table: string;
  readonly year: number;
  readonly rows: number;
  readonly totalN: number;
  readonly totalV: number | null;
  /** Columns of the table in the database, null when there is none. */
  readonly found: readonly string[] | null;
}

/**
 * What is wrong with the active instances of an organization: a table that is missing, has other columns or other rows than were recorded, and for a sample of the years other totals than the
 * analytics table (contract: aggregates.md §6.7 `health`). One line for each instance.
 *
 * @param sampled how many years are compared with the analytics table: the newest, and others at random
 */
export async function findDamage(db: Db, organization: string, cube: Cube, sampled = 2): Promise<readonly Damage[]> {
  const recorded = await recordedParts(db, organization, cube);
  const found = [...shapeDamage(recorded), ...(await contentDamage(db, recorded.filter(isAsRecorded)))];
  const damaged = new Set(found.map(({ instance }) => instance));
  const sound = recorded.filter(({ instance }) => !damaged.has(instance));
  for (const year of sampleOf([...new Set(sound.map(({ year }) => year))], sampled)) {
    const instances = new Set(sound.filter((part) => part.year === year).map(({ instance }) => instance));
    found.push(...(await differences(db, cube, year, [...instances])));
  }
  return [...new Map(found.map((damage) => [damage.instance, damage])).values()];
}

async function recordedParts(db: Db, organization: string, cube: Cube): Promise<readonly Recorded[]> {
  const { rows } = await sql<Recorded>`
    select instance.instance_id as instance, roll_up.name, roll_up.columns, roll_up.states, part.table_name as "table", part.year, part.row_count as rows,
      part.total_n as "totalN", part.total_v as "totalV",
      (
        select array_agg(pg_attribute.attname::text order by pg_attribute.attnum)
        from pg_class
        join pg_attribute on pg_attribute.attrelid = pg_class.oid
        where pg_class.relname = part.table_name and pg_class.relnamespace = 'orderly_agg'::regnamespace and pg_class.relkind = 'r'
          and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
      ) as found
    from orderly.roll_up_part as part
    join orderly.roll_up_instance as instance using (instance_id)
    join orderly.roll_up using (roll_up_id)
    where roll_up.organization_id = ${organization} and roll_up.cube = ${cube} and instance.status = 'active' and part.superseded_at is null
    order by part.year
  `.execute(db);
  return rows;
}

const isAsRecorded = ({ found, columns, states }: Recorded): boolean =>
  found !== null && found.join() === [...columns, ...states].join();

const shapeDamage = (recorded: readonly Recorded[]): readonly Damage[] =>
  recorded
    .filter((part) => !isAsRecorded(part))
    .map(({ instance, name, table, found }) => ({
      instance,
      name,
      message:
        found === null ? `The table ${table} is missing` : `The table ${table} has other columns than its definition`,
    }));

/** Reads all tables: they are small beside what they were made of. */
async function contentDamage(db: Db, parts: readonly Recorded[]): Promise<readonly Damage[]> {
  const damages: Damage[] = [];
  for (let from = 0; from < parts.length; from += TABLES_AT_ONCE) {
    const some = parts.slice(from, from + TABLES_AT_ONCE);
    const sums = some.map(({ table, states }) => {
      const has = (state: State) => states.includes(state);
      return sql`
        select ${table}::text as "table", count(*)::bigint as rows, ${has('n') ? sql`sum(part.n)::double precision` : sql`null::double precision`} as n,
          ${has('sum_v') ? sql`sum(part.sum_v)` : sql`null::double precision`} as v, ${has('sum_v') ? sql`sum(abs(part.sum_v))` : sql`null::double precision`} as size
        from ${tableRef(partTable(table))} as part
      `;
    });
    const { rows } = await sql<Totals & { table: string }>`${sql.join(sums, sql` union all `)}`.execute(db);
    const totals = new Map(rows.map((row) => [row.table, row]));
    for (const { table, instance, name, rows: recorded, totalN, totalV } of some) {
      const now = totals.get(table);
      if (!now) continue;
      if (now.rows !== recorded)
        damages.push({
          instance,
          name,
          message: `The table ${table} has ${now.rows} rows, and had ${recorded} when it was built`,
        });
      else if (recorded > 0 && !agrees({ totalN, totalV }, now))
        damages.push({ instance, name, message: `The table ${table} has other values than when it was built` });
    }
  }
  return damages;
}

interface Totals {
  readonly rows: number;
  /** Null where the roll-up does not keep it. */
  readonly n: number | null;
  readonly v: number | null;
  /** Sum of what `v` adds up, without signs: by it a difference is judged. */
  readonly size: number | null;
}

const agrees = (
  { totalN, totalV }: Pick<Recorded, 'totalN' | 'totalV'>,
  { n, v, size }: Omit<Totals, 'rows'>,
): boolean =>
  (n === null || n === totalN) &&
  (v === null || totalV === null || Math.abs(v - totalV) <= TOLERANCE * Math.max(size ?? 0, Math.abs(v)));

/** The newest and some of the others. */
function sampleOf(years: readonly number[], count: number): readonly number[] {
  const [newest, ...others] = [...years].sort((a, b) => b - a);
  if (newest === undefined) return [];
  const drawn = others.map((year) => ({ year, lot: Math.random() })).sort((a, b) => a.lot - b.lot);
  return [newest, ...drawn.slice(0, Math.max(0, count - 1)).map(({ year }) => year)];
}

/** Instances whose totals of a year are not those of the values that they were made of; those that are behind cannot be compared. */
async function differences(db: Db, cube: Cube, year: number, instances: readonly string[]): Promise<readonly Damage[]> {
  try {
    return await readBase(db, cube, async (handle, years) => {
      const base = years.find((one) => one.year === year);
      if (!base) return [];
      const { rows } = await sql<Omit<Recorded, 'found'> & Omit<Totals, 'rows'>>`
        with of_element as materialized (
          select source.dx::text as dx, count(*)::double precision as n, sum(source.value) as v, sum(abs(source.value)) as size
          from ${sql.id('public', base.table)} as source
          where source.value is not null
          group by source.dx
        )
        select instance.instance_id as instance, roll_up.name, part.table_name as "table", part.total_n as "totalN", part.total_v as "totalV",
          case when 'n' = any (roll_up.states) then coalesce(whole.n, 0) end as n,
          case when 'sum_v' = any (roll_up.states) then coalesce(whole.v, 0) end as v,
          coalesce(whole.size, 0) as size
        from orderly.roll_up_part as part
        join orderly.roll_up_instance as instance using (instance_id)
        join orderly.roll_up using (roll_up_id)
        cross join lateral (
          select sum(of_element.n) as n, sum(of_element.v) as v, sum(of_element.size) as size
          from of_element
          where cardinality(roll_up.elements) = 0 or of_element.dx = any (roll_up.elements)
        ) as whole
        where part.instance_id = any (${[...instances]}::uuid[]) and part.year = ${year} and part.base_version = ${base.version}
          and part.superseded_at is null
      `.execute(handle);
      return rows
        .filter((row) => !agrees({ totalN: row.totalN, totalV: row.totalV ?? 0 }, row))
        .map(({ instance, name, table }) => ({
          instance,
          name,
          message: `The table ${table} does not add up to what the analytics table has for ${year}`,
        }));
    });
  } catch (error) {
    if (error instanceof BaseWanted || error instanceof NoBase) return [];
    throw error;
  }
}

/**
 * Takes instances out of use whose tables a crash of the database emptied, before anybody is answered: unlogged tables come back without rows.
 *
 * @returns the names of their definitions
 */
export async function findEmptied(db: Db): Promise<readonly Damage[]> {
  const { rows } = await sql<Damage>`
    select instance.instance_id as instance, min(roll_up.name) as name, 'A crash of the database emptied its tables' as message
    from orderly.roll_up_part as part
    join orderly.roll_up_instance as instance using (instance_id)
    join orderly.roll_up using (roll_up_id)
    join pg_class on pg_class.relname = part.table_name and pg_class.relnamespace = 'orderly_agg'::regnamespace
    where instance.status in ('pending', 'active') and part.superseded_at is null and part.row_count > 0 and pg_relation_size(pg_class.oid) = 0
    group by instance.instance_id
  `.execute(db);
  return rows;
}
