import { type IsoDate, isIsoDate, monthOf, yearOf } from '../../../kernel/calendar.js';
import { conflict } from '../../../kernel/errors/index.js';
import {
  type Period,
  type PeriodTypeName,
  parsePeriod,
  periodContaining,
  periodType,
} from '../../../kernel/periods/index.js';
import { COMMON_PERIOD_COLUMNS } from '../../resource-tables/index.js';
import type { AnalyticsRequest, DataItem, OrgUnitGroup, QueryPeriod } from '../query.js';
import { AGGREGATION_RULES, type AggregationRule, ruleOfTexts } from './aggregation.js';

/** Data items that one statement can answer together. */
export interface DataGroup {
  readonly rule: AggregationRule;
  /** Whether the mean of true and false is asked for. */
  readonly isBoolean: boolean;
  readonly isText: boolean;
  /** Which option combos the items name besides the element. */
  readonly combo: boolean;
  readonly attributeCombo: boolean;
  /** Period type of the data when the periods asked for are shorter; their values are taken from the period around. */
  readonly spreadType: PeriodTypeName | undefined;
  readonly items: readonly DataItem[];
}

/** A period of the answer that takes the value of a period of the data, or a share of it. */
export interface Taker {
  readonly iso: string;
  readonly weight: number;
}

/** Days within which a value is picked for a period of the answer, or for all of them together when they are not told apart. */
export interface PeriodWindow {
  readonly iso: string | undefined;
  readonly from: IsoDate;
  readonly end: IsoDate;
}

/** Periods that one statement can answer together: rows of any of them count. */
export interface PeriodGroup {
  readonly columns: readonly { readonly column: string; readonly periods: readonly QueryPeriod[] }[];
  readonly ranges: readonly QueryPeriod[];
  /** The period of the answer: a column, one name for all rows, or nothing where periods only restrict. */
  readonly label: { readonly column: string } | { readonly name: string } | undefined;
  /** Period of the data → the periods asked for; undefined when they are the same. */
  readonly takers: ReadonlyMap<string, readonly Taker[]> | undefined;
  /** Where values are picked for each period instead; columns and ranges are empty then. */
  readonly windows?: readonly PeriodWindow[];
}

/** One statement of the plan. */
export interface Plan {
  readonly data: DataGroup;
  readonly periods: PeriodGroup;
  /** Units of the level that the answer shows; undefined when it shows none. */
  readonly units: OrgUnitGroup | undefined;
}

/** How far back a last value is looked for (contract: analytics-query.md §4). */
const YEARS_BACK = 10;
const COLUMN_OF = new Map<string, string>(COMMON_PERIOD_COLUMNS.map(({ type, column }) => [type, column]));

/**
 * Plans a request: one statement for each kind of aggregation, period type and level of organisation units, because each reads other columns. No two statements
 * answer the same row (contract: analytics-query.md §4, §6).
 *
 * @throws OrderlyError E7133 when data items that are not told apart in the answer would have to be aggregated in different ways
 */
export function planRequest(request: AnalyticsRequest): readonly Plan[] {
  const units = request.dimensions.includes('ou') ? request.orgUnits.groups : [undefined];
  return groupData(request).flatMap((data) =>
    groupPeriods(request, data).flatMap((periods) => units.map((group) => ({ data, periods, units: group }))),
  );
}

function groupData({ data, dimensions, periods }: AnalyticsRequest): readonly DataGroup[] {
  const isDimension = dimensions.includes('dx');
  const groups = new Map<string, DataGroup & { items: DataItem[] }>();
  for (const item of data) {
    const own = AGGREGATION_RULES[item.aggregationType ?? 'SUM'];
    const isText = item.isText === true;
    const rule = isText ? ruleOfTexts(own) : own;
    const group = {
      rule,
      isBoolean: item.isBoolean && rule.combination === 'AVERAGE',
      isText,
      combo: isDimension && item.combo !== undefined,
      attributeCombo: isDimension && item.attributeCombo !== undefined,
      spreadType: isAverageOverTime(rule) ? spreadType(item, periods) : undefined,
    };
    const key = JSON.stringify(group);
    const known = groups.get(key);
    if (known) known.items.push(item);
    else groups.set(key, { ...group, items: [item] });
  }
  if (!isDimension && groups.size > 1) {
    throw conflict(
      'Data elements that are aggregated in different ways cannot be put together in one value. Give them as dimension, or name an aggregationType.',
      { code: 'E7133' },
    );
  }
  return [...groups.values()];
}

const isAverageOverTime = ({ combination, picked }: AggregationRule): boolean =>
  combination === 'SUM OF DAYS' || (combination === 'AVERAGE' && picked === undefined);

const spreadType = ({ periodType: type }: DataItem, periods: readonly QueryPeriod[]): PeriodTypeName | undefined =>
  type !== undefined && periods.some((period) => isWithinLonger(period, type)) ? type : undefined;

/** Whether data of `type` have no value for the period itself but one for a period around it (contract: analytics-query.md §4 "Disaggregation"). */
function isWithinLonger(period: QueryPeriod, type: PeriodTypeName): boolean {
  if (period.type === undefined || period.type === type) return false;
  return periodType(type).frequencyOrder >= periodType(period.type).frequencyOrder;
}

/** Periods of the data that a period takes its value from. A financial year on yearly data mixes two calendar years by their months. */
function sourcesOf(
  period: QueryPeriod,
  type: PeriodTypeName,
): readonly { readonly period: Period; readonly weight: number }[] {
  if (type === 'Yearly' && period.type?.startsWith('Financial')) {
    const year = yearOf(period.startDate);
    const months = monthOf(period.startDate) - 1;
    return [
      { year, weight: (12 - months) / 12 },
      { year: year + 1, weight: months / 12 },
    ].flatMap((part) => {
      const found = parsePeriod(String(part.year).padStart(4, '0'));
      return found ? [{ period: found, weight: part.weight }] : [];
    });
  }
  return [{ period: periodContaining(type, period.startDate), weight: 1 }];
}

function groupPeriods(request: AnalyticsRequest, { rule, spreadType: spread }: DataGroup): readonly PeriodGroup[] {
  const { periods, dimensions } = request;
  if (rule.picked !== undefined) {
    const windows = windowsOf(request, rule);
    return [{ columns: [], ranges: [], label: undefined, takers: undefined, windows }];
  }
  const within = spread === undefined ? [] : periods.filter((period) => isWithinLonger(period, spread));
  const own = periods.filter((period) => !within.includes(period));
  const { columns, ranges } = byColumn(own);
  const spreadGroup = spread === undefined || within.length === 0 ? [] : [spreadOver(within, spread)];
  if (!dimensions.includes('pe')) {
    const around = spreadGroup.flatMap((group) => group.columns.flatMap((one) => one.periods));
    const all = [...new Map([...own, ...around].map((period) => [period.iso, period])).values()];
    return [{ ...byColumn(all), label: undefined, takers: undefined }];
  }
  return [
    ...columns.map((one) => ({ columns: [one], ranges: [], label: { column: one.column }, takers: undefined })),
    ...ranges.map((one) => ({ columns: [], ranges: [one], label: { name: one.iso }, takers: undefined })),
    ...spreadGroup,
  ];
}

/** The windows of all periods at once: one statement picks the values of each (contract: analytics-query.md §8 no. 5). */
export function windowsOf(
  { periods, dimensions }: AnalyticsRequest,
  { inPeriod }: AggregationRule,
): readonly PeriodWindow[] {
  const windowOf = (iso: string | undefined, own: readonly QueryPeriod[]): PeriodWindow => {
    const end = own.map(({ endDate }) => endDate).reduce((a, b) => (a > b ? a : b));
    const start = own.map(({ startDate }) => startDate).reduce((a, b) => (a < b ? a : b));
    return { iso, from: inPeriod ? start : yearsBefore(end), end };
  };
  return dimensions.includes('pe')
    ? periods.map((period) => windowOf(period.iso, [period]))
    : [windowOf(undefined, periods)];
}

/** The same day of the year that lies `YEARS_BACK` before; 28 February for a 29th. */
function yearsBefore(date: IsoDate): IsoDate {
  const year = Math.max(1, yearOf(date) - YEARS_BACK);
  const moved = `${String(year).padStart(4, '0')}${date.slice(4)}`;
  return isIsoDate(moved) ? moved : `${moved.slice(0, 8)}28`;
}

/** Periods by the column that holds their names; those without one, and ranges of days, are found by their dates. */
function byColumn(periods: readonly QueryPeriod[]): Pick<PeriodGroup, 'columns' | 'ranges'> {
  const columns = new Map<string, QueryPeriod[]>();
  const ranges: QueryPeriod[] = [];
  for (const period of periods) {
    const column = COLUMN_OF.get(period.type ?? '');
    const known = columns.get(column ?? '');
    if (column === undefined) ranges.push(period);
    else if (known) known.push(period);
    else columns.set(column, [period]);
  }
  return { columns: [...columns].map(([column, own]) => ({ column, periods: own })), ranges };
}

function spreadOver(periods: readonly QueryPeriod[], type: PeriodTypeName): PeriodGroup {
  // Types without a column of their own are found by the period of the value itself.
  const column = COLUMN_OF.get(type) ?? 'pe';
  const takers = new Map<string, Taker[]>();
  const sources = new Map<string, Period>();
  for (const period of periods) {
    for (const { period: source, weight } of sourcesOf(period, type)) {
      sources.set(source.iso, source);
      const taker = { iso: period.iso, weight };
      const known = takers.get(source.iso);
      if (known) known.push(taker);
      else takers.set(source.iso, [taker]);
    }
  }
  return { columns: [{ column, periods: [...sources.values()] }], ranges: [], label: { column }, takers };
}

/** Whether a row of the answer is made of several rows of the statement. */
export const isMixed = ({ periods: { takers } }: Plan): boolean =>
  takers !== undefined && [...takers.values()].some((list) => list.some(({ weight }) => weight !== 1));
