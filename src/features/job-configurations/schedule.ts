import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { isSystemJobType } from '../../metadata/index.js';
import { readSettings } from '../settings/index.js';

const HOUR_MS = 3_600_000;

interface ScheduledRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly cronExpression: string | null;
  readonly delay: number | null;
  readonly enabled: boolean;
  readonly due: Date | null;
  readonly running: boolean;
  readonly now: Date;
  readonly queue: string | null;
  readonly position: number | null;
}

/** One scheduled thing, as an administrator thinks of it (contract: scheduling.md §5.1). */
export interface SchedulerEntry {
  readonly name: string;
  readonly type: string;
  readonly cronExpression?: string;
  readonly delay?: number;
  readonly nextExecutionTime?: string;
  readonly maxDelayedExecutionTime?: string;
  readonly secondsToNextExecutionTime?: number;
  readonly secondsToMaxDelayedExecutionTime?: number;
  readonly status: string;
  readonly enabled: boolean;
  readonly configurable: boolean;
  readonly sequence: readonly Readonly<Record<string, unknown>>[];
}

/** All jobs that have a schedule: the next one first, those without a time last, or by name. */
export async function readSchedule(
  db: Db,
  { byName }: { readonly byName: boolean },
): Promise<readonly SchedulerEntry[]> {
  const order: RawBuilder<unknown> = byName ? sql`lower(job.name)` : sql`due nulls last, lower(job.name)`;
  const { rows } = await sql<ScheduledRow>`
    select
      job.uid as id, job.name, job.jobtype as type, job.cronexpression as "cronExpression", job.delay, job.enabled,
      case when job.enabled then schedule.due_at end as due, clock_timestamp() as now,
      exists (select from orderly.job_run as run where run.configuration = job.uid and run.state = 'running') as running,
      job.queuename as queue, job.queueposition as position
    from jobconfiguration as job
    left join orderly.job_schedule as schedule on schedule.job_uid = job.uid
    where job.cronexpression is not null or job.delay is not null or job.queuename is not null
    order by ${order}, job.queueposition
  `.execute(db);
  const { jobsMaxCronDelayHours } = await readSettings(db);
  const windowMs = jobsMaxCronDelayHours * HOUR_MS;
  const queues = new Map<string, ScheduledRow[]>();
  for (const row of rows) if (row.queue !== null) queues.set(row.queue, [...(queues.get(row.queue) ?? []), row]);
  // A first member that is disabled has no time, and would come after the others.
  for (const members of queues.values()) members.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  const entries = rows.flatMap((row) => {
    if (row.queue === null) return [entryOf(row, windowMs)];
    const members = queues.get(row.queue) ?? [];
    // The queue stands where its first member does.
    return members[0] === row ? [queueEntry(row.queue, members, windowMs)] : [];
  });
  return byName ? entries.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)) : entries;
}

/** A queue has the schedule and the state of its first member, and runs while any of them does. */
function queueEntry(name: string, members: readonly ScheduledRow[], windowMs: number): SchedulerEntry {
  const entries = members.map((member) => entryOf(member, windowMs));
  const [first] = entries;
  if (!first) throw new Error(`Queue ${name} has no members.`);
  const running = entries.some(({ status }) => status === 'RUNNING');
  return {
    ...first,
    name,
    type: 'Sequence',
    status: running ? 'RUNNING' : first.status,
    configurable: true,
    sequence: entries.flatMap(({ sequence }) => sequence),
  };
}

function entryOf(row: ScheduledRow, windowMs: number): SchedulerEntry {
  const { id, name, type, cronExpression, delay, enabled, due, now } = row;
  const status = row.running ? 'RUNNING' : enabled ? 'SCHEDULED' : 'DISABLED';
  const until = (moment: Date): number => Math.max(0, Math.round((moment.getTime() - now.getTime()) / 1_000));
  const latest = due && cronExpression !== null ? new Date(due.getTime() + windowMs) : undefined;
  const times = {
    ...(cronExpression !== null && { cronExpression }),
    ...(due && { nextExecutionTime: formatTimestamp(due) }),
  };
  return {
    name,
    type,
    ...times,
    ...(cronExpression === null && delay !== null && { delay }),
    ...(latest && { maxDelayedExecutionTime: formatTimestamp(latest) }),
    ...(due && { secondsToNextExecutionTime: until(due) }),
    ...(latest && { secondsToMaxDelayedExecutionTime: until(latest) }),
    status,
    enabled,
    configurable: !isSystemJobType(type),
    sequence: [{ id, name, type, ...times, status }],
  };
}
