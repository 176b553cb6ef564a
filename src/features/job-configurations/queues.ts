import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { catalogued, conflict, objectNotFound } from '../../kernel/errors/index.js';
import { isSystemJobType } from '../../metadata/index.js';
import { type JobServices, reschedule } from './service.js';
import { lockJob, lockJobs, type StoredJob } from './store.js';
import { refusedCron } from './validate.js';

/** Jobs that run one after the other: a common name and positions; the first has the expression (contract: scheduling.md §5.2). */
export interface Queue {
  readonly name: string;
  readonly cronExpression: string;
  /** Uids. */
  readonly sequence: readonly string[];
}

const LONGEST_NAME = 50;

export async function queueNames(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct job.queuename as name from jobconfiguration as job where job.queuename is not null order by 1
  `.execute(db);
  return rows.map(({ name }) => name);
}

/** @throws OrderlyError 404 E7020 */
export async function readQueue(db: Db, name: string): Promise<Queue> {
  const { rows } = await sql<{ uid: string; cron: string | null }>`
    select job.uid, job.cronexpression as cron from jobconfiguration as job where job.queuename = ${name} order by job.queueposition
  `.execute(db);
  if (rows.length === 0) throw catalogued('E7020', name);
  return { name, cronExpression: rows[0]?.cron ?? '', sequence: rows.map(({ uid }) => uid) };
}

/** @throws OrderlyError as {@link readQueue} and {@link checked} */
export async function createQueue({ db }: JobServices, queue: Queue): Promise<void> {
  await transaction(db, async (handle) => {
    await lockQueues(handle);
    if ((await queueNames(handle)).includes(queue.name)) throw catalogued('E7021', queue.name);
    await join(handle, queue, await checked(handle, queue, undefined));
  });
}

/** Changes and renames a queue; members keep whether they are enabled. */
export async function updateQueue({ db }: JobServices, name: string, wanted: Partial<Queue>): Promise<void> {
  await transaction(db, async (handle) => {
    await lockQueues(handle);
    const stored = await readQueue(handle, name);
    const queue: Queue = { ...stored, ...wanted };
    if (queue.name !== name && (await queueNames(handle)).includes(queue.name)) throw catalogued('E7021', queue.name);
    const members = await checked(handle, queue, name);
    await leave(
      handle,
      stored.sequence.filter((uid) => !queue.sequence.includes(uid)),
    );
    await join(handle, queue, members);
  });
}

/** Its members go on without it: with the expressions that they had, and disabled, so that nothing surprising starts. */
export async function deleteQueue({ db }: JobServices, name: string): Promise<void> {
  await transaction(db, async (handle) => {
    await lockQueues(handle);
    await leave(handle, (await readQueue(handle, name)).sequence);
  });
}

/** Takes a job that is to be deleted out of its queue: the next one has its place, and a queue of one is a job of its own (contract: scheduling.md §3.3). */
export async function closeGap(db: Db, uid: string): Promise<void> {
  await lockQueues(db);
  const { queueName, queuePosition } = (await lockJob(db, uid)) ?? {};
  if (queueName === undefined || queueName === null) return;
  const queue = await readQueue(db, queueName);
  const sequence = queue.sequence.filter((member) => member !== uid);
  const members = await lockJobs(db, sequence);
  await sql`
    update orderly.job_queue_round as round set position = round.position - 1
    where round.queue_name = ${queueName} and round.ended_at is null and round.position >= ${queuePosition ?? 0}
  `.execute(db);
  const [last] = members;
  if (members.length > 1) await join(db, { ...queue, sequence }, members);
  else if (last) {
    await sql`
      update jobconfiguration as job
      set queuename = null, queueposition = null, cronexpression = ${queue.cronExpression}, schedulingtype = 'CRON', lastupdated = localtimestamp
      where job.uid = ${last.uid}
    `.execute(db);
    await sql`update orderly.job_schedule as schedule set own_cron = null where schedule.job_uid = ${last.uid}`.execute(
      db,
    );
    const alone = { ...last, queueName: null, queuePosition: null, cron: queue.cronExpression } as const;
    await reschedule(db, { ...alone, schedulingType: 'CRON' }, true);
  }
}

/** Changes of queues go one at a time: they are few, and two of them could share a job. */
async function lockQueues(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('job-queues'))`.execute(db);
}

/** The members in their order. @throws OrderlyError with the peer's codes, in its order */
async function checked(db: Db, queue: Queue, present: string | undefined): Promise<readonly StoredJob[]> {
  const { name, cronExpression, sequence } = queue;
  if (name.length > LONGEST_NAME) throw catalogued('E4001', 'name', LONGEST_NAME, name.length);
  const refused = refusedCron(cronExpression);
  if (refused !== undefined) throw catalogued('E7005', refused);
  const repeated = sequence.find((uid, index) => sequence.indexOf(uid) !== index);
  if (repeated !== undefined) throw conflict(`Job \`${repeated}\` is listed more than once.`);
  const members = await lockJobs(db, sequence);
  if (members.length < 2) throw catalogued('E7024');
  for (const { uid, queueName } of members)
    if (queueName !== null && queueName !== present && queueName !== name) throw catalogued('E7022', uid, queueName);
  for (const { uid, type } of members) if (isSystemJobType(type)) throw catalogued('E7023', uid);
  const missing = sequence.find((uid) => !members.some((job) => job.uid === uid));
  if (missing !== undefined) throw objectNotFound('JobConfiguration', missing);
  return members;
}

async function join(db: Db, { name, cronExpression }: Queue, members: readonly StoredJob[]): Promise<void> {
  const uids = members.map(({ uid }) => uid);
  // What a job had before it joined comes back when it leaves. Only the first one has a time of its own, and gets it below.
  await sql`
    insert into orderly.job_schedule as schedule (job_uid, own_cron)
    select job.uid, job.cronexpression from jobconfiguration as job where job.uid = any (${uids}::text[])
    on conflict (job_uid) do update set
      due_at = null, active_since = excluded.active_since,
      own_cron = case
        when exists (select from jobconfiguration as job where job.uid = schedule.job_uid and job.queuename is null) then excluded.own_cron
        else schedule.own_cron
      end
  `.execute(db);
  await sql`
    update jobconfiguration as job
    set queuename = ${name}, queueposition = member.position - 1, cronexpression = case when member.position = 1 then ${cronExpression} end,
      schedulingtype = 'CRON', lastupdated = localtimestamp
    from unnest(${uids}::text[]) with ordinality as member (uid, position)
    where job.uid = member.uid
  `.execute(db);
  const [first] = members;
  if (first)
    await reschedule(
      db,
      { ...first, queueName: name, queuePosition: 0, cron: cronExpression, schedulingType: 'CRON' },
      true,
    );
}

async function leave(db: Db, uids: readonly string[]): Promise<void> {
  await sql`
    update jobconfiguration as job
    set queuename = null, queueposition = null, enabled = false, cronexpression = schedule.own_cron, lastupdated = localtimestamp,
      schedulingtype = case when schedule.own_cron is null and job.delay is not null then 'FIXED_DELAY' else 'CRON' end
    from orderly.job_schedule as schedule
    where schedule.job_uid = job.uid and job.uid = any (${uids})
  `.execute(db);
  await sql`
    update orderly.job_schedule as schedule set due_at = null, own_cron = null where schedule.job_uid = any (${uids})
  `.execute(db);
}

/** What became of the rounds of a queue, the latest first. */
export async function readRounds(db: Db, name: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select round.started_at::timestamp as started, round.ended_at::timestamp as ended, round.position, round.run_uid as run, round.reason
    from orderly.job_queue_round as round
    where round.queue_name = ${name}
    order by round.round_id desc
    limit 50
  `.execute(db);
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
}
