import { sql } from 'kysely';
import { type Db, transaction } from '../database/index.js';
import { afterCrash, type Ending, writeEndings } from './endings.js';
import { isConnected, NODE_LOCK_CLASS } from './nodes.js';

/** A node without its lock and silent for this long is dead. Longer than its statements live on after it: the server drops them within a second. */
const SILENCE_MS = 3_000;
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

/** Ends or requeues the runs of dead nodes; of several nodes that try only one does. */
export async function takeOverRuns(db: Db, restartable: ReadonlySet<string>): Promise<readonly TakenOver[]> {
  await dropHangingNodes(db);
  return await transaction(db, async (handle) => {
    const runs = await abandonedRuns(handle);
    if (runs.length === 0) return [];
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

async function abandonedRuns(db: Db): Promise<readonly AbandonedRun[]> {
  const { rows } = await sql<AbandonedRun>`
    select
      run.run_id as "runId", run.uid, run.type, run.attempt, run.crashes, run.cancel_requested_at is not null as cancelled, node.node_id as "nodeId",
      node.name as node, node.alive_at as "aliveAt"
    from orderly.job_run as run
    join orderly.node on node.node_id = run.node_id
    where run.state = 'running'
      and node.alive_at < clock_timestamp() - make_interval(secs => ${SILENCE_MS / 1_000})
      and not ${isConnected}
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
