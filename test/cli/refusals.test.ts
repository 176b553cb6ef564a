import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { orderly, orderlyAt } from '../support/command-line.js';
import { CREDENTIALS, type RemoteReply, testRemote } from '../support/remote.js';

const remote = testRemote();
const USER = `${CREDENTIALS.username}:${CREDENTIALS.password}`;
const run = orderlyAt(() => remote.url, { ORDERLY_USER: USER });

const message = (status: number, text: string, more: object = {}): RemoteReply => ({
  status,
  body: { httpStatus: 'x', httpStatusCode: status, status: 'ERROR', message: text, ...more },
});

const HTML = { 'content-type': 'text/html' };

describe('what a server answers becomes a sentence and an exit code', () => {
  const cases: readonly (readonly [name: string, reply: RemoteReply, code: number, sentence: RegExp])[] = [
    ['400', message(400, 'Value `X` is not valid'), 2, /^Value `X` is not valid\n$/],
    ['401', message(401, 'Unauthorized'), 4, /does not accept these credentials: Unauthorized/],
    [
      '403',
      message(403, 'Access is denied, requires one Authority from [X]'),
      4,
      /You may not do this: Access is denied/,
    ],
    ['404 of a path', { status: 404, body: '<h1>Not found</h1>', headers: HTML }, 5, /has no \/api\/system\/info/],
    [
      '404 of an object',
      message(404, 'X with id Y could not be found.', { errorCode: 'E1005' }),
      5,
      /^X with id Y could not be found.\n$/,
    ],
    ['409', message(409, 'A job is running'), 1, /^A job is running\n$/],
    ['500', message(500, 'Something broke'), 1, /The server failed \(500\); its log says why: Something broke/],
    ['503', { status: 503, body: 'Service Unavailable' }, 3, /is not available now/],
    [
      'a login page',
      { status: 302, headers: { location: '/hmis/dhis-web-commons/security/login.action' } },
      4,
      /credentials/,
    ],
    [
      'another address',
      { status: 301, headers: { location: 'https://elsewhere.example.org/x' } },
      3,
      /sends on to https:\/\/elsewhere.example.org/,
    ],
    ['a web page', { body: '<html></html>', headers: HTML }, 3, /is not DHIS2's Web API/],
    [
      'half an answer',
      { body: '{"version', headers: { 'content-length': '5000' }, cuts: true },
      3,
      /broke off before the answer was complete/,
    ],
    ['nothing', { breaks: true }, 3, /broke off/],
  ];

  it('for each of them', async () => {
    const pending = cases.map(async ([name, reply]) => {
      // Each on a path of its own, so that they can be asked at the same time.
      const base = `/hmis/${encodeURIComponent(name)}`;
      remote.on(`${base}/api/system/info`, reply);
      const server = `${new URL(remote.url).origin}${base}`;
      return await orderly(['info', '--server', server, '--user', USER]);
    });
    for (const [index, ended] of (await Promise.all(pending)).entries()) {
      const [name, , code, sentence] = cases[index] ?? ['', {}, 0, /x/];
      expect([name, ended.code, ended.out], ended.err).toEqual([name, code, '']);
      expect(ended.err, name).toMatch(sentence);
      expect(ended.err, name).not.toMatch(/at .*\.js|pa:ss/);
    }
  });

  it('also when nobody answers', async () => {
    const free = await unusedPort();
    const ended = await Promise.all([
      orderly(['info', '--server', `http://127.0.0.1:${free}`]),
      orderly(['info', '--server', 'http://no.such.host.invalid']),
      orderly(['info', '--server', remote.url.replace('http:', 'https:')]),
      orderly(['info'], { env: { ORDERLY_SERVER: remote.url } }),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([3, 3, 3, 4]);
    expect(ended[0]?.err).toMatch(/Nothing answers at http:\/\/127.0.0.1:\d+\. Start the server/);
    expect(ended[1]?.err).toMatch(/no\.such\.host\.invalid/);
    expect(ended[2]?.err).toMatch(/does not speak https there/);
    expect(ended[3]?.err).toMatch(/Log in with --token/);
  });

  it('and wrong use before anything is asked', async () => {
    const lines = [
      'infos',
      'info --nonsense',
      'maintenance run periodPruning',
      'maintenance run',
      'analytics run --last-years -1',
      'import data-values /no/such/file.json',
      'import nothing /dev/null',
      'tasks --watch',
      'info --user nobody',
      'info --token a --user b:c',
    ];
    const ended = await Promise.all(lines.map((line) => run(line)));
    expect(ended.map(({ code }, index) => [lines[index], code])).toEqual(lines.map((line) => [line, 2]));
    expect(ended[2]?.err).toMatch(/Nothing was done: nobody can be asked here. Say --yes/);
    expect(ended[5]?.err).toMatch(/There is no file \/no\/such\/file.json/);
    expect(remote.requests).toEqual([]);
  });
});

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
