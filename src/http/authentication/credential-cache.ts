import { hash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Database, type Db, Ear } from '../../database/index.js';

const CHANNEL = 'orderly_users';
/** What a notification says when it is about sessions alone. */
const SESSION_ENDED = 'session';
const LIFETIME_MS = 20_000;
/** Nobody tells what a DHIS2 changes. */
const LIFETIME_BESIDE_DHIS2_MS = 5_000;
const LARGEST = 10_000;

/** Credentials that need not be asked for again, and the searches for those that are not known yet. */
class Remembered<Entry> {
  readonly #entries = new Map<string, { readonly entry: Entry; readonly until: number }>();
  readonly #searches = new Map<string, Promise<Entry | undefined>>();
  readonly #lifetimeMs: number;
  /** Counts what was forgotten, so that an answer read before is not kept after it. */
  #generation = 0;

  constructor(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs;
  }

  async find(
    key: string,
    isTrusted: () => boolean,
    search: () => Promise<Entry | undefined>,
  ): Promise<Entry | undefined> {
    const known = isTrusted() ? this.#entries.get(key) : undefined;
    if (known && known.until > Date.now()) return known.entry;
    const pending = this.#searches.get(key);
    if (pending) return await pending;
    const generation = this.#generation;
    const found = search().finally(() => {
      if (this.#searches.get(key) === found) this.#searches.delete(key);
    });
    this.#searches.set(key, found);
    const entry = await found;
    if (entry !== undefined && isTrusted() && generation === this.#generation) this.#keep(key, entry);
    return entry;
  }

  #keep(key: string, entry: Entry): void {
    if (this.#entries.size >= LARGEST) this.#entries.clear();
    this.#entries.set(key, { entry, until: Date.now() + this.#lifetimeMs });
  }

  clear(): void {
    this.#generation += 1;
    this.#entries.clear();
    // A search that began before the change may have seen the old state: whoever comes now starts a new one.
    this.#searches.clear();
  }
}

/** What a request may show to say who it comes from. */
export type CredentialKind = 'session' | 'token' | 'password';

/**
 * Remembers for seconds who a credential belongs to, so that not every request costs a bcrypt comparison and a query. Any change of users, roles or tokens empties it at
 * once through a notification, and the end of a session what is known of sessions; while the connection that hears those is down nothing is remembered. Failures never are.
 * What a DHIS2 changes beside which the server works counts within five seconds.
 */
export class CredentialCache<Entry> {
  readonly #sessions: Remembered<Entry>;
  readonly #others: Remembered<Entry>;
  /** Keys are keyed hashes, so that the memory of the process holds no credentials. */
  readonly #key = randomBytes(32).toString('hex');
  readonly #ear: Ear;

  constructor(database: Database, log: Logger) {
    const lifetimeMs = database.dhis2 ? LIFETIME_BESIDE_DHIS2_MS : LIFETIME_MS;
    this.#sessions = new Remembered(lifetimeMs);
    this.#others = new Remembered(lifetimeMs);
    this.#ear = new Ear(database, {
      channel: CHANNEL,
      name: 'orderly user news',
      onNews: (payload) => (payload === SESSION_ENDED ? this.#sessions.clear() : this.clear()),
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
  async find(
    kind: CredentialKind,
    credential: string,
    search: () => Promise<Entry | undefined>,
  ): Promise<Entry | undefined> {
    const remembered = kind === 'session' ? this.#sessions : this.#others;
    return await remembered.find(this.#hash(`${kind} ${credential}`), () => this.#ear.hearing, search);
  }

  clear(): void {
    this.#sessions.clear();
    this.#others.clear();
  }

  #hash(credential: string): string {
    return hash('sha256', this.#key + credential, 'base64');
  }
}

/** Makes every server forget who has just shown a password, session or token, when the caller's transaction commits. */
export async function forgetCredentialsEverywhere(db: Db): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, 'forget')`.execute(db);
}
