import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { at, get, patch, post, put, remove } from '../../api/client';
import type { Run } from '../../api/runs';
import { ALL_RUNS } from '../../api/use-runs';
import type { PagerInfo } from '../../parts/table';

/** A job as the list shows it. Times are the server's. */
export interface Job {
  readonly id: string;
  readonly name: string;
  readonly jobType: string;
  readonly schedulingType: 'CRON' | 'FIXED_DELAY' | 'ONCE_ASAP';
  readonly cronExpression?: string;
  readonly delay?: number;
  readonly enabled: boolean;
  /** False for jobs of the server itself. */
  readonly configurable: boolean;
  readonly jobStatus: string;
  readonly lastExecuted?: string;
  readonly lastFinished?: string;
  readonly lastExecutedStatus: string;
  readonly nextExecutionTime?: string;
  readonly queueName?: string;
  readonly queuePosition?: number;
}

export interface JobDetails extends Job {
  readonly jobParameters?: Readonly<Record<string, unknown>>;
  readonly executedBy?: string;
  readonly created: string;
  readonly lastUpdated: string;
}

const LISTED =
  'id,name,jobType,schedulingType,cronExpression,delay,enabled,configurable,jobStatus,lastExecuted,lastFinished,lastExecutedStatus,nextExecutionTime,queueName,queuePosition';

export const JOBS = ['jobs'] as const;
/** What starting, stopping and changing a job changes. */
export const CHANGED = { changes: [JOBS, ALL_RUNS] } as const;

const REFRESH_MS = 5_000;

export interface JobFilter {
  readonly name: string;
  readonly type: string;
  readonly page: number;
}

interface JobList {
  readonly pager: PagerInfo;
  readonly jobConfigurations: readonly Job[];
}

/** A page of the jobs that have a schedule, by name. */
export const useJobs = ({ name, type, page }: JobFilter) =>
  useQuery({
    queryKey: [...JOBS, 'list', { name, type, page }],
    queryFn: ({ signal }) => {
      const filter = [
        'schedulingType:in:[CRON,FIXED_DELAY]',
        ...(name === '' ? [] : [`name:ilike:${name}`]),
        ...(type === '' ? [] : [`jobType:eq:${type}`]),
      ];
      const query = { fields: LISTED, filter, order: 'name:asc', page, pageSize: 50 };
      return get<JobList>(at('/api/jobConfigurations', {}, query), { signal });
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });

export const useJob = (uid: string) =>
  useQuery({
    queryKey: [...JOBS, 'one', uid],
    queryFn: ({ signal }) =>
      get<JobDetails>(
        at(
          '/api/jobConfigurations/{uid}',
          { uid },
          { fields: `${LISTED},jobParameters,executedBy,created,lastUpdated` },
        ),
        { signal },
      ),
    enabled: uid !== '',
    refetchInterval: REFRESH_MS,
  });

/** A run of one job, with what its history has. */
export type PastRun = Pick<
  Run,
  'id' | 'state' | 'interrupted' | 'trigger' | 'due' | 'started' | 'finished' | 'node' | 'message'
>;

/** As the history of a job writes it. */
interface WrittenRun extends Omit<PastRun, 'interrupted' | 'node' | 'message'> {
  readonly outcome?: string;
  readonly node: string | null;
  readonly message: string | null;
}

export const useHistory = (uid: string, page: number, pageSize = 20) =>
  useQuery({
    queryKey: [...ALL_RUNS, 'of-job', uid, page, pageSize],
    queryFn: async ({ signal }) => {
      const { pager, runs } = await get<{ readonly pager: PagerInfo; readonly runs: readonly WrittenRun[] }>(
        at('/api/jobConfigurations/{uid}/runs', { uid }, { page, pageSize }),
        { signal },
      );
      return { pager, runs: runs.map(pastRun) };
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });

const pastRun = ({ outcome, node, message, ...run }: WrittenRun): PastRun => ({
  ...run,
  interrupted: outcome === 'INTERRUPTED',
  ...(node !== null && { node }),
  ...(message !== null && { message }),
});

/** A parameter of a type of job, as far as a form needs it (contract: scheduling.md §4). */
export interface ParameterSchema {
  readonly name: string;
  readonly fieldName: string;
  readonly klass: string;
  readonly collection: boolean;
  readonly required: boolean;
  readonly defaultValue?: unknown;
  readonly constants?: readonly string[];
  readonly relativeApiEndpoint?: string;
}

export interface JobTypeSchema {
  readonly name: string;
  readonly jobType: string;
  readonly schedulingType: 'CRON' | 'FIXED_DELAY';
  readonly jobParameters: readonly ParameterSchema[];
}

export const useJobTypes = () =>
  useQuery({
    queryKey: ['job-types'],
    queryFn: async ({ signal }) =>
      (await get<{ readonly jobTypes: readonly JobTypeSchema[] }>(at('/api/jobConfigurations/jobTypes'), { signal }))
        .jobTypes,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** When a cron expression is due next. */
export interface CronTimes {
  readonly timeZone: string;
  readonly nextExecutionTimes: readonly string[];
}

export const useCronTimes = (expression: string) =>
  useQuery({
    queryKey: ['cron', expression],
    queryFn: ({ signal }) => get<CronTimes>(at('/api/scheduler/cron', {}, { expression, count: 10 }), { signal }),
    enabled: expression.trim() !== '',
    placeholderData: keepPreviousData,
  });

export const runJob = ({ id }: Pick<Job, 'id'>) => post(at('/api/jobConfigurations/{uid}/execute', { uid: id }));

export const switchJob = ({ id, enabled }: Pick<Job, 'id' | 'enabled'>) =>
  enabled
    ? post(at('/api/jobConfigurations/{uid}/enable', { uid: id }))
    : post(at('/api/jobConfigurations/{uid}/disable', { uid: id }));

export const deleteJob = ({ id }: Pick<Job, 'id'>) => remove(at('/api/jobConfigurations/{uid}', { uid: id }));

/** What a form says of a job. */
export interface JobDraft {
  readonly name: string;
  readonly jobType: string;
  readonly cronExpression?: string;
  readonly delay?: number;
  readonly jobParameters?: Readonly<Record<string, unknown>>;
}

export const createJob = async (draft: JobDraft): Promise<string> =>
  (
    await post<{ readonly response: { readonly uid: string } }>(at('/api/jobConfigurations'), {
      ...draft,
      schedulingType: draft.delay === undefined ? 'CRON' : 'FIXED_DELAY',
    })
  ).response.uid;

export const updateJob = (uid: string, draft: JobDraft) =>
  put(at('/api/jobConfigurations/{uid}', { uid }), {
    ...draft,
    schedulingType: draft.delay === undefined ? 'CRON' : 'FIXED_DELAY',
  });

/** Of a job of the server itself the cron expression may be changed, and nothing else. */
export const changeCron = (uid: string, cronExpression: string) =>
  patch(at('/api/jobConfigurations/{uid}', { uid }), [
    { op: 'replace', path: '/cronExpression', value: cronExpression },
  ]);

/** What became of the jobs of the DHIS2 beside which the server works. */
export interface CopiedJobs {
  readonly copied: readonly { readonly id: string; readonly name: string }[];
  /** `id` is that in DHIS2. */
  readonly leftOut: readonly { readonly id: string; readonly name: string; readonly reason: string }[];
}

/** Copies them as Orderly's own, switched off. */
export const copyJobs = (): Promise<CopiedJobs> => post(at('/api/jobConfigurations/dhis2'));
