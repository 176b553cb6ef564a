import { describe, expect, it } from 'vitest';
import { newerPatch } from './version-list.js';

const list = {
  versions: [
    { name: '2.41', patchVersions: [{ version: 9, displayName: '2.41.9' }] },
    {
      name: '2.42',
      patchVersions: [
        { version: 0, displayName: '2.42.0' },
        {
          version: 10,
          displayName: '2.42.10',
          releaseDate: '2026-02-01T00:00:00.000',
          url: 'https://example.org/2.42.10',
        },
        { version: '9', displayName: '2.42.9' },
      ],
    },
  ],
};

describe('the newest patch', () => {
  it('is the highest number of the running minor version', () => {
    expect(newerPatch(list, '2.42.1')).toEqual({
      name: '2.42.10',
      date: '2026-02-01',
      url: 'https://example.org/2.42.10',
    });
    expect(newerPatch(list, '2.42.9-SNAPSHOT')).toMatchObject({ name: '2.42.10' });
  });

  it.each(['2.42.10', '2.42.11', '2.40.1', '3.0.0'])('is nothing new for %s', (running) => {
    expect(newerPatch(list, running)).toBeUndefined();
  });

  it.each([undefined, null, 'x', [], {}, { versions: 'x' }])('cannot be read from %j', (nonsense) => {
    expect(newerPatch(nonsense, '2.42.1')).toBe('unreadable');
  });

  it('takes lists with gaps', () => {
    expect(newerPatch({ versions: [null, { name: '1.0' }] }, '1.0.0')).toBeUndefined();
    expect(
      newerPatch({ versions: [{ name: '1.0', patchVersions: [{ version: 2, url: 'javascript:x' }] }] }, '1.0.0'),
    ).toEqual({
      name: '1.0.2',
      date: undefined,
      url: undefined,
    });
  });
});
