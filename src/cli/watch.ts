import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.js';
import type { Connection } from './connection.js';
import { CommandFailure, EXIT } from './failure.js';
import { moment } from './layout.js';
import { barOf, type Output } from './output.js';
import { list, number, record, text, type Wire } from './wire.js';

/** A run that can be followed. */
export interface WatchedRun {
  readonly type: string;
  /** What its messages are listed under. */
  readonly id: string;
  /** uid of its job, where that is another: Orderly lists each run of a scheduled job by itself. */
  readonly job?: string;
  /** When the job's run before this one ended: until that changes, it is the end of another run. */
  readonly endedBefore?: string;
}

export interface RunEnd {
  readonly outcome: 'done' | 'failed' | 'cancelled';
  /** Its last words. */
  readonly message: string;
}

export interface WatchLimits {
  /** How long a server that went away is waited for. */
  readonly patienceMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

const LIMITS: WatchLimits = { patienceMs: 120_000, firstPauseMs: 200, longestPauseMs: 2_000 };

/** The run that an answer says was started (contract: scheduling.md §9). @throws CommandFailure when it says nothing of the kind */
export function startedRun({ json }: Answer): WatchedRun {
  const { id, jobType, responseType } = record(record(json).response);
  const type = text(jobType) || (text(responseType) === 'TrackerJob' ? 'TRACKER_IMPORT_JOB' : '');
  if (text(id) !== '' && type !== '') return { type, id: text(id) };
  throw new CommandFailure(EXIT.failed, 'The server took the request but names no job; look into its list of tasks.');
}

export const tasksPath = ({ type, id }: WatchedRun): string =>
  `/api/system/tasks/${encodeURIComponent(type)}/${encodeURIComponent(id)}`;

const jobPath = ({ id, job = id }: WatchedRun): string => `/api/jobConfigurations/${encodeURIComponent(job)}`;

const howToFollow = ({ type, id }: WatchedRun): string => `orderly tasks ${type} ${id} --watch`;

/**
 * Tells what a run does until it ends: its messages as lines, its stages as a bar on a terminal. A server that goes away is waited for, and what it did meanwhile is told
 * then. Ctrl-C ends the watching, not the run.
 *
 * @throws CommandFailure when there is no such run, or the server stays away
 */
export async function watchRun(
  connection: Connection,
  out: Output,
  run: WatchedRun,
  limits: WatchLimits = LIMITS,
): Promise<RunEnd> {
  const leave = (): void => {
    out.bar('');
    out.say(
      `The run goes on. Follow it with "${howToFollow(run)}"; "orderly jobs cancel ${run.job ?? run.id}" ends it.`,
    );
    process.exit(EXIT.interrupted);
  };
  process.once('SIGINT', leave);
  try {
    return await follow(connection, out, run, limits);
  } finally {
    process.off('SIGINT', leave);
    out.bar('');
  }
}

async function follow(connection: Connection, out: Output, run: WatchedRun, limits: WatchLimits): Promise<RunEnd> {
  const teller = new Teller(out);
  let pause = limits.firstPauseMs;
  let lostAt: number | undefined;
  const answered = (): void => {
    if (lostAt !== undefined) out.say('Connected again.');
    lostAt = undefined;
  };
  for (;;) {
    try {
      const end = await look(connection, out, run, teller, answered);
      if (end) return end;
    } catch (error) {
      if (!(error instanceof CommandFailure) || error.exitCode !== EXIT.unreachable) throw error;
      if (lostAt === undefined) out.say(`${error.message} Trying again …`);
      lostAt ??= performance.now();
      if (performance.now() - lostAt >= limits.patienceMs)
        throw new CommandFailure(
          EXIT.unreachable,
          `${error.message} The run may go on; follow it with "${howToFollow(run)}".`,
        );
    }
    await sleep(pause);
    pause = Math.min(pause * 1.5, limits.longestPauseMs);
  }
}

/** One look at the run: tells what is new, and gives its end when it has one. */
async function look(
  connection: Connection,
  out: Output,
  run: WatchedRun,
  teller: Teller,
  answered: () => void,
): Promise<RunEnd | undefined> {
  const messages = list(await connection.get(tasksPath(run)));
  answered();
  teller.tell(messages);
  const [newest] = messages;
  if (newest?.completed !== false) {
    const job = await connection.find(jobPath(run), { fields: 'jobStatus,lastExecutedStatus,lastFinished' });
    if (!newest && job === undefined)
      throw new CommandFailure(EXIT.missing, `There is no run ${run.id} of type ${run.type}, or you may not see it.`);
    if (isOver(run, newest, job)) return endOf(newest, job);
  }
  if (out.isWatched) out.bar(await stageOf(connection, run));
  return undefined;
}

/**
 * The job is asked, too, when its messages say that it is done: DHIS2 says so of jobs that still wait, and has messages of the run before until a run begins
 * (contract: system.md §6.3).
 */
function isOver({ endedBefore }: WatchedRun, newest: Wire | undefined, job: unknown): boolean {
  if (job === undefined) return newest?.completed === true;
  const { jobStatus, lastFinished } = record(job);
  return text(lastFinished) !== '' && text(lastFinished) !== (endedBefore ?? '') && text(jobStatus) !== 'RUNNING';
}

function endOf(newest: Wire | undefined, job: unknown): RunEnd {
  const message = text(newest?.message);
  const status = text(record(job).lastExecutedStatus);
  if (status === 'COMPLETED') return { outcome: 'done', message };
  if (status === 'STOPPED') return { outcome: 'cancelled', message };
  if (status !== '') return { outcome: 'failed', message };
  return { outcome: text(newest?.level) === 'ERROR' ? 'failed' : 'done', message };
}

/** Tells each message once, the oldest first. Messages of work items come by hundreds; the bar has them. */
class Teller {
  readonly #out: Output;
  readonly #told = new Set<string>();

  constructor(out: Output) {
    this.#out = out;
  }

  tell(newestFirst: readonly Wire[]): void {
    for (const message of newestFirst.toReversed()) {
      const key = text(message.uid) || `${text(message.time)} ${text(message.message)}`;
      if (this.#told.has(key) || text(message.level) === 'LOOP') continue;
      this.#told.add(key);
      if (text(message.message) !== '') this.#out.say(messageLine(message));
    }
  }
}

/** `2026-03-15 02:00:07  Creating analytics tables` */
export function messageLine(message: Wire): string {
  const level = text(message.level);
  const mark = level === 'ERROR' || level === 'WARN' ? `${level}: ` : '';
  return `${moment(text(message.time))}  ${mark}${text(message.message)}`;
}

/** The stage that goes on, with its work items; empty when nobody tells (contract: scheduling.md §10.2). */
async function stageOf(connection: Connection, run: WatchedRun): Promise<string> {
  const document = await connection.find(`${jobPath(run)}/progress`);
  const process = list(record(document).sequence).at(-1);
  const stage = list(process?.stages).findLast(({ status }) => status === 'RUNNING');
  if (!stage) return '';
  const folded = record(stage.foldedItems);
  const foldedItems = (number(folded.succeeded) ?? 0) + (number(folded.failed) ?? 0);
  const ended = list(stage.items).filter(({ status }) => status !== 'RUNNING').length;
  const current = list(stage.items).findLast(({ status }) => status === 'RUNNING');
  const bar = barOf(text(stage.description), foldedItems + ended, number(stage.totalItems) ?? 0);
  return current ? `${bar}  ${text(current.description)}` : bar;
}

/** @throws CommandFailure unless the run did what it was to do */
export function requireDone({ outcome, message }: RunEnd): void {
  if (outcome === 'cancelled') throw new CommandFailure(EXIT.failed, because('The run was cancelled', message));
  if (outcome === 'failed') throw new CommandFailure(EXIT.failed, because('The run failed', message));
}

const because = (what: string, why: string): string => (why === '' ? `${what}.` : `${what}: ${why}`);
