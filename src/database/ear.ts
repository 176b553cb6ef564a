import pg from 'pg';
import { clientConfig, type Database } from './database.js';

const RECONNECT_MS = 1_000;

export interface EarOptions {
  /** The channel of `pg_notify`. */
  readonly channel: string;
  /** Name of the connection, as the database shows it. */
  readonly name: string;
  /** Somebody notified, with what they said; or, without, the connection stands again and may have missed that somebody did. */
  readonly onNews: (payload?: string) => void;
  /** The connection broke; nothing is heard until it stands again. */
  readonly onLost: () => void;
}

/** Hears what servers on one database tell each other, on a connection of its own that is made again whenever it breaks. */
export class Ear {
  readonly #database: Database;
  readonly #options: EarOptions;
  #client: pg.Client | undefined;
  #hearing = false;
  #closed = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(database: Database, options: EarOptions) {
    this.#database = database;
    this.#options = options;
  }

  /** Whether news would be heard now. */
  get hearing(): boolean {
    return this.#hearing;
  }

  /** @throws Error when the first connection cannot be made */
  async start(): Promise<void> {
    const { channel, name, onNews } = this.#options;
    const client = new pg.Client(clientConfig(this.#database.connection, name));
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ payload }) => onNews(payload));
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (this.#closed) {
      await client.end();
      return;
    }
    this.#client = client;
    onNews();
    this.#hearing = true;
  }

  async stop(): Promise<void> {
    this.#closed = true;
    this.#hearing = false;
    clearTimeout(this.#retry);
    await this.#client?.end();
  }

  #lost(client: pg.Client): void {
    if (client !== this.#client || this.#closed) return;
    this.#hearing = false;
    this.#client = undefined;
    this.#options.onLost();
    this.#again();
  }

  #again(): void {
    this.#retry = setTimeout(() => {
      this.start().catch(() => {
        if (!this.#closed) this.#again();
      });
    }, RECONNECT_MS);
  }
}
