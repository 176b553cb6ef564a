import { isIsoDate, localDate } from '../../kernel/calendar.js';
import { badRequest, catalogued } from '../../kernel/errors/index.js';
import {
  type FinancialType,
  isRelativePeriod,
  type Period,
  parseDateRange,
  parsePeriod,
  relativePeriodLabel,
  relativePeriods,
} from '../../kernel/periods/index.js';
import type { Item, PeriodSelection } from './query.js';

export interface PeriodOptions {
  readonly now: Date;
  readonly relativePeriodDate: string | undefined;
  readonly financialYearStart: string;
  readonly startDate: string | undefined;
  readonly endDate: string | undefined;
}

const FINANCIAL_TYPES: Readonly<Record<string, FinancialType>> = {
  FINANCIAL_YEAR_FEBRUARY: 'FinancialFeb',
  FINANCIAL_YEAR_APRIL: 'FinancialApril',
  FINANCIAL_YEAR_JULY: 'FinancialJuly',
  FINANCIAL_YEAR_AUGUST: 'FinancialAug',
  FINANCIAL_YEAR_SEPTEMBER: 'FinancialSep',
  FINANCIAL_YEAR_OCTOBER: 'FinancialOct',
  FINANCIAL_YEAR_NOVEMBER: 'FinancialNov',
};

/**
 * The periods that the items name, in order of time, with the relative names among them as keywords (contract: analytics-query.md §3.2).
 *
 * @throws OrderlyError E7611 for a name that is no period, E7124 without any
 */
export function resolvePeriods(
  items: readonly string[] | undefined,
  options: PeriodOptions,
): PeriodSelection & { readonly keywords: readonly Item[] } {
  const range = dateRange(options);
  if (items === undefined) return { periods: [], range, keywords: [] };
  const date = options.relativePeriodDate ?? localDate(options.now);
  if (!isIsoDate(date))
    throw badRequest(
      `Value '${date}' is not valid for parameter relativePeriodDate. It should be a date, such as 2025-01-31`,
    );
  const context = { date, financialType: FINANCIAL_TYPES[options.financialYearStart] ?? 'FinancialOct' };
  const [first, ...others] = items;
  const own = first === undefined ? undefined : parseDateRange(first);
  if (own && others.length === 0) return { periods: [], range: range ?? own, keywords: [] };
  const found = items.flatMap((item): readonly Period[] => {
    if (isRelativePeriod(item)) return relativePeriods(item, context);
    const period = parsePeriod(item);
    if (!period) throw catalogued('E7611', item);
    return [period];
  });
  const periods = [...new Map(found.map((period) => [period.iso, period])).values()];
  if (periods.length === 0) throw catalogued('E7124', 'pe');
  periods.sort((a, b) =>
    a.startDate < b.startDate ? -1 : a.startDate > b.startDate ? 1 : a.endDate < b.endDate ? -1 : 1,
  );
  const keywords = items.filter(isRelativePeriod).map((uid) => ({ uid, name: relativePeriodLabel(uid) }));
  return { periods, range, keywords };
}

function dateRange({ startDate, endDate }: PeriodOptions): PeriodSelection['range'] {
  if (startDate === undefined || endDate === undefined) return undefined;
  for (const [name, value] of [
    ['startDate', startDate],
    ['endDate', endDate],
  ] as const) {
    if (!isIsoDate(value))
      throw badRequest(`Value '${value}' is not valid for parameter ${name}. It should be a date, such as 2025-01-31`);
  }
  return { startDate, endDate };
}
