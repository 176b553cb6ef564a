import type { Logger } from 'pino';

/** Work that is done again and again, never twice at a time. A failure is logged, and the next turn tries again. */
export class Turn {
  readonly #everyMs: number;
  readonly #work: () => Promise<void>;
  readonly #log: Logger;
  readonly #complaint: string;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(everyMs: number, work: () => Promise<void>, log: Logger, complaint: string) {
    this.#everyMs = everyMs;
    this.#work = work;
    this.#log = log;
    this.#complaint = complaint;
  }

  start(): void {
    this.#timer = setInterval(() => this.#take(), this.#everyMs);
  }

  /** Waits for the turn that is under way. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  #take(): void {
    this.#running ??= this.#work()
      .catch((error: unknown) => {
        this.#log.warn({ err: error }, `${this.#complaint}; the next turn tries again`);
      })
      .finally(() => {
        this.#running = undefined;
      });
  }
}
