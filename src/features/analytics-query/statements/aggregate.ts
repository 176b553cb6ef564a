import { type RawBuilder, sql } from 'kysely';
import type { Combination } from './aggregation.js';

/** Where the numbers of a row are. */
export interface Measure {
  readonly value: RawBuilder<unknown>;
  /** Days of the row's own period. */
  readonly days: RawBuilder<unknown>;
  /** Value × days. */
  readonly valueDays: RawBuilder<unknown>;
}

export interface AggregateOptions {
  /** Whether the values are 1 for true and 0 for false, whose mean is weighted by days and given in per cent. */
  readonly isBoolean: boolean;
  /** Days by which a sum of days is divided. */
  readonly divisor?: RawBuilder<unknown> | undefined;
}

/** The value of a group of rows (contract: analytics-query.md §4). */
export function aggregate(
  combination: Combination,
  { value, days, valueDays }: Measure,
  { isBoolean, divisor }: AggregateOptions,
): RawBuilder<unknown> {
  switch (combination) {
    case 'SUM':
      return sql`sum(${value})`;
    case 'AVERAGE':
      return isBoolean ? sql`sum(${valueDays}) / sum(${days}) * 100` : sql`avg(${value})`;
    case 'SUM OF DAYS':
      return sql`sum(${valueDays}) / ${divisor ?? sql`null`}`;
    case 'COUNT':
      return sql`count(${value})`;
    case 'MIN':
      return sql`min(${value})`;
    case 'MAX':
      return sql`max(${value})`;
    case 'STDDEV':
      return sql`stddev(${value})`;
    case 'VARIANCE':
      return sql`variance(${value})`;
    case 'ONE':
    case 'NONE':
      return value;
  }
}
