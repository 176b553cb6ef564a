import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';

export interface ReceivedRequest {
  readonly method: string;
  /** Path with the query, as it was sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A provider of SMS: a web server that keeps what it is sent, and answers 200 unless told otherwise. It listens on a free port while a file's tests run. */
export function testGateway() {
  const requests: ReceivedRequest[] = [];
  let answers: number[] = [];
  let silent = false;
  let server: Server | undefined;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        requests.push({ method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') });
        if (silent) return;
        const status = answers.length > 1 ? answers.shift() : answers[0];
        response.writeHead(status ?? 200, status === 302 ? { location: '/elsewhere' } : {}).end('{"result":"seen"}');
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    requests.length = 0;
    answers = [];
    silent = false;
  });
  afterAll(async () => {
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  });
  return {
    requests,
    /** From now on it answers with these, one after the other, and with the last for ever, until the next test. */
    answer: (...statuses: number[]) => {
      answers = statuses;
    },
    /** From now on it answers nothing, until the next test. */
    fallSilent: () => {
      silent = true;
    },
    get url() {
      if (!server) throw new Error('The test gateway listens within tests only.');
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
  };
}
