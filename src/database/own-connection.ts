import type { Readable, Writable } from 'node:stream';
import type { PostgresPool } from 'kysely';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type Database, type Db, handleOn } from './database.js';
import { streamOf } from './run-handle.js';

/** One connection for as long as something lasts. */
export interface OwnConnection {
  readonly db: Db;
  /** Starts `copy … from stdin`; what is written to the stream goes to the server, and its end ends the statement. Nothing else may be asked meanwhile. */
  copyIn(statement: string): Writable;
  /** Starts `copy … to stdout`; the server sends rows as fast as the stream is read. Nothing else may be asked before its end. */
  copyOut(statement: string): Readable;
}

/**
 * Lends a connection of the pool, so that rows can be copied in or out within a transaction. When `signal` aborts, the connection is cut, and the server ends what it was
 * doing there; nothing of an open transaction stays.
 */
export async function onOwnConnection<Result>(
  database: Database,
  signal: AbortSignal,
  work: (connection: OwnConnection) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const client = await database.pool.connect();
  const cut = () => streamOf(client).destroy();
  signal.addEventListener('abort', cut, { once: true });
  let broken = true;
  try {
    signal.throwIfAborted();
    const pool: PostgresPool = {
      connect: () => Promise.resolve({ query: client.query.bind(client), release: () => undefined } as never),
      // The pool is the server's.
      end: () => Promise.resolve(),
    };
    const result = await work({
      db: handleOn(pool, database.dhis2),
      copyIn: (statement) => client.query(copyFrom(statement)),
      copyOut: (statement) => client.query(copyTo(statement)),
    });
    broken = false;
    return result;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', cut);
    // After a failure the connection may be in the middle of a statement that nobody ended.
    client.release(broken);
  }
}
