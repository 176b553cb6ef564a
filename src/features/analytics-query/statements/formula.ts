import type { Combination } from './aggregation.js';
import type { DataGroup } from './plan.js';

/** What becomes of several values, in words for whoever wonders about a number (contract: analytics-query.md §8 no. 16). */
const FORMULAS: Readonly<Record<Combination, string>> = {
  SUM: 'sum(value): the sum over all rows',
  AVERAGE: 'avg(value): the mean over all rows, so that a unit with more option combos or periods weighs more',
  'SUM OF DAYS':
    'sum(value × days of its period) / days of the periods asked for: the sum over units and option combos of the mean over time',
  COUNT: 'count(value): how many rows there are',
  MIN: 'min(value): the least value of all rows',
  MAX: 'max(value): the greatest value of all rows',
  STDDEV: 'stddev(value): the standard deviation of the sample that all rows are',
  VARIANCE: 'variance(value): the variance of the sample that all rows are',
  ONE: 'value: the one that was picked',
  NONE: 'value: each row as it is',
};

const BOOLEAN_MEAN = 'sum(value × days) / sum(days) × 100: the share of days with the answer true, in per cent';

/** How the values of a group of data items are made of rows. */
export function formulaOf({ rule, isBoolean }: Pick<DataGroup, 'rule' | 'isBoolean'>): string {
  const formula = isBoolean && rule.combination === 'AVERAGE' ? BOOLEAN_MEAN : FORMULAS[rule.combination];
  if (rule.ofUnit) {
    return `sum(${rule.ofUnit.toLowerCase()}(value) of each organisation unit): the ${rule.ofUnit === 'MIN' ? 'least' : 'greatest'} value of each unit, summed`;
  }
  if (rule.picked === undefined) return formula;
  const which = rule.picked === 'LAST' ? 'latest' : 'earliest';
  const since = rule.inPeriod ? 'within the period' : 'within ten years';
  const of = rule.combination === 'ONE' ? 'of all rows' : 'of each unit and combination of options';
  return `${formula}; of the ${which} value ${of} ${since}`;
}
