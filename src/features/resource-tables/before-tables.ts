import { setTimeout as sleep } from 'node:timers/promises';
import { whyNotReplaceable } from '../../database/build/index.js';
import { readTableRuns, type TableRuns } from '../../database/dhis2/index.js';
import type { Database, Db } from '../../database/index.js';
import type { RunContext } from '../../jobs/index.js';
import { conflict } from '../../kernel/errors/index.js';

/** How long a run waits for a DHIS2 that makes tables itself, and how often it looks. */
export interface Patience {
  readonly minutes: number;
  readonly lookEverySeconds: number;
}

const PATIENCE: Patience = { minutes: 10, lookEverySeconds: 2 };

/**
 * Beside a DHIS2: waits until it makes no tables itself, and looks whether those that stand may be replaced. Nothing is done yet when it refuses. DHIS2's own staging tables are left
 * alone, whatever became of the run that made them.
 *
 * @param tables names in `public` of what the run may replace
 * @throws OrderlyError 409 that names what DHIS2 does, or whose tables are in the way
 */
export async function beforeTables(
  context: Pick<RunContext<unknown>, 'db' | 'progress' | 'signal'>,
  { dhis2 }: Database,
  tables: (db: Db) => Promise<readonly string[]>,
  patience = PATIENCE,
): Promise<void> {
  if (!dhis2) return;
  const { db } = context;
  await waitForDhis2(context, patience);
  const reason = await whyNotReplaceable(db, await tables(db));
  if (reason !== undefined) throw conflict(reason);
}

async function waitForDhis2(
  { db, progress, signal }: Pick<RunContext<unknown>, 'db' | 'progress' | 'signal'>,
  { minutes, lookEverySeconds }: Patience,
): Promise<void> {
  const end = performance.now() + minutes * 60_000;
  let told = '';
  for (;;) {
    const doing = inWords(await readTableRuns(db));
    if (doing === undefined) return;
    if (performance.now() >= end) {
      throw conflict(`DHIS2 is making analytics tables itself: ${doing}. Run this again when it is done.`);
    }
    if (doing !== told) await progress.message(`Waiting for DHIS2, which is making analytics tables itself: ${doing}`);
    told = doing;
    await sleep(lookEverySeconds * 1_000, undefined, { signal });
  }
}

function inWords({ jobs, heldTables }: TableRuns): string | undefined {
  const [first] = heldTables;
  if (jobs.length > 0) return `its job ${jobs.map((name) => `"${name}"`).join(', ')} is running`;
  return first === undefined ? undefined : `it works on ${first}`;
}
