import { setTimeout as sleep } from 'node:timers/promises';
import { findRun, type Run, runEvents } from '../../src/jobs/index.js';
import type { testServer } from './server.js';

export interface EndedRun extends Run {
  /** Its messages, oldest first. */
  readonly messages: readonly { readonly level: string; readonly message: string }[];
}

/** Queues jobs on a server as its schedule would, and waits for their ends. */
export function jobsOf(server: ReturnType<typeof testServer>) {
  const run = async (type: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<EndedRun> => {
    const { uid } = await server.services.jobs.queue(server.db, { type, parameters });
    return await ended(uid);
  };
  /** Waits for the end of a run that something else has started. */
  const ended = async (uid: string): Promise<EndedRun> => {
    for (;;) {
      const found = await findRun(server.db, uid);
      if (found && !['queued', 'running'].includes(found.state)) {
        return { ...found, messages: (await runEvents(server.db, uid)).toReversed() };
      }
      await sleep(10);
    }
  };
  return { run, ended };
}
