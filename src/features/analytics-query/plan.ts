import { monthOf, yearOf } from '../../kernel/calendar.js';
import { conflict } from '../../kernel/errors/index.js';
import {
  type Period,
  type PeriodTypeName,
  parsePeriod,
  periodContaining,
  periodType,
} from '../../kernel/periods/index.js';
import { PERIOD_COLUMNS } from '../resource-tables/index.js';
import type { AggregationType, AnalyticsRequest, DataItem, OrgUnitGroup, QueryPeriod } from './query.js';

/** Data items that one statement can answer together. */
export interface DataGroup {
  readonly aggregation: AggregationType;
  readonly isBoolean: boolean;
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

/** Periods that one statement can answer together: rows of any of them count. */
export interface PeriodGroup {
  readonly columns: readonly { readonly column: string; readonly periods: readonly QueryPeriod[] }[];
  readonly ranges: readonly QueryPeriod[];
  /** The period of the answer: a column, one name for all rows, or nothing where periods only restrict. */
  readonly label: { readonly column: string } | { readonly name: string } | undefined;
  /** Period of the data → the periods asked for; undefined when they are the same. */
  readonly takers: ReadonlyMap<string, readonly Taker[]> | undefined;
}

/** One statement of the plan. */
export interface Plan {
  readonly data: DataGroup;
  readonly periods: PeriodGroup;
  /** Units of the level that the answer shows; undefined when it shows none. */
  readonly units: OrgUnitGroup | undefined;
}

const AVERAGES = new Set<AggregationType>(['AVERAGE', 'AVERAGE_SUM_ORG_UNIT']);
const COLUMN_OF = new Map<string, string>(PERIOD_COLUMNS.map(({ type, column }) => [type, column]));

/**
 * Plans a request: one statement for each kind of aggregation, period type and level of organisation units, because each reads other columns. No two statements
 * answer the same row (contract: analytics-query.md §4, §6).
 *
 * @throws OrderlyError E7133 when data items that are not told apart in the answer would have to be aggregated in different ways
 */
export function planRequest(request: AnalyticsRequest): readonly Plan[] {
  const units = request.dimensions.includes('ou') ? request.orgUnits.groups : [undefined];
  return groupData(request).flatMap((data) =>
    groupPeriods(request, data.spreadType).flatMap((periods) =>
      units.map((group) => ({ data, periods, units: group })),
    ),
  );
}

function groupData({ data, dimensions, periods }: AnalyticsRequest): readonly DataGroup[] {
  const isDimension = dimensions.includes('dx');
  const groups = new Map<string, DataGroup & { items: DataItem[] }>();
  for (const item of data) {
    const aggregation = item.aggregationType ?? 'SUM';
    const group = {
      aggregation,
      isBoolean: item.isBoolean && aggregation === 'AVERAGE',
      combo: isDimension && item.combo !== undefined,
      attributeCombo: isDimension && item.attributeCombo !== undefined,
      spreadType: AVERAGES.has(aggregation) ? spreadType(item, periods) : undefined,
    };
    const key = Object.values(group).join();
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

function groupPeriods(
  { periods, dimensions }: AnalyticsRequest,
  spread: PeriodTypeName | undefined,
): readonly PeriodGroup[] {
  const within = spread === undefined ? [] : periods.filter((period) => isWithinLonger(period, spread));
  const own = periods.filter((period) => !within.includes(period));
  const { columns, ranges } = byColumn(own);
  const spreadGroup = spread === undefined || within.length === 0 ? [] : [spreadOver(within, spread)];
  if (!dimensions.includes('pe')) {
    const around = spreadGroup.flatMap((group) => group.columns);
    return [{ columns: [...columns, ...around], ranges, label: undefined, takers: undefined }];
  }
  return [
    ...columns.map((one) => ({ columns: [one], ranges: [], label: { column: one.column }, takers: undefined })),
    ...ranges.map((one) => ({ columns: [], ranges: [one], label: { name: one.iso }, takers: undefined })),
    ...spreadGroup,
  ];
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
  const column = type.toLowerCase();
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
