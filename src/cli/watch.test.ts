import { createServer } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { Connection } from './connection.js';
import { Output } from './output.js';
import { watchRun } from './watch.js';

/** What was written to a terminal, or to something else. */
function stream(isTTY: boolean): NodeJS.WriteStream & { written(): string } {
  const through = new PassThrough();
  return Object.assign(through, { isTTY, columns: 60, written: () => String(through.read() ?? '') }) as never;
}

const RUN = { type: 'ANALYTICS_TABLE', id: 'jobAnalytic' };
const LIMITS = { patienceMs: 30, firstPauseMs: 5, longestPauseMs: 5 };

it('waits for a server that went away, but not for ever', async () => {
  const messages = stream(false);
  const out = new Output({ results: stream(false), messages }, false);
  const nowhere = new Connection('http://127.0.0.1:1', undefined);
  await expect(watchRun(nowhere, out, RUN, LIMITS)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(
      /The run may go on; follow it with "orderly tasks ANALYTICS_TABLE jobAnalytic --watch"\.$/,
    ),
  });
  expect(messages.written()).toMatch(/^Nothing answers at .* Trying again …\n$/);
});

it('shows stages and their items on a terminal, and takes the line away at the end', async () => {
  const looks = [
    { totalItems: 4, items: [{ status: 'SUCCESS' }, { status: 'RUNNING', description: 'analytics_2025' }] },
    { totalItems: 4, foldedItems: { succeeded: 2, failed: 0 }, items: [{ status: 'SUCCESS' }] },
  ];
  let look = 0;
  const server = createServer((request, response) => {
    const isOver = look >= looks.length;
    const answer = request.url?.includes('/tasks/')
      ? [{ uid: 'm', level: 'INFO', time: '2026-03-15T02:00:00.000', message: 'Begun', completed: isOver }]
      : request.url?.includes('/progress')
        ? {
            sequence: [
              { stages: [{ status: 'SUCCESS' }, { status: 'RUNNING', description: 'Load', ...looks[look++] }] },
            ],
          }
        : { jobStatus: 'DISABLED', lastFinished: 'x', lastExecutedStatus: 'COMPLETED' };
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const messages = stream(true);
  const out = new Output({ results: stream(true), messages }, false);
  const end = await watchRun(new Connection(`http://127.0.0.1:${port}`, undefined), out, RUN, LIMITS);
  await new Promise((resolve) => server.close(resolve));
  expect(end).toEqual({ outcome: 'done', message: 'Begun' });
  const lines = messages.written().split('\r\u001b[2K');
  expect(lines).toEqual([
    '2026-03-15 02:00:00  Begun\n',
    'Load  [#####---------------]  1/4  analytics_2025',
    'Load  [###############-----]  3/4',
    '',
  ]);
});
