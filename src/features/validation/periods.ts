import { addDays, type IsoDate } from '../../kernel/calendar.js';
import { type Period, type PeriodTypeName, periodContaining, shiftPeriod } from '../../kernel/periods/index.js';

export type PeriodsByType = ReadonlyMap<PeriodTypeName, readonly Period[]>;

/** The current period of each type and the one before it. */
export function recentPeriods(types: Iterable<PeriodTypeName>, today: IsoDate): PeriodsByType {
  return byType(types, (type) => {
    const current = periodContaining(type, today);
    return [shiftPeriod(current, -1), current];
  });
}

/** The periods of each type that have a day from `start` to `end`, both counted. */
export function periodsWithin(types: Iterable<PeriodTypeName>, start: IsoDate, end: IsoDate): PeriodsByType {
  return byType(types, (type) => {
    const periods: Period[] = [];
    for (let period = periodContaining(type, start); period.startDate <= end; period = shiftPeriod(period, 1)) {
      periods.push(period);
    }
    return periods;
  });
}

/**
 * The periods of a run: those around the days that are so many days from today when both are given, else the recent ones; a zero is not given
 * (contract: job-types.md §3.1).
 */
export function runPeriods(
  types: Iterable<PeriodTypeName>,
  today: IsoDate,
  { relativeStart, relativeEnd }: { readonly relativeStart: number; readonly relativeEnd: number },
): PeriodsByType {
  if (relativeStart === 0 || relativeEnd === 0) return recentPeriods(types, today);
  return periodsWithin(types, addDays(today, relativeStart), addDays(today, relativeEnd));
}

function byType(
  types: Iterable<PeriodTypeName>,
  periodsOf: (type: PeriodTypeName) => readonly Period[],
): PeriodsByType {
  return new Map([...new Set(types)].map((type) => [type, periodsOf(type)]));
}
