import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { type App, startApp } from '../../src/app.js';
import { type Config, type ConfigFlags, loadConfig } from '../../src/config/index.js';
import { type Clock, systemClock } from '../../src/kernel/clock.js';
import { type TestDatabaseOptions, testDatabase } from './database.js';
import { GIVE_ADMIN_PASSWORD } from './users.js';

export interface TestServerOptions extends TestDatabaseOptions {
  readonly flags?: ConfigFlags;
  readonly clock?: Clock;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body parsed as JSON; null when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  readonly json: any;
}

export interface RequestOptions {
  readonly method?: string;
  /** `name:password` for basic credentials; admin unless given, nobody for null. */
  readonly user?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text or bytes. */
  readonly body?: unknown;
}

const ADMIN = 'admin:district';

/** A server on a database of its own, spoken to as a client would. */
export function testServer(options: TestServerOptions = {}) {
  const database = testDatabase(options);
  let app: App | undefined;
  const running = (): App => {
    if (!app) throw new Error('The test server runs within tests only.');
    return app;
  };
  beforeAll(async () => {
    await sql.raw(GIVE_ADMIN_PASSWORD).execute(database.db);
    app = await startApp({
      config: testConfig(options.flags),
      connection: database.connection,
      log: pino({ level: 'silent' }),
      version: '0.0.0',
      clock: options.clock ?? systemClock,
    });
    // The server's own jobs would run in the middle of a test that looks at the same rows, at two in the morning or every 20 seconds.
    await sql`update orderly.job_schedule as schedule set due_at = now() + interval '1 day'`.execute(database.db);
  });
  afterAll(async () => {
    await app?.stop();
  });
  return {
    get url() {
      return running().url;
    },
    get services() {
      return running().services;
    },
    get db() {
      return database.db;
    },
    request: (path: string, request: RequestOptions = {}) => send(`${running().url}${path}`, request),
    runJob: (path: string) => runJobOf(running().url, path),
  };
}

/** Starts a job and waits for its end; gives its messages, newest first. */
export async function runJobOf(
  url: string,
  path: string,
): Promise<readonly { readonly message: string; readonly level: string; readonly completed: boolean }[]> {
  const started = await send(`${url}${path}`, { method: 'POST' });
  if (started.status !== 200) throw new Error(`${path} answered ${started.status}: ${started.text}`);
  const endpoint: string = started.json.response.relativeNotifierEndpoint;
  for (;;) {
    const { json } = await send(`${url}${endpoint}`, {});
    if (json[0].completed) return json;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function testConfig(flags: ConfigFlags = {}): Config {
  // Roll-ups of every table that some test builds would keep the machine busy.
  // Tests that are run beside a DHIS2 write data, too.
  const dhis2Imports = String(process.env.ORDERLY_TEST_LAYOUT !== undefined);
  return loadConfig({}, { port: '0', logLevel: 'error', refreshAggregates: 'false', dhis2Imports, ...flags });
}

export async function send(
  url: string,
  { method = 'GET', user = ADMIN, headers = {}, body }: RequestOptions,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(user !== null && { authorization: `Basic ${Buffer.from(user).toString('base64')}` }),
      ...(body !== undefined && !isRaw(body) && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
