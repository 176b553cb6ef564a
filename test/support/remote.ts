import { createServer, type Server } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach } from 'vitest';

export interface RemoteRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly authorization: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  readonly body: any;
}

export interface RemoteReply {
  readonly status?: number;
  /** Sent as JSON unless it is text or bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection is broken instead. */
  readonly breaks?: boolean;
  /** The connection is broken after the body, which may be shorter than its head says. */
  readonly cuts?: boolean;
  /** Nothing is answered until this is done. */
  readonly after?: Promise<unknown>;
}

type Handler = (request: RemoteRequest) => RemoteReply;

export const CREDENTIALS = { username: 'sync', password: 'pa:ss wörd' } as const;
const KNOWN = `Basic ${Buffer.from(`${CREDENTIALS.username}:${CREDENTIALS.password}`).toString('base64')}`;

export const SUCCESS: RemoteReply = {
  body: {
    httpStatus: 'OK',
    httpStatusCode: 200,
    status: 'OK',
    response: {
      responseType: 'ImportSummary',
      status: 'SUCCESS',
      description: 'Import process completed successfully',
      importCount: { imported: 1, updated: 0, ignored: 0, deleted: 0 },
      conflicts: [],
    },
  },
};

/** Another DHIS2 that keeps what it is asked; it listens on a free port while a file's tests run, and knows one user. */
export function testRemote() {
  const requests: RemoteRequest[] = [];
  const handlers = new Map<string, Handler>();
  let server: Server | undefined;
  const port = (): number => {
    const address = server?.address();
    if (typeof address !== 'object' || address === null)
      throw new Error('The remote server listens within tests only.');
    return address.port;
  };
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const raw = Buffer.concat(chunks);
        const text = (raw[0] === 0x1f ? gunzipSync(raw) : raw).toString('utf8');
        const asked: RemoteRequest = {
          method: request.method ?? '',
          url: request.url ?? '',
          authorization: request.headers.authorization,
          body: text === '' ? undefined : (parsed(text) ?? text),
        };
        requests.push(asked);
        const reply = replyTo(asked, handlers);
        await reply.after;
        if (reply.breaks) return request.socket.destroy();
        const { body = '' } = reply;
        const isPlain = typeof body === 'string' || Buffer.isBuffer(body);
        response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
        if (reply.cuts) return response.write(isPlain ? body : JSON.stringify(body), () => request.socket.destroy());
        return response.end(isPlain ? body : JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    requests.length = 0;
    handlers.clear();
  });
  afterAll(async () => {
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  });
  return {
    requests,
    /** Requests to a path, without its query. */
    to: (path: string) => requests.filter(({ url }) => url.split('?')[0] === path),
    /** Says what a path answers, until the next test. */
    on: (path: string, handler: Handler | RemoteReply) =>
      void handlers.set(path, typeof handler === 'function' ? handler : () => handler),
    get url() {
      return `http://127.0.0.1:${port()}/hmis`;
    },
    /** The settings with which Orderly speaks to it. */
    get settings(): Readonly<Record<string, string>> {
      return {
        keyRemoteInstanceUrl: `http://127.0.0.1:${port()}/hmis`,
        keyRemoteInstanceUsername: CREDENTIALS.username,
        keyRemoteInstancePassword: CREDENTIALS.password,
        syncDelayBetweenRemoteServerAvailabilityCheckAttempts: '1',
      };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function replyTo(request: RemoteRequest, handlers: ReadonlyMap<string, Handler>): RemoteReply {
  const path = request.url.split('?')[0] ?? '';
  const handler = handlers.get(path);
  if (handler) return handler(request);
  if (request.authorization !== KNOWN) return { status: 401, body: { httpStatusCode: 401, message: 'Unauthorized' } };
  if (path === '/hmis/api/system/ping') return { body: 'pong', headers: { 'content-type': 'text/plain' } };
  return SUCCESS;
}
