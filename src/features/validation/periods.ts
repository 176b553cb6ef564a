import { addDays, type IsoDate } from '../../kernel/calendar.js';
import { catalogued, conflict } from '../../kernel/errors/index.js';
import { type Period, type PeriodTypeName, periodContaining, shiftPeriod } from '../../kernel/periods/index.js';

export type PeriodsByType = ReadonlyMap<PeriodTypeName, readonly Period[]>;

/** The current period of each type and the one before it. */
export function recentPeriods(types: Iterable<PeriodTypeName>, today: IsoDate): PeriodsByType {
  return byType(types, (type) => {
    const current = periodContaining(type, today);
    return [shiftPeriod(current, -1), current];
  });
}

/** More is a slip of the pen: each is a search of its own. */
const MOST_PERIODS = 1_000;

/**
 * The periods of each type that have a day from `start` to `end`, both counted.
 *
 * @throws OrderlyError 409 for more than a thousand of a type
 */
export function periodsAround(types: Iterable<PeriodTypeName>, start: IsoDate, end: IsoDate): PeriodsByType {
  return byType(types, (type) => {
    const periods: Period[] = [];
    for (let period = periodContaining(type, start); period.startDate <= end; period = shiftPeriod(period, 1)) {
      if (periods.length === MOST_PERIODS)
        throw conflict(`From ${start} to ${end} there are more than ${MOST_PERIODS} periods of type ${type}.`);
      periods.push(period);
    }
    return periods;
  });
}

/** Those of them that lie wholly within the days. */
export function periodsWithin(types: Iterable<PeriodTypeName>, start: IsoDate, end: IsoDate): PeriodsByType {
  const around = periodsAround(types, start, end);
  return byType(around.keys(), (type) =>
    (around.get(type) ?? []).filter(({ startDate, endDate }) => startDate >= start && endDate <= end),
  );
}

/**
 * The periods of a run: those around the days that are so many days from today, where 0 is today; the recent ones when both are 0, which is what a run has that was told
 * nothing (contract: tables.md §10.4 no. 33).
 *
 * @throws OrderlyError 409 E7106 when the first day is after the last
 */
export function runPeriods(
  types: Iterable<PeriodTypeName>,
  today: IsoDate,
  { relativeStart, relativeEnd }: RelativeDays,
): PeriodsByType {
  demandOrder({ relativeStart, relativeEnd });
  if (relativeStart === 0 && relativeEnd === 0) return recentPeriods(types, today);
  return periodsAround(types, addDays(today, relativeStart), addDays(today, relativeEnd));
}

/** Days from today. */
export interface RelativeDays {
  readonly relativeStart: number;
  readonly relativeEnd: number;
}

/** @throws OrderlyError 409 E7106 when the first day is after the last */
export function demandOrder({ relativeStart, relativeEnd }: RelativeDays): void {
  if (relativeStart > relativeEnd) throw catalogued('E7106');
}

function byType(
  types: Iterable<PeriodTypeName>,
  periodsOf: (type: PeriodTypeName) => readonly Period[],
): PeriodsByType {
  return new Map([...new Set(types)].map((type) => [type, periodsOf(type)]));
}
