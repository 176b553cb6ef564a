import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import type { Services } from '../feature.js';
import { readSettings } from '../settings/index.js';
import { feedbackRecipients } from './access.js';
import type { Deliveries } from './deliveries.js';
import type { NewMessage } from './message.js';
import { type StoredMessage, storeMessage } from './store-message.js';

/** A run as the log has it after its end. */
interface FailedRun {
  readonly name: string;
  readonly type: string;
  readonly message: string | null;
  readonly node: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date;
}

/** What became of a look for failures: nothing there, one that nobody is to be told of, or one whose message is stored. */
type Told = 'none' | 'nobody' | StoredMessage;

/**
 * Tells those who get feedback when a run of a type with `notifyFailure` fails, also one whose server died. The message is written from the stored run, in the transaction that
 * marks the run as told: whichever node comes first does it, and none does it again (contract: scheduling.md §14 no. 6).
 */
export class FailureMessages {
  readonly #services: Services;
  readonly #deliveries: Deliveries;
  #unwatch: () => void = () => undefined;
  #telling: Promise<void> | undefined;
  #again = false;

  constructor(services: Services, deliveries: Deliveries) {
    this.#services = services;
    this.#deliveries = deliveries;
  }

  start(): void {
    this.#unwatch = this.#services.jobs.watch((_uid, failed) => {
      if (failed) this.tell();
    });
    // Runs may have failed while no server looked.
    this.tell();
  }

  async stop(): Promise<void> {
    this.#unwatch();
    await this.#telling;
  }

  /** Tells everything that is to be told. Called while that is going on, it looks once more afterwards. */
  tell(): void {
    if (this.#telling) {
      this.#again = true;
      return;
    }
    this.#telling = this.#tellAll()
      .catch((error: unknown) => {
        this.#services.log.warn({ err: error }, 'failed jobs could not be told; the next that fails tries again');
      })
      .finally(() => {
        this.#telling = undefined;
      });
  }

  async #tellAll(): Promise<void> {
    const { database, jobs, config } = this.#services;
    const types = jobs.types().flatMap(({ type, notifyFailure }) => (notifyFailure ? [type] : []));
    do {
      this.#again = false;
      for (;;) {
        const told = await tellNext(database.db, types, config.baseUrl);
        if (told === 'none') break;
        if (told !== 'nobody') this.#deliveries.begin(told);
      }
    } while (this.#again);
  }
}

async function tellNext(db: Db, types: readonly string[], baseUrl: string | undefined): Promise<Told> {
  return await transaction(db, async (handle) => {
    const run = await takeFailure(handle, types);
    if (!run) return 'none';
    const recipients = await feedbackRecipients(handle);
    if (!recipients?.length) return 'nobody';
    const { applicationTitle } = await readSettings(handle);
    return await storeMessage(handle, failureMessage(run, recipients, applicationTitle, baseUrl));
  });
}

/** Marks the oldest failure of the last day that was not told as told. */
async function takeFailure(handle: Db, types: readonly string[]): Promise<FailedRun | undefined> {
  const { rows } = await sql<FailedRun>`
    update orderly.job_run as run set failure_told_at = clock_timestamp()
    where run.run_id = (
      select failed.run_id from orderly.job_run as failed
      where failed.state = 'failed' and failed.failure_told_at is null and failed.type = any (${[...types]}::text[])
        and failed.finished_at > clock_timestamp() - interval '1 day'
      order by failed.finished_at
      limit 1
      for update skip locked
    )
    returning run.name, run.type, run.message, run.started_at as "startedAt", run.finished_at as "finishedAt",
      (select node.name from orderly.node where node.node_id = run.node_id) as node
  `.execute(handle);
  return rows[0];
}

function failureMessage(
  run: FailedRun,
  recipients: readonly string[],
  title: string,
  baseUrl: string | undefined,
): NewMessage {
  const lines = [
    ['System', title],
    ['Address', baseUrl],
    ['Server', run.node],
    ['Job type', run.type],
    ['Started', run.startedAt && formatTimestamp(run.startedAt)],
    ['Failed', formatTimestamp(run.finishedAt)],
    ['Reason', run.message],
  ].flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []));
  return {
    subject: `Job failed: ${run.name}`,
    text: `The job ${run.name} failed.\n\n${lines.join('\n')}`,
    type: 'SYSTEM',
    recipients,
  };
}
