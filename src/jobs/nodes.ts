import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database/index.js';

/** First key of the session lock that proves a node alive; the second is the node's id. */
export const NODE_LOCK_CLASS = 0x0dd1;

/**
 * What has gone is looked at again after this. By then an outage of the database has reached every connection, and the server has dropped the statements of a dead node,
 * which it does within a second.
 */
export const SETTLED_MS = 3_000;

/** Session locks of nodes; each ends with its connection, whatever happened to the process. */
const nodeLocks = sql`
  pg_locks
  where pg_locks.locktype = 'advisory' and pg_locks.granted
    and pg_locks.database = (select pg_database.oid from pg_database where pg_database.datname = current_database())
    and pg_locks.classid = ${NODE_LOCK_CLASS}::oid and pg_locks.objsubid = 2
`;

/** Condition on `node`: its session lock is held. */
export const isConnected: RawBuilder<boolean> = sql`exists (select from ${nodeLocks} and pg_locks.objid = node.node_id::oid)`;

/** How many servers are connected, also for who may not read their table, or before there is one. */
export async function connectedServers(db: Db): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(distinct pg_locks.objid)::int as count from ${nodeLocks}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** One server of those that share the database. */
export interface ClusterNode {
  readonly nodeId: number;
  readonly name: string;
  readonly uuid: string;
  readonly startedAt: Date;
  /** When it last said so. */
  readonly aliveAt: Date;
  /** Runs that it does now. */
  readonly running: number;
}

/** The servers that are connected now, the oldest first. Any of them may start and do jobs; the first is the one that is called the leader. */
export async function connectedNodes(db: Db): Promise<readonly ClusterNode[]> {
  const { rows } = await sql<ClusterNode>`
    select
      node.node_id as "nodeId", node.name, node.uuid, node.started_at as "startedAt", node.alive_at as "aliveAt",
      (select count(*)::int from orderly.job_run as run where run.node_id = node.node_id and run.state = 'running') as running
    from orderly.node
    where ${isConnected}
    order by node.node_id
  `.execute(db);
  return rows;
}
