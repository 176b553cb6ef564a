import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { zip } from '../../../test/support/zips.js';
import { type ArchiveLimits, openArchive } from './archive.js';

const folder = mkdtempSync(join(tmpdir(), 'orderly-archives-'));
afterAll(async () => await rm(folder, { recursive: true, force: true }));

let archives = 0;

/** Unpacks an archive; gives the files by path, as text. */
async function unpacked(archive: Buffer, limits?: ArchiveLimits): Promise<Record<string, string>> {
  archives += 1;
  const [file, target] = [join(folder, `${archives}.zip`), join(folder, String(archives))];
  await writeFile(file, archive);
  const opened = await openArchive(file, limits);
  try {
    await opened.unpack(target);
  } finally {
    opened.close();
  }
  const paths = await readdir(target, { recursive: true });
  const files: Record<string, string> = {};
  for (const path of paths)
    if ((await stat(join(target, path))).isFile()) files[path] = await readFile(join(target, path), 'latin1');
  return files;
}

describe('an archive', () => {
  it('gives exactly the files that were put into it', async () => {
    const name = fc.stringMatching(/^[a-z.ü ]{1,6}$/).filter((text) => !/^\.{1,2}$/.test(text));
    const path = fc.tuple(fc.constantFrom('', 'a/', 'b/c/'), name).map((parts) => parts.join(''));
    const content = fc.string({ unit: 'binary-ascii', maxLength: 2_000 });
    const tree = fc.dictionary(path, content, { maxKeys: 8 }).filter((files) => !('a' in files) && !('b' in files));
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        // One file at the top, so that no folder is taken for the one that all is in.
        expect(await unpacked(zip({ ...files, top: 'x' }))).toEqual({ ...files, top: 'x' });
      }),
      { numRuns: 50 },
    );
  });

  it('loses the one folder that all is in', async () => {
    expect(await unpacked(zip({ 'app/x': '1', 'app/y/z': '2' }))).toEqual({ x: '1', 'y/z': '2' });
  });

  it('is taken up to its limits and not beyond', async () => {
    const files = { a: '12345', b: '12345' };
    const limits = { entries: 2, bytes: 10, ratio: 100 };
    expect(await unpacked(zip(files), limits)).toEqual(files);
    await expect(unpacked(zip(files), { ...limits, entries: 1 })).rejects.toThrow('Zip file could not be read');
    await expect(unpacked(zip(files), { ...limits, bytes: 9 })).rejects.toThrow('Zip file could not be read');
    const blanks = { blanks: ' '.repeat(10_000) };
    expect(await unpacked(zip(blanks), { entries: 1, bytes: 10_000, ratio: 1_000 })).toEqual(blanks);
    await expect(unpacked(zip(blanks), { entries: 1, bytes: 10_000, ratio: 100 })).rejects.toThrow();
  });

  it('is not blamed for what the file system refuses', async () => {
    const file = join(folder, 'good.zip');
    await writeFile(file, zip({ a: 'x' }));
    await mkdir(join(folder, 'taken'));
    const archive = await openArchive(file);
    await expect(archive.unpack(join(folder, 'taken'))).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await archive.text('a', 1)).toBe('x');
    expect(await archive.text('b', 1)).toBeUndefined();
    archive.close();
  });
});
