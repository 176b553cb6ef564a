import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { connectionFailure, type Place } from './connection-failure.js';
import type { ConnectionOptions, Db } from './database.js';
import type { Tables } from './tables.js';
import { setLocal } from './transaction.js';
import { valueTypes } from './value-types.js';

const CONNECT_TIMEOUT_MS = 10_000;
/** Nobody waits long behind locks of others, and nothing reads for long in somebody else's database. */
const LOCK_TIMEOUT_MS = 1_000;
const STATEMENT_TIMEOUT_MS = 10_000;

/**
 * Looks into a database that may be anybody's: one connection, which asks the server for no setting, and one read-only transaction, in which PostgreSQL itself refuses to write.
 *
 * @throws DatabaseUnreachable in a sentence, when it cannot be looked into
 */
export async function visit<Result>(
  { dhis2: _, ...connection }: ConnectionOptions,
  work: (db: Db, place: Place) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    ...connection,
    application_name: 'orderly doctor',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: valueTypes,
  });
  const place: Place = {
    host: client.host,
    port: client.port,
    database: client.database ?? '',
    user: client.user ?? '',
  };
  // Without a listener a connection that breaks between two statements would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const pool: PostgresPool = {
      connect: () => Promise.resolve({ query: client.query.bind(client), release: () => undefined } as never),
      end: () => Promise.resolve(),
    };
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    return await db
      .transaction()
      .setAccessMode('read only')
      .setIsolationLevel('repeatable read')
      .execute(async (handle) => {
        await setLocal(handle, 'lock_timeout', LOCK_TIMEOUT_MS);
        await setLocal(handle, 'statement_timeout', STATEMENT_TIMEOUT_MS);
        return await work(handle, place);
      });
  } catch (error) {
    throw connectionFailure(error, place) ?? error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
