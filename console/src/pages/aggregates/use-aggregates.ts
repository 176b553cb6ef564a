import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { at, get, post, remove } from '../../api/client';
import { ALL_RUNS } from '../../api/use-runs';

/** Jobs that work on aggregates. */
export const TYPES = 'AGGREGATE_MAINTENANCE,AGGREGATE_BATCH';
export const AGGREGATES = ['aggregates'] as const;
export const CHANGED = [ALL_RUNS, AGGREGATES] as const;

/** What answered the questions of the last days. */
export interface Use {
  readonly days: number;
  readonly questions: number;
  readonly answered: number;
  /** From 0 to 1; null when nothing was asked. */
  readonly hitRate: number | null;
  /** Mean milliseconds of a question; null when there was none. */
  readonly aggregateMs: number | null;
  readonly tableMs: number | null;
}

/** An analytics table that is rolled up. */
export interface BaseTable {
  readonly cube: string;
  readonly years: number;
  readonly rows: number;
  readonly bytes: number;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly isOpen: boolean;
  readonly members: number;
  readonly aggregates: number;
}

/** A definition with what stands of it. Times are the server's. */
export interface Aggregate {
  readonly id: string;
  readonly organization: string;
  readonly cube: string;
  readonly name: string;
  readonly notes: string | null;
  readonly kind: 'user_defined' | 'system_defined';
  readonly subtype: 'manual' | 'demand_defined' | 'prediction_defined';
  readonly columns: readonly string[];
  readonly elements: number;
  readonly blocked: boolean;
  readonly failures: number;
  readonly status: 'active' | 'pending' | 'invalid' | 'deleted';
  readonly message: string;
  readonly rows: number;
  readonly bytes: number;
  readonly years: number;
  readonly yearsBehind: number;
  readonly buildMs: number;
  readonly built: string | null;
  readonly queries: number;
  readonly lastUsed: string | null;
}

export interface Overview {
  readonly use: Use;
  readonly tables: readonly BaseTable[];
  /** Tables of which maintenance has still to drop. */
  readonly leftover: { readonly tables: number; readonly bytes: number };
  readonly organizations: readonly Organization[];
  readonly aggregates: readonly Aggregate[];
  readonly columnNames: Readonly<Record<string, string>>;
}

const IDLE_MS = 10_000;
/** While a run may be at work. */
const LIVE_MS = 2_000;

const isUnfinished = ({ blocked, status, yearsBehind }: Aggregate): boolean =>
  !blocked && (status === 'pending' || yearsBehind > 0);

/** @param days back from today, in which use counts; 90 at most */
export const useAggregates = (days: number) =>
  useQuery({
    queryKey: [...AGGREGATES, days],
    queryFn: ({ signal }) => get<Overview>(at('/api/aggregates', {}, { days }), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data?.aggregates.some(isUnfinished) ? LIVE_MS : IDLE_MS),
  });

interface Started {
  readonly response: { readonly id: string };
}

/** @returns uid of the run */
export const runMaintenance = async (organization: string): Promise<string> =>
  (await post<Started>(at('/api/aggregates/maintenance', {}, { organization }))).response.id;

/** @returns uid of the run */
export const runBatch = async (organization: string, isFullBuild: boolean): Promise<string> =>
  (await post<Started>(at('/api/aggregates/batch', {}, { organization, isFullBuild }))).response.id;

export const blockAggregate = ({ id }: Pick<Aggregate, 'id'>): Promise<void> =>
  post(at('/api/aggregates/{id}/block', { id }));

export const unblockAggregate = ({ id }: Pick<Aggregate, 'id'>): Promise<void> =>
  post(at('/api/aggregates/{id}/unblock', { id }));

export const removeAggregate = ({ id }: Pick<Aggregate, 'id'>): Promise<void> =>
  remove(at('/api/aggregates/{id}', { id }));
