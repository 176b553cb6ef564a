/**
 * The peer's plan (contract: scheduling.md §7.1, §7.2) as statements: a turn every 20 seconds; of each type the first job that is due is started by a compare-and-set,
 * if no other of the type runs; its end is another statement. Types of imports are drained in one turn, one job after the other. Nothing sleeps: a turn counts as its 20
 * seconds.
 */
const TURN_SECONDS = 20;

const CANDIDATES = `
  select uid, jobtype from peer_job
  where enabled and jobstatus = 'SCHEDULED' and (queueposition is null or queueposition = 0)
    and not exists (select from peer_job other where other.jobtype = peer_job.jobtype and other.jobstatus = 'RUNNING')
  order by jobtype, created`;
const START = `
  update peer_job set lastexecuted = now(), lastalive = now(), progress = null, cancel = false, jobstatus = 'RUNNING'
  where uid = $1 and jobstatus = 'SCHEDULED' and enabled
    and not exists (select from peer_job other where other.jobtype = peer_job.jobtype and other.jobstatus = 'RUNNING' and other.uid <> $1)`;
const END = `
  update peer_job
  set lastfinished = now(), lastalive = null, lastexecutedstatus = 'COMPLETED', cancel = false, progress = '{"sequence": []}', errorcodes = '',
    jobstatus = case when schedulingtype = 'ONCE_ASAP' then 'DISABLED' else 'SCHEDULED' end, enabled = enabled and schedulingtype <> 'ONCE_ASAP'
  where uid = $1 and jobstatus = 'RUNNING'`;

/** The table with `count` jobs that run once, spread over `types` types. */
export async function fillPeer(pool, count, types) {
  await pool.query('drop table if exists peer_job');
  await pool.query('create table peer_job (like jobconfiguration including all)');
  await pool.query(
    `insert into peer_job (jobconfigurationid, uid, created, lastupdated, name, jobtype, jobstatus, lastexecutedstatus, enabled, schedulingtype)
     select number, 'peer' || number, now(), now(), 'Peer ' || number, 'TYPE' || number % $2::int, 'SCHEDULED', 'NOT_STARTED', true, 'ONCE_ASAP'
     from generate_series(1, $1::int) as number`,
    [count, types],
  );
}

/** Runs turns until everything has run; gives the seconds until the last start. */
export async function peerTurns(pool) {
  let turns = 0;
  for (;;) {
    const { rows } = await pool.query(CANDIDATES);
    if (rows.length === 0) return turns * TURN_SECONDS;
    turns += 1;
    const first = new Map(rows.toReversed().map(({ jobtype, uid }) => [jobtype, uid]));
    for (const uid of first.values()) await runOne(pool, uid);
  }
}

/** One worker drains all jobs of a type that the peer marks as continuous; gives jobs a second. */
export async function peerDrain(pool) {
  const { rows } = await pool.query(CANDIDATES);
  const started = performance.now();
  for (const { uid } of rows) await runOne(pool, uid);
  return rows.length / ((performance.now() - started) / 1_000);
}

async function runOne(pool, uid) {
  const { rowCount } = await pool.query(START, [uid]);
  if (rowCount === 1) await pool.query(END, [uid]);
}

/** How long a run-now request waits for the next turn, from moments spread over one. */
export function peerWaits(count) {
  return Array.from({ length: count }, (_, index) => TURN_SECONDS * 1_000 * (1 - (index + 0.5) / count));
}
