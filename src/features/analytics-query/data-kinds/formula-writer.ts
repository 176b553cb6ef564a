import type { RawBuilder } from 'kysely';
import type { Expression, Item } from '../../../kernel/expressions/index.js';

/** What a part of a formula comes to. */
export type SqlKind = 'number' | 'text' | 'date' | 'boolean';

export interface SqlPart {
  readonly sql: RawBuilder<unknown>;
  readonly kind: SqlKind;
}

/** The rows over which a program indicator is worked out. */
export interface SqlContext {
  /** Events with their enrollments, or enrollments with the last events in them. */
  readonly analyticsType: 'EVENT' | 'ENROLLMENT';
  /** The table of the events. */
  readonly eventTable: string;
  /** What the columns of data elements and attributes hold, by uid. */
  readonly kinds: ReadonlyMap<string, SqlKind>;
  readonly constant: (uid: string) => number;
  /** What an item is there, where the rows are those of something else. */
  readonly itemOf?: (item: Item) => SqlPart;
  /** Whether missing values stay missing. */
  readonly keepsNulls?: boolean;
}

/** Writes formulas as SQL. */
export interface FormulaWriter {
  readonly context: SqlContext;
  /** The value of a formula in a row. */
  value(expression: Expression): SqlPart;
  /** The same with what is missing left as it is. */
  raw(expression: Expression): SqlPart;
  number(expression: Expression): RawBuilder<unknown>;
  condition(expression: Expression): RawBuilder<unknown>;
  date(expression: Expression): RawBuilder<unknown>;
  /** Something about the events of a row's enrollment that have a value of an item. */
  eventsOf(item: Item, select: (value: RawBuilder<unknown>) => RawBuilder<unknown>): RawBuilder<unknown>;
}
