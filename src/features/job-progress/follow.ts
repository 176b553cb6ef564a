import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type Jobs, type RunEvent, readProgress } from '../../jobs/index.js';
import { Bell } from '../../kernel/bell.js';
import { notification } from '../tasks/index.js';
import { progressDocument } from './progress-document.js';

/** A run that another server ended in silence, or a notification that got lost, is seen after this time. */
const LOOK_EVERY_MS = 1_000;
/** Proxies close connections that say nothing. */
const COMMENT_EVERY_MS = 15_000;

export interface Follow {
  readonly db: Db;
  readonly jobs: Jobs;
  readonly uid: string;
  readonly withErrors: boolean;
  /** Ends it from outside. */
  readonly signal: AbortSignal;
}

/**
 * What a job does, as server-sent events: `notification` for each message (as in `/api/system/tasks`), `progress` for each change of the document of
 * scheduling.md §10.2, and `end` with the last document when the run is over. It follows the run that waits or goes on, else it tells the last one once.
 */
export async function* followJob({ db, jobs, uid, withErrors, signal }: Follow): AsyncGenerator<string> {
  const run = await runOf(db, uid);
  if (run === undefined) {
    yield frame('end', {});
    return;
  }
  const bell = new Bell(signal);
  const unwatch = jobs.watch((changed) => {
    if (changed === run) bell.ring();
  });
  try {
    let seen = 0;
    let shown = '';
    let spokenAt = Date.now();
    while (!signal.aborted) {
      const { state, type, events } = await newsOf(db, run, seen);
      for (const event of events) {
        seen = Math.max(seen, event.id);
        yield frame('notification', notification({ ...event, type }));
      }
      const [progress] = await readProgress(db, { run });
      const document = progressDocument(progress, withErrors);
      const over = state !== 'queued' && state !== 'running';
      const text = JSON.stringify({ ...document, sequence: progress ? [progress.stages, progress.state] : [] });
      if (over || text !== shown) {
        shown = text;
        spokenAt = Date.now();
        yield frame(over ? 'end' : 'progress', document);
      } else if (Date.now() - spokenAt > COMMENT_EVERY_MS) {
        spokenAt = Date.now();
        yield ':\n\n';
      }
      if (over) return;
      await bell.rung(LOOK_EVERY_MS);
    }
  } finally {
    unwatch();
  }
}

const frame = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** The run of a job that waits or goes on, else its latest. */
async function runOf(db: Db, uid: string): Promise<string | undefined> {
  const { rows } = await sql<{ uid: string }>`
    select run.uid from orderly.job_run as run
    where run.job_uid = ${uid} and run.state <> 'skipped'
    order by run.state in ('queued', 'running') desc, run.run_id desc
    limit 1
  `.execute(db);
  return rows[0]?.uid;
}

type NumberedEvent = RunEvent & { readonly id: number };

interface News {
  readonly state: string;
  readonly type: string;
  readonly events: readonly NumberedEvent[];
}

/** How a run stands, and its messages after the last one that was seen. */
async function newsOf(db: Db, run: string, seen: number): Promise<News> {
  const { rows } = await sql<{ state: string; type: string } & NumberedEvent>`
    select run.state, run.type, event.event_id as id, event.uid, event.at, event.level, event.message, event.completed
    from orderly.job_run as run
    left join orderly.job_event as event on event.run_id = run.run_id and event.event_id > ${seen}
    where run.uid = ${run}
    order by event.event_id
  `.execute(db);
  const [first] = rows;
  // A run that was deleted meanwhile is over.
  if (!first) return { state: 'cancelled', type: '', events: [] };
  return { state: first.state, type: first.type, events: rows.filter(({ id }) => id !== null) };
}
