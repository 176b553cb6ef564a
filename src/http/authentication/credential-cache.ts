import { createHmac, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Logger } from 'pino';
import { clientConfig, type Database } from '../../database/index.js';

const CHANNEL = 'orderly_users';
const LIFETIME_MS = 20_000;
const LARGEST = 10_000;
const RECONNECT_MS = 1_000;

/**
 * Remembers for seconds who a credential belongs to, so that not every request costs a bcrypt comparison and a query. Any change of users, roles, tokens or
 * sessions empties it at once through a notification; while the connection that hears those is down nothing is remembered. Failures never are.
 */
export class CredentialCache<Entry> {
  readonly #entries = new Map<string, { readonly entry: Entry; readonly until: number }>();
  /** Keys are keyed hashes, so that the memory of the process holds no credentials. */
  readonly #key = randomBytes(32);
  readonly #database: Database;
  readonly #log: Logger;
  #client: pg.Client | undefined;
  #hearing = false;
  #closed = false;
  #retry: NodeJS.Timeout | undefined;
  /** Counts the notifications, so that an answer read before one is not kept after it. */
  #generation = 0;

  constructor(database: Database, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  async start(): Promise<void> {
    await this.#listen();
  }

  async stop(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#client?.end();
  }

  get generation(): number {
    return this.#generation;
  }

  find(credential: string): Entry | undefined {
    if (!this.#hearing) return undefined;
    const found = this.#entries.get(this.#hash(credential));
    return found && found.until > Date.now() ? found.entry : undefined;
  }

  /** Keeps what was found, unless something changed since `generation`. */
  keep(credential: string, entry: Entry, generation: number): void {
    if (!this.#hearing || generation !== this.#generation) return;
    if (this.#entries.size >= LARGEST) this.#entries.clear();
    this.#entries.set(this.#hash(credential), { entry, until: Date.now() + LIFETIME_MS });
  }

  clear(): void {
    this.#generation += 1;
    this.#entries.clear();
  }

  #hash(credential: string): string {
    return createHmac('sha256', this.#key).update(credential).digest('base64');
  }

  async #listen(): Promise<void> {
    const client = new pg.Client(clientConfig(this.#database.connection, 'orderly user news'));
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client.on('notification', () => this.clear());
    this.#client = client;
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    this.clear();
    this.#hearing = true;
  }

  #lost(client: pg.Client): void {
    if (client !== this.#client || this.#closed) return;
    this.#hearing = false;
    this.#client = undefined;
    this.clear();
    this.#log.warn('news of users cannot be heard; every request asks the database until they can');
    this.#again();
  }

  #again(): void {
    this.#retry = setTimeout(() => {
      this.#listen().catch(() => {
        this.#client = undefined;
        if (!this.#closed) this.#again();
      });
    }, RECONNECT_MS);
  }
}
