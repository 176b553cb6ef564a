import { dayNumberOf, type IsoDate, isoDate } from '../../kernel/calendar.js';
import { conflict } from '../../kernel/errors/index.js';
import { type Period, type PeriodTypeName, periodContaining, shiftPeriod } from '../../kernel/periods/index.js';

/** More is a slip of the pen: the data of all of them are held in memory. */
const MOST_OUTPUT_PERIODS = 1_000;
const MOST_SAMPLES = 5_000;

/**
 * The periods of a type that lie wholly within the days from `start` to `end`.
 *
 * @throws OrderlyError 409 for more than a thousand
 */
export function outputPeriods(type: PeriodTypeName, start: IsoDate, end: IsoDate): readonly Period[] {
  const first = periodContaining(type, start);
  const periods: Period[] = [];
  for (let period = first.startDate < start ? shiftPeriod(first, 1) : first; period.endDate <= end; ) {
    if (periods.length === MOST_OUTPUT_PERIODS)
      throw conflict(`From ${start} to ${end} there are more than ${MOST_OUTPUT_PERIODS} periods of type ${type}.`);
    periods.push(period);
    period = shiftPeriod(period, 1);
  }
  return periods;
}

export interface Sampling {
  readonly sequentialCount: number;
  readonly sequentialSkip: number;
  readonly annualCount: number;
}

/**
 * The periods whose data a prediction is made from (contract: job-types.md §3.1): those just before it, without the nearest ones that are skipped, and in earlier
 * years the same period with as many before and after it.
 *
 * @throws OrderlyError 409 for more than five thousand
 */
export function samplePeriods(
  output: Period,
  { sequentialCount, sequentialSkip, annualCount }: Sampling,
): readonly Period[] {
  if (sequentialCount + annualCount * (2 * sequentialCount + 1) > MOST_SAMPLES)
    throw conflict(`The predictor samples more than ${MOST_SAMPLES} periods.`);
  const samples: Period[] = [];
  for (let place = sequentialSkip + 1; place <= sequentialCount; place += 1) samples.push(shiftPeriod(output, -place));
  for (let year = 1; year <= annualCount; year += 1) {
    const same = yearsBefore(output, year);
    samples.push(same);
    for (let place = 1; place <= sequentialCount; place += 1) {
      samples.push(shiftPeriod(same, -place), shiftPeriod(same, place));
    }
  }
  return samples;
}

/** The period in which the first day lies so many years earlier. */
function yearsBefore({ type, startDate }: Period, years: number): Period {
  const [year = 0, month = 1, day = 1] = startDate.split('-').map(Number);
  return periodContaining(type, isoDate(dayNumberOf(year - years, month, day)));
}
