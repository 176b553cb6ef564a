import type { Db } from '../database/index.js';
import { Bell } from '../kernel/bell.js';
import type { Jobs } from './jobs.js';
import type { Run } from './run.js';
import { findRun } from './run-log.js';

/** A notification can be lost with its connection; then this looks. */
const LOOK_EVERY_MS = 1_000;

/**
 * Waits until a run has ended, on whichever node. It holds no connection while it waits.
 *
 * @param signal ends the waiting, not the run
 * @returns the ended run; undefined when the waiting was ended, or somebody removed the run from the log
 */
export async function waitForEnd(db: Db, jobs: Jobs, uid: string, signal: AbortSignal): Promise<Run | undefined> {
  const bell = new Bell(signal);
  const unwatch = jobs.watch((changed) => {
    if (changed === uid) bell.ring();
  });
  try {
    while (!signal.aborted) {
      const run = await findRun(db, uid);
      if (run?.state !== 'queued' && run?.state !== 'running') return run;
      await bell.rung(LOOK_EVERY_MS);
    }
    return undefined;
  } finally {
    unwatch();
  }
}
