import { type RawBuilder, sql } from 'kysely';

/** How values of rows become one number. */
export interface ValueAggregation {
  /** Over the rows that are left. */
  readonly function: RawBuilder<unknown>;
  /** First over the rows of each unit, where units are added up afterwards. */
  readonly perUnit?: RawBuilder<unknown>;
  /** Only the first or the last row counts. */
  readonly ranked?: {
    readonly isFirst: boolean;
    /** Of each unit and attribute option combo, not of all rows of a group. */
    readonly ofUnit: boolean;
    /** Rows before the period count, too. */
    readonly looksBack: boolean;
  };
}

const ranked = (
  name: RawBuilder<unknown>,
  isFirst: boolean,
  ofUnit: boolean,
  looksBack: boolean,
): ValueAggregation => ({
  function: name,
  ranked: { isFirst, ofUnit, looksBack },
});

const SUM = sql`sum`;
const AVG = sql`avg`;

/** Aggregation types that numbers of events can have (contract: analytics-query.md §4, §7); the others cannot be aggregated. */
const AGGREGATIONS: Readonly<Record<string, ValueAggregation>> = {
  SUM: { function: SUM },
  AVERAGE: { function: AVG },
  AVERAGE_SUM_ORG_UNIT: { function: SUM, perUnit: AVG },
  COUNT: { function: sql`count` },
  MIN: { function: sql`min` },
  MAX: { function: sql`max` },
  STDDEV: { function: sql`stddev` },
  VARIANCE: { function: sql`variance` },
  MIN_SUM_ORG_UNIT: { function: SUM, perUnit: sql`min` },
  MAX_SUM_ORG_UNIT: { function: SUM, perUnit: sql`max` },
  LAST: ranked(SUM, false, true, true),
  LAST_AVERAGE_ORG_UNIT: ranked(AVG, false, true, true),
  LAST_LAST_ORG_UNIT: ranked(SUM, false, false, true),
  LAST_IN_PERIOD: ranked(SUM, false, true, false),
  LAST_IN_PERIOD_AVERAGE_ORG_UNIT: ranked(AVG, false, true, false),
  FIRST: ranked(SUM, true, true, true),
  FIRST_AVERAGE_ORG_UNIT: ranked(AVG, true, true, true),
  FIRST_FIRST_ORG_UNIT: ranked(SUM, true, false, true),
};

export const aggregationOf = (name: string): ValueAggregation | undefined =>
  Object.hasOwn(AGGREGATIONS, name) ? AGGREGATIONS[name] : undefined;
