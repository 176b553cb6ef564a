import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const pages = async (): Promise<readonly string[]> => {
  const names = await readdir(join(ROOT, 'docs'), { recursive: true });
  const files = names.filter((name) => name.endsWith('.md')).map((name) => join('docs', name));
  return ['README.md', 'CONTRIBUTING.md', ...files];
};

const read = async (page: string): Promise<string> => await readFile(join(ROOT, page), 'utf8');

/** The id that GitHub gives a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchor(heading));

/** The commands that `orderly --help` lists. */
async function commands(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['bin/orderly.mjs', '--help'], { cwd: ROOT });
  return [...stdout.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name);
}

describe('the documents', () => {
  it('link to what there is', async () => {
    const dead: string[] = [];
    for (const page of await pages()) {
      const text = await read(page);
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        const [path = '', fragment] = target.split('#');
        const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
        const there = existsSync(file);
        if (!there) dead.push(`${page}: ${target}`);
        else if (fragment && !anchorsOf(await readFile(file, 'utf8')).includes(fragment))
          dead.push(`${page}: ${target}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it('name files of the project that are there', async () => {
    const named = /`((?:docs|src|scripts|bench|test|deploy|console|bin)\/[A-Za-z0-9_./-]+)`/g;
    const gone: string[] = [];
    for (const page of ['README.md', 'docs/operator-guide.md', 'docs/architecture.md'])
      for (const [, path = ''] of (await read(page)).matchAll(named))
        if (!existsSync(join(ROOT, path))) gone.push(`${page}: ${relative(ROOT, join(ROOT, path))}`);
    expect(gone).toEqual([]);
  });

  it('name commands that exist', async () => {
    const { scripts } = JSON.parse(await read('package.json')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const known = await commands();
    expect(known).toContain('serve');
    const wrong: string[] = [];
    for (const page of await pages()) {
      const text = await read(page);
      for (const [, name = ''] of text.matchAll(/npm run (?:-s )?([a-z][a-z-]*(?::[a-z-]+)*)/g))
        if (scripts[name] === undefined) wrong.push(`${page}: npm run ${name}`);
      for (const [, name = ''] of text.matchAll(/(?:npx |`|^)orderly ([a-z][a-z-]+)/gm))
        if (!known.includes(name)) wrong.push(`${page}: orderly ${name}`);
    }
    expect(wrong).toEqual([]);
  });
});
