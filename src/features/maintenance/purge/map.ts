import { columnFor, columnsFor, readActualTables, tablesFor } from '../../../database/dhis2/index.js';
import { type Db, type Referrer, referrersOf } from '../../../database/index.js';
import { COLLECTED, type CollectedTable, GOES_WITH, TAKES_ALONG, WITHOUT_KEY } from './belongings.js';

/** A table whose rows are collected, as the database calls it. From 2.43 on events are in two, whose keys may be the same. */
export interface Collected {
  readonly table: string;
  readonly key: string;
  /** The table of 2.42 that it is, or is a part of. */
  readonly name: CollectedTable;
  /** Its column that 2.42 calls so; undefined where it has none. */
  columnOf(column: string): string | undefined;
}

/** A column of rows that go, which names a row that goes along. */
export interface Along {
  readonly from: string;
  readonly column: string;
  readonly to: string;
}

/** What refers to what among the tables of a purge, in the names of the database, read once for a run. */
export interface PurgeMap {
  /** Each after those because of which its rows go. */
  readonly collected: readonly Collected[];
  readonly referrers: readonly Referrer[];
  readonly along: readonly Along[];
  /** What a table is called in 2.42: reports count by these names, whatever the version. */
  nameOf(table: string): string;
  isCollected(table: string): boolean;
  /** Whether rows of the table go in a purge, collected or by what they refer to. */
  isPurged(table: string): boolean;
  /** Whether a row goes with the one that it refers to; otherwise it keeps that one. */
  goesAlong(referrer: Referrer): boolean;
}

const NAMES: readonly string[] = [...new Set(Object.entries(GOES_WITH).flat(2))];

/** The tables that are there: events, notes and their like are called otherwise in other versions (contract: schema.md §4.1). */
export async function readPurgeMap(db: Db): Promise<PurgeMap> {
  const { tables } = await readActualTables(db);
  const of = (name: string): readonly string[] => tablesFor(name, tables).filter((table) => tables.has(table));
  const columnOf = (name: string, table: string): string | undefined => columnFor(name, tables.get(table) ?? new Map());
  const names = new Map(NAMES.flatMap((name) => of(name).map((table) => [table, name] as const)));
  const nameOf = (table: string): string => names.get(table) ?? table;
  const collected = COLLECTED.flatMap(({ table: name, key }) =>
    of(name).map((table) => ({
      table,
      key: columnOf(key, table) ?? key,
      name,
      columnOf: (column: string) => columnOf(column, table),
    })),
  );
  const keyed = await referrersOf(db, [...names.keys()]);
  const unkeyed = WITHOUT_KEY.flatMap(({ table: name, column, to }) =>
    of(name).flatMap((table) =>
      columnsFor(column, tables.get(table) ?? new Map()).flatMap((own) =>
        keyed.some((referrer) => referrer.table === table && referrer.column === own)
          ? []
          : collected
              .filter((target) => target.name === to)
              .map(
                (target): Referrer => ({
                  schema: 'public',
                  table,
                  column: own,
                  to: target.table,
                  target: target.key,
                  onDelete: 'keeps',
                }),
              ),
      ),
    ),
  );
  return {
    collected,
    referrers: [...keyed, ...unkeyed],
    along: TAKES_ALONG.flatMap(({ from, column, to }) =>
      of(from).flatMap((table) =>
        of(to).map((target) => ({ from: table, column: columnOf(column, table) ?? column, to: target })),
      ),
    ),
    nameOf,
    isCollected: (table) => collected.some((one) => one.table === table),
    isPurged: (table) => names.has(table),
    goesAlong: ({ schema, table, to }) =>
      schema === 'public' && GOES_WITH[nameOf(to)]?.includes(nameOf(table)) === true,
  };
}
