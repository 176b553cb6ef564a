import { type RawBuilder, sql } from 'kysely';
import type { TableName } from '../../../database/build/index.js';
import type { Db } from '../../../database/index.js';
import type { AnalyticsTableTypeName, BuildSource, TablePlan } from '../definition.js';
import type { Mark } from './watermark.js';

/** What rules may look at when they say which rows a latest run has to make anew. */
export interface LatestSource {
  /** A transaction that sees one state of the database. */
  readonly handle: Db;
  readonly source: BuildSource;
  readonly plans: readonly TablePlan[];
  readonly marks: readonly Mark[];
  /** Earliest time of a change that the marks have not seen, as text of a `timestamp`. */
  readonly since: string;
  /** First calendar year that counts; 0 for all. */
  readonly fromYear: number;
  /** Keys of the source rows that are made anew: the columns of `key`. */
  readonly touched: TableName;
  /** Rows `resource`, `key`, `identity`, `changed`, `written` of what changed in resource and watched tables and shows in the tables of the type. */
  readonly changes: TableName;
}

/** Rows of another table that rows of the source depend on. */
export interface Dependency {
  /** Key of a resource table or name of a watched one. */
  readonly resource: string;
  /** Its columns of which a change shows; undefined for all. */
  readonly shows?: (at: Pick<LatestSource, 'source' | 'plans'>) => readonly string[];
  /** `join … on …` from a `change` to the rows of the source; undefined when the tables of the type do not show it. */
  readonly rows: RawBuilder<unknown> | ((at: LatestSource) => RawBuilder<unknown> | undefined);
}

/** How a table type is brought up to date row by row. */
export interface RowRules {
  readonly type: AnalyticsTableTypeName;
  /** The columns of the source's key. */
  readonly key: readonly string[];
  /** Tables whose removed rows are noted. */
  readonly notes: readonly string[];
  readonly dependencies: readonly Dependency[];
  /** Selects the keys of rows that changed themselves: written, removed, or changed without a sign. */
  changedRows(at: LatestSource): readonly RawBuilder<unknown>[];
  /**
   * Selects the keys of rows that depend on what changed of one resource.
   *
   * @param rows joins the rows of the source to `change`
   */
  dependentRows(at: LatestSource, resource: string, rows: RawBuilder<unknown>): RawBuilder<unknown>;
  /** The condition that takes the touched rows from the source of a plan. */
  condition(touched: TableName): RawBuilder<unknown>;
  /** Fills what `obsolete` looks into. */
  beforeRemoval?(at: LatestSource): Promise<void>;
  /** Which rows of a piece of the table, called `present`, go before the new ones come: `using … where …`. A piece may hold one year only. */
  obsolete(at: LatestSource, plan: TablePlan, year: number | undefined): RawBuilder<unknown>;
  /** The tables that touched rows belong to, for a type with many; those whose table is not known any more make it undefined. */
  tablesTouched?(at: LatestSource): Promise<ReadonlySet<string> | undefined>;
  /** Selects `year` and `rows` of the touched rows, for a type whose rows stay in their year. */
  touchedByYear?(at: LatestSource): RawBuilder<{ year: number; rows: number }>;
  /** A column of the table whose values in rows that came or went are noted, for those who keep sums over the rows. */
  readonly noted?: string;
  readonly following?: Following;
}

/**
 * What rows beside the touched ones show of these. It comes once the touched rows are in, and can be seen: many rows wait for few, and nobody should wait for them. Until
 * then those columns are null in the touched rows, and as they were in the others.
 */
export interface Following {
  readonly name: string;
  /** Fills what `change` looks into; false when nothing follows. */
  prepare(at: LatestSource): Promise<boolean>;
  /** How rows of a piece of the table, called `present`, change: `set … from … where …`. */
  change(at: LatestSource): RawBuilder<unknown>;
}

/** A type that is small, and made anew as a whole when anything it is made from has changed. */
export interface WholeRules {
  readonly type: AnalyticsTableTypeName;
  readonly tables: readonly string[];
  readonly resources: readonly string[];
}

/** `a.x, a.y` */
export const columnsOf = (alias: string, columns: readonly string[]): RawBuilder<unknown> =>
  sql.join(columns.map((column) => sql.ref(`${alias}.${column}`)));
