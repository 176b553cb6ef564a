import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { TObject } from 'typebox';
import { type Database, type Db, transaction } from '../database/index.js';
import { conflict } from '../kernel/errors/index.js';
import { exclusiveOf } from './claims.js';
import type { JobType } from './job-type.js';
import { checkedParameters } from './parameters.js';
import { beginRounds } from './queue-rounds.js';
import { Repair } from './repair.js';
import type { Run } from './run.js';
import { cancelRun, insertRun, type NewRun, revertRun } from './run-log.js';
import { type RunEnd, Runner } from './runner.js';
import type { ScheduledJob } from './scheduled-job.js';
import { Scheduler } from './scheduler.js';

export interface RunRequest {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** uid of the user who asks. */
  readonly requestedBy?: string;
  /** Why it runs: `request` unless told otherwise. */
  readonly trigger?: string;
  /** uid of the scheduled job that asks. */
  readonly configuration?: string;
  /** Its name; one is made for the run unless given. */
  readonly name?: string;
}

/** Running jobs: what features queue and what this node does. */
export interface Jobs {
  /** Makes a type known; before `start`. */
  register<Schema extends TObject>(type: JobType<Schema>): void;
  /** Known types, by key. */
  types(): readonly JobType[];
  /** @throws OrderlyError 409 for a type that this server knows and leaves to the DHIS2 beside which it works */
  refuseForeign(type: string): void;
  /** Puts a run into the queue, in the caller's transaction; it starts within a second of that transaction's commit. */
  queue(db: Db, request: RunRequest): Promise<Run>;
  /** Queues a run of a scheduled job now, besides its schedule; with the first member of a queue, the whole queue. */
  runNow(db: Db, job: ScheduledJob): Promise<Run>;
  /** Asks for a run to be cancelled; false when it is not waiting or running. */
  cancel(db: Db, uid: string): Promise<boolean>;
  /** Calls `listener` with the uid of every run that got on or ended, on any node, and whether it failed; what is returned ends that. */
  watch(listener: (uid: string, failed: boolean) => void): () => void;
  /** Calls `listener` for every run that this node ends; what is returned ends that. */
  watchEnds(listener: (end: RunEnd) => void): () => void;
  /** Gives up a run of the job whose server has been silent for a minute; `alive` when it is not, `idle` when nothing runs. */
  revert(db: Db, job: string): Promise<'reverted' | 'alive' | 'idle'>;
  /** This node's id; undefined while it has no connection to the database. */
  nodeId(): number | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface JobsOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly node?: string | undefined;
  /** Most runs at once on this node. */
  readonly concurrency?: number;
  readonly retentionDays?: number;
  /** Whether the jobs that are stored in DHIS2's table are this server's to run, whoever stored them; they are unless told otherwise. */
  readonly storedJobs?: boolean;
  /** Types that are not run here are left to the DHIS2 beside which the server works; all are run unless told otherwise. */
  readonly runs?: (type: string) => boolean;
}

const DEFAULT_CONCURRENCY = 10;
const DEFAULT_RETENTION_DAYS = 90;

export function createJobs({
  database,
  log,
  node,
  concurrency,
  retentionDays,
  storedJobs = true,
  runs = () => true,
}: JobsOptions): Jobs {
  const types = new Map<string, JobType>();
  const watchers = new Set<(uid: string, failed: boolean) => void>();
  const endWatchers = new Set<(end: RunEnd) => void>();
  const runner = new Runner({
    database,
    log,
    types,
    node: node ?? hostname(),
    concurrency: concurrency ?? DEFAULT_CONCURRENCY,
    onRunChanged: (uid, failed) => {
      for (const listener of watchers) listener(uid, failed);
    },
    onRunEnded: (end) => {
      for (const listener of endWatchers) listener(end);
    },
  });
  const foreign = new Set<string>();
  const refuseForeign = (type: string): void => {
    if (foreign.has(type))
      throw conflict(
        `This Orderly works beside a DHIS2 and leaves jobs of type ${type} to it: schedule and start them there.`,
      );
  };
  const typeOf = (name: string): JobType => {
    refuseForeign(name);
    const type = types.get(name);
    if (!type) throw conflict(`Job type ${name} is not available on this server.`);
    return type;
  };
  const newRun = (request: RunRequest): NewRun => {
    const type = typeOf(request.type);
    const parameters = request.parameters ?? {};
    return {
      type: type.type,
      name: request.name ?? `${type.type} (${uniqueMilliseconds()})`,
      parameters,
      exclusive: exclusiveOf(type, parameters),
      trigger: request.trigger ?? 'request',
      requestedBy: request.requestedBy,
      configuration: request.configuration,
    };
  };
  const queue = async (db: Db, request: RunRequest): Promise<Run> => {
    const parameters = checkedParameters(typeOf(request.type), request.parameters ?? {});
    return await insertRun(db, newRun({ ...request, parameters }));
  };
  const scheduler = new Scheduler({
    database,
    log,
    types: () => [...types.keys()],
    // Unchecked: nobody would see it refused. The run fails and says why, and the other jobs that are due are not held up.
    runOf: (job) => newRun({ ...requestOf(job), trigger: 'schedule' }),
  });
  const repair = new Repair({
    database,
    log,
    types,
    retentionDays: retentionDays ?? DEFAULT_RETENTION_DAYS,
    storedJobs,
  });
  return {
    register(type) {
      if (types.has(type.type)) throw new Error(`Job type ${type.type} is registered twice.`);
      if (!runs(type.type)) {
        foreign.add(type.type);
        return;
      }
      // The runner hands a run's parameters, checked against the type's own schema, back to it.
      types.set(type.type, type as unknown as JobType);
    },
    types: () => [...types.values()].toSorted((a, b) => a.type.localeCompare(b.type)),
    refuseForeign,
    queue,
    runNow: async (db, job) =>
      await transaction(db, async (handle) => {
        const run = await queue(handle, { ...requestOf(job), trigger: 'request' });
        if (job.queue !== null) await beginRounds(handle, [{ queue: job.queue, run: run.uid }]);
        return run;
      }),
    cancel: cancelRun,
    revert: revertRun,
    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    watchEnds(listener) {
      endWatchers.add(listener);
      return () => endWatchers.delete(listener);
    },
    nodeId: () => runner.nodeId,
    async start() {
      await runner.start();
      await repair.start();
      if (storedJobs) scheduler.start();
    },
    async stop() {
      await scheduler.stop();
      await repair.stop();
      await runner.stop();
    },
  };
}

const requestOf = ({ uid, type, name, parameters, executedBy }: ScheduledJob): RunRequest => ({
  type,
  name,
  parameters,
  configuration: uid,
  ...(executedBy !== null && { requestedBy: executedBy }),
});

let lastMilliseconds = 0;

/** The time in milliseconds, one later than the last one given if need be: the peer's ad-hoc job names are unique by it. */
function uniqueMilliseconds(): number {
  lastMilliseconds = Math.max(Date.now(), lastMilliseconds + 1);
  return lastMilliseconds;
}
