import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../../database/index.js';
import { generateUid } from '../../kernel/uid.js';
import { copyArchive, type StoredApp } from './app-store.js';
import { openArchive } from './archive.js';

/** What a crash left behind is removed when it is older: another server may be working in the same home. */
const LEFTOVER_MS = 24 * 60 * 60 * 1000;
const DRAFT = 'draft-';

/**
 * The unpacked files of installed apps on this server: a folder for each archive, named by its digest, that is whole if it is there. All of it can be made again
 * from the database.
 */
export class AppCache {
  readonly #folder: string;

  constructor(home: string) {
    this.#folder = join(home, 'app-cache');
  }

  /** A new path for a file or folder that is not finished. */
  async draft(): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    return join(this.#folder, `${DRAFT}${generateUid()}`);
  }

  root(digest: string): string {
    return join(this.#folder, digest);
  }

  async has(digest: string): Promise<boolean> {
    return await isFolder(this.root(digest));
  }

  /** Puts a folder that is finished in its place; one that is there already is as good. */
  async keep(draft: string, digest: string): Promise<void> {
    try {
      await rename(draft, this.root(digest));
    } catch (error) {
      await discard(draft);
      if (!(await this.has(digest))) throw error;
    }
  }

  /**
   * The folder of an app, unpacked from the database unless it is there.
   *
   * @throws Error when it cannot be unpacked, or was replaced meanwhile
   */
  async restore(db: Db, app: StoredApp): Promise<string> {
    if (await this.has(app.digest)) return this.root(app.digest);
    const archiveFile = await this.draft();
    const folder = await this.draft();
    try {
      await copyArchive(db, app, archiveFile);
      const { size } = await stat(archiveFile);
      if (size !== app.archiveBytes) throw new Error(`The archive of the app ${app.key} changed while it was read.`);
      const archive = await openArchive(archiveFile);
      try {
        await archive.unpack(folder);
      } finally {
        archive.close();
      }
      await this.keep(folder, app.digest);
      return this.root(app.digest);
    } finally {
      await discard(archiveFile);
      await discard(folder);
    }
  }

  /** Removes the files of an archive. A server that shares this home and still needs them makes them again. */
  async forget(digest: string): Promise<void> {
    await discard(this.root(digest));
  }

  /** Removes old leftovers: drafts of crashed servers and archives that are not among `used`. */
  async sweep(used: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const path = join(this.#folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
      if (!used.has(name) && Date.now() - mtimeMs > LEFTOVER_MS) await discard(path);
    }
  }
}

export const discard = async (path: string): Promise<void> => await rm(path, { recursive: true, force: true });

export const isFolder = async (path: string): Promise<boolean> =>
  await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
