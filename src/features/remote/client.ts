import { OrderlyError } from '../../kernel/errors/index.js';

/** Another server and how it knows us. */
export interface RemoteServer {
  /** Base URL without slash at the end and without `/api`. */
  readonly url: string;
  /** Value of the header `Authorization`; undefined for a server that asks for none. */
  readonly authorization: string | undefined;
}

export interface RemoteRequest {
  readonly method?: 'GET' | 'POST';
  /** Path below the base URL, e.g. `/api/dataValueSets`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: string;
  /** Longest time until the answer is there. */
  readonly timeoutMs?: number;
  /** Largest body of an answer. */
  readonly maxBytes?: number;
  /** Aborts the request, e.g. that of the run. */
  readonly signal?: AbortSignal | undefined;
}

export interface RemoteAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** A remote server that cannot be used as it is: nothing that is asked of it now would succeed. The message holds no credentials. */
export class RemoteFailure extends OrderlyError {
  /** Whether the same request may succeed in a moment. */
  readonly passing: boolean;

  constructor(
    message: string,
    { passing = false, cause }: { readonly passing?: boolean; readonly cause?: unknown } = {},
  ) {
    super(409, message, { code: 'E1004', cause });
    this.name = 'RemoteFailure';
    this.passing = passing;
  }
}

const DEFAULT_TIMEOUT_MS = 280_000;
const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;

export const basicAuthorization = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;

export const tokenAuthorization = (token: string): string => `ApiToken ${token}`;

/** The server's address as it may be shown: scheme, host and path. */
export function shownUrl({ url }: Pick<RemoteServer, 'url'>): string {
  if (!URL.canParse(url)) return 'at an address that is no URL';
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

/**
 * Sends one request and reads the whole answer, whatever its status. Redirects are not followed: the credentials are meant for this server and no other.
 *
 * @throws RemoteFailure when there is no answer, none in time, a redirect, or one larger than allowed; the reason of `signal` when that aborts
 */
export async function askRemote(server: RemoteServer, request: RemoteRequest): Promise<RemoteAnswer> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, maxBytes = DEFAULT_MAX_BYTES, signal } = request;
  const timeout = AbortSignal.timeout(timeoutMs);
  const name = shownUrl(server);
  try {
    const response = await fetch(requestUrl(server, request), {
      method: request.method ?? 'GET',
      redirect: 'manual',
      headers: {
        accept: 'application/json, */*;q=0.5',
        ...(server.authorization !== undefined && { authorization: server.authorization }),
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(request.body !== undefined && { body: request.body }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return { status: response.status, body: await readBody(response, maxBytes, name) };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof RemoteFailure) throw error;
    if (timeout.aborted)
      throw new RemoteFailure(`The remote server ${name} did not answer within ${timeoutMs / 1000} seconds.`, {
        passing: true,
        cause: error,
      });
    throw new RemoteFailure(`The remote server ${name} cannot be reached${reasonOf(error)}.`, {
      passing: true,
      cause: error,
    });
  }
}

function requestUrl(server: RemoteServer, { path, query = {} }: RemoteRequest): URL {
  const text = `${server.url}${path}`;
  // By itself too: of `http://` and a path a host would be made.
  if (!/^https?:/i.test(text) || !URL.canParse(server.url) || !URL.canParse(text))
    throw new RemoteFailure('The address of the remote server is no http or https URL.');
  const url = new URL(text);
  // They would be part of every message about this address.
  if (url.username !== '' || url.password !== '')
    throw new RemoteFailure(
      'The address of the remote server holds credentials; give user name and password apart from it.',
    );
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

async function readBody(response: Response, maxBytes: number, name: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new RemoteFailure(`The remote server ${name} gave an answer of more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What the network said, by its code: the texts of some errors repeat the address or the request. */
function reasonOf(error: unknown): string {
  for (
    let current = error;
    typeof current === 'object' && current !== null;
    current = (current as { cause?: unknown }).cause
  ) {
    const { code } = current as { readonly code?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return ` (${code})`;
  }
  return '';
}

/** The answer's body as JSON; undefined when it is none. */
export function jsonOf({ body }: RemoteAnswer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
