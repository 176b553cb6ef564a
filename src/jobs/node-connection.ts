import pg from 'pg';
import type { Logger } from 'pino';
import { clientConfig, type Database } from '../database/index.js';
import { NODE_LOCK_CLASS } from './nodes.js';
import { RUNS_CHANNEL } from './run-columns.js';

/** A node that the database does not answer for so long gives its runs up. Sooner than the server gives up the node, so that nobody else has them before. */
const ANSWER_MS = 8_000;
/** The server notices after some ten seconds that the machine of a node is gone. */
const KEEPALIVE = '-c tcp_keepalives_idle=4 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=2';

/**
 * The one connection that stands for this node: it holds the node's session lock, so that its end frees the lock whatever happened to the process, and it
 * hears what other nodes notify. It must not go through a transaction-pooling proxy.
 */
export interface NodeConnection {
  readonly nodeId: number;
  /** Marks the node alive; without an answer the connection counts as broken. */
  beat(): Promise<void>;
  close(): Promise<void>;
}

export interface NodeEvents {
  readonly onNotification: (payload: string) => void;
  /** The connection broke: this node's runs are no longer its own. */
  readonly onLost: (error: Error) => void;
}

/** Registers a node under `name` and connects it. */
export async function connectNode(
  database: Database,
  name: string,
  log: Logger,
  events: NodeEvents,
): Promise<NodeConnection> {
  const config = clientConfig(database.connection, `orderly node ${name}`);
  const client = new pg.Client({
    ...config,
    options: `${config.options} ${KEEPALIVE}`,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
  });
  let open = true;
  const lost = (error: Error): void => {
    if (!open) return;
    open = false;
    (
      client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }
    ).connection.stream.destroy();
    log.warn({ err: error }, 'the connection of this node broke; its runs are given up and it connects again');
    events.onLost(error);
  };
  client.on('error', lost);
  client.on('notification', ({ payload }) => events.onNotification(payload ?? ''));
  try {
    await client.connect();
    const { rows } = await client.query<{ id: number }>(
      'insert into orderly.node (name) values ($1) returning node_id as id',
      [name],
    );
    const nodeId = rows[0]?.id ?? 0;
    await client.query('select pg_advisory_lock($1::int, $2::int)', [NODE_LOCK_CLASS, nodeId]);
    await client.query(`listen ${RUNS_CHANNEL}`);
    // The answer and the news that the server goes down may come as one: a node would stand that has no lock, and never know.
    if (!open) throw new Error('The connection of this node broke as soon as it was made');
    return {
      nodeId,
      async beat() {
        try {
          await client.query('update orderly.node set alive_at = clock_timestamp() where node_id = $1', [nodeId]);
        } catch (error) {
          lost(error instanceof Error ? error : new Error(String(error)));
        }
      },
      async close() {
        open = false;
        await client.end();
      },
    };
  } catch (error) {
    open = false;
    await client.end().catch(() => undefined);
    throw error;
  }
}
