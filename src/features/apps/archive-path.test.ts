import { resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathParts, topFolder } from './archive-path.js';

/** Paths made of what attackers and zip programs write. */
const piece = fc.oneof(
  fc.constantFrom('..', '.', '', '...', '..a', 'a..', '\\', '..\\', 'C:', '\0', '~', ' ', '%2e%2e', '．．'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const path = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('/'));

describe('a path in an archive', () => {
  it('never leaves its folder, whatever it is made of', () => {
    fc.assert(
      fc.property(path, (text) => {
        const parts = pathParts(text);
        if (!parts) return;
        const root = resolve('/srv/app');
        const file = resolve(root, ...parts);
        expect(file === root || file.startsWith(root + sep)).toBe(true);
        for (const part of parts) expect(part).not.toMatch(/^\.?$|^\.\.$|[/\\:\0]/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('stays what it is when it is read again', () => {
    fc.assert(
      fc.property(path, (text) => {
        const parts = pathParts(text);
        if (parts && parts.length > 0) expect(pathParts(parts.join('/'))).toEqual(parts);
      }),
    );
  });

  it.each(['a', 'a/b.html', 'dir/', 'test.dot.dir/index.html', '.DS_Store', 'a b/ü.js', '...', 'a..b', './a', 'a//b'])(
    '%j is one',
    (text) => {
      expect(pathParts(text)).toEqual(text.split('/').filter((part) => part !== '' && part !== '.'));
    },
  );

  it.each(['..', '../a', 'a/../../b', 'a/..', '/etc/passwd', '\\a', 'a\\..\\b', 'C:/a', 'C:a', 'a\0.html', 'a:b'])(
    '%j is none',
    (text) => {
      expect(pathParts(text)).toBeUndefined();
    },
  );
});

describe('the top folder', () => {
  it.each([
    [['app/', 'app/manifest.webapp', 'app/x/y'], 'app/'],
    [['manifest.webapp', 'app/x'], ''],
    [['app/x', 'manifest.webapp'], ''],
    [['app/x', 'apple/x'], ''],
    [['manifest.webapp'], ''],
    [[], ''],
  ])('of %j is %j', (paths, folder) => {
    expect(topFolder(paths)).toBe(folder);
  });
});
