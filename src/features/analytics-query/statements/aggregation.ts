import type { AggregationType } from '../query.js';

/** What is made of several values: `SUM OF DAYS` is their sum weighted by days, `ONE` the one that was picked, `NONE` each as it is. */
export type Combination =
  | 'SUM'
  | 'AVERAGE'
  | 'SUM OF DAYS'
  | 'COUNT'
  | 'MIN'
  | 'MAX'
  | 'STDDEV'
  | 'VARIANCE'
  | 'ONE'
  | 'NONE';

export interface AggregationRule {
  readonly combination: Combination;
  /** The value over time that stands for its series, when only one does. */
  readonly picked?: 'FIRST' | 'LAST';
  /** Whether the value is picked from the period itself, and not from all the years before. */
  readonly inPeriod?: boolean;
  /** What stands for each organisation unit before units are put together. */
  readonly ofUnit?: 'MIN' | 'MAX';
}

/** The rules of the types (contract: analytics-query.md §4). */
export const AGGREGATION_RULES: Readonly<Record<AggregationType, AggregationRule>> = {
  SUM: { combination: 'SUM' },
  AVERAGE: { combination: 'AVERAGE' },
  AVERAGE_SUM_ORG_UNIT: { combination: 'SUM OF DAYS' },
  LAST: { combination: 'SUM', picked: 'LAST' },
  LAST_AVERAGE_ORG_UNIT: { combination: 'AVERAGE', picked: 'LAST' },
  LAST_LAST_ORG_UNIT: { combination: 'ONE', picked: 'LAST' },
  LAST_IN_PERIOD: { combination: 'SUM', picked: 'LAST', inPeriod: true },
  LAST_IN_PERIOD_AVERAGE_ORG_UNIT: { combination: 'AVERAGE', picked: 'LAST', inPeriod: true },
  FIRST: { combination: 'SUM', picked: 'FIRST' },
  FIRST_AVERAGE_ORG_UNIT: { combination: 'AVERAGE', picked: 'FIRST' },
  FIRST_FIRST_ORG_UNIT: { combination: 'ONE', picked: 'FIRST' },
  COUNT: { combination: 'COUNT' },
  MIN: { combination: 'MIN' },
  MAX: { combination: 'MAX' },
  MIN_SUM_ORG_UNIT: { combination: 'SUM', ofUnit: 'MIN' },
  MAX_SUM_ORG_UNIT: { combination: 'SUM', ofUnit: 'MAX' },
  STDDEV: { combination: 'STDDEV' },
  VARIANCE: { combination: 'VARIANCE' },
  NONE: { combination: 'NONE' },
};

/** Texts are never put together: all that is left of a type is which values over time it picks (contract: analytics-query.md §4). */
export function ruleOfTexts({ picked, inPeriod, combination }: AggregationRule): AggregationRule {
  if (picked === undefined) return AGGREGATION_RULES.NONE;
  return { combination: combination === 'ONE' ? 'ONE' : 'NONE', picked, inPeriod: inPeriod === true };
}
