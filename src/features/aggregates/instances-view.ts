import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { ROLL_UP_SCHEMA } from '../roll-ups/index.js';
import { PROJECT } from './cubes.js';
import { utc } from './envelope.js';
import { idOf } from './jobs-view.js';

export const INSTANCE_STATUSES = ['active', 'invalid', 'deleted', 'pending'] as const;
export type InstanceStatus = (typeof INSTANCE_STATUSES)[number];

/** The database that holds the roll-ups is the one that holds the facts. */
export const CONNECTION = 'postgresql';

/**
 * `instance` of `definition` as AtScale tells it, as JSON (contract: aggregates.md §3). Building it is one statement for each year; the number of the batch stands for the
 * query.
 */
export const INSTANCE_JSON = sql`
  jsonb_build_object(
    'id', instance.instance_id,
    'status', instance.status,
    'message', case when instance.message = '' and instance.status = 'active' then 'Normal aggregate activated' else instance.message end,
    'table_name', instance.table_name,
    'table_schema', ${sql.lit(ROLL_UP_SCHEMA)}::text,
    'stats', jsonb_build_object(
      'materialization_start_time', ${utc(sql`instance.started_at`)},
      'materialization_end_time', ${utc(sql`instance.ended_at`)},
      'build_duration', (extract(epoch from instance.ended_at - instance.started_at) * 1000)::bigint,
      'number_of_rows', (
        select coalesce(sum(part.row_count), 0)::bigint from orderly.roll_up_part as part
        where part.instance_id = instance.instance_id and part.superseded_at is null
      )
    ),
    'build_query_id', ${idOf(sql`instance.batch_run`)},
    'project_id', ${sql.lit(PROJECT.id)}::text,
    'cube_id', definition.cube,
    'definition_id', definition.roll_up_id,
    'connection_id', ${sql.lit(CONNECTION)}::text,
    'batch_id', ${idOf(sql`instance.batch_run`)}
  )
`;

export interface InstanceSelection {
  readonly limit: number;
  readonly offset: number;
  readonly definitionId?: string | undefined;
  readonly cubeId?: string | undefined;
  readonly status?: InstanceStatus | undefined;
  readonly batchId?: string | undefined;
  readonly tableName?: string | undefined;
  /** Its building began then or later, and ended then or earlier. */
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
}

/** A piece of a list, and how long the list is. */
export interface Page {
  readonly data: readonly unknown[];
  readonly total: number;
}

/** Instances of an organization, newest first. */
export async function listInstances(db: Db, organization: string, selection: InstanceSelection): Promise<Page> {
  const { limit, offset, definitionId, cubeId, status, batchId, tableName, startTime, endTime } = selection;
  const conditions = [
    sql`definition.organization_id = ${organization}`,
    ...(definitionId === undefined ? [] : [sql`definition.roll_up_id = ${definitionId}::uuid`]),
    ...(cubeId === undefined ? [] : [sql`definition.cube = ${cubeId}`]),
    ...(status === undefined ? [] : [sql`instance.status = ${status}`]),
    ...(batchId === undefined ? [] : [sql`${idOf(sql`instance.batch_run`)} = ${batchId}::uuid`]),
    ...(tableName === undefined ? [] : [sql`instance.table_name = ${tableName}`]),
    ...(startTime === undefined ? [] : [sql`instance.started_at >= ${startTime}::timestamptz`]),
    ...(endTime === undefined ? [] : [sql`instance.ended_at <= ${endTime}::timestamptz`]),
  ];
  const from = sql`
    orderly.roll_up_instance as instance
    join orderly.roll_up as definition on definition.roll_up_id = instance.roll_up_id
    where ${sql.join(conditions, sql` and `)}
  `;
  const { rows } = await sql<Page>`
    select
      (select count(*)::int from ${from}) as total,
      (
        select coalesce(jsonb_agg(found.item order by found.created_at desc, found.instance_id), '[]')
        from (
          select ${INSTANCE_JSON} as item, instance.created_at, instance.instance_id from ${from}
          order by instance.created_at desc, instance.instance_id
          limit ${limit} offset ${offset}
        ) as found
      ) as data
  `.execute(db);
  return rows[0] ?? { data: [], total: 0 };
}
