import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { bindToSignal, type Database, isConnectionLoss, lackingRight } from '../database/index.js';
import { OrderlyError } from '../kernel/errors/index.js';
import { type Claim, claimRuns, returnUnheard } from './claims.js';
import { EndWriter } from './end-writer.js';
import { afterCrash, type Ending } from './endings.js';
import type { JobType } from './job-type.js';
import { connectNode, type NodeConnection } from './node-connection.js';
import { SETTLED_MS } from './nodes.js';
import { checkedParameters } from './parameters.js';
import { ProgressLog } from './progress-log.js';
import { RunFailure } from './run-failure.js';
import { cancelledRuns } from './run-log.js';
import { Turn } from './turn.js';

export interface RunnerOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly node: string;
  readonly types: ReadonlyMap<string, JobType>;
  /** Most runs at once on this node. */
  readonly concurrency: number;
  /** Told of every run that got on or ended, on any node, and whether it failed. */
  readonly onRunChanged: (uid: string, failed: boolean) => void;
  /** Told of every run that this node has ended. */
  readonly onRunEnded: (end: RunEnd) => void;
}

/** How a run ended, and how long it took on this node. */
export interface RunEnd {
  readonly type: string;
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly seconds: number;
}

/** How often the node says that it lives, looks for due runs and asks for cancelled ones; notifications make all but the first immediate. */
const TICK_MS = 1_000;
/** How long a stopping node waits for its runs to notice. */
const STOP_GRACE_MS = 10_000;

/** Why a run's signal was aborted. */
export class RunCancelled extends Error {}
export class NodeStopping extends Error {}
export class NodeLost extends Error {}

interface ActiveRun {
  readonly runId: number;
  readonly uid: string;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** Takes runs from the log and does them, on this node. */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #active = new Set<ActiveRun>();
  readonly #ends: EndWriter;
  /** Apart from the others, so that nothing that waits for a connection or a lock makes the node look dead (contract: scheduling.md §14 no. 1). */
  readonly #beats: Turn;
  readonly #looks: Turn;
  #working = 0;
  #node: NodeConnection | undefined;
  #stopping = false;
  #claiming: Promise<void> | undefined;
  #claimAgain = false;
  /** A claim failed, and may be in the log all the same. */
  #claimUnheard = false;

  constructor(options: RunnerOptions) {
    const { database, log } = options;
    this.#options = options;
    this.#ends = new EndWriter(database.db, log);
    this.#beats = new Turn(TICK_MS, () => this.#beat(), log, 'the database cannot be reached');
    this.#looks = new Turn(TICK_MS, () => this.#look(), log, 'the run log could not be read');
  }

  async start(): Promise<void> {
    await this.#connect();
    this.#beats.start();
    this.#looks.start();
    this.#claim();
  }

  /** This node's id; undefined while it has no connection. */
  get nodeId(): number | undefined {
    return this.#node?.nodeId;
  }

  /** Stops claiming, interrupts this node's runs, which go back into the queue or fail as their type says, and leaves. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#looks.stop();
    await this.#claiming;
    this.#abortAll(new NodeStopping('The server was stopped before the job was done'));
    const ended = Promise.all([...this.#active].map((run) => run.ended));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_GRACE_MS);
    });
    await Promise.race([ended, patience]);
    clearTimeout(timer);
    await this.#ends.stop();
    await this.#beats.stop();
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
    const [what, uid = '', state] = payload.split(':');
    if (what === 'cancel') this.#cancel(uid);
    else if (what === 'queued') this.#claim();
    else this.#options.onRunChanged(uid, state === 'failed');
    // What has ended may have been in the way of others.
    if (what === 'ended') this.#claim();
  }

  #cancel(uid: string): void {
    for (const run of this.#active) {
      if (run.uid === uid) run.controller.abort(new RunCancelled('The run was cancelled'));
    }
  }

  #abortAll(reason: Error): void {
    for (const { controller } of this.#active) controller.abort(reason);
  }

  async #beat(): Promise<void> {
    if (this.#node) await this.#node.beat();
    else if (!this.#stopping) await this.#connect();
  }

  async #look(): Promise<void> {
    if (!this.#node) return;
    this.#claim();
    for (const uid of await cancelledRuns(this.#options.database.db, this.#node.nodeId)) this.#cancel(uid);
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
      // Runs that end together leave their places to one claim.
      await nextTurn();
      this.#claimAgain = false;
      // A run whose work is done leaves its place before its end is written; ends that cannot be written hold up the next ones.
      const free = Math.min(concurrency - this.#working, 2 * concurrency - this.#active.size);
      if (!this.#node || this.#stopping || free <= 0) return;
      const { nodeId } = this.#node;
      if (this.#claimUnheard)
        await returnUnheard(
          database.db,
          nodeId,
          [...this.#active].map(({ runId }) => runId),
        );
      this.#claimUnheard = true;
      const claims = await claimRuns(database.db, nodeId, [...types.values()], free);
      this.#claimUnheard = false;
      for (const claim of claims) this.#begin(claim);
      if (claims.length > 0) this.#claimAgain = true;
    } while (this.#claimAgain);
  }

  #begin(claim: Claim): void {
    // The connection broke while the claim was under way: the run has not begun.
    if (claim.nodeId !== this.#node?.nodeId) {
      const { runId, nodeId, attempt } = claim;
      const ending = { state: 'queued', message: 'Its server lost the database before the job began' } as const;
      void this.#ends.write({ runId, nodeId, attempt, from: 'running', ending });
      return;
    }
    const controller = new AbortController();
    const ended = this.#do(claim, controller.signal)
      .catch((error: unknown) => {
        this.#options.log.error({ err: error, run: claim.run.uid }, 'the end of a run could not be written');
      })
      .finally(() => {
        this.#active.delete(run);
        this.#claim();
      });
    const run: ActiveRun = { runId: claim.runId, uid: claim.run.uid, controller, ended };
    this.#active.add(run);
  }

  /** Does the work and writes its end. */
  async #do(claim: Claim, signal: AbortSignal): Promise<void> {
    const { runId, nodeId, attempt, run } = claim;
    const log = this.#options.log.child({ run: run.uid, job: run.type });
    const progress = new ProgressLog(this.#options.database.db, claim, signal, log);
    const began = performance.now();
    this.#working += 1;
    const ending = await this.#execute(claim, signal, progress, log).finally(() => {
      this.#working -= 1;
      this.#claim();
    });
    // A run that this node has lost is ended by whoever takes it over.
    if (!ending) return;
    const { state } = ending;
    if (state !== 'queued')
      this.#options.onRunEnded({ type: run.type, state, seconds: (performance.now() - began) / 1000 });
    await progress.flush();
    await this.#ends.write({ runId, nodeId, attempt, from: 'running', ending });
  }

  async #execute(claim: Claim, signal: AbortSignal, progress: ProgressLog, log: Logger): Promise<Ending | undefined> {
    const { database, types } = this.#options;
    const { run, attempt } = claim;
    const type = types.get(run.type);
    if (!type) throw new Error(`No job type ${run.type}`);
    try {
      const result = await type.run({
        run: {
          uid: run.uid,
          type: run.type,
          attempt,
          requestedBy: run.requestedBy ?? undefined,
          startedAt: run.startedAt ?? new Date(),
        },
        parameters: checkedParameters(type, run.parameters),
        db: bindToSignal(database, signal),
        progress,
        log,
        signal,
      });
      return { state: 'done', message: result.message, ...(result.summary && { summary: result.summary }) };
    } catch (error) {
      if (isConnectionLoss(error) && type.takeOver === 'restart') await this.#outlast(signal);
      const ending = failure(error, signal, type, claim);
      if (ending?.state === 'failed' && !signal.aborted && !(error instanceof OrderlyError))
        log.error({ err: error }, 'run failed');
      return ending;
    }
  }

  /**
   * Waits until it is plain whether only the run's connection broke. The database goes down one connection after the other: a run that was given back at once would begin
   * over one that still stands, and be cut off again. So the same outage would count twice, and the run be given up.
   */
  async #outlast(signal: AbortSignal): Promise<void> {
    await sleep(SETTLED_MS, undefined, { signal }).catch(() => undefined);
    // Without an answer the node is lost, and its runs are those of a dead one.
    await this.#node?.beat();
  }
}

function failure(
  error: unknown,
  { aborted, reason }: AbortSignal,
  { takeOver }: JobType,
  { crashes }: Claim,
): Ending | undefined {
  if (reason instanceof NodeLost) return undefined;
  if (reason instanceof RunCancelled) return { state: 'cancelled', message: 'Cancelled' };
  if (reason instanceof NodeStopping && takeOver === 'restart')
    return { state: 'queued', message: 'The server was stopped; the job starts again with it' };
  if (aborted && reason instanceof Error) return { state: 'failed', message: reason.message, interrupted: true };
  if (isConnectionLoss(error))
    return afterCrash('The connection to the database broke', takeOver === 'restart', crashes);
  const message = lackingRight(error) ?? (error instanceof Error ? error.message : String(error));
  return { state: 'failed', message, ...(error instanceof RunFailure && { summary: error.summary }) };
}
