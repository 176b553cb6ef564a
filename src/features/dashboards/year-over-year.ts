import { localDate } from '../../kernel/calendar.js';
import { isRelativePeriod, relativePeriods } from '../../kernel/periods/index.js';
import type { plainSeries } from './charts/category-chart.js';
import type { RenderContext } from './context.js';
import { type Cube, readCube } from './cube.js';
import type { Visualization } from './favourites.js';

export const isYearOverYear = ({ type }: Visualization): boolean =>
  type === 'YEAR_OVER_YEAR_LINE' || type === 'YEAR_OVER_YEAR_COLUMN';

/** A series for each year: the same relative periods, seen from the same day of that year. Categories are the periods without their years. */
export async function yearOverYear(
  context: RenderContext,
  visualization: Visualization,
): Promise<{ readonly plain: ReturnType<typeof plainSeries>; readonly filterText: string }> {
  const { db, user, now, shortNames } = context;
  const years = yearsOf(visualization.yearlySeries ?? [], localDate(now));
  const layout = { ...visualization, columns: [] };
  const cubes: Cube[] = [];
  for (const year of years)
    cubes.push(
      await readCube(db, {
        layout,
        user,
        now,
        shortNames,
        skipRounding: visualization.skipRounding,
        measureCriteria: visualization.measureCriteria,
        relativePeriodDate: sameDay(localDate(now), year),
      }),
    );
  const periods = cubes.map((cube) => cube.items('pe'));
  const longest = periods.reduce((most, list) => (list.length > most.length ? list : most), periods[0] ?? []);
  return {
    plain: {
      categories: longest.map(({ name }) => ({ name: withoutYear(name) })),
      series: years.map((year, index) => ({
        id: year,
        name: year,
        values: longest.map((_, place) => cubes[index]?.cell({ pe: periods[index]?.[place]?.id ?? '' })?.value ?? null),
      })),
    },
    filterText: cubes[0]?.filterText ?? '',
  };
}

function yearsOf(names: readonly string[], today: string): readonly string[] {
  const years = names.flatMap((name) =>
    isRelativePeriod(name)
      ? relativePeriods(name, { date: today, financialType: 'FinancialOct' }).map(({ startDate }) =>
          startDate.slice(0, 4),
        )
      : /^\d{4}$/.test(name)
        ? [name]
        : [],
  );
  return [...new Set(years)];
}

/** The same day of another year; the last of February where the year has no 29th. */
const sameDay = (date: string, year: string): string =>
  `${year}${date.slice(4) === '-02-29' ? '-02-28' : date.slice(4)}`;

const withoutYear = (name: string): string => {
  const bare = name
    .replace(/\b\d{4}\b/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return bare === '' ? name : bare;
};
