import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';

/** The data directory is in use by another Orderly. */
export class DataDirectoryInUse extends Error {}

interface Holder {
  readonly pid: number;
  readonly started: string;
}

/**
 * Takes the data directory for this process with a lock file; one left by a killed process is recognised by its process id and start time.
 *
 * @returns gives it back
 * @throws DataDirectoryInUse when a living process has it
 */
export function lockDataDirectory(path: string, what: string): () => void {
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(identity(process.pid)), { flag: 'wx', mode: 0o600 });
      return () => unlinkSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    if (holder && isAlive(holder)) {
      throw new DataDirectoryInUse(
        `Another Orderly (process ${holder.pid}) is using ${what}. Stop it first, or give this one a folder of its own with ORDERLY_HOME.`,
      );
    }
    try {
      unlinkSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Holder;
    return Number.isInteger(holder.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** A process id alone may belong to somebody else by now. */
function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return identity(holder.pid).started === holder.started;
}

function identity(pid: number): Holder {
  return { pid, started: startTime(pid) };
}

/** Start time in clock ticks since boot, from Linux; empty elsewhere, where the process id has to do. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
