import { sql } from 'kysely';
import { type Db, lockInTransaction, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { errorText } from '../../kernel/errors/index.js';
import { generateUid } from '../../kernel/uid.js';
import { describedType } from './configurable-types.js';
import { readParameters } from './parameters.js';
import { isAvailable, type JobServices } from './service.js';
import { refusedCron } from './validate.js';

/** A job of the DHIS2 beside which the server works. */
interface Dhis2Job {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  /** null in 2.40, which knows it by what the job has. */
  readonly schedulingType: string | null;
  readonly cron: string | null;
  readonly delay: number | null;
  readonly queueName: string | null;
  readonly queuePosition: number | null;
  /** The expression of its queue. */
  readonly queueCron: string | null;
  readonly parameters: Readonly<Record<string, unknown>> | null;
  /** uid of the copy that was made of it before. */
  readonly copy: string | null;
}

/** The copy of a job, as it is stored. */
interface Copy extends Omit<Dhis2Job, 'copy'> {
  /** uid of the job in DHIS2. */
  readonly origin: string;
}

export interface CopiedJobs {
  readonly copied: readonly {
    readonly id: string;
    readonly name: string;
    readonly jobType: string;
    /** uid of the job in DHIS2. */
    readonly copiedFrom: string;
  }[];
  readonly leftOut: readonly {
    /** uid in DHIS2. */
    readonly id: string;
    readonly name: string;
    readonly jobType: string;
    readonly reason: string;
  }[];
}

const LONGEST_NAME = 230;
const LONGEST_QUEUE_NAME = 50;

/**
 * Copies the jobs of the DHIS2 beside which the server works as jobs of its own, those that it can do and has not copied yet: switched off, because DHIS2 goes on running its own, and run as the user
 * who asks. Members of queues stay together, without those that are left out. DHIS2's table is only read.
 */
export async function copyDhis2Jobs(services: JobServices, user: CurrentUser): Promise<CopiedJobs> {
  return await transaction(services.db, async (db) => {
    await lockInTransaction(db, 'jobs of DHIS2');
    const judged = (await readDhis2Jobs(db)).map((job) => ({ job, reason: reasonAgainst(services, job) }));
    const good = judged.flatMap(({ job, reason }) => (reason === undefined ? [job] : []));
    const copies = withFreeNames(inQueues(good.map(copyOf)), await namesTaken(db));
    await store(db, copies, user);
    return {
      copied: copies.map(({ uid, name, type, origin }) => ({ id: uid, name, jobType: type, copiedFrom: origin })),
      leftOut: judged.flatMap(({ job, reason }) =>
        reason === undefined ? [] : [{ id: job.uid, name: job.name, jobType: job.type, reason }],
      ),
    };
  });
}

/** Columns are looked for in the row itself: not every version has all of them (contract: schema.md §4.2). */
async function readDhis2Jobs(db: Db): Promise<readonly Dhis2Job[]> {
  const { rows } = await sql<Dhis2Job>`
    select
      source.uid, source.name, coalesce(source.jobtype, '') as type, to_jsonb(source) ->> 'schedulingtype' as "schedulingType",
      nullif(btrim(source.cronexpression), '') as cron, source.delay, source.queuename as "queueName", source.queueposition as "queuePosition",
      first_value(nullif(btrim(source.cronexpression), '')) over (partition by source.queuename order by source.queueposition) as "queueCron",
      orderly.job_parameters(source.jsonbjobparameters) as parameters, own.uid as copy
    from public.jobconfiguration as source
    left join orderly.job as own on own.copied_from = source.uid
    order by source.queuename, source.queueposition, source.name
  `.execute(db);
  return rows;
}

/** Why a job is not copied; undefined when it is. */
function reasonAgainst(services: JobServices, job: Dhis2Job): string | undefined {
  if (job.type === 'HOUSEKEEPING') return 'This server has its own.';
  if (!isAvailable(services, job.type)) return 'Jobs of this type are left to the DHIS2.';
  if (job.copy !== null) return `It was copied before, as ${job.copy}.`;
  if (schedulingOf(job) === 'ONCE_ASAP') return 'It runs once.';
  const refused = job.cron === null ? undefined : refusedCron(job.cron);
  if (refused !== undefined) return `Its expression ${job.cron} cannot be used: ${refused}`;
  const [problem] = parametersOf(job).problems;
  return problem && errorText(problem.code, ...problem.args);
}

/** How it is scheduled. Older versions call every job a run-once job, so what it has counts more (contract: scheduling.md §3.2). */
function schedulingOf(job: Dhis2Job): 'CRON' | 'FIXED_DELAY' | 'ONCE_ASAP' {
  const { schedulingType, cron, delay, queuePosition } = job;
  if (queuePosition !== null) return 'CRON';
  if (delay !== null && (schedulingType === 'FIXED_DELAY' || cron === null)) return 'FIXED_DELAY';
  return cron === null ? 'ONCE_ASAP' : 'CRON';
}

const parametersOf = ({ type, parameters }: Dhis2Job) =>
  readParameters(describedType(type) ?? { type, key: '', scheduling: 'CRON', parameters: [] }, parameters);

function copyOf(job: Dhis2Job): Copy {
  const scheduling = schedulingOf(job);
  return {
    ...job,
    uid: generateUid(),
    origin: job.uid,
    schedulingType: scheduling,
    // Of two schedules only one is meant.
    cron: scheduling === 'CRON' ? job.cron : null,
    delay: scheduling === 'FIXED_DELAY' ? job.delay : null,
    parameters: parametersOf(job).values ?? null,
  };
}

/** Positions without gaps; the first has the expression of the queue, and one that is left alone is in none. */
function inQueues(copies: readonly Copy[]): readonly Copy[] {
  return copies.map((copy) => {
    if (copy.queueName === null) return copy;
    const members = copies.filter(({ queueName }) => queueName === copy.queueName);
    const position = members.indexOf(copy);
    const cron = position === 0 ? copy.queueCron : null;
    return members.length > 1
      ? { ...copy, cron, queuePosition: position }
      : { ...copy, cron, queueName: null, queuePosition: null };
  });
}

interface NamesTaken {
  readonly jobs: readonly string[];
  readonly queues: readonly string[];
}

async function namesTaken(db: Db): Promise<NamesTaken> {
  const { rows } = await sql<NamesTaken>`
    select array(select job.name::text from orderly.job) as jobs,
      array(select distinct job.queuename::text from orderly.job where job.queuename is not null) as queues
  `.execute(db);
  return rows[0] ?? { jobs: [], queues: [] };
}

/** Names that nobody has yet: a number goes to those that somebody has. */
function withFreeNames(copies: readonly Copy[], taken: NamesTaken): readonly Copy[] {
  const jobs = new Set(taken.jobs);
  return copies.map((copy) => {
    const name = freeName(copy.name, jobs, LONGEST_NAME);
    jobs.add(name);
    const queueName =
      copy.queueName === null ? null : freeName(copy.queueName, new Set(taken.queues), LONGEST_QUEUE_NAME);
    return { ...copy, name, queueName };
  });
}

function freeName(name: string, taken: ReadonlySet<string>, longest: number): string {
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? '' : ` (${number})`;
    const candidate = `${name.slice(0, longest - end.length)}${end}`;
    if (!taken.has(candidate)) return candidate;
  }
}

async function store(db: Db, copies: readonly Copy[], user: CurrentUser): Promise<void> {
  await sql`
    with copy as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(copies)}::jsonb) as copy (
        uid text, origin text, name text, type text, "schedulingType" text, cron text, delay integer, "queueName" text, "queuePosition" integer, parameters jsonb
      )
    ),
    scheduled as (
      insert into orderly.job_schedule (job_uid) select copy.uid from copy
    )
    insert into orderly.job (
      jobconfigurationid, uid, created, lastupdated, lastupdatedby, name, cronexpression, enabled, jsonbjobparameters, jobtype, jobstatus, lastexecutedstatus, delay,
      queuename, queueposition, executedby, schedulingtype, copied_from
    )
    select
      orderly.next_job_key(), copy.uid, localtimestamp, localtimestamp, ${user.id}, copy.name, copy.cron, false, copy.parameters, copy.type, 'DISABLED', 'NOT_STARTED',
      copy.delay, copy."queueName", copy."queuePosition", ${user.uid}, copy."schedulingType", copy.origin
    from copy
  `.execute(db);
}
