import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TLSSocket } from 'node:tls';
import type { Answer } from './answer.js';
import { BrokenOff, ConnectTimeout, networkFailure, Silence } from './network-failure.js';
import { refusal } from './refusal.js';

/** Lists become repeated parameters; what is undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface Body {
  readonly content: string | Readable;
  readonly type: string;
  /** Bytes; unknown for what comes through a pipe. */
  readonly length?: number;
}

export interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly query?: Query;
  readonly body?: Body;
  /** Milliseconds without a byte in either direction after which nobody is there any more; undefined: as long as it takes. */
  readonly patienceMs?: number | undefined;
}

const CONNECT_MS = 10_000;
const PATIENCE_MS = 60_000;

/**
 * HTTP to a server that speaks DHIS2's Web API. Each request has a connection of its own: between two of them a person may think for minutes. Redirects are not
 * followed, they would take the credentials elsewhere.
 */
export class Connection {
  /** Without a slash at its end, and without `/api`. */
  readonly url: string;
  readonly #authorization: string | undefined;

  constructor(url: string, authorization: string | undefined) {
    this.url = url;
    this.#authorization = authorization;
  }

  /** Whatever the server answers. @throws CommandFailure when it answers nothing */
  async ask(path: string, { method = 'GET', query = {}, body, ...rest }: Ask = {}): Promise<Answer> {
    const url = new URL(`${this.url}${path}${queryText(query)}`);
    const headers = {
      accept: 'application/json',
      // Without it a server may send who is not logged in to its login page, which looks like success.
      'x-requested-with': 'XMLHttpRequest',
      'user-agent': 'orderly',
      ...(this.#authorization !== undefined && { authorization: this.#authorization }),
      ...(body && { 'content-type': body.type }),
      ...(body?.length !== undefined && { 'content-length': body.length }),
      ...(method === 'POST' && !body && { 'content-length': 0 }),
    };
    const patienceMs = 'patienceMs' in rest ? rest.patienceMs : PATIENCE_MS;
    try {
      return await exchange(url, { method, headers, agent: false }, body?.content, patienceMs);
    } catch (error) {
      throw networkFailure(error, this.url);
    }
  }

  /** The answer, if it is one of success. @throws CommandFailure with what the server says against it */
  async send(path: string, ask: Ask = {}): Promise<Answer> {
    const answer = await this.ask(path, ask);
    if (answer.status < 200 || answer.status >= 300) throw refusal(answer, this.url, path, this.isKnown);
    return answer;
  }

  /** The JSON of a resource. @throws CommandFailure also when a web page comes instead */
  async get(path: string, query: Query = {}): Promise<unknown> {
    const answer = await this.send(path, { query });
    if (answer.json === undefined) throw refusal(answer, this.url, path, this.isKnown);
    return answer.json;
  }

  /** The JSON of a resource that not every server has, or not for everybody; undefined without it. */
  async find(path: string, query: Query = {}): Promise<unknown> {
    const answer = await this.ask(path, { query });
    if ([403, 404, 405].includes(answer.status)) return undefined;
    if (answer.status < 200 || answer.status >= 300) throw refusal(answer, this.url, path, this.isKnown);
    return answer.json;
  }

  async post(path: string, query: Query = {}, rest: Omit<Ask, 'method' | 'query'> = {}): Promise<Answer> {
    return await this.send(path, { method: 'POST', query, ...rest });
  }

  /** Credentials go with the requests. */
  get isKnown(): boolean {
    return this.#authorization !== undefined;
  }
}

function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value])
      parameters.append(name, String(one));
  return parameters.size === 0 ? '' : `?${parameters}`;
}

async function exchange(
  url: URL,
  options: http.RequestOptions,
  content: Body['content'] | undefined,
  patienceMs: number | undefined,
): Promise<Answer> {
  const secure = url.protocol === 'https:';
  const request = (secure ? https : http).request(url, options);
  request.once('socket', (socket) => limitConnecting(request, socket, secure));
  if (patienceMs !== undefined) request.setTimeout(patienceMs, () => request.destroy(new Silence(patienceMs)));
  let answered = false;
  const responded = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', (response) => {
      answered = true;
      resolve(response);
    });
    request.on('error', reject);
  });
  if (typeof content === 'object')
    pipeline(content, request).catch((error: Error) => {
      // A server that refuses a payload may close the connection while the rest of it is on its way: what it said counts.
      if (!answered) request.destroy(error);
    });
  else request.end(content);
  const response = await responded;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  if (!response.complete) throw new BrokenOff();
  const body = Buffer.concat(chunks).toString('utf8');
  return { status: response.statusCode ?? 0, headers: response.headers, text: body, json: parsed(body) };
}

function limitConnecting(request: http.ClientRequest, socket: Socket | TLSSocket, secure: boolean): void {
  // A run of hours may be answered by a request that is silent all the while: the system finds out when nobody is there any more.
  socket.setKeepAlive(true, PATIENCE_MS);
  const timer = setTimeout(() => request.destroy(new ConnectTimeout(CONNECT_MS)), CONNECT_MS);
  socket.once(secure ? 'secureConnect' : 'connect', () => clearTimeout(timer));
  request.once('close', () => clearTimeout(timer));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
