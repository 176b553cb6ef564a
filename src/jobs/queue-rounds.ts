import { sql } from 'kysely';
import { type Db, transaction } from '../database/index.js';
import { insertRun, type LeftOut, type NewRun, recordLeftOut } from './run-log.js';
import type { ScheduledJob } from './scheduled-job.js';

export interface NewRound {
  readonly queue: string;
  /** uid of the run of its first member. */
  readonly run: string;
}

/** Begins rounds with the runs of first members. A round that is still open ends here: its member was started by hand. */
export async function beginRounds(db: Db, rounds: readonly NewRound[]): Promise<void> {
  if (rounds.length === 0) return;
  const queues = rounds.map(({ queue }) => queue);
  await sql`
    update orderly.job_queue_round as round set ended_at = clock_timestamp(), reason = 'The queue was started again.'
    where round.queue_name = any (${queues}::text[]) and round.ended_at is null
  `.execute(db);
  await sql`
    insert into orderly.job_queue_round (queue_name, run_uid)
    select * from unnest(${queues}::text[], ${rounds.map(({ run }) => run)}::text[])
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
  readonly now: Date;
}

/**
 * Starts the next member of every round whose present one has ended (contract: scheduling.md §5.2, §14 no. 9). A member that is disabled or of a type that no server
 * does is passed over; one that failed or was cancelled ends the round, which says so. Who does not get its turn has that in its history.
 */
export async function advanceRounds(
  db: Db,
  types: readonly string[],
  runOf: (job: ScheduledJob) => NewRun,
): Promise<void> {
  await transaction(db, async (handle) => {
    for (const ended of await endedMembers(handle)) {
      const members = await membersAfter(handle, ended.queue, ended.position);
      if (ended.state !== 'done') {
        const reason = stopped(ended);
        await recordLeftOut(
          handle,
          members.map((member) => turnLost(member, `Not started: ${reason}`)),
        );
        await endRound(handle, ended.roundId, reason);
        continue;
      }
      const place = members.findIndex(({ enabled, type }) => enabled && types.includes(type));
      const passed = place < 0 ? members : members.slice(0, place);
      await recordLeftOut(
        handle,
        passed.map((member) => turnLost(member, `Passed over by its queue: ${idle(member)}.`)),
      );
      const next = members[place];
      if (!next) {
        await endRound(handle, ended.roundId, null);
        continue;
      }
      const run = await insertRun(handle, runOf(next));
      await sql`
        update orderly.job_queue_round as round set position = ${next.position}, run_uid = ${run.uid}
        where round.round_id = ${ended.roundId}
      `.execute(handle);
    }
  });
}

const turnLost = ({ type, name, uid: configuration, now }: Member, message: string): LeftOut => ({
  type,
  name,
  configuration,
  trigger: 'queue',
  dueAt: now,
  message,
});

const idle = ({ enabled, type }: Member): string =>
  enabled ? `no server does jobs of type ${type}` : 'the job is disabled';

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
      coalesce(orderly.job_parameters(job.jsonbjobparameters), '{}') as parameters, clock_timestamp() as now
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
