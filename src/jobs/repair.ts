import type { Logger } from 'pino';
import type { Database } from '../database/index.js';
import { adoptStoredJobs } from './adoption.js';
import type { JobType } from './job-type.js';
import { pruneRuns } from './pruning.js';
import { takeOverRuns } from './take-over.js';
import { Turn } from './turn.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

export interface RepairOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly types: ReadonlyMap<string, JobType>;
  readonly retentionDays: number;
  /** Whether the jobs that are stored in DHIS2's table are this server's to run. */
  readonly storedJobs: boolean;
}

/** Mends what crashes and other programs leave behind, by timers of its own: also while no job can run and nothing is scheduled (contract: scheduling.md §14 no. 16). */
export class Repair {
  readonly #options: RepairOptions;
  readonly #turns: readonly Turn[];

  constructor(options: RepairOptions) {
    const { database, log, retentionDays, storedJobs } = options;
    this.#options = options;
    this.#turns = [
      new Turn(SECOND_MS, () => this.#takeOver(), log, 'runs of dead servers could not be looked for'),
      new Turn(HOUR_MS, () => pruneRuns(database.db, retentionDays), log, 'old runs could not be forgotten'),
      ...(storedJobs
        ? [new Turn(MINUTE_MS, () => this.#adopt(), log, 'jobs that others stored could not be scheduled')]
        : []),
    ];
  }

  async start(): Promise<void> {
    for (const turn of this.#turns) turn.start();
    await pruneRuns(this.#options.database.db, this.#options.retentionDays);
    if (this.#options.storedJobs) await this.#adopt();
  }

  async stop(): Promise<void> {
    for (const turn of this.#turns) await turn.stop();
  }

  async #takeOver(): Promise<void> {
    const { database, types, log } = this.#options;
    const restartable = [...types.values()].filter(({ takeOver }) => takeOver === 'restart').map(({ type }) => type);
    for (const { uid, type, message } of await takeOverRuns(database.db, new Set(restartable)))
      log.warn({ run: uid, type }, message);
  }

  async #adopt(): Promise<void> {
    const adopted = await adoptStoredJobs(this.#options.database.db);
    if (adopted > 0) this.#options.log.info({ jobs: adopted }, 'jobs that were stored without a schedule got one');
  }
}
