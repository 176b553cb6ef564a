import type { Logger } from 'pino';
import type { Db } from '../../database/index.js';
import { type Copied, sendCopies } from './copies.js';

/** Copies on their way. Who writes a message does not wait for mail servers and gateways; a server that stops does. */
export class Deliveries {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #pending = new Set<Promise<void>>();

  constructor(db: Db, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  /** Begins to send copies of a message that is stored. */
  begin(message: Copied): void {
    const delivery = sendCopies(this.#db, message, (problem) =>
      this.#log.warn({ problem }, 'copies of a message could not be sent'),
    ).finally(() => this.#pending.delete(delivery));
    this.#pending.add(delivery);
  }

  /** Waits for all that have begun. */
  async settle(): Promise<void> {
    await Promise.all(this.#pending);
  }
}
