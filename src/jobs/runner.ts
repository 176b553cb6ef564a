import type { Logger } from 'pino';
import { bindToSignal, type Database } from '../database/index.js';
import { OrderlyError } from '../kernel/errors/index.js';
import type { JobType } from './job-type.js';
import { connectNode, type NodeConnection } from './node-connection.js';
import { checkedParameters } from './parameters.js';
import { ProgressLog } from './progress-log.js';
import { RunFailure } from './run-failure.js';
import {
  abandonedRuns,
  type Claim,
  cancelledRuns,
  claimNext,
  type Ending,
  finishRun,
  pruneRuns,
  requeueRun,
  takeOverRun,
} from './run-log.js';

export interface RunnerOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly node: string;
  readonly types: ReadonlyMap<string, JobType>;
  /** Most runs at once on this node. */
  readonly concurrency: number;
  readonly retentionDays: number;
  /** Told of every run that got on or ended, on any node. */
  readonly onRunChanged: (uid: string) => void;
}

/** How often the node says that it lives, looks for due and abandoned runs, and asks for cancelled ones; notifications make all but the first immediate. */
const TICK_MS = 1_000;
/** A node without its lock and silent for this long is dead. Longer than its statements live on after it: the server drops them within a second. */
const SILENCE_MS = 3_000;
const PRUNE_EVERY_TICKS = 3_600;
/** How long a stopping node waits for its runs to notice. */
const STOP_GRACE_MS = 10_000;

/** Why a run's signal was aborted. */
export class RunCancelled extends Error {}
export class NodeStopping extends Error {}
export class NodeLost extends Error {}

interface ActiveRun {
  readonly claim: Claim;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** Takes runs from the log and does them, on this node. */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #active = new Map<string, ActiveRun>();
  #node: NodeConnection | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ticks = 0;
  #stopping = false;
  #claiming: Promise<void> | undefined;
  #claimAgain = false;
  #ticking: Promise<void> | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.#connect();
    this.#timer = setInterval(() => void this.#tick(), TICK_MS);
    this.#claim();
  }

  /** This node's id; undefined while it has no connection. */
  get nodeId(): number | undefined {
    return this.#node?.nodeId;
  }

  /** Stops claiming, interrupts this node's runs, which go back into the queue or fail as their type says, and leaves. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    await this.#ticking;
    await this.#claiming;
    this.#abortAll(new NodeStopping('The server was stopped'));
    const ended = Promise.all([...this.#active.values()].map((run) => run.ended));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_GRACE_MS);
    });
    await Promise.race([ended, patience]);
    clearTimeout(timer);
    await this.#node?.close();
  }

  async #connect(): Promise<void> {
    const { database, node, log } = this.#options;
    this.#node = await connectNode(database, node, log, {
      onNotification: (payload) => this.#hear(payload),
      onLost: (error) => {
        this.#node = undefined;
        this.#abortAll(new NodeLost('The connection to the database was lost', { cause: error }));
      },
    });
  }

  #hear(payload: string): void {
    const [what, uid = ''] = payload.split(':');
    if (what === 'cancel') this.#cancel(uid);
    else if (what === 'queued') this.#claim();
    else this.#options.onRunChanged(uid);
    // What has ended may have been in the way of others.
    if (what === 'ended') this.#claim();
  }

  #cancel(uid: string): void {
    this.#active.get(uid)?.controller.abort(new RunCancelled('The run was cancelled'));
  }

  #abortAll(reason: Error): void {
    for (const { controller } of this.#active.values()) controller.abort(reason);
  }

  async #tick(): Promise<void> {
    if (this.#ticking || this.#stopping) return;
    this.#ticking = this.#upkeep().catch((error: unknown) => {
      this.#options.log.warn({ err: error }, 'the run log could not be read; the next second tries again');
    });
    await this.#ticking;
    this.#ticking = undefined;
  }

  async #upkeep(): Promise<void> {
    const { database, types, log, retentionDays } = this.#options;
    if (!this.#node) await this.#connect();
    const node = this.#node;
    if (!node) return;
    await node.beat();
    for (const uid of await cancelledRuns(database.db, node.nodeId)) this.#cancel(uid);
    for (const run of await abandonedRuns(database.db, SILENCE_MS)) {
      const restart = types.get(run.type)?.takeOver === 'restart';
      const reason = `The server that ran this job (${run.node}) stopped at ${run.aliveAt.toISOString()}`;
      log.warn({ run: run.runId, type: run.type, restart }, reason);
      await takeOverRun(
        database.db,
        run,
        restart,
        restart ? `${reason}; the job starts again` : `${reason} before it was done`,
      );
    }
    if (this.#ticks % PRUNE_EVERY_TICKS === 0) await pruneRuns(database.db, retentionDays);
    this.#ticks += 1;
    this.#claim();
  }

  /** Claims until nothing is due or this node is full. Called while it is claiming already, it looks once more afterwards. */
  #claim(): void {
    if (this.#claiming) {
      this.#claimAgain = true;
      return;
    }
    this.#claiming = this.#claimAll()
      .catch((error: unknown) => {
        this.#options.log.warn({ err: error }, 'no run could be claimed; the next second tries again');
      })
      .finally(() => {
        this.#claiming = undefined;
      });
  }

  async #claimAll(): Promise<void> {
    const { database, types, concurrency } = this.#options;
    do {
      this.#claimAgain = false;
      while (this.#node && !this.#stopping && this.#active.size < concurrency) {
        const claim = await claimNext(database.db, this.#node.nodeId, [...types.keys()]);
        if (!claim) break;
        this.#begin(claim);
      }
    } while (this.#claimAgain && !this.#stopping);
  }

  #begin(claim: Claim): void {
    const controller = new AbortController();
    const ended = this.#execute(claim, controller.signal)
      .catch((error: unknown) => {
        this.#options.log.error({ err: error, run: claim.run.uid }, 'the end of a run could not be written');
      })
      .finally(() => {
        this.#active.delete(claim.run.uid);
        if (!this.#stopping) this.#claim();
      });
    this.#active.set(claim.run.uid, { claim, controller, ended });
  }

  async #execute(claim: Claim, signal: AbortSignal): Promise<void> {
    const { database, types } = this.#options;
    const { run } = claim;
    const type = types.get(run.type);
    if (!type) throw new Error(`No job type ${run.type}`);
    const log = this.#options.log.child({ run: run.uid, job: run.type });
    const progress = new ProgressLog(database.db, claim, signal, log);
    const handle = bindToSignal(database, signal);
    let ending: Ending;
    try {
      await progress.message(type.startMessage);
      const parameters = checkedParameters(type, run.parameters);
      const result = await type.run({
        run: {
          uid: run.uid,
          type: run.type,
          attempt: run.attempt,
          requestedBy: run.requestedBy ?? undefined,
          startedAt: run.startedAt ?? new Date(),
        },
        parameters,
        db: handle,
        progress,
        log,
        signal,
      });
      ending = { state: 'done', ...result };
    } catch (error) {
      if (signal.reason instanceof NodeLost) return;
      if (signal.reason instanceof NodeStopping && type.takeOver === 'restart') {
        await requeueRun(database.db, claim, 'The server was stopped; the job starts again with it');
        return;
      }
      ending = failure(error, signal);
      if (ending.state === 'failed' && !(error instanceof OrderlyError)) log.error({ err: error }, 'run failed');
    }
    await progress.flush();
    await finishRun(database.db, claim, ending);
  }
}

function failure(error: unknown, signal: AbortSignal): Ending {
  if (signal.reason instanceof RunCancelled) return { state: 'cancelled', message: 'Cancelled' };
  if (signal.aborted && signal.reason instanceof Error) return { state: 'failed', message: signal.reason.message };
  const summary = error instanceof RunFailure ? { summary: error.summary } : {};
  return { state: 'failed', message: error instanceof Error ? error.message : String(error), ...summary };
}
