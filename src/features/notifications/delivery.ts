import { type Db, transaction } from '../../database/index.js';
import type { LenientStage, Progress } from '../../jobs/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { sendMail } from '../mail/index.js';
import { sendCopies, storeMessage } from '../messages/index.js';
import { sendSms } from '../sms/index.js';
import type { OutsideChannel } from './addresses.js';
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
  readonly channel: OutsideChannel;
  readonly address: string;
  readonly record: MessageRecord;
}

/** A mail server or gateway that fails this often in a row is down: waiting for it once for every message would take hours. */
const MOST_FAILURES_IN_A_ROW = 5;
/** Longest wait, in all, for copies that do not go out in the end. */
const PATIENCE_WITH_COPIES_MS = 60_000;

export interface DeliveryContext {
  readonly db: Db;
  /**
   * Notes what went out of the system. Not the run's own handle, whose statements end with the run: a mail that was on its way when the run was cancelled is sent all the
   * same. Only messages to users may do without.
   */
  readonly ownDb?: Db;
  readonly progress: Progress;
  readonly now: Date;
}

/** Sends messages one by one and counts what becomes of them. One that cannot be sent does not keep the others from theirs. */
export class Delivery {
  readonly #db: Db;
  readonly #ownDb: Db;
  readonly #progress: Progress;
  readonly #now: Date;
  readonly #failuresInARow = new Map<OutsideChannel, number>();
  #waitedForCopiesMs = 0;
  #sent = 0;
  #failed = 0;
  #withoutReceiver = 0;

  constructor({ db, ownDb, progress, now }: DeliveryContext) {
    this.#db = db;
    this.#ownDb = ownDb ?? db;
    this.#progress = progress;
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
      const done = this.#isDown(notification)
        ? undefined
        : await stage.item(notification.name, () => this.#deliver(notification));
      if (done === undefined) {
        this.#failed += 1;
      } else {
        sent.add(notification.key);
        this.#sent += 1;
      }
    }
    return sent;
  }

  /** Counts messages that nobody is there for, or whose receiver has no address. */
  countWithoutReceiver(messages: number): void {
    this.#withoutReceiver += messages;
  }

  /** What became of them, e.g. `3 notifications sent, 1 could not be sent`. */
  outcome(): string {
    const sent = `${this.#sent} notification${this.#sent === 1 ? '' : 's'} sent`;
    const failed = this.#failed === 0 ? '' : `, ${this.#failed} could not be sent`;
    return `${sent}${failed}${this.#withoutReceiver === 0 ? '' : `, ${this.#withoutReceiver} had no receiver`}`;
  }

  #isDown({ to: { channel } }: Notification): boolean {
    return channel !== 'USERS' && (this.#failuresInARow.get(channel) ?? 0) >= MOST_FAILURES_IN_A_ROW;
  }

  async #deliver(notification: Notification): Promise<true> {
    const { to } = notification;
    if (to.channel === 'USERS') await this.#toUsers(notification, to);
    else await this.#toAddress(notification, to);
    return true;
  }

  /** The message and the note that it was sent are one; copies by mail are an extra. */
  async #toUsers({ key, subject, text }: Notification, { users, type, priority }: ToUsers): Promise<void> {
    const stored = await transaction(this.#db, async (handle) => {
      await markSent(handle, key);
      return await storeMessage(handle, {
        subject,
        text,
        type,
        recipients: users,
        ...(priority && { priority }),
        // Little things are told, not followed up.
        ...(priority === 'LOW' && { status: 'NONE' }),
      });
    });
    if (this.#waitedForCopiesMs > PATIENCE_WITH_COPIES_MS) return;
    const problems: string[] = [];
    const begun = performance.now();
    await sendCopies(this.#db, stored, (problem) => problems.push(problem));
    if (problems.length > 0) this.#waitedForCopiesMs += performance.now() - begun;
    for (const problem of problems) await this.#progress.message(problem, 'WARN');
  }

  async #toAddress({ key, subject, text }: Notification, { channel, address, record }: ToAddress): Promise<void> {
    const message = { channel, address, subject, text };
    try {
      if (channel === 'EMAIL') await sendMail(this.#db, { to: address, subject, text });
      else await sendOneSms(this.#db, address, text);
    } catch (error) {
      if (!refusesReceiver(error)) this.#failuresInARow.set(channel, (this.#failuresInARow.get(channel) ?? 0) + 1);
      await recordProgramMessage(this.#ownDb, this.#now, message, record, 'FAILED');
      throw error;
    }
    this.#failuresInARow.set(channel, 0);
    await markSent(this.#ownDb, key);
    await recordProgramMessage(this.#ownDb, this.#now, message, record, 'SENT');
  }
}

async function sendOneSms(db: Db, number: string, text: string): Promise<void> {
  const { sent, problem } = await sendSms(db, { recipients: [number], text });
  if (sent === 0) throw conflict(problem ?? 'The SMS could not be sent.');
}

/** Whether the mail server works and only does not know this address. */
const refusesReceiver = (error: unknown): boolean =>
  error instanceof Error && (error.cause as { readonly code?: string } | undefined)?.code === 'EENVELOPE';
