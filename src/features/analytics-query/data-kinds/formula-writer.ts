import type { RawBuilder } from 'kysely';
import type { IsoDate } from '../../../kernel/calendar.js';
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
  /** Whether the rows have tracked entities. */
  readonly hasEntities?: boolean;
  /** All that is worked out, of which some variables are counts. */
  readonly formula?: Expression;
  /** The period that is worked out, where the formula depends on it. */
  readonly period?: { readonly startDate: IsoDate; readonly endDate: IsoDate };
  /** Conditions on the events of an enrollment, which are called `stage_event`. */
  readonly eventBounds?: readonly RawBuilder<unknown>[];
  /** Whether functions of the formula put the rows together, so that nothing stands in it for a single one. */
  readonly aggregates?: boolean;
  /** What a condition without left side is about. */
  readonly tested?: SqlPart;
  /** What an item is there, where the rows are those of something else. */
  readonly itemOf?: (item: Item) => SqlPart;
  /** Whether missing values stay missing. */
  readonly keepsNulls?: boolean;
}

/** Writes formulas as SQL. */
export interface FormulaWriter {
  readonly context: SqlContext;
  /** The same in another context. */
  within(changes: Partial<SqlContext>): FormulaWriter;
  /** The value of a formula in a row. */
  value(expression: Expression): SqlPart;
  /** The same with what is missing left as it is. */
  raw(expression: Expression): SqlPart;
  number(expression: Expression): RawBuilder<unknown>;
  condition(expression: Expression): RawBuilder<unknown>;
  date(expression: Expression): RawBuilder<unknown>;
}
