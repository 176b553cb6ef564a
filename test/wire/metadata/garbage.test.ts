import { describe, expect, it } from 'vitest';
import { STANDALONE_TYPES } from '../../../src/metadata/index.js';
import { layout } from '../../support/dhis2/layout.js';
import { SampleObjects } from '../../support/minimal-objects.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const samples = new SampleObjects({ request: (...args) => server.request(...args) });

/** Values of every form, for properties of every form: some fit, none may do harm. */
const GARBAGE: readonly unknown[] = [
  true,
  1.5,
  1e300,
  '   ',
  'constructor',
  '2023-02-30',
  '\u0000',
  '\ud800',
  'x'.repeat(5_000),
  [],
  [null],
  ['__proto__'],
  [{ id: 'Zz9Zz9Zz9Zz' }],
  [{ id: 7, code: {} }],
  [{}, {}],
  {},
  { id: null },
  { id: 'a\u0000b' },
  { a: { b: ['\udfff'] } },
];

/** A uid that no other object of the file has. */
let made = 0;
const nextUid = (): string => {
  made += 1;
  return `G${String(made).padStart(10, '0')}`;
};

// Writing metadata is left to DHIS2.
describe.skipIf(layout).each(STANDALONE_TYPES.map((type) => [type.plural, type] as const))('%s', (plural, type) => {
  it('take or refuse whatever stands in a property, and can be read afterwards', async () => {
    const objects: Record<string, unknown>[] = [];
    for (const name of [...type.properties.keys(), 'unheardOf']) {
      if (name === 'id') continue;
      for (const value of GARBAGE) objects.push({ ...(await samples.minimal(type)), id: nextUid(), [name]: value });
    }
    const body = { [plural]: objects };
    const { status, json, text } = await server.request('/api/metadata?atomicMode=NONE', { method: 'POST', body });
    expect([200, 409], text.slice(0, 1_000)).toContain(status);
    // An error of the database would have come without a report.
    expect(json.response?.responseType, text.slice(0, 1_000)).toBe('ImportReport');
    const { created, ignored, total } = json.response.stats;
    expect([created + ignored, total]).toEqual([objects.length, objects.length]);
    expect(created, 'some of it is good').toBeGreaterThan(0);
    const listed = await server.request(`/api/${plural}?fields=:all&paging=false&filter=id:$like:G0000`);
    expect(listed.status, listed.text.slice(0, 1_000)).toBe(200);
    expect(listed.json[plural]).toHaveLength(created);
    const owned = await server.request(`/api/${plural}?fields=:owner&paging=false&filter=id:$like:G0000`);
    const again = await server.request('/api/metadata?importStrategy=UPDATE', { method: 'POST', body: owned.json });
    expect([again.status, again.json?.response?.stats?.updated], again.text.slice(0, 1_000)).toEqual([200, created]);
    const gone = await server.request('/api/metadata?importStrategy=DELETE&atomicMode=NONE', {
      method: 'POST',
      body: owned.json,
    });
    expect([200, 409], gone.text.slice(0, 1_000)).toContain(gone.status);
    expect(gone.json.response?.responseType, gone.text.slice(0, 1_000)).toBe('ImportReport');
  });
});
