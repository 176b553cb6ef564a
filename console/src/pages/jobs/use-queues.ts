import { useQuery } from '@tanstack/react-query';
import { at, get, post, put, remove } from '../../api/client';
import { JOBS } from './use-jobs';

/** A job as a queue shows it. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** An entry of the scheduler's list: a job, or a queue with its members in their order. */
interface SchedulerEntry {
  readonly name: string;
  readonly type: string;
  readonly cronExpression?: string;
  readonly nextExecutionTime?: string;
  readonly status: string;
  readonly enabled: boolean;
  readonly sequence: readonly Member[];
}

const QUEUE = 'Sequence';

/** All queues, by name. */
export const useQueues = () =>
  useQuery({
    queryKey: [...JOBS, 'queues'],
    queryFn: async ({ signal }) => {
      const entries = await get<readonly SchedulerEntry[]>(at('/api/scheduler', {}, { order: 'name' }), { signal });
      return entries.filter(({ type }) => type === QUEUE);
    },
    refetchInterval: 5_000,
  });

/** Jobs that are in no queue and may join one. */
export const useQueueable = () =>
  useQuery({
    queryKey: [...JOBS, 'queueable'],
    queryFn: async ({ signal }): Promise<readonly Member[]> =>
      (await get<readonly SchedulerEntry[]>(at('/api/scheduler/queueable'), { signal })).flatMap(
        ({ sequence }) => sequence,
      ),
  });

export interface QueueDraft {
  readonly name: string;
  readonly cronExpression: string;
  /** Uids, the first one first. */
  readonly sequence: readonly string[];
}

/** @param before its name until now; undefined makes a new one */
export const saveQueue = (draft: QueueDraft, before: string | undefined): Promise<void> =>
  before === undefined
    ? post(at('/api/scheduler/queues/{name}', { name: draft.name }), draft)
    : put(at('/api/scheduler/queues/{name}', { name: before }), draft);

export const deleteQueue = (name: string): Promise<void> => remove(at('/api/scheduler/queues/{name}', { name }));
