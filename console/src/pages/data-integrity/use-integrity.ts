import { useQuery } from '@tanstack/react-query';
import { at, get, post } from '../../api/client';
import { ALL_RUNS } from '../../api/use-runs';

/** The gravest first. */
export const SEVERITIES = ['CRITICAL', 'SEVERE', 'WARNING', 'INFO'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A check as the server describes it. */
export interface Check {
  readonly name: string;
  readonly displayName: string;
  readonly section: string;
  readonly sectionOrder: number;
  readonly severity: Severity;
  readonly description: string;
  readonly introduction: string;
  readonly recommendation: string;
  /** Plural of the type of the objects that are found, as the API's paths have it. */
  readonly issuesIdType?: string;
  readonly isSlow: boolean;
  readonly code: string;
  /** Milliseconds. */
  readonly averageExecutionTime?: number;
}

/** What a check counted. Times are the server's. */
export interface Summary {
  readonly startTime: string;
  readonly finishedTime: string;
  readonly count: number;
  readonly percentage?: number;
  /** Why it could not be done. */
  readonly error?: string;
}

export interface Issue {
  readonly id?: string;
  readonly name: string;
  readonly comment?: string;
  readonly refs?: readonly string[];
}

export interface Details {
  readonly startTime: string;
  readonly finishedTime: string;
  readonly issues: readonly Issue[];
  readonly error?: string;
}

/** One of the kept results of a check; one that failed has no count. */
export interface PastResult {
  readonly run: string;
  readonly form: 'summary' | 'details';
  readonly requestedBy?: string;
  readonly finishedTime: string;
  readonly count?: number;
  readonly percentage?: number;
  readonly error?: string;
}

export const INTEGRITY = ['data-integrity'] as const;
export const CHANGED = [ALL_RUNS, [...INTEGRITY, 'results']] as const;
/** Jobs that check. */
export const TYPES = 'DATA_INTEGRITY,DATA_INTEGRITY_DETAILS';

const REFRESH_MS = 4_000;

export const useChecks = () =>
  useQuery({
    queryKey: [...INTEGRITY, 'checks'],
    queryFn: ({ signal }) => get<readonly Check[]>(at('/api/dataIntegrity'), { signal }),
    staleTime: 60_000,
  });

/** The latest counts, by the names of the checks. */
export const useSummaries = () =>
  useQuery({
    queryKey: [...INTEGRITY, 'results', 'summaries'],
    queryFn: ({ signal }) => get<Readonly<Record<string, Summary>>>(at('/api/dataIntegrity/summary'), { signal }),
    refetchInterval: REFRESH_MS,
  });

/** Names of checks that a run has still to do. */
export const useOpenChecks = () =>
  useQuery({
    queryKey: [...INTEGRITY, 'results', 'open'],
    queryFn: ({ signal }) => get<readonly string[]>(at('/api/dataIntegrity/summary/running'), { signal }),
    refetchInterval: REFRESH_MS,
  });

/** The latest list of what one check found; null when it was never made. */
export const useDetails = (check: string) =>
  useQuery({
    queryKey: [...INTEGRITY, 'results', 'details', check],
    queryFn: async ({ signal }) =>
      (
        await get<Readonly<Record<string, Details>>>(at('/api/dataIntegrity/details', {}, { checks: [check] }), {
          signal,
        })
      )[check] ?? null,
    refetchInterval: REFRESH_MS,
  });

export const usePastResults = (check: string) =>
  useQuery({
    queryKey: [...INTEGRITY, 'results', 'past', check],
    queryFn: ({ signal }) =>
      get<readonly PastResult[]>(at('/api/dataIntegrity/{check}/history', { check }), { signal }),
    refetchInterval: REFRESH_MS,
  });

export interface Wanted {
  /** None: all that are not slow. */
  readonly checks: readonly string[];
  readonly withDetails: boolean;
}

/** Starts a run that counts, or one that counts and lists, so that both results are of the same moment. @returns its uid */
export async function startChecks({ checks, withDetails }: Wanted): Promise<string> {
  const address = withDetails ? at('/api/dataIntegrity') : at('/api/dataIntegrity/summary');
  return (await post<{ readonly response: { readonly id: string } }>(address, checks)).response.id;
}
