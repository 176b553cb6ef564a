import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { TObject } from 'typebox';
import { Value } from 'typebox/value';
import type { Database, Db } from '../database/index.js';
import { conflict } from '../kernel/errors/index.js';
import type { JobType } from './job-type.js';
import type { Run } from './run.js';
import { cancelRun, insertRun } from './run-log.js';
import { Runner } from './runner.js';

export interface RunRequest {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** uid of the user who asks. */
  readonly requestedBy?: string;
  /** Why it runs: `request` unless told otherwise. */
  readonly trigger?: string;
  /** uid of the scheduled job that asks. */
  readonly configuration?: string;
}

/** Running jobs: what features queue and what this node does. */
export interface Jobs {
  /** Makes a type known; before `start`. */
  register<Schema extends TObject>(type: JobType<Schema>): void;
  /** Known types, by key. */
  types(): readonly JobType[];
  /** Puts a run into the queue, in the caller's transaction; it starts within a second of that transaction's commit. */
  queue(db: Db, request: RunRequest): Promise<Run>;
  /** Asks for a run to be cancelled; false when it is not waiting or running. */
  cancel(db: Db, uid: string): Promise<boolean>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface JobsOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly node?: string | undefined;
  readonly concurrency?: number;
  readonly retentionDays?: number;
}

const DEFAULT_CONCURRENCY = 4;
const DEFAULT_RETENTION_DAYS = 90;

export function createJobs({ database, log, node, concurrency, retentionDays }: JobsOptions): Jobs {
  const types = new Map<string, JobType>();
  const runner = new Runner({
    database,
    log,
    types,
    node: node ?? hostname(),
    concurrency: concurrency ?? DEFAULT_CONCURRENCY,
    retentionDays: retentionDays ?? DEFAULT_RETENTION_DAYS,
  });
  return {
    register(type) {
      if (types.has(type.type)) throw new Error(`Job type ${type.type} is registered twice.`);
      // The runner hands a run's parameters, checked against the type's own schema, back to it.
      types.set(type.type, type as unknown as JobType);
    },
    types: () => [...types.values()].toSorted((a, b) => a.type.localeCompare(b.type)),
    async queue(db, request) {
      const type = types.get(request.type);
      if (!type) throw conflict(`Job type ${request.type} is not available on this server.`);
      return await insertRun(db, {
        type: type.type,
        name: `${type.type} (${uniqueMilliseconds()})`,
        parameters: checkedParameters(type, request.parameters ?? {}),
        exclusive: [type.type, ...(type.exclusive ?? [])],
        trigger: request.trigger ?? 'request',
        requestedBy: request.requestedBy,
        configuration: request.configuration,
      });
    },
    cancel: cancelRun,
    start: () => runner.start(),
    stop: () => runner.stop(),
  };
}

/** Fills in defaults and refuses what the type's schema does not allow. */
function checkedParameters(type: JobType, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!type.parameters) return {};
  const parameters = Value.Default(type.parameters, Value.Clone(given));
  const [error] = Value.Errors(type.parameters, parameters);
  if (error) throw conflict(`Job parameter ${error.instancePath.slice(1) || 'list'} ${error.message}.`);
  return parameters as Readonly<Record<string, unknown>>;
}

let lastMilliseconds = 0;

/** The time in milliseconds, one later than the last one given if need be: the peer's ad-hoc job names are unique by it. */
function uniqueMilliseconds(): number {
  lastMilliseconds = Math.max(Date.now(), lastMilliseconds + 1);
  return lastMilliseconds;
}
