import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { Cube, State } from '../roll-ups/index.js';
import { cubeCaption, PROJECT } from './cubes.js';
import { utc } from './envelope.js';
import { CONNECTION, INSTANCE_JSON, type Page } from './instances-view.js';

export const DEFINITION_STATUSES = ['active', 'invalid', 'pending'] as const;
export const SUBTYPES = ['prediction_defined', 'demand_defined', 'manual'] as const;

export interface DefinitionSelection {
  readonly limit: number;
  readonly offset: number;
  readonly definitionId?: string | undefined;
  readonly cubeId?: string | undefined;
  readonly status?: (typeof DEFINITION_STATUSES)[number] | undefined;
  readonly subtype?: (typeof SUBTYPES)[number] | undefined;
}

interface DefinitionRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly subtype: string;
  readonly organization: string;
  readonly cube: Cube;
  readonly columns: readonly string[];
  readonly states: readonly State[];
  readonly blocked: boolean;
  readonly createdAt: string;
  readonly averageBuild: number | null;
  readonly queries: number;
  readonly mostRecentQuery: string | null;
  readonly latest: unknown;
  readonly active: unknown;
}

const INSTANCES = sql`orderly.roll_up_instance as instance where instance.roll_up_id = definition.roll_up_id`;

/** Active while an instance is; else as its newest one is, and pending before there is any. One that was retired or blocked is none of these. */
const STATUS = sql`
  case
    when exists (select from ${INSTANCES} and instance.status = 'active') then 'active'
    else coalesce((select instance.status from ${INSTANCES} order by instance.created_at desc, instance.instance_id limit 1), 'pending')
  end
`;

/** Definitions of an organization, newest first (contract: aggregates.md §3). */
export async function listDefinitions(db: Db, organization: string, selection: DefinitionSelection): Promise<Page> {
  const { limit, offset, definitionId, cubeId, status, subtype } = selection;
  const conditions = [
    sql`definition.organization_id = ${organization}`,
    ...(definitionId === undefined ? [] : [sql`definition.roll_up_id = ${definitionId}::uuid`]),
    ...(cubeId === undefined ? [] : [sql`definition.cube = ${cubeId}`]),
    ...(status === undefined ? [] : [sql`${STATUS} = ${status}`]),
    ...(subtype === undefined ? [] : [sql`definition.subtype = ${subtype}`]),
  ];
  const where = sql.join(conditions, sql` and `);
  const { rows } = await sql<DefinitionRow>`
    with found as materialized (
      select definition.* from orderly.roll_up as definition where ${where}
      order by definition.created_at desc, definition.roll_up_id
      limit ${limit} offset ${offset}
    )
    select
      definition.roll_up_id as id, definition.name, definition.kind as type, definition.subtype, definition.organization_id as organization,
      definition.cube, definition.columns, definition.states, definition.blocked, ${utc(sql`definition.created_at`)} as "createdAt",
      (
        select round(avg(extract(epoch from instance.ended_at - instance.started_at) * 1000))::float8 from ${INSTANCES}
      ) as "averageBuild",
      coalesce(use.queries, 0)::float8 as queries, ${utc(sql`use.latest`)} as "mostRecentQuery",
      (
        select ${INSTANCE_JSON} from ${INSTANCES} order by instance.created_at desc, instance.instance_id limit 1
      ) as latest,
      (select ${INSTANCE_JSON} from ${INSTANCES} and instance.status = 'active') as active
    from found as definition
    cross join lateral (
      select sum(use.queries) as queries, max(use.last_used_at) as latest
      from orderly.roll_up_use as use
      where use.cube = definition.cube and use.answered_by in (select instance.instance_id::text from ${INSTANCES})
    ) as use
    order by definition.created_at desc, definition.roll_up_id
  `.execute(db);
  const { rows: counted } = await sql<{ total: number }>`
    select count(*)::int as total from orderly.roll_up as definition where ${where}
  `.execute(db);
  return { data: rows.map(definition), total: counted[0]?.total ?? 0 };
}

/** What AtScale has and a roll-up has not is as AtScale writes it when there is none. */
const definition = (row: DefinitionRow) => ({
  id: row.id,
  name: row.name,
  type: row.type,
  subtype: row.subtype,
  // Years that did not change are not built again.
  incremental: true,
  organization_id: row.organization,
  project_id: PROJECT.id,
  project_caption: PROJECT.caption,
  cube_id: row.cube,
  cube_name: row.cube,
  cube_caption: cubeCaption(row.cube),
  connection_id: CONNECTION,
  system_defined_with_distinct_count: false,
  promoted: false,
  distribution: { distribution_keys: [], bucket_count: null },
  partitions: [{ name: 'year' }],
  indexes: { index_columns: [] },
  attributes: [
    ...row.columns.map((name) => ({ name, type: 'dimension', partitioned: false })),
    ...row.states.map((name) => ({ name, type: 'measure', partitioned: false })),
  ],
  stats: {
    created_at: row.createdAt,
    average_build_duration: row.averageBuild,
    query_utilization: row.queries,
    most_recent_query: row.mostRecentQuery,
  },
  latest_instance: row.latest,
  active_instance: row.active,
  blocked: row.blocked,
});
