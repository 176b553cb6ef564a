import { conflict } from '../../kernel/errors/index.js';

export interface PageRequest {
  /** Address with `{id}`, `{username}` and, if the service wants it, `{locale}`. */
  readonly template: string;
  /** uid of the dashboard */
  readonly id: string;
  readonly username: string;
  readonly locale: string;
  readonly signal: AbortSignal;
}

/** A browser somewhere draws the dashboard meanwhile. */
const TIME_LIMIT_MS = 120_000;
const MEGABYTE = 1024 * 1024;
const LARGEST = 20 * MEGABYTE;

/**
 * The address with its placeholders filled in, and apart from it the credentials that it may hold.
 *
 * @throws OrderlyError 409 when the template makes no address
 */
function addressOf({ template, id, username, locale }: Omit<PageRequest, 'signal'>): {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
} {
  const values: Readonly<Record<string, string>> = { id, username, locale };
  const text = template
    .trim()
    .replace(/\{(id|username|locale)\}/g, (_match, name: string) => encodeURIComponent(values[name] ?? ''));
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    // Said below, without the text: it may hold a password.
  }
  if (!url || !/^https?:$/.test(url.protocol))
    throw conflict('The setting keyHtmlPushAnalyticsUrl is not the address of a web page.');
  const [user, password] = [url.username, url.password].map(decodeURIComponent);
  url.username = '';
  url.password = '';
  const credentials = Buffer.from(`${user}:${password}`).toString('base64');
  return { url, headers: user === '' && password === '' ? {} : { authorization: `Basic ${credentials}` } };
}

/** Whether a setting is an address that can be fetched. @throws OrderlyError 409 */
export function checkTemplate(template: string): void {
  if (template.trim() === '') throw conflict('The setting keyHtmlPushAnalyticsUrl is missing.');
  addressOf({ template, id: '', username: '', locale: '' });
}

/**
 * The page that a service makes of a dashboard, as one user sees it. Messages of errors do not hold the address, which may hold credentials.
 *
 * @throws OrderlyError 409 when there is none within the limits of time and size
 */
export async function fetchPage({ signal, ...request }: PageRequest): Promise<string> {
  const { url, headers } = addressOf(request);
  const timeout = AbortSignal.timeout(TIME_LIMIT_MS);
  try {
    const response = await fetch(url, {
      headers: { ...headers, accept: 'text/html' },
      signal: AbortSignal.any([signal, timeout]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw conflict(`the service answered with status ${response.status}.`);
    }
    const type = response.headers.get('content-type') ?? '';
    if (!/^(text\/html|application\/xhtml\+xml)\b/i.test(type)) {
      await response.body?.cancel();
      throw conflict('the service answered with something that is no HTML.');
    }
    return decoded(await bodyOf(response), type);
  } catch (error) {
    throw conflict(`The dashboard as ${request.username} sees it could not be fetched: ${reason(error, timeout)}`, {
      cause: error,
    });
  }
}

async function bodyOf(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST) throw conflict(`the page is larger than ${LARGEST / MEGABYTE} MB.`);
    chunks.push(chunk);
  }
  if (size === 0) throw conflict('the page is empty.');
  return Buffer.concat(chunks);
}

function decoded(body: Buffer, type: string): string {
  const charset = /charset=["']?([\w-]+)/i.exec(type)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return body.toString('utf8');
  }
}

function reason(error: unknown, timeout: AbortSignal): string {
  if (timeout.aborted) return `the service did not answer within ${TIME_LIMIT_MS / 1000} seconds.`;
  if (error instanceof Error && error.name === 'OrderlyError') return error.message;
  return 'the service cannot be reached.';
}
