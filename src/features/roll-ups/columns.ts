import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { PERIOD_COLUMNS } from '../resource-tables/index.js';
import { type Cube, TABLE_OF } from './definition.js';

/** A period column of an analytics table. */
export interface PeriodOfTable {
  readonly name: string;
  /** About how many days its periods have. A row fills the column of its own type and those of longer types. */
  readonly frequencyOrder: number;
}

/** What an analytics table can be grouped by. */
export interface TableColumns {
  /** `uidlevel1` and on, the root first, without a gap. */
  readonly levels: readonly string[];
  /** The shortest first. */
  readonly periods: readonly PeriodOfTable[];
  /** Of any other kind, sorted: data element, option combos, group sets, categories, approval level. */
  readonly others: readonly string[];
}

/** Dimensions that are not called after the uid of a group set or category. */
const FIXED = ['dx', 'co', 'ao', 'approvallevel'];
const UID = /^[A-Za-z][A-Za-z0-9]{10}$/;
const UID_TYPE = 'character(11)';

/** What the table of a cube can be grouped by, from the catalogue of the database; undefined when there is no such table (contract: aggregates.md §6.1). */
export async function tableColumns(db: Db, cube: Cube): Promise<TableColumns | undefined> {
  const { rows } = await sql<{ name: string; type: string }>`
    select pg_attribute.attname as name, format_type(pg_attribute.atttypid, pg_attribute.atttypmod) as type
    from pg_class
    join pg_attribute on pg_attribute.attrelid = pg_class.oid
    where pg_class.relname = ${TABLE_OF[cube]} and pg_class.relnamespace = 'public'::regnamespace
      and pg_class.relkind in ('r', 'p') and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
  `.execute(db);
  return rows.length === 0 ? undefined : sortedColumns(rows);
}

/** The columns of a table by their kind. What is no dimension, like dates and values, is left out. */
export function sortedColumns(columns: readonly { readonly name: string; readonly type: string }[]): TableColumns {
  const names = new Set(columns.map(({ name }) => name));
  const levels: string[] = [];
  while (names.has(levelColumn(levels.length + 1))) levels.push(levelColumn(levels.length + 1));
  const periods = PERIOD_COLUMNS.filter(({ column }) => names.has(column))
    .map(({ column: name, frequencyOrder }) => ({ name, frequencyOrder }))
    .toSorted((a, b) => a.frequencyOrder - b.frequencyOrder);
  const taken = new Set([...levels, ...periods.map(({ name }) => name)]);
  const others = columns
    .filter(({ name, type }) => !taken.has(name) && (FIXED.includes(name) || (UID.test(name) && type === UID_TYPE)))
    .map(({ name }) => name)
    .sort();
  return { levels, periods, others };
}

/** Columns whose value follows from that of another: group sets of data elements from the element, categories and option group sets from the option combo. */
export async function determinedColumns(db: Db): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; by: string }>`
    select elementset.uid as name, 'dx' as by from dataelementgroupset as elementset
    union all
    select category.uid, case category.datadimensiontype when 'ATTRIBUTE' then 'ao' else 'co' end from category
    union all
    select optionset.uid, case optionset.datadimensiontype when 'ATTRIBUTE' then 'ao' else 'co' end
    from categoryoptiongroupset as optionset
  `.execute(db);
  return new Map(rows.map(({ name, by }) => [name, by]));
}

const levelColumn = (level: number): string => `uidlevel${level}`;

/** Those of the names that the table has no such column for. */
export function missingColumns(names: readonly string[], { levels, periods, others }: TableColumns): readonly string[] {
  const known = new Set([...levels, ...periods.map(({ name }) => name), ...others]);
  return names.filter((name) => !known.has(name));
}

/**
 * The columns with every coarser one, sorted: a level of organisation units with the levels above, a period type with all longer ones. Without them values of longer
 * periods, and of units above the level, would be lost (contract: aggregates.md §6.2).
 *
 * @throws Error for a column that the table does not have: ask `missingColumns` first
 */
export function closedColumns(names: readonly string[], table: TableColumns): readonly string[] {
  const missing = missingColumns(names, table);
  if (missing.length > 0) throw new Error(`The analytics table cannot be grouped by ${missing.join(', ')}.`);
  const deepest = Math.max(...names.map((name) => table.levels.indexOf(name)));
  const orders = table.periods.filter(({ name }) => names.includes(name)).map(({ frequencyOrder }) => frequencyOrder);
  const shortest = Math.min(...orders);
  const longer = table.periods.filter(({ frequencyOrder }) => frequencyOrder > shortest).map(({ name }) => name);
  return [...new Set([...names, ...table.levels.slice(0, deepest + 1), ...longer])].sort();
}
