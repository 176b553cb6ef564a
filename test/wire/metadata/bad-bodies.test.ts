import { beforeAll, describe, expect, it } from 'vitest';
import { element, importsOf } from '../../support/imports.js';
import { testServer } from '../../support/server.js';

const server = testServer();
const { importing } = importsOf({ request: (...args) => server.request(...args) });

beforeAll(async () => {
  const { status } = await importing({
    dataElements: [element({ id: 'BadInput001' }, 'Taken')],
    dataElementGroups: [{ id: 'BadInput002', name: 'Group', shortName: 'Group' }],
  });
  expect(status).toBe(200);
});

describe('bodies that are none', () => {
  const bodies: readonly (readonly [string, string])[] = [
    ['a list', '[]'],
    ['a text', '"text"'],
    ['a number', '5'],
    ['null', 'null'],
    ['nothing', ''],
    ['half an object', '{"name": '],
    ['a word', 'x'],
    ['a key of every object’s prototype', '{"__proto__": {"admin": true}}'],
    ['lists without end', '['.repeat(100_000)],
    ['lists in lists', `{"dataElements": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ];
  const JSON_TYPE = { 'content-type': 'application/json' };

  it.each(bodies)('%s', async (_name, body) => {
    for (const [path, method] of [
      ['/api/metadata', 'POST'],
      ['/api/metadata?async=true', 'POST'],
      ['/api/dataElements', 'POST'],
      ['/api/dataElements/BadInput001', 'PUT'],
      ['/api/dataElements/BadInput001', 'PATCH'],
      ['/api/dataElementGroups/BadInput002/dataElements', 'POST'],
      ['/api/dataElements/BadInput001/translations', 'PUT'],
    ] as const) {
      // A patch of no operations is one.
      if (method === 'PATCH' && body === '[]') continue;
      const { status, text } = await server.request(path, { method, headers: JSON_TYPE, body });
      expect([400, 409], `${method} ${path}: ${text.slice(0, 300)}`).toContain(status);
    }
  });

  it('malformed JSON is 400 for imports and 409 on the paths of a type', async () => {
    const options = { method: 'POST', headers: JSON_TYPE, body: '{"name": x}' };
    expect((await server.request('/api/metadata', options)).status).toBe(400);
    expect((await server.request('/api/dataElements', options)).status).toBe(409);
  });

  it('deep values are refused or kept, never the end of the server', async () => {
    const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const body = (depth: number) =>
      JSON.stringify(element({}, `Deep ${depth}`)).replace('}', `,"style":${nested(depth)}}`);
    const post = (depth: number) =>
      server.request('/api/dataElements', { method: 'POST', headers: JSON_TYPE, body: body(depth) });
    const deepest = await post(50_000);
    expect([deepest.status, deepest.json.message]).toEqual([400, 'JSON parse error: the body is nested too deep.']);
    const fine = await post(400);
    expect(fine.status, fine.text.slice(0, 500)).toBe(201);
    const read = await server.request(`/api/dataElements/${fine.json.response.uid}?fields=style`);
    expect(read.text).toContain(nested(400));
  });

  it('lists of a payload have to be lists of objects', async () => {
    for (const list of [{}, 'x', 5, true, ['x'], [null], [[]]]) {
      const { status, json } = await importing({ dataElements: list });
      expect([status, json.message]).toEqual([400, 'JSON parse error: dataElements has to be a list of objects.']);
      expect((await importing({ dataElements: list }, '?async=true')).status).toBe(400);
    }
    expect((await importing({ dataElements: null, unheardOf: 5, dataSets: [] })).json.response.stats.total).toBe(0);
  });

  it('keys that reach into prototypes change nothing', async () => {
    const body = `{"dataElements":[{"constructor":{"prototype":{"polluted":1}},"name":"C","shortName":"C"}]}`;
    const { status } = await server.request('/api/metadata', { method: 'POST', headers: JSON_TYPE, body });
    expect([400, 409]).toContain(status);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('a hundred thousand references are looked up at once', async () => {
    const references = Array.from({ length: 100_000 }, (_, index) => ({ id: `R${String(index).padStart(10, '0')}` }));
    const started = Date.now();
    const group = { name: 'Large', shortName: 'Large' };
    const unknown = await importing({ dataElementGroups: [{ ...group, dataElements: references }] });
    expect(unknown.status).toBe(409);
    const { id } = (await server.request('/api/dataElements/BadInput001')).json;
    const same = await importing({ dataElementGroups: [{ ...group, dataElements: references.map(() => ({ id })) }] });
    expect(same.status, same.text.slice(0, 500)).toBe(200);
    expect(Date.now() - started).toBeLessThan(15_000);
  });
});
