import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Db, transaction } from '../database/index.js';
import { afterCrash, type Ending, writeEndings } from './endings.js';
import { isConnected, NODE_LOCK_CLASS, SETTLED_MS } from './nodes.js';

/** A node that holds its lock but has said nothing for this long hangs; its lock is taken from it (contract: scheduling.md §7.5). */
const LEASE_MS = 45_000;
const BATCH = 200;

export interface TakenOver {
  readonly uid: string;
  readonly type: string;
  readonly message: string;
}

interface AbandonedRun {
  readonly runId: number;
  readonly uid: string;
  readonly type: string;
  readonly attempt: number;
  readonly crashes: number;
  readonly cancelled: boolean;
  readonly nodeId: number;
  readonly node: string;
  readonly aliveAt: Date;
}

interface DeadNode {
  readonly nodeId: number;
  /** Its last word is older than a lease. */
  readonly long: boolean;
}

/**
 * Ends or requeues the runs of dead nodes; of several nodes that try only one does. Where one of them spoke of late it first waits: what cut that one off may be an outage
 * that is about to reach this node, and some of its statements may go on.
 */
export async function takeOverRuns(db: Db, restartable: ReadonlySet<string>): Promise<readonly TakenOver[]> {
  await dropHangingNodes(db);
  const dead = await deadNodes(db);
  if (dead.length === 0) return [];
  if (!dead.every(({ long }) => long)) await sleep(SETTLED_MS);
  return await transaction(db, async (handle) => {
    const runs = await runsOf(handle, dead);
    const taken = runs.map((run) => ({ ...run, ending: endingOf(run, restartable.has(run.type)) }));
    const ended = await writeEndings(
      handle,
      taken.map(({ runId, nodeId, attempt, ending }) => ({ runId, nodeId, attempt, from: 'running', ending })),
    );
    return taken
      .filter(({ runId }) => ended.has(runId))
      .map(({ uid, type, ending }) => ({ uid, type, message: ending.message }));
  });
}

function endingOf({ node, aliveAt, crashes, cancelled }: AbandonedRun, restartable: boolean): Ending {
  if (cancelled) return { state: 'cancelled', message: 'Cancelled', crashed: true };
  return afterCrash(`The server that ran this job (${node}) stopped at ${aliveAt.toISOString()}`, restartable, crashes);
}

/** Nodes that have runs and no lock: none of them comes back, for one that connects again is a new node. */
async function deadNodes(db: Db): Promise<readonly DeadNode[]> {
  const { rows } = await sql<DeadNode>`
    select node.node_id as "nodeId", node.alive_at < clock_timestamp() - make_interval(secs => ${LEASE_MS / 1_000}) as long
    from orderly.node
    where node.node_id in (select run.node_id from orderly.job_run as run where run.state = 'running')
      and not ${isConnected}
  `.execute(db);
  return rows;
}

async function runsOf(db: Db, nodes: readonly DeadNode[]): Promise<readonly AbandonedRun[]> {
  const { rows } = await sql<AbandonedRun>`
    select
      run.run_id as "runId", run.uid, run.type, run.attempt, run.crashes, run.cancel_requested_at is not null as cancelled, node.node_id as "nodeId",
      node.name as node, node.alive_at as "aliveAt"
    from orderly.job_run as run
    join orderly.node on node.node_id = run.node_id
    where run.state = 'running' and run.node_id = any (${nodes.map(({ nodeId }) => nodeId)}::int[])
    order by run.run_id
    limit ${BATCH}
    for update of run skip locked
  `.execute(db);
  return rows;
}

async function dropHangingNodes(db: Db): Promise<void> {
  await sql`
    select pg_terminate_backend(lock.pid)
    from pg_locks as lock
    join orderly.node on node.node_id::oid = lock.objid
    where lock.locktype = 'advisory' and lock.granted and lock.classid = ${NODE_LOCK_CLASS}::oid and lock.objsubid = 2
      and lock.database = (select pg_database.oid from pg_database where pg_database.datname = current_database())
      and node.alive_at < clock_timestamp() - make_interval(secs => ${LEASE_MS / 1_000})
  `.execute(db);
}
