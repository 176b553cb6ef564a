import { type Static, Type } from 'typebox';
import { listParameter } from '../../../http/index.js';
import { badRequest, catalogued } from '../../../kernel/errors/index.js';

const text = Type.Optional(Type.String());
const MOST_RESULTS = 500;
const THRESHOLD = 3;

/** Query of `GET /api/analytics/outlierDetection`, with the peer's names; `relativePeriods` means the same as `pe`. */
export const outlierQuery = Type.Object({
  ds: listParameter(),
  dx: listParameter(),
  ou: listParameter(),
  pe: listParameter(),
  relativePeriods: listParameter(),
  relativePeriodDate: text,
  startDate: text,
  endDate: text,
  dataStartDate: text,
  dataEndDate: text,
  algorithm: Type.Enum(['Z_SCORE', 'MODIFIED_Z_SCORE', 'MOD_Z_SCORE', 'MIN_MAX', 'INVALID_NUMERIC'], {
    default: 'Z_SCORE',
  }),
  threshold: Type.Number({ default: THRESHOLD }),
  maxResults: Type.Integer({ default: MOST_RESULTS }),
  orderBy: Type.String({ default: 'ABS_DEV' }),
  sortOrder: Type.Enum(['DESC', 'ASC'], { default: 'DESC' }),
  headers: listParameter(),
  outputIdScheme: Type.String({ default: 'UID' }),
  displayProperty: Type.Enum(['NAME', 'SHORTNAME'], { default: 'NAME' }),
  skipRounding: Type.Boolean({ default: false }),
});

export type OutlierParameters = Static<typeof outlierQuery>;

export type Algorithm = 'Z_SCORE' | 'MODIFIED_Z_SCORE';

/** By what outliers are put in order, and the columns that the orders are about. */
export const ORDERS = {
  VALUE: { column: 'value', of: undefined },
  MEAN: { column: 'middle', of: 'Z_SCORE' },
  MEDIAN: { column: 'middle', of: 'MODIFIED_Z_SCORE' },
  STD_DEV: { column: 'deviation', of: 'Z_SCORE' },
  MEDIAN_ABS_DEV: { column: 'deviation', of: 'MODIFIED_Z_SCORE' },
  ABS_DEV: { column: 'distance', of: undefined },
  Z_SCORE: { column: 'score', of: 'Z_SCORE' },
  MODIFIED_Z_SCORE: { column: 'score', of: 'MODIFIED_Z_SCORE' },
  LOWER_BOUND: { column: 'lower', of: undefined },
  UPPER_BOUND: { column: 'upper', of: undefined },
} as const;

export type Order = keyof typeof ORDERS;

/** Other names of the orders: those of the columns of the answer, and older ones. */
const ALIASES: Readonly<Record<string, Order>> = {
  STDDEV: 'STD_DEV',
  MEDIANABSDEVIATION: 'MEDIAN_ABS_DEV',
  ABSDEV: 'ABS_DEV',
  MEAN_ABS_DEV: 'ABS_DEV',
  ZSCORE: 'Z_SCORE',
  MODIFIEDZSCORE: 'MODIFIED_Z_SCORE',
  MODIFIED_ZSCORE: 'MODIFIED_Z_SCORE',
  LOWERBOUND: 'LOWER_BOUND',
  UPPERBOUND: 'UPPER_BOUND',
};

export interface OutlierRules {
  readonly algorithm: Algorithm;
  readonly threshold: number;
  readonly maxResults: number;
  readonly order: Order;
  readonly sortOrder: 'ASC' | 'DESC';
}

/**
 * What is looked for and how the answer is put in order, in the peer's order of checks.
 *
 * @throws OrderlyError 409 with the peer's codes E2200–E2213, 400 for an order that is none
 */
export function outlierRules(parameters: OutlierParameters, maxLimit: number): OutlierRules {
  const { dx, ds, ou, startDate, endDate, threshold, maxResults, sortOrder } = parameters;
  const periods = periodsOf(parameters);
  const isRanged = startDate !== undefined && endDate !== undefined;
  if (dx.length === 0 && ds.length === 0) throw catalogued('E2200');
  if (!isRanged && periods.length === 0) throw catalogued('E2201');
  if (periods.length > 0 && (startDate !== undefined || endDate !== undefined)) throw catalogued('E2212');
  if (isRanged && startDate > endDate) throw catalogued('E2202');
  if (ou.length === 0) throw catalogued('E2203');
  if (threshold <= 0) throw catalogued('E2204');
  if (maxResults <= 0) throw catalogued('E2205');
  if (maxLimit > 0 && maxResults > maxLimit) throw catalogued('E2206', maxLimit);
  if (parameters.dataStartDate !== undefined) throw catalogued('E2209');
  if (parameters.dataEndDate !== undefined) throw catalogued('E2210');
  const algorithm = algorithmOf(parameters.algorithm);
  const order = orderOf(parameters.orderBy);
  if ((ORDERS[order].of ?? algorithm) !== algorithm) throw catalogued('E2213', order, algorithm);
  return { algorithm, threshold, maxResults, order, sortOrder };
}

export const periodsOf = ({ pe, relativePeriods }: OutlierParameters): readonly string[] =>
  [...pe, ...relativePeriods].flatMap((part) => part.split(';')).filter((part) => part !== '');

function algorithmOf(name: OutlierParameters['algorithm']): Algorithm {
  if (name === 'Z_SCORE') return name;
  if (name === 'MODIFIED_Z_SCORE' || name === 'MOD_Z_SCORE') return 'MODIFIED_Z_SCORE';
  throw catalogued('E2211', name);
}

function orderOf(name: string): Order {
  const word = name.toUpperCase();
  if (Object.hasOwn(ORDERS, word)) return word as Order;
  const order = ALIASES[word];
  if (order !== undefined) return order;
  const words = Object.keys(ORDERS).join(', ');
  throw badRequest(`Value '${name}' is not valid for parameter orderBy. Valid values are: [${words}]`);
}
