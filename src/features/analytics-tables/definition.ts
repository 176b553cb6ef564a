import { type RawBuilder, sql } from 'kysely';
import type { Config } from '../../config/index.js';
import type { ColumnDefinition, IndexDefinition, TableName } from '../../database/build/index.js';
import type { Db } from '../../database/index.js';

/** Every analytics table type of the wire, in the order in which a full run takes them (contract: tables.md §3.1). */
export const ANALYTICS_TABLE_TYPES = [
  'TRACKED_ENTITY_INSTANCE',
  'TRACKED_ENTITY_INSTANCE_EVENTS',
  'TRACKED_ENTITY_INSTANCE_ENROLLMENTS',
  'DATA_VALUE',
  'COMPLETENESS',
  'COMPLETENESS_TARGET',
  'ORG_UNIT_TARGET',
  'OWNERSHIP',
  'EVENT',
  'VALIDATION_RESULT',
  'ENROLLMENT',
] as const;

export type AnalyticsTableTypeName = (typeof ANALYTICS_TABLE_TYPES)[number];

/** A column of an analytics table and the SQL expression that fills it. */
export interface AnalyticsColumn extends ColumnDefinition {
  readonly value: RawBuilder<unknown>;
  /** False where DHIS2 has no index on a column of an item: long texts that nobody looks for (contract: tables.md §4.10). */
  readonly indexed?: boolean;
}

/** The indexes that analytics tables get: few, for the questions that are asked, or those that DHIS2 makes. */
export type IndexStyle = Config['analyticsIndexes'];

/** What a definition may look at when it makes its plan. */
export interface BuildSource {
  readonly db: Db;
  /** Schema in which the run builds; tables that only the run needs go there too. */
  readonly workshop: string;
  /** Columns of each resource table as it stands, by table name: a dimension without a column there is left out of the run. */
  readonly resourceColumns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly options: BuildOptions;
  /** The most pieces of work that run at once. */
  readonly workers: number;
}

export interface BuildOptions {
  /** First calendar year that is rebuilt; undefined for all (contract: tables.md §3.3). */
  readonly fromYear: number | undefined;
  /** The only calendar years that are rebuilt, unless all are. */
  readonly onlyYears?: readonly number[] | undefined;
  readonly currentYear: number;
  readonly skipOutliers: boolean;
  /** Uids of programs that are left out, where a type has tables or columns for programs. */
  readonly skipPrograms: readonly string[];
  readonly includeZeroValues: boolean;
  readonly skipDataTypeValidation: boolean;
  readonly respectDates: boolean;
  /** `keyIgnoreAnalyticsApprovalYearThreshold`: −1 off, 0 all years, n the newest n years. */
  readonly approvalYearThreshold: number;
  readonly indexStyle: IndexStyle;
}

/** How one table is filled. The engine creates, loads, indexes, analyzes and swaps; the plan only says what. */
export interface TablePlan {
  /** Its name in `public`. */
  readonly table: string;
  readonly columns: readonly AnalyticsColumn[];
  /**
   * `from … join … where …` of the rows of one shard: `shard` is a condition that the scan of the source adds. It may name every column of the source table by the
   * alias that the definition's comment tells, so that a part of the rows can be had by their keys as well.
   */
  readonly source: (shard: RawBuilder<unknown>) => RawBuilder<unknown>;
  /** Conditions that cut the one scan of the source into pieces loaded side by side. */
  readonly shards: readonly RawBuilder<unknown>[];
  /** In Orderly's own style. */
  readonly indexes: readonly IndexDefinition[];
  /** How it is cut into calendar years; a table without is one piece. */
  readonly years?: YearCut;
  /** Tables that must be filled before loading, e.g. outlier statistics; each work item runs within the worker limit. */
  readonly preparation?: Preparation;
  /** Says which rows could not be taken, from those whose year is `REJECTED_YEAR`. */
  readonly rejectedRows?: (rejected: TableName) => RawBuilder<RejectionRow>;
  readonly rejectedCells?: RejectedCells;
}

/** A table in years. Each row comes with its year in a column, or in several that tell it. */
export interface YearCut {
  /** The years that rows may belong to. `handle` sees the rows as the load will. */
  readonly found: (handle: Db) => Promise<readonly number[]>;
  /** The year of a row, as an integer, from the table's own columns. */
  readonly key: RawBuilder<unknown>;
  /** Conditions on the columns that all rows of a year fulfil, by which PostgreSQL leaves out years that a query does not ask for. */
  readonly checks: (year: number) => readonly RawBuilder<unknown>[];
  /** A year that has its piece even without rows. */
  readonly always?: number;
}

/** Values within rows that could not be read: they are null in the table, counted and reported. */
export interface RejectedCells {
  /** Text that describes those of one row, null when there are none; stands in the column `REJECTED_CELLS` of the table while it is built. */
  readonly value: RawBuilder<unknown>;
  readonly report: (built: TableName) => RawBuilder<RejectionRow>;
}

export const REJECTED_CELLS = 'orderly_rejected';

export interface Preparation {
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly table: TableName;
  /** Insert statements into `table`. */
  readonly inserts: readonly RawBuilder<unknown>[];
}

/** The only shard of a source that is not worth cutting. */
export const WHOLE = sql`true`;

/** Rows that a plan cannot use go to a partition of this year, which is counted, reported and thrown away. */
export const REJECTED_YEAR = -1;

export interface RejectionRow {
  readonly reason: string;
  readonly subject: string;
  readonly example: string | null;
  readonly count: number;
}

/** One analytics table type: its tables, when there is nothing to do, and how their rows are made. */
export interface AnalyticsTableDefinition {
  readonly type: AnalyticsTableTypeName;
  /** The names in `public` of all tables that the type has now, whether or not a run builds each: others that it once had go in a full run. */
  tables(db: Db): Promise<readonly string[]>;
  /** A reason why the type has nothing to do and keeps its old tables, e.g. an empty source (contract: tables.md §3.2 no. 1). */
  nothingToDo(source: BuildSource): Promise<string | undefined>;
  /** One plan for each table that the run builds; together they are swapped in. Nothing of it costs time in proportion to the data. */
  plan(source: BuildSource): Promise<readonly TablePlan[]>;
}

/** For a type with one table. */
export const oneTable = (table: string) => () => Promise.resolve([table]);
