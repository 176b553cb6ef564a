import type { Address } from './address';
import { connection } from './connection';
import { offline, Problem, problemOfAnswer, slow } from './problem';
import { session } from './session-state';

export { type Address, at } from './address';
export { Problem, type ProblemKind, problemOf } from './problem';

export interface Options {
  /** Ends the request from outside. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time for the answer; long work belongs into a run that is followed. */
  readonly seconds?: number;
  /** Takes 401 for the answer instead of asking the user to log in again. */
  readonly asNobody?: boolean;
}

const USUAL_SECONDS = 30;

export const get = <Answer>(address: Address, options?: Options): Promise<Answer> =>
  ask('GET', address, undefined, options);
export const post = <Answer = void>(address: Address, body?: unknown, options?: Options): Promise<Answer> =>
  ask('POST', address, body, options);
export const put = <Answer = void>(address: Address, body?: unknown, options?: Options): Promise<Answer> =>
  ask('PUT', address, body, options);
export const patch = <Answer = void>(address: Address, body?: unknown, options?: Options): Promise<Answer> =>
  ask('PATCH', address, body, options);
export const remove = <Answer = void>(address: Address, options?: Options): Promise<Answer> =>
  ask('DELETE', address, undefined, options);

/** A file for upload, as multipart form. */
export function upload<Answer>(address: Address, file: File, options?: Options): Promise<Answer> {
  const form = new FormData();
  form.append('file', file);
  return ask('POST', address, form, options);
}

/** The full URL of an address, e.g. for a link or an event source. */
export const urlOf = (address: Address | string): string => new URL(address, document.baseURI).href;

/**
 * Asks the server. A session that has ended is asked for again on the page as it stands, and the request then goes out once more: it was refused, so it did nothing.
 *
 * @throws Problem with a sentence for people
 */
async function ask<Answer>(method: string, address: Address, body: unknown, options: Options = {}): Promise<Answer> {
  const first = await answer(method, address, body, options);
  if (first.status !== 401 || options.asNobody) return read(first);
  if (!(await session.renewed(options.signal))) return read(first);
  return read(await answer(method, address, body, options));
}

interface WholeAnswer {
  readonly status: number;
  readonly isOk: boolean;
  readonly text: string;
}

async function answer(
  method: string,
  address: Address,
  body: unknown,
  { signal, seconds = USUAL_SECONDS }: Options,
): Promise<WholeAnswer> {
  const limit = AbortSignal.timeout(seconds * 1_000);
  const isForm = body instanceof FormData;
  try {
    const response = await fetch(urlOf(address), {
      method,
      credentials: 'same-origin',
      redirect: 'error',
      headers: {
        Accept: 'application/json',
        'X-Requested-With': 'XMLHttpRequest',
        ...(body !== undefined && !isForm && { 'Content-Type': contentType(method, body) }),
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const text = await response.text();
    connection.found();
    return { status: response.status, isOk: response.ok, text };
  } catch (error) {
    // Whoever does not want the answer any more has not lost the connection.
    if (signal?.aborted) throw error;
    if (limit.aborted) throw slow(seconds);
    connection.lost();
    throw offline();
  }
}

const contentType = (method: string, body: unknown): string =>
  method === 'PATCH' && Array.isArray(body) ? 'application/json-patch+json' : 'application/json';

function read<Answer>({ status, isOk, text }: WholeAnswer): Answer {
  if (!isOk) {
    const problem = problemOfAnswer(status, text);
    if (problem.kind === 'offline') connection.lost();
    throw problem;
  }
  if (text === '') return undefined as Answer;
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new Problem('server', text.slice(0, 300), '', { status });
  }
}
