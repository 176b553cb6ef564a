import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const CLEAN_STOP_MS = 10_000;
const QUICK_STOP_MS = 5_000;
const POLL_MS = 50;

/**
 * Clears away what a killed server left in the data directory: processes that still live in it, and a `postmaster.pid` whose process id now belongs to another
 * program. Called with the directory locked, so nothing that lives there is wanted.
 */
export async function clearLeftovers(dataDirectory: string): Promise<void> {
  if (!existsSync(dataDirectory)) return;
  // A clean stop first: it keeps unlogged tables, which a crash would empty.
  if (
    !(await stopAll(dataDirectory, 'SIGINT', CLEAN_STOP_MS)) &&
    !(await stopAll(dataDirectory, 'SIGQUIT', QUICK_STOP_MS))
  ) {
    await stopAll(dataDirectory, 'SIGKILL', QUICK_STOP_MS);
  }
  const pidFile = join(dataDirectory, 'postmaster.pid');
  if (existsSync(pidFile)) unlinkSync(pidFile);
}

/** Whether no process lives in the folder any more, at the latest after `waitMs`. */
async function stopAll(folder: string, signal: NodeJS.Signals, waitMs: number): Promise<boolean> {
  const processes = processesIn(folder);
  if (processes.length === 0) return true;
  const postmaster = postmasterOf(folder);
  // A clean stop is the postmaster's to give; its children would take the signal as a cancelled statement.
  const targets = signal === 'SIGINT' ? processes.filter((pid) => pid === postmaster) : processes;
  if (targets.length === 0) return false;
  for (const pid of targets) send(pid, signal);
  const deadline = Date.now() + waitMs;
  while (Date.now() < deadline) {
    if (processesIn(folder).length === 0) return true;
    await sleep(POLL_MS);
  }
  return false;
}

function postmasterOf(folder: string): number | undefined {
  try {
    return Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
}

/** Processes whose working directory is `folder`, as every process of a PostgreSQL has; none where the system does not tell. */
function processesIn(folder: string): readonly number[] {
  if (!existsSync('/proc/self/cwd')) return [];
  const real = realpathSync(folder);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workingDirectory(pid) === real);
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone meanwhile.
  }
}
