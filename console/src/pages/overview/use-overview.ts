import { useQuery } from '@tanstack/react-query';
import { at, get } from '../../api/client';
import { parseTime } from '../../api/server';
import type { Point } from '../../parts/line-chart';

interface DayOfUse {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly savedDataValues: number;
}

const DAYS_SHOWN = 30;
const DAY_MS = 86_400_000;

/** How many data values were saved on each of the last days, from the daily snapshots of the server. */
export const useDataGrowth = (serverDate: string | undefined) =>
  useQuery({
    queryKey: ['data-growth', serverDate?.slice(0, 10)],
    enabled: serverDate !== undefined,
    queryFn: async ({ signal }): Promise<readonly Point[]> => {
      const end = new Date(parseTime(serverDate ?? ''));
      const start = new Date(end.getTime() - DAYS_SHOWN * DAY_MS);
      const fields = ['year', 'month', 'day', 'savedDataValues'];
      const days = await get<readonly DayOfUse[]>(
        at('/api/dataStatistics', {}, { startDate: isoDate(start), endDate: isoDate(end), interval: 'DAY', fields }),
        { signal },
      );
      return days.map(({ year, month, day, savedDataValues }) => {
        const date = new Date(year, month - 1, day);
        return { label: isoDate(date), at: date.getTime(), value: savedDataValues };
      });
    },
    staleTime: 300_000,
  });

const two = (value: number): string => String(value).padStart(2, '0');
const isoDate = (date: Date): string => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
