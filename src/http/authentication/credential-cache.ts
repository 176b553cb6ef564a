import { hash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Database, type Db, Ear } from '../../database/index.js';

const CHANNEL = 'orderly_users';
const LIFETIME_MS = 20_000;
const LARGEST = 10_000;

/**
 * Remembers for seconds who a credential belongs to, so that not every request costs a bcrypt comparison and a query. Any change of users, roles, tokens or
 * sessions empties it at once through a notification; while the connection that hears those is down nothing is remembered. Failures never are.
 */
export class CredentialCache<Entry> {
  readonly #entries = new Map<string, { readonly entry: Entry; readonly until: number }>();
  readonly #searches = new Map<string, Promise<Entry | undefined>>();
  /** Keys are keyed hashes, so that the memory of the process holds no credentials. */
  readonly #key = randomBytes(32).toString('hex');
  readonly #ear: Ear;
  /** Counts the notifications, so that an answer read before one is not kept after it. */
  #generation = 0;

  constructor(database: Database, log: Logger) {
    this.#ear = new Ear(database, {
      channel: CHANNEL,
      name: 'orderly user news',
      onNews: () => this.clear(),
      onLost: () => {
        this.clear();
        log.warn('news of users cannot be heard; every request asks the database until they can');
      },
    });
  }

  async start(): Promise<void> {
    await this.#ear.start();
  }

  async stop(): Promise<void> {
    await this.#ear.stop();
  }

  /**
   * What the credential stands for: as remembered, or found now. Requests that come with one credential at the same time wait for one search, so that twenty
   * connections of a client cost one comparison and begin one session.
   */
  async find(credential: string, search: () => Promise<Entry | undefined>): Promise<Entry | undefined> {
    const key = this.#hash(credential);
    const known = this.#ear.hearing ? this.#entries.get(key) : undefined;
    if (known && known.until > Date.now()) return known.entry;
    const pending = this.#searches.get(key);
    if (pending) return await pending;
    const generation = this.#generation;
    const found = search().finally(() => {
      if (this.#searches.get(key) === found) this.#searches.delete(key);
    });
    this.#searches.set(key, found);
    const entry = await found;
    if (entry !== undefined) this.#keep(key, entry, generation);
    return entry;
  }

  /** Keeps what was found, unless something changed meanwhile. */
  #keep(key: string, entry: Entry, generation: number): void {
    if (!this.#ear.hearing || generation !== this.#generation) return;
    if (this.#entries.size >= LARGEST) this.#entries.clear();
    this.#entries.set(key, { entry, until: Date.now() + LIFETIME_MS });
  }

  clear(): void {
    this.#generation += 1;
    this.#entries.clear();
    // A search that began before the change may have seen the old state: whoever comes now starts a new one.
    this.#searches.clear();
  }

  #hash(credential: string): string {
    return hash('sha256', this.#key + credential, 'base64');
  }
}

/** Makes every server forget who has just shown a password, session or token, when the caller's transaction commits. */
export async function forgetCredentialsEverywhere(db: Db): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, 'forget')`.execute(db);
}
