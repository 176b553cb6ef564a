import { isIsoDate, localDate } from '../../../kernel/calendar.js';
import { badRequest, catalogued } from '../../../kernel/errors/index.js';
import {
  type FinancialType,
  isRelativePeriod,
  parseDateRange,
  parsePeriod,
  relativePeriodLabel,
  relativePeriods,
} from '../../../kernel/periods/index.js';
import type { Item, QueryPeriod } from '../query.js';

export interface PeriodOptions {
  readonly now: Date;
  readonly relativePeriodDate: string | undefined;
  readonly financialYearStart: string;
  readonly startDate: string | undefined;
  readonly endDate: string | undefined;
}

export interface PeriodSelection {
  /** In request order; a relative name becomes its periods in order of time. */
  readonly periods: readonly QueryPeriod[];
  readonly keywords: readonly Item[];
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

/** Which date of events counts, e.g. in `LAST_YEAR:LAST_UPDATED`; data values have only one. */
const DATE_FIELD = /:[A-Z_]+$/;

/**
 * The periods and ranges of days that the items name (contract: analytics-query.md §3.2), or without `pe` the range of the request's two dates.
 *
 * @throws OrderlyError E7611 for a name that is no period, E7124 without any, 400 for a date that is none
 */
export function resolvePeriods(items: readonly string[] | undefined, options: PeriodOptions): PeriodSelection {
  const range = dateRange(options);
  if (items === undefined) return { periods: range, keywords: [] };
  const date = options.relativePeriodDate ?? localDate(options.now);
  requireDate('relativePeriodDate', date);
  const context = { date, financialType: FINANCIAL_TYPES[options.financialYearStart] ?? 'FinancialOct' };
  const names = items.map((item) => item.replace(DATE_FIELD, ''));
  const found = names.flatMap((item): readonly QueryPeriod[] => {
    if (isRelativePeriod(item)) return relativePeriods(item, context);
    const days = parseDateRange(item);
    if (days) return [{ type: undefined, iso: item, ...days }];
    const period = parsePeriod(item);
    if (!period) throw catalogued('E7611', item);
    return [period];
  });
  if (found.length === 0) throw catalogued('E7124', 'pe');
  return {
    periods: [...new Map(found.map((period) => [period.iso, period])).values()],
    keywords: names.filter(isRelativePeriod).map((uid) => ({ uid, name: relativePeriodLabel(uid) })),
  };
}

function dateRange({ startDate, endDate }: PeriodOptions): readonly QueryPeriod[] {
  if (startDate !== undefined) requireDate('startDate', startDate);
  if (endDate !== undefined) requireDate('endDate', endDate);
  if (startDate === undefined || endDate === undefined) return [];
  return [{ type: undefined, iso: `${startDate}_${endDate}`, startDate, endDate }];
}

function requireDate(name: string, value: string): void {
  if (isIsoDate(value)) return;
  throw badRequest(`Value '${value}' is not valid for parameter ${name}. It should be a date, such as 2025-01-31`);
}
