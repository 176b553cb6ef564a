import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { BATCH_JOB, type BATCH_TYPES, type Cube } from '../roll-ups/index.js';
import { PROJECT } from './cubes.js';
import { utc } from './envelope.js';
import type { Page } from './instances-view.js';
import { idOf, type JobStatus, ORGANIZATION, STATUS } from './jobs-view.js';

/** A build of the roll-ups of a cube as AtScale tells it (contract: aggregates.md §3). */
export interface Batch {
  readonly id: string;
  readonly organizationId: string;
  readonly projectId: string;
  readonly cubeId: Cube;
  readonly createDate: string;
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly status: JobStatus;
  readonly isFullBuild: boolean;
  /** Milliseconds that it will take, or took, by those before it; 0 for the first. */
  readonly estimateTime: number;
  /** ISO 8601 duration. */
  readonly sumOfInstanceBuildTimes: string;
  readonly batchType: (typeof BATCH_TYPES)[number];
}

type BatchRow = Omit<Batch, 'sumOfInstanceBuildTimes'> & { readonly buildMilliseconds: number };

/** Builds that its estimate is made of. */
const COMPARED = 10;

const CUBE = sql`coalesce(run.parameters ->> 'cube', 'DATA_VALUE')`;
const IS_FULL = sql`coalesce((run.parameters ->> 'isFullBuild')::boolean, false)`;

const BATCH = sql`
  ${idOf(sql`run.uid`)} as id, ${ORGANIZATION} as "organizationId", ${sql.lit(PROJECT.id)}::text as "projectId", ${CUBE} as "cubeId",
  ${utc(sql`run.queued_at`)} as "createDate", ${utc(sql`run.started_at`)} as "startTime", ${utc(sql`run.finished_at`)} as "endTime",
  ${STATUS} as status, ${IS_FULL} as "isFullBuild",
  coalesce((
    select round(avg(extract(epoch from earlier.finished_at - earlier.started_at) * 1000))::float8
    from (
      select earlier.started_at, earlier.finished_at
      from orderly.job_run as earlier
      where earlier.type = ${BATCH_JOB} and earlier.state = 'done' and earlier.run_id < run.run_id
        and earlier.parameters ->> 'cube' is not distinct from run.parameters ->> 'cube'
        and earlier.parameters ->> 'isFullBuild' is not distinct from run.parameters ->> 'isFullBuild'
        and earlier.parameters ->> 'organization' is not distinct from run.parameters ->> 'organization'
      order by earlier.run_id desc
      limit ${COMPARED}
    ) as earlier
  ), 0) as "estimateTime",
  (
    select coalesce(sum(part.build_ms), 0)::float8
    from orderly.roll_up_part as part
    join orderly.roll_up_instance as instance on instance.instance_id = part.instance_id
    where instance.batch_run = run.uid
  ) as "buildMilliseconds",
  coalesce(run.parameters ->> 'batchType', 'aggregate_batch') as "batchType"
`;

const batch = ({ buildMilliseconds, batchType, ...row }: BatchRow): Batch => ({
  ...row,
  sumOfInstanceBuildTimes: `PT${buildMilliseconds / 1_000}S`,
  batchType,
});

/** Builds of an organization, newest first. */
export async function listBatches(
  db: Db,
  organization: string,
  { limit, offset, cubeId }: { readonly limit: number; readonly offset: number; readonly cubeId?: string | undefined },
): Promise<Page> {
  const from = sql`
    orderly.job_run as run
    where run.type = ${BATCH_JOB} and ${ORGANIZATION} = ${organization} and run.state <> 'skipped'
      ${cubeId === undefined ? sql`` : sql`and ${CUBE} = ${cubeId}`}
  `;
  const { rows } = await sql<BatchRow>`
    select ${BATCH} from ${from} order by run.queued_at desc, run.run_id desc limit ${limit} offset ${offset}
  `.execute(db);
  const { rows: counted } = await sql<{ total: number }>`select count(*)::int as total from ${from}`.execute(db);
  return { data: rows.map(batch), total: counted[0]?.total ?? 0 };
}

/** One build by the uid of its run. */
export async function batchOfRun(db: Db, uid: string): Promise<Batch | undefined> {
  const { rows } = await sql<BatchRow>`select ${BATCH} from orderly.job_run as run where run.uid = ${uid}`.execute(db);
  return rows[0] && batch(rows[0]);
}
