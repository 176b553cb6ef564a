import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

export const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));

/**
 * Expects a part of a page of `docs/` to be as it is made here; `npm run docs` writes it anew. The part stands between `<!-- made by npm run docs: <name> -->` and
 * `<!-- end -->`; the rest of the page is written by hand.
 */
export async function expectMadePart(page: string, name: string, made: string): Promise<void> {
  const file = `${DOCS}${page}`;
  const text = await readFile(file, 'utf8');
  const begin = `<!-- made by npm run docs: ${name} -->\n`;
  const from = text.indexOf(begin);
  const to = text.indexOf('<!-- end -->', from);
  if (from === -1 || to === -1) throw new Error(`docs/${page} has no place for "${name}".`);
  await expect(`${text.slice(0, from + begin.length)}\n${made}\n${text.slice(to)}`).toMatchFileSnapshot(file);
}

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
