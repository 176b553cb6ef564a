import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { at, get, post } from './client';
import type { Run, RunDetails, RunList, RunMessage, RunState } from './runs';

export const ACTIVE: readonly RunState[] = ['queued', 'running'];
export const ALL_RUNS = ['runs'] as const;

export const isActive = ({ state }: { readonly state: RunState }): boolean => ACTIVE.includes(state);

const LIVE_MS = 2_000;
const IDLE_MS = 10_000;
/** What somebody started elsewhere shall be seen soon, and what goes on at once. */
const soon = (runs: readonly Run[] | undefined): number => (runs?.some(isActive) ? LIVE_MS : IDLE_MS);

export interface RunFilter {
  readonly state?: readonly RunState[];
  readonly type?: string;
  /** An instant, as text. */
  readonly since?: string;
  readonly page?: number;
  readonly pageSize?: number;
}

/** A page of all runs, read again while it is on the screen. */
export const useRuns = ({ state, type, since, page = 1, pageSize = 50 }: RunFilter) =>
  useQuery({
    queryKey: [...ALL_RUNS, 'list', { state, type, since, page, pageSize }],
    queryFn: ({ signal }) =>
      get<RunList>(at('/api/jobConfigurations/runs', {}, { state: state?.join(','), type, since, page, pageSize }), {
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => soon(data?.runs),
  });

/** One run with what it was given, did and left. */
export const useRunDetails = (run: string) =>
  useQuery({
    queryKey: [...ALL_RUNS, 'one', run],
    queryFn: ({ signal }) => get<RunDetails>(at('/api/jobConfigurations/runs/{run}', { run }), { signal }),
    refetchInterval: ({ state: { data } }) => (data && isActive(data) ? LIVE_MS : false),
  });

/** The messages of a run, the newest first. */
export const useRunMessages = (run: Pick<Run, 'id' | 'type' | 'state'>) =>
  useQuery({
    queryKey: [...ALL_RUNS, 'messages', run.id, run.state],
    queryFn: ({ signal }) =>
      get<readonly RunMessage[]>(at('/api/system/tasks/{jobType}/{jobId}', { jobType: run.type, jobId: run.id }), {
        signal,
      }),
  });

/** Asks for the end of what a job does now. */
export const cancelRun = ({ job }: Pick<Run, 'job'>): Promise<void> =>
  post(at('/api/jobConfigurations/{uid}/cancel', { uid: job }));
