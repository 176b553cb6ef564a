import type { Logger } from 'pino';
import type { Db } from '../database/index.js';
import { formatDuration } from '../kernel/clock.js';
import { OrderlyError } from '../kernel/errors/index.js';
import type { Claim } from './claims.js';
import type { DataError, FailurePolicy, LenientStage, Progress, Stage, StageOptions } from './progress.js';
import { writeProgress } from './progress-store.js';
import { ProgressTree, type StageStep } from './progress-tree.js';
import type { NotificationLevel } from './run.js';
import { insertEvent, replaceEvent } from './run-log.js';

/** Work items are shown at most this often; a run of a million items writes no million messages. */
const ITEM_INTERVAL_MS = 200;
/** Stages and items are written at most this often, and at the end: a run that is over sooner writes them once. */
const TREE_INTERVAL_MS = 500;

/** A run's progress, written to the log over connections of its own, so that it shows while the run's transactions are open. */
export class ProgressLog implements Progress {
  readonly #db: Db;
  readonly #claim: Claim;
  readonly #signal: AbortSignal;
  readonly #log: Logger;
  readonly #tree = new ProgressTree();
  #treeTimer: NodeJS.Timeout | undefined;
  /** Messages are written one after the other, in the order in which they were made. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(db: Db, claim: Claim, signal: AbortSignal, log: Logger) {
    this.#db = db;
    this.#claim = claim;
    this.#signal = signal;
    this.#log = log;
  }

  async message(message: string, level: NotificationLevel = 'INFO'): Promise<void> {
    this.#signal.throwIfAborted();
    await this.#write(() => insertEvent(this.#db, this.#claim.runId, { level, message }));
  }

  error(error: DataError): void {
    this.#tree.addError(error);
    this.#treeChanged();
  }

  // One body for all forms of the interface: undefined is given only where a policy passes over a failure, which callers without one do not ask for.
  async stage<Result>(
    name: string,
    work: (stage: Stage & LenientStage) => Promise<Result>,
    options?: number | StageOptions,
  ): Promise<Result> {
    this.#signal.throwIfAborted();
    const { items, onFailure = 'FAIL' } = typeof options === 'object' ? options : { items: options };
    const started = performance.now();
    const step = this.#tree.beginStage(name, items, onFailure);
    this.#treeChanged();
    await this.#event('INFO', name);
    try {
      const result = await work(this.#items(name, items, step) as Stage & LenientStage);
      this.#tree.endStage(step, 'SUCCESS');
      this.#treeChanged();
      await this.#event('INFO', `${name}: done in ${formatDuration(performance.now() - started)}`);
      return result;
    } catch (error) {
      const failure = this.#failure(error);
      this.#tree.endStage(step, failure.status, failure.reason);
      this.#treeChanged();
      if (onFailure !== 'SKIP_STAGE' || this.#signal.aborted) throw error;
      this.#logUnexpected(error, name);
      await this.#event('WARN', `${name}: ${failure.reason}`);
      return undefined as Result;
    }
  }

  /** Waits until all messages, stages and items are in the log. */
  async flush(): Promise<void> {
    if (this.#treeTimer) this.#writeTree();
    await this.#writing;
  }

  #items(stage: string, total: number | undefined, step: StageStep): LenientStage {
    const of = total === undefined ? '' : `/${total}`;
    let done = 0;
    let succeeded = 0;
    let shownAt = Number.NEGATIVE_INFINITY;
    let eventId: number | undefined;
    const show = (text: string): Promise<unknown> =>
      this.#write(async () => {
        if (eventId !== undefined) return await replaceEvent(this.#db, eventId, text);
        eventId = await insertEvent(this.#db, this.#claim.runId, { level: 'LOOP', message: text });
      });
    return {
      item: async (name, work, summarize) => {
        this.#signal.throwIfAborted();
        const item = this.#tree.beginItem(step, name);
        this.#treeChanged();
        try {
          const result = await work();
          const summary = summarize?.(result);
          this.#tree.endItem(item, 'SUCCESS', summary);
          done += 1;
          succeeded += 1;
          if (performance.now() - shownAt >= ITEM_INTERVAL_MS || done === total) {
            shownAt = performance.now();
            await show(`[${done}${of}] ${stage}: ${name}${summary === undefined ? '' : `: ${summary}`}`);
          }
          return result;
        } catch (error) {
          const failure = this.#failure(error);
          this.#tree.endItem(item, failure.status, undefined, failure.reason);
          if (this.#signal.aborted || !passesOver(step.onFailure, succeeded)) throw error;
          done += 1;
          this.#logUnexpected(error, name);
          await this.#event('WARN', `[${done}${of}] ${stage}: ${name}: ${failure.reason}`);
          return undefined;
        } finally {
          this.#treeChanged();
        }
      },
    };
  }

  #failure(error: unknown): { readonly status: 'ERROR' | 'CANCELLED'; readonly reason: string } {
    const reason = error instanceof Error ? error.message : String(error);
    return { status: this.#signal.aborted ? 'CANCELLED' : 'ERROR', reason };
  }

  /** A failure that is passed over must still be found by those who mend the server. */
  #logUnexpected(error: unknown, where: string): void {
    if (!(error instanceof OrderlyError)) this.#log.error({ err: error }, `failed and was passed over: ${where}`);
  }

  #event(level: NotificationLevel, message: string): Promise<unknown> {
    return this.#write(() => insertEvent(this.#db, this.#claim.runId, { level, message }));
  }

  #treeChanged(): void {
    this.#treeTimer ??= setTimeout(() => this.#writeTree(), TREE_INTERVAL_MS);
  }

  #writeTree(): void {
    clearTimeout(this.#treeTimer);
    this.#treeTimer = undefined;
    this.#write(() => writeProgress(this.#db, this.#claim, this.#tree.document)).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'the progress of a run could not be written; the next change writes it again');
    });
  }

  #write(statement: () => Promise<unknown>): Promise<unknown> {
    const written = this.#writing.then(statement);
    // A failed write is reported to whoever waits for it; the queue goes on.
    this.#writing = written.catch(() => undefined);
    return written;
  }
}

const passesOver = (policy: FailurePolicy, succeeded: number): boolean =>
  policy === 'SKIP_ITEM' || (policy === 'SKIP_ITEM_OUTLIER' && succeeded > 0);
