import { type Db, transaction } from '../../database/index.js';
import type { Progress, Stage } from '../../jobs/index.js';
import { isMailAddress, sendMail } from '../mail/index.js';
import { sendMessage } from '../messages/index.js';
import { sendSms } from '../sms/index.js';
import { type MessageRecord, recordProgramMessage } from './program-messages.js';
import { markSent, sentBefore } from './sent.js';

/** One message on its way. */
export interface Notification {
  /** What makes it this message and no other: it is sent once. */
  readonly key: string;
  /** What the log calls it; nothing of what it says. */
  readonly name: string;
  readonly subject: string;
  readonly text: string;
  readonly to: ToUsers | ToAddress;
}

/** Into the inboxes of users. */
export interface ToUsers {
  readonly channel: 'USERS';
  readonly users: readonly string[];
  readonly type: 'SYSTEM' | 'VALIDATION_RESULT';
  readonly priority?: 'LOW' | 'MEDIUM' | 'HIGH';
}

/** Out of the system. */
export interface ToAddress {
  readonly channel: 'EMAIL' | 'SMS';
  readonly address: string;
  readonly record: MessageRecord;
}

/** A mail server or gateway that fails this often in a row is down: waiting for it once for every message would take hours. */
const MOST_FAILURES_IN_A_ROW = 5;
/** Failures told one by one; the rest are counted. */
const MOST_TOLD = 20;

/** Sends messages one by one and counts what becomes of them. One that cannot be sent does not keep the others from theirs. */
export class Delivery {
  readonly #db: Db;
  readonly #progress: Progress;
  readonly #now: Date;
  readonly #failuresInARow = new Map<string, number>();
  #sent = 0;
  #failed = 0;

  constructor(db: Db, progress: Progress, now: Date) {
    this.#db = db;
    this.#progress = progress;
    this.#now = now;
  }

  /**
   * Sends those that have not been sent before.
   *
   * @returns keys of those that are sent, now or before
   */
  async send(stage: Stage, notifications: readonly Notification[]): Promise<ReadonlySet<string>> {
    const before = await sentBefore(
      this.#db,
      notifications.map(({ key }) => key),
    );
    const sent = new Set<string>();
    for (const notification of notifications) {
      const { key, name, to } = notification;
      if (before.has(key) || sent.has(key)) {
        sent.add(key);
        continue;
      }
      const problem = this.#isDown(to.channel)
        ? undefined
        : await stage.item(name, async () => await this.#attempt(notification), (failure) => failure?.text ?? 'sent');
      if (problem === undefined && !this.#isDown(to.channel)) {
        sent.add(key);
        this.#sent += 1;
      } else {
        this.#failed += 1;
      }
      if (problem) await this.#tell(problem.text);
    }
    return sent;
  }

  /** What became of them, e.g. `3 notifications sent, 1 could not be sent`. */
  outcome(): string {
    const sent = `${this.#sent} notification${this.#sent === 1 ? '' : 's'} sent`;
    return this.#failed === 0 ? sent : `${sent}, ${this.#failed} could not be sent`;
  }
}
