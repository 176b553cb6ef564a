import { createServer, type Server } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';

// The address has to be known before the server starts.
let list: unknown = {};
let asked = 0;
const source: Server = createServer((_request, response) => {
  asked += 1;
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(list));
});
await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
const address = source.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;
afterAll(async () => {
  source.closeAllConnections();
  await new Promise((resolve) => source.close(resolve));
});

const server = testServer({ demo: true, flags: { versionListUrl: `http://127.0.0.1:${port}/versions.json` } });
const silent = testServer({});
const TYPE = 'SYSTEM_VERSION_UPDATE_CHECK';

describe('SYSTEM_VERSION_UPDATE_CHECK', () => {
  it('asks nobody unless it was told whom', async () => {
    expect(await jobsOf(silent).run(TYPE)).toMatchObject({
      state: 'done',
      message: 'Nothing was asked: no list of versions is configured',
    });
    expect(asked).toBe(0);
  });

  it('tells those who run the server of a newer patch, once', async () => {
    list = {
      versions: [
        { name: '0.0', patchVersions: [{ version: 3, displayName: '0.0.3', url: 'https://example.org/0.0.3' }] },
      ],
    };
    const jobs = jobsOf(server);
    expect(await jobs.run(TYPE)).toMatchObject({
      state: 'done',
      message: expect.stringMatching(/^Told \d+ users that version 0\.0\.3/),
    });
    expect(await jobs.run(TYPE)).toMatchObject({ state: 'done', message: expect.stringContaining('have been told') });
    const { json } = await server.request(
      '/api/messageConversations?fields=subject,messageType,messageCount&filter=messageType:eq:SYSTEM_VERSION_UPDATE',
    );
    expect(json.messageConversations).toEqual([
      { subject: 'System update available: 0.0.3', messageType: 'SYSTEM_VERSION_UPDATE', messageCount: 1 },
    ]);
  });

  it('says that there is nothing newer', async () => {
    list = { versions: [{ name: '0.0', patchVersions: [{ version: 0 }] }] };
    expect(await jobsOf(server).run(TYPE)).toMatchObject({
      state: 'done',
      message: 'Version 0.0.0 is the newest of its kind',
    });
  });

  it('fails when the address gives something else', async () => {
    list = ['no versions'];
    expect(await jobsOf(server).run(TYPE)).toMatchObject({
      state: 'failed',
      message: 'The configured address gave no list of versions (status 200).',
    });
  });
});
