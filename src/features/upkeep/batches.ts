import type { Stage } from '../../jobs/index.js';

export const ROWS_AT_ONCE = 5_000;

/**
 * Repeats a statement that changes at most `ROWS_AT_ONCE` rows and commits, until it finds fewer. Nobody waits long for a lock, and what was done before the run
 * is cancelled stays done.
 *
 * @returns how many rows it changed
 */
export async function inBatches(stage: Stage, statement: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let batch = 1; ; batch += 1) {
    const rows = await stage.item(`batch ${batch}`, statement, String);
    total += rows;
    if (rows < ROWS_AT_ONCE) return total;
  }
}
