import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Db } from '../database/index.js';
import { type EndOfRun, writeEndings } from './endings.js';

/** SQLSTATE class of what a column cannot hold. */
const DATA_EXCEPTION = /^22/;

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const MOST_AT_ONCE = 200;

interface Waiting {
  readonly end: EndOfRun;
  readonly written: () => void;
}

/**
 * Writes the ends of this node's runs: those that come while a statement is under way go together in the next one. What fails is tried again until it is written or
 * the node gives up, so that no run that has ended goes on in the log (contract: scheduling.md §14 no. 15).
 */
export class EndWriter {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #givenUp = new AbortController();
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  constructor(db: Db, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  /** Resolves when the end is in the log, or is none of this node's business any more. */
  async write(end: EndOfRun): Promise<void> {
    await new Promise<void>((written) => {
      this.#waiting.push({ end, written });
      this.#writing ??= this.#writeAll().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  /** Ends the trying: whoever takes the runs over says how they ended. */
  async stop(): Promise<void> {
    this.#givenUp.abort();
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (this.#waiting.length > 0) {
      // Runs that end together are written together.
      await nextTurn();
      const batch = this.#waiting.splice(0, MOST_AT_ONCE);
      try {
        await this.#writeBatch(batch.map(({ end }) => end));
        pause = FIRST_PAUSE_MS;
      } catch (error) {
        if (!this.#givenUp.signal.aborted) {
          this.#log.warn({ err: error, runs: batch.length }, 'the end of runs could not be written; it is tried again');
          this.#waiting.unshift(...batch);
          await sleep(pause, undefined, { signal: this.#givenUp.signal }).catch(() => undefined);
          pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
          continue;
        }
      }
      for (const { written } of batch) written();
    }
  }

  /** What a run gave may be nothing that the log can hold; then it failed, and the others are not held up. */
  async #writeBatch(ends: readonly EndOfRun[]): Promise<void> {
    try {
      await writeEndings(this.#db, ends);
    } catch (error) {
      if (!DATA_EXCEPTION.test(String((error as { readonly code?: unknown }).code))) throw error;
      const [end] = ends;
      if (ends.length > 1 || !end) {
        for (const one of ends) await this.#writeBatch([one]);
        return;
      }
      this.#log.error({ err: error, run: end.runId }, 'the result of a run could not be stored');
      const message = 'What the job gave as its result cannot be stored.';
      await writeEndings(this.#db, [{ ...end, ending: { state: 'failed', message } }]);
    }
  }
}
