import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isConnectionLoss } from './connection-loss.js';

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

const failureOf = (port: number) =>
  new Promise<unknown>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', resolve);
    socket.on('connect', () => socket.write('x'));
  });

describe('the loss of the connection', () => {
  it('is told by the server', () => {
    for (const code of ['57P01', '57P02', '57P03', '08006', '08P01'])
      expect(isConnectionLoss(withCode(code))).toBe(true);
  });

  it('is told by pg', () => {
    for (const message of [
      'Connection terminated',
      'Connection terminated unexpectedly',
      'Connection terminated due to connection timeout',
      'Client has encountered a connection error and is not queryable',
    ])
      expect(isConnectionLoss(new Error(message))).toBe(true);
  });

  it('is told by the operating system', async () => {
    const resetting = createServer((socket) => socket.resetAndDestroy());
    await new Promise<void>((resolve) => resetting.listen(0, '127.0.0.1', resolve));
    const { port } = resetting.address() as { port: number };
    const reset = await failureOf(port);
    await new Promise((resolve) => resetting.close(resolve));
    const refused = await failureOf(port);
    expect(reset).toMatchObject({ code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/) });
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
    expect([reset, refused].map(isConnectionLoss)).toEqual([true, true]);
  });

  it('is nothing else', async () => {
    const missing = await readFile('/no such file').catch((error: unknown) => error);
    const others = [
      missing,
      withCode('23505'),
      withCode('57014'),
      withCode('ESOCKET'),
      new Error('fetch failed'),
      null,
      'EPIPE',
    ];
    expect(others.filter(isConnectionLoss)).toEqual([]);
  });
});
