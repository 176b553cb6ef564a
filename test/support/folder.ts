import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';
/** What the databases of a whole run need at most, with room to spare, in bytes. */
const ROOM = 6 * 1024 ** 3;

/**
 * Makes a folder for a database of the tests and gives its path: in memory where there is room, because a copy of a database is a copy of some 1 500 small files, which a disk
 * takes ten times as long for.
 */
export function makeDatabaseFolder(prefix: string): string {
  return mkdtempSync(join(hasRoom(MEMORY) ? MEMORY : tmpdir(), prefix));
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > ROOM;
  } catch {
    return false;
  }
}
