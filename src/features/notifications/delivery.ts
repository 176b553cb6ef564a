import type { Db } from '../../database/index.js';
import type { LenientStage } from '../../jobs/index.js';
import { sendMail } from '../mail/index.js';
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
  /** uids */
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

/** Sends messages one by one and counts what becomes of them. One that cannot be sent does not keep the others from theirs. */
export class Delivery {
  readonly #db: Db;
  readonly #now: Date;
  readonly #failuresInARow = new Map<string, number>();
  #sent = 0;
  #failed = 0;
  #nobody = 0;

  constructor(db: Db, now: Date) {
    this.#db = db;
    this.#now = now;
  }

  /**
   * Sends those that have not been sent before, as items of a stage that passes over failures (`SKIP_ITEM`).
   *
   * @returns keys of those that are sent, now or before
   */
  async send(stage: LenientStage, notifications: readonly Notification[]): Promise<ReadonlySet<string>> {
    const keys = notifications.map(({ key }) => key);
    const sent = new Set(keys.length === 0 ? [] : await sentBefore(this.#db, keys));
    for (const notification of notifications) {
      if (sent.has(notification.key)) continue;
      if (await this.#attempt(stage, notification)) sent.add(notification.key);
    }
    return sent;
  }

  /** Counts a message that nobody is there for, or whose receiver has no address. */
  nobodyToTell(messages = 1): void {
    this.#nobody += messages;
  }

  /** What became of them, e.g. `3 notifications sent, 1 could not be sent`. */
  outcome(): string {
    const sent = `${this.#sent} notification${this.#sent === 1 ? '' : 's'} sent`;
    const failed = this.#failed === 0 ? '' : `, ${this.#failed} could not be sent`;
    return `${sent}${failed}${this.#nobody === 0 ? '' : `, ${this.#nobody} had no receiver`}`;
  }

  async #attempt(stage: LenientStage, notification: Notification): Promise<boolean> {
    const { channel } = notification.to;
    const failures = this.#failuresInARow.get(channel) ?? 0;
    const done =
      failures < MOST_FAILURES_IN_A_ROW
        ? await stage.item(notification.name, async () => {
            await this.#deliver(notification);
            return true;
          })
        : undefined;
    if (done) {
      this.#failuresInARow.set(channel, 0);
      this.#sent += 1;
    } else {
      this.#failed += 1;
    }
    return done === true;
  }

  async #deliver(notification: Notification): Promise<void> {
    const { key, subject, text, to } = notification;
    if (to.channel === 'USERS') {
      const { users, type, priority } = to;
      await sendMessage(this.#db, { subject, text, type, recipients: users, ...(priority && { priority }) });
      await markSent(this.#db, key);
      return;
    }
    const message = { channel: to.channel, address: to.address, subject, text };
    try {
      if (to.channel === 'EMAIL') await sendMail(this.#db, { to: to.address, subject, text });
      else await sendSms(this.#db, { recipients: [to.address], text, subject });
    } catch (error) {
      if (!refusesReceiver(error))
        this.#failuresInARow.set(to.channel, (this.#failuresInARow.get(to.channel) ?? 0) + 1);
      await recordProgramMessage(this.#db, this.#now, message, to.record, 'FAILED');
      throw error;
    }
    await markSent(this.#db, key);
    await recordProgramMessage(this.#db, this.#now, message, to.record, 'SENT');
  }
}

/** Whether the mail server works and only does not know this address. */
const refusesReceiver = (error: unknown): boolean =>
  error instanceof Error && (error.cause as { readonly code?: string } | undefined)?.code === 'EENVELOPE';
