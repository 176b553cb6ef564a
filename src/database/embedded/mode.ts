import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** How PostgreSQL is started: it refuses to run as root. */
export interface LaunchMode {
  /** Command put before PostgreSQL's own. */
  readonly prefix: readonly string[];
  /** User and group the process gets; undefined keeps ours. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

const NOBODY = { uid: 65_534, gid: 65_534 };
const ORDINARY_ID = '1000';

/**
 * Chooses how to start PostgreSQL. An ordinary user starts it directly. Root maps itself to an ordinary user in a user namespace, which leaves all files root's
 * and works below closed folders; where namespaces are off, or the data already belong to `nobody`, root becomes `nobody`.
 */
export function launchMode(dataDirectory: string): LaunchMode {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = ownerOf(dataDirectory);
  if ((owner === undefined || owner === 0) && namespacesWork()) {
    return { prefix: ['unshare', '-U', `--map-user=${ORDINARY_ID}`, `--map-group=${ORDINARY_ID}`] };
  }
  return { prefix: [], user: owner === undefined || owner === 0 ? NOBODY : { uid: owner, gid: owner } };
}

/** `setpriv` makes the kernel stop PostgreSQL cleanly when this process is killed; not every machine has it. */
export function parentDeathPrefix(): readonly string[] {
  if (process.platform !== 'linux') return [];
  return spawnSync('setpriv', ['--pdeathsig', 'INT', 'true']).status === 0 ? ['setpriv', '--pdeathsig', 'INT'] : [];
}

function namespacesWork(): boolean {
  return spawnSync('unshare', ['-U', `--map-user=${ORDINARY_ID}`, `--map-group=${ORDINARY_ID}`, 'true']).status === 0;
}

function ownerOf(folder: string): number | undefined {
  try {
    return statSync(folder).uid;
  } catch {
    return undefined;
  }
}
