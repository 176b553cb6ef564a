import { sql } from 'kysely';
import { type Db, transaction } from '../database/index.js';
import type { Run } from './run.js';
import type { ScheduledJob } from './scheduled-job.js';

/** Begins a round with the run of the first member. A round that is still open ends here: its member was started by hand. */
export async function beginRound(db: Db, queue: string, run: Run): Promise<void> {
  await sql`
    update orderly.job_queue_round as round set ended_at = clock_timestamp(), reason = 'The queue was started again.'
    where round.queue_name = ${queue} and round.ended_at is null
  `.execute(db);
  await sql`
    insert into orderly.job_queue_round (queue_name, run_uid) values (${queue}, ${run.uid})
  `.execute(db);
}

interface EndedMember {
  readonly roundId: number;
  readonly queue: string;
  readonly position: number;
  readonly state: 'done' | 'failed' | 'cancelled' | null;
  readonly message: string | null;
  readonly name: string | null;
}

interface Member extends ScheduledJob {
  readonly position: number;
  readonly enabled: boolean;
}

/**
 * Starts the next member of every round whose present one has ended (contract: scheduling.md §5.2, §14 no. 9). A member that is disabled or of a type that no server
 * does is passed over; one that failed or was cancelled ends the round, which says so.
 */
export async function advanceRounds(
  db: Db,
  types: readonly string[],
  start: (db: Db, job: ScheduledJob) => Promise<Run>,
): Promise<void> {
  await transaction(db, async (handle) => {
    for (const ended of await endedMembers(handle)) {
      if (ended.state !== 'done') {
        await endRound(handle, ended.roundId, stopped(ended));
        continue;
      }
      const next = (await membersAfter(handle, ended.queue, ended.position)).find(
        ({ enabled, type }) => enabled && types.includes(type),
      );
      if (!next) {
        await endRound(handle, ended.roundId, null);
        continue;
      }
      const run = await start(handle, next);
      await sql`
        update orderly.job_queue_round as round set position = ${next.position}, run_uid = ${run.uid}
        where round.round_id = ${ended.roundId}
      `.execute(handle);
    }
  });
}

function stopped({ state, message, name }: EndedMember): string {
  const what =
    state === 'cancelled' ? 'was cancelled' : state === 'failed' ? 'failed' : 'is not in the run log any more';
  return `${name ?? 'A member'} ${what}${message === null ? '' : `: ${message}`}`;
}

async function endedMembers(db: Db): Promise<readonly EndedMember[]> {
  const { rows } = await sql<EndedMember>`
    select round.round_id as "roundId", round.queue_name as queue, round.position, run.state, run.message, run.name
    from orderly.job_queue_round as round
    left join orderly.job_run as run on run.uid = round.run_uid
    where round.ended_at is null and (run.state is null or run.state not in ('queued', 'running'))
    for update of round skip locked
  `.execute(db);
  return rows;
}

async function membersAfter(db: Db, queue: string, position: number): Promise<readonly Member[]> {
  const { rows } = await sql<Member>`
    select
      job.uid, job.jobtype as type, job.name, job.executedby as "executedBy", job.queueposition as position, job.enabled, null as queue,
      coalesce(orderly.job_parameters(job.jsonbjobparameters), '{}') as parameters
    from jobconfiguration as job
    where job.queuename = ${queue} and job.queueposition > ${position}
    order by job.queueposition
  `.execute(db);
  return rows;
}

async function endRound(db: Db, roundId: number, reason: string | null): Promise<void> {
  await sql`
    update orderly.job_queue_round as round set ended_at = clock_timestamp(), reason = ${reason} where round.round_id = ${roundId}
  `.execute(db);
}
