import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../database/index.js';
import { isRunning, latestResults, type ResultForm } from './results.js';

const LOOK_EVERY_MS = 200;
/** The longest that a client is made to wait, also by one that would wait for ever. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Waits until all the named checks have a result, no run is left that could bring one, the client has gone, or the time is up (contract: data-admin.md §7.1). It holds no
 * connection while it waits.
 *
 * @param timeout milliseconds; negative: as long as it takes
 */
export async function waitForResults(
  db: Db,
  form: ResultForm,
  names: readonly string[],
  timeout: number,
  client: IncomingMessage,
): Promise<void> {
  if (timeout === 0 || names.length === 0) return;
  const until = performance.now() + (timeout < 0 ? LONGEST_WAIT_MS : Math.min(timeout, LONGEST_WAIT_MS));
  while (performance.now() < until && !client.socket.destroyed) {
    const known = await latestResults(db, form, names);
    if (known.length === names.length || !(await isRunning(db))) return;
    await sleep(LOOK_EVERY_MS);
  }
}
