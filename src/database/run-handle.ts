import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely';
import type pg from 'pg';
import type { Database, Db } from './database.js';
import type { Tables } from './tables.js';

/**
 * A handle whose statements belong to `signal`: when it aborts, every statement then running is cancelled in the server, and no further one starts.
 *
 * A connection that was in use at that moment is destroyed rather than given back, because the cancel request may arrive late and would then hit whoever
 * uses the connection next.
 */
export function bindToSignal(database: Database, signal: AbortSignal): Db {
  const inUse = new Set<pg.PoolClient>();
  signal.addEventListener('abort', () => void cancelStatements(database.db, [...inUse]), { once: true });
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
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

async function cancelStatements(db: Db, clients: readonly pg.PoolClient[]): Promise<void> {
  const backends = clients
    .map((client) => (client as { processID?: number }).processID)
    .filter((pid) => pid !== undefined);
  if (backends.length === 0) return;
  try {
    await sql`select pg_cancel_backend(pid) from unnest(${backends}::int[]) as pid`.execute(db);
  } catch {
    // The pool is closing or the server is gone: then there is nothing left to cancel.
  }
}
