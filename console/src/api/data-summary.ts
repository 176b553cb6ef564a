import { useQuery } from '@tanstack/react-query';
import { at, get } from './client';

/** `0` the last hour, `n` the last n days → number; of users `1` is today and `n` n days before it. */
export type ByDays = Readonly<Record<string, number>>;

/** Numbers of the whole system. */
export interface DataSummary {
  readonly objectCounts: Readonly<Record<string, number>>;
  /** Kinds of objects whose number is an estimate. */
  readonly objectCountsEstimated?: readonly string[];
  readonly dataValueCount?: ByDays;
  readonly eventCount?: ByDays;
  readonly trackerEventCount?: ByDays;
  readonly singleEventCount?: ByDays;
  readonly enrollmentCount?: ByDays;
  readonly activeUsers?: ByDays;
  readonly userInvitations?: { readonly all: number; readonly expired: number };
}

/** For who may perform maintenance. */
export const useDataSummary = (isAllowed: boolean) =>
  useQuery({
    queryKey: ['data-summary'],
    queryFn: ({ signal }) => get<DataSummary>(at('/api/dataSummary'), { signal, seconds: SUMMARY_SECONDS }),
    enabled: isAllowed,
    staleTime: 60_000,
  });

/** Counting a large database takes a while. */
const SUMMARY_SECONDS = 120;
