import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRemote, basicAuthorization, type RemoteServer } from './client.js';

let source: Server;
let remote: RemoteServer;

beforeAll(async () => {
  source = createServer((request, response) => {
    switch (request.url) {
      case '/base/slow':
        return;
      case '/base/drip':
        response.writeHead(200);
        response.write('a');
        return;
      case '/base/large':
        response.end('x'.repeat(5_000));
        return;
      case '/base/moved':
        response.writeHead(302, { location: '/base/large' }).end();
        return;
      default:
        response.end(JSON.stringify({ authorization: request.headers.authorization, url: request.url }));
    }
  });
  await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
  const address = source.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  remote = { url: `http://127.0.0.1:${port}/base`, authorization: basicAuthorization('ünï', 'pass:word') };
});
afterAll(async () => {
  source.closeAllConnections();
  await new Promise((resolve) => source.close(resolve));
});

describe('asking a remote server', () => {
  it('sends credentials and query', async () => {
    const { status, body } = await askRemote(remote, { path: '/x', query: { a: 'b c', d: '&' } });
    expect(status).toBe(200);
    const { authorization, url } = JSON.parse(body.toString());
    expect(Buffer.from(authorization.slice('Basic '.length), 'base64').toString()).toBe('ünï:pass:word');
    expect(url).toBe('/base/x?a=b+c&d=%26');
  });

  it.each(['/slow', '/drip'])('gives up on %s in time', async (path) => {
    await expect(askRemote(remote, { path, timeoutMs: 50 })).rejects.toMatchObject({
      passing: true,
      message: `The remote server ${remote.url} did not answer within 0.05 seconds.`,
    });
  });

  it('takes no answer that is larger than allowed', async () => {
    await expect(askRemote(remote, { path: '/large', maxBytes: 4_999 })).rejects.toMatchObject({
      passing: false,
      message: expect.stringContaining('more than 4999 bytes'),
    });
    expect((await askRemote(remote, { path: '/large', maxBytes: 5_000 })).body).toHaveLength(5_000);
  });

  it('follows no redirect', async () => {
    expect((await askRemote(remote, { path: '/moved' })).status).toBe(302);
  });

  it('ends with the reason for which it is aborted', async () => {
    const controller = new AbortController();
    const asked = askRemote(remote, { path: '/slow', signal: controller.signal });
    controller.abort(new Error('cancelled'));
    await expect(asked).rejects.toThrow('cancelled');
  });

  it.each(['ftp://example.org', 'nonsense', 'file:///etc/passwd', 'http://', 'http://ana:hunter2@127.0.0.1:1'])(
    'asks nobody at %s, and repeats no credentials',
    async (url) => {
      const error: unknown = await askRemote({ url, authorization: undefined }, { path: '/api' }).catch(
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ passing: false });
      expect(String(error)).not.toContain('hunter2');
    },
  );

  it('says that nobody is there without the credentials', async () => {
    const error: unknown = await askRemote(
      { url: 'http://127.0.0.1:1', authorization: basicAuthorization('ana', 'hunter2') },
      { path: '/api' },
    ).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      passing: true,
      message: expect.stringContaining('http://127.0.0.1:1 cannot be reached'),
    });
  });
});
