import type { Logger } from 'pino';
import type { Config } from '../config/index.js';
import type { Database } from '../database/index.js';
import type { ApiServer, Dialect } from '../http/index.js';
import type { Jobs } from '../jobs/index.js';
import type { Clock } from '../kernel/clock.js';

/** What the composition root hands to every feature. */
export interface Services {
  readonly config: Config;
  readonly database: Database;
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** Where the database keeps its data, if that is on this machine. */
  readonly dataDirectory: string | undefined;
  readonly log: Logger;
}

/**
 * What a feature registers. A feature is built by one function of its `index.ts`, `create<Name>(services, …other features it stands on)`, which
 * registers its job types with `services.jobs` and returns this.
 */
export interface Feature {
  readonly name: string;
  /** Adds the feature's routes below `/api`. */
  routes(api: ApiServer): void;
  /** Adds routes that old clients know outside `/api`; their paths are written in full. */
  pages?(server: ApiServer): void;
  /** Another API than DHIS2's whose paths the feature answers; its routes are added by `pages`. */
  readonly dialect?: Dialect;
  /** Ran once after the routes are up and before requests are taken, e.g. a sweep of what a crash left behind. */
  start?(): Promise<void>;
  stop?(): Promise<void>;
}
