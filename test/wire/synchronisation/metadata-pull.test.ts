import { createServer } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';

// The address has to be known before the server starts.
const asked: (string | undefined)[] = [];
const source = createServer((request, response) => {
  asked.push(request.url);
  const dataElements = [
    {
      id: 'PulledAAAAA',
      name: 'Pulled',
      shortName: 'Pulled',
      domainType: 'AGGREGATE',
      valueType: 'NUMBER',
      aggregationType: 'SUM',
    },
  ];
  response.end(request.url === '/allowed/metadata.json' ? JSON.stringify({ dataElements }) : 'nothing');
});
await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
const address = source.address();
const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
afterAll(async () => {
  source.closeAllConnections();
  await new Promise((resolve) => source.close(resolve));
});

const server = testServer({ flags: { metadataPullFrom: `${origin}/allowed` } });
const pull = (url: string) =>
  server.request('/api/synchronization/metadataPull', {
    method: 'POST',
    body: url,
    headers: { 'content-type': 'text/plain' },
  });

describe('pulling metadata', () => {
  it('imports what an allowed address gives', async () => {
    const { status, json, text } = await pull(` ${origin}/allowed/metadata.json\n`);
    expect(status, text).toBe(200);
    expect(json).toMatchObject({ responseType: 'ImportReport', status: 'OK', stats: { created: 1, total: 1 } });
    expect((await server.request('/api/dataElements/PulledAAAAA?fields=name')).json).toEqual({ name: 'Pulled' });
  });

  it.each(['/allowedtoo/metadata.json', '/allowed/../other', '/', '/other'])('asks nobody at %s', async (path) => {
    asked.length = 0;
    expect(await pull(`${origin}${path}`)).toMatchObject({ status: 409 });
    expect(asked).toEqual([]);
  });

  it.each(['', 'nonsense', 'file:///etc/passwd', 'http://127.0.0.1.example.org/allowed'])(
    'asks nobody for %j',
    async (url) => {
      expect((await pull(url)).status).toBe(409);
    },
  );

  it('says that an address gave no metadata', async () => {
    expect(await pull(`${origin}/allowed/else`)).toMatchObject({
      status: 409,
      json: { message: 'The address gave no metadata: it answered with status 200.' },
    });
  });
});
