/** Characters that no file of an app has in its name: separators of other systems, drive letters and streams, and what ends a name in C. */
const FORBIDDEN = /[\\:\0]/;

/**
 * The parts of a path that stays in its folder, e.g. `static/js/main.js`; a slash at the end is no part. Undefined for any other: absolute, with `..`, with a
 * backslash, a drive letter or NUL.
 */
export function pathParts(path: string): readonly string[] | undefined {
  if (FORBIDDEN.test(path) || path.startsWith('/')) return undefined;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? undefined : parts;
}

/** The one folder that all paths are in, with its slash; empty when there is none (contract: data-admin.md §10). */
export function topFolder(paths: readonly string[]): string {
  const [first = ''] = paths;
  const folder = first.slice(0, first.indexOf('/') + 1);
  return folder !== '' && paths.every((path) => path.startsWith(folder)) ? folder : '';
}
