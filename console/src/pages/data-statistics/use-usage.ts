import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { at, get, post } from '../../api/client';
import type { Point } from '../../parts/line-chart';
import { periodText } from '../../parts/period-text';
import { periodNamed } from '../../parts/periods';

export const INTERVALS = ['DAY', 'WEEK', 'MONTH', 'YEAR'] as const;
export type Interval = (typeof INTERVALS)[number];

/** Use in one interval: what names it, and the numbers by their key (contract: data-admin.md §4). */
type Row = Readonly<Record<string, number>>;

/** An interval in which the server took snapshots. */
export interface Usage extends Omit<Point, 'value'> {
  readonly numbers: Row;
}

export const USAGE = ['usage'] as const;

/** Both days are counted. */
export interface UsageFilter {
  readonly interval: Interval;
  readonly startDate: string;
  readonly endDate: string;
}

/** How the server was used, an entry for each interval with snapshots, the oldest first. */
export const useUsage = ({ interval, startDate, endDate }: UsageFilter, isReady: boolean) =>
  useQuery({
    queryKey: [...USAGE, interval, startDate, endDate],
    queryFn: async ({ signal }): Promise<readonly Usage[]> => {
      const rows = await get<readonly Row[]>(at('/api/dataStatistics', {}, { interval, startDate, endDate }), {
        signal,
      });
      return rows.map((row) => ({ ...timeOf(row), numbers: row }));
    },
    enabled: isReady,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** A snapshot of the last 24 hours, as the server takes one each night. */
export const takeSnapshot = () => post(at('/api/dataStatistics/snapshot'), undefined, { seconds: 120 });

const two = (value: number | undefined): string => String(value).padStart(2, '0');

function timeOf({ year, month, week, day }: Row): Omit<Point, 'value'> {
  const name =
    week !== undefined
      ? `${year}W${week}`
      : `${year}${month === undefined ? '' : two(month)}${day === undefined ? '' : two(day)}`;
  const period = periodNamed(name);
  const start = period?.start ?? new Date(0);
  return {
    label: period ? periodText(period) : name,
    at: new Date(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()).getTime(),
  };
}

const DAY_MS = 86_400_000;
const DAYS_SHOWN: Readonly<Record<Interval, number>> = { DAY: 30, WEEK: 26 * 7, MONTH: 730, YEAR: 3_650 };

/** From when, if nobody says so: as far back as fits an interval. */
export function usualStart(interval: Interval, endDate: string): string {
  const end = Date.parse(endDate);
  return Number.isNaN(end) ? endDate : new Date(end - DAYS_SHOWN[interval] * DAY_MS).toISOString().slice(0, 10);
}
