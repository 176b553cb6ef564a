import type { Db } from '../database/index.js';
import { formatDuration } from '../kernel/clock.js';
import type { Progress, Stage } from './progress.js';
import type { NotificationLevel } from './run.js';
import { insertEvent, replaceEvent } from './run-log.js';

/** Work items are shown at most this often; a run of a million items writes no million messages. */
const ITEM_INTERVAL_MS = 200;

/** A run's progress, written to the log over connections of its own, so that it shows while the run's transactions are open. */
export class ProgressLog implements Progress {
  readonly #db: Db;
  readonly #runId: number;
  readonly #signal: AbortSignal;
  /** Messages are written one after the other, in the order in which they were made. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(db: Db, runId: number, signal: AbortSignal) {
    this.#db = db;
    this.#runId = runId;
    this.#signal = signal;
  }

  async message(message: string, level: NotificationLevel = 'INFO'): Promise<void> {
    this.#signal.throwIfAborted();
    await this.#write(() => insertEvent(this.#db, this.#runId, { level, message }));
  }

  async stage<Result>(name: string, work: (stage: Stage) => Promise<Result>, items?: number): Promise<Result> {
    this.#signal.throwIfAborted();
    const started = performance.now();
    await this.#write(() => insertEvent(this.#db, this.#runId, { level: 'INFO', message: name }));
    const result = await work(this.#items(name, items));
    const took = formatDuration(performance.now() - started);
    await this.#write(() => insertEvent(this.#db, this.#runId, { level: 'INFO', message: `${name}: done in ${took}` }));
    return result;
  }

  /** Waits until all messages are in the log. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  #items(stage: string, total: number | undefined): Stage {
    const of = total === undefined ? '' : `/${total}`;
    let done = 0;
    let shownAt = Number.NEGATIVE_INFINITY;
    let eventId: number | undefined;
    const show = (text: string): Promise<unknown> =>
      this.#write(async () => {
        if (eventId !== undefined) return await replaceEvent(this.#db, eventId, text);
        eventId = await insertEvent(this.#db, this.#runId, { level: 'LOOP', message: text });
      });
    return {
      item: async (name, work, summarize) => {
        this.#signal.throwIfAborted();
        const result = await work();
        done += 1;
        if (performance.now() - shownAt >= ITEM_INTERVAL_MS || done === total) {
          shownAt = performance.now();
          const outcome = summarize ? `: ${summarize(result)}` : '';
          await show(`[${done}${of}] ${stage}: ${name}${outcome}`);
        }
        return result;
      },
    };
  }

  #write(statement: () => Promise<unknown>): Promise<unknown> {
    const written = this.#writing.then(statement);
    // A failed write is reported to whoever waits for it; the queue goes on.
    this.#writing = written.catch(() => undefined);
    return written;
  }
}
