import type { Db } from '../database/index.js';
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
  let heard: () => void = () => undefined;
  let pending = false;
  const wake = (): void => {
    pending = true;
    heard();
  };
  const unwatch = jobs.watch((changed) => {
    if (changed === uid) wake();
  });
  signal.addEventListener('abort', wake, { once: true });
  try {
    while (!signal.aborted) {
      pending = false;
      const run = await findRun(db, uid);
      if (run?.state !== 'queued' && run?.state !== 'running') return run;
      if (pending) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_EVERY_MS);
        heard = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return undefined;
  } finally {
    unwatch();
    signal.removeEventListener('abort', wake);
  }
}
