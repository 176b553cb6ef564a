import type { PostgresPool } from 'kysely';
import pg from 'pg';
import { clientConfig, type Database, type Db, handleOn } from './database.js';

const CANCEL_TIMEOUT_MS = 5_000;

/**
 * A handle whose statements belong to `signal`: when it aborts, every statement then running is cancelled in the server, and no further one starts.
 *
 * A connection that was in use at that moment is destroyed rather than given back, because the cancel request may arrive late and would then hit whoever
 * uses the connection next.
 */
export function bindToSignal(database: Database, signal: AbortSignal): Db {
  const inUse = new Set<pg.PoolClient>();
  const end = async (): Promise<void> => {
    if (await cancelStatements(database, [...inUse])) return;
    // Nobody answers there: whoever waits for a statement would do so for as long as the network says nothing.
    for (const client of inUse) streamOf(client).destroy();
  };
  signal.addEventListener('abort', () => void end(), { once: true });
  const pool: PostgresPool = {
    async connect() {
      signal.throwIfAborted();
      const client = await database.pool.connect();
      if (signal.aborted) {
        client.release();
        signal.throwIfAborted();
      }
      inUse.add(client);
      return {
        query: client.query.bind(client) as pg.PoolClient['query'],
        release: () => {
          inUse.delete(client);
          client.release(signal.aborted);
        },
      };
    },
    // The pool is the server's; a run only borrows from it.
    end: () => Promise.resolve(),
  };
  return handleOn(pool, database.dhis2);
}

export const streamOf = (client: pg.PoolClient): { destroy(): void } =>
  (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream;

/**
 * Over a connection of its own: those of the pool may all be held by the very statements that are to end.
 *
 * @returns false when the database cannot be reached
 */
async function cancelStatements(database: Database, clients: readonly pg.PoolClient[]): Promise<boolean> {
  const backends = clients
    .map((client) => (client as { processID?: number }).processID)
    .filter((pid) => pid !== undefined);
  if (backends.length === 0) return true;
  const client = new pg.Client({
    ...clientConfig(database.connection, 'orderly cancel'),
    connectionTimeoutMillis: CANCEL_TIMEOUT_MS,
    query_timeout: CANCEL_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_cancel_backend(pid) from unnest($1::int[]) as pid', [backends]);
    return true;
  } catch {
    return false;
  } finally {
    streamOf(client as unknown as pg.PoolClient).destroy();
  }
}
