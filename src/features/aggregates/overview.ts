import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { baseStatement, CUBES, type Cube, RETIRED } from '../roll-ups/index.js';
import { belongsTo } from './organizations.js';

/** Questions of queries, by what answered them. */
export interface Use {
  /** Days back from today, in UTC, that are counted. */
  readonly days: number;
  readonly questions: number;
  /** Those that were answered from aggregates. */
  readonly answered: number;
  /** `answered` of `questions`, from 0 to 1; null when nothing was asked. */
  readonly hitRate: number | null;
  /** Mean time of a question in milliseconds; null when there was none. */
  readonly aggregateMs: number | null;
  readonly tableMs: number | null;
}

/** An analytics table that is rolled up. */
export interface BaseTable {
  readonly cube: Cube;
  readonly years: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Tables that nothing is answered from any more; maintenance drops them. */
export interface Leftover {
  readonly tables: number;
  readonly bytes: number;
}

export interface OrganizationFacts {
  readonly id: string;
  readonly name: string;
  readonly isOpen: boolean;
  /** How many were named; everybody belongs to one that is open. */
  readonly members: number;
  readonly aggregates: number;
}

/** A definition with what stands of it. Times are the server's. */
export interface AggregateFacts {
  readonly id: string;
  readonly organization: string;
  readonly cube: Cube;
  readonly name: string;
  readonly notes: string | null;
  readonly kind: 'user_defined' | 'system_defined';
  readonly subtype: 'manual' | 'demand_defined' | 'prediction_defined';
  readonly columns: readonly string[];
  readonly states: readonly string[];
  /** How many data elements it is restricted to; 0 for none. */
  readonly elements: number;
  readonly blocked: boolean;
  readonly failures: number;
  readonly created: string;
  /** Of the instance that answers, else of the newest; `pending` before there is any. */
  readonly status: 'active' | 'pending' | 'invalid' | 'deleted';
  readonly message: string;
  /** Of the instance that answers. */
  readonly rows: number;
  readonly bytes: number;
  readonly years: number;
  /** Years of the analytics table that it has not, or not as they stand now. */
  readonly yearsBehind: number;
  readonly buildMs: number;
  readonly built: string | null;
  readonly queries: number;
  /** Whenever that was. */
  readonly lastUsed: string | null;
}

export interface Overview {
  readonly use: Use;
  readonly tables: readonly BaseTable[];
  readonly leftover: Leftover;
  readonly organizations: readonly OrganizationFacts[];
  readonly aggregates: readonly AggregateFacts[];
  /** What people call columns that are named after a level, or the uid of a group set or category. */
  readonly columnNames: Readonly<Record<string, string>>;
}

/** As DHIS2 writes it. */
const local = (moment: RawBuilder<unknown>) => sql`to_char(${moment}, 'YYYY-MM-DD"T"HH24:MI:SS.MS')`;

const BASE = sql.join(
  CUBES.map((cube) => sql`select ${sql.lit(cube)}::text as cube, base.* from (${baseStatement(cube)}) as base`),
  sql` union all `,
);

/**
 * Which aggregates there are in the organizations that the user belongs to, what they hold, and what they are worth: everything that an administrator looks at, in one statement. Those that were
 * retired are left out; what is left of them is counted as `leftover`. Use is the server's, for a question belongs to no organization.
 *
 * @param days see `Use`
 */
export async function readOverview(db: Db, user: CurrentUser, days: number): Promise<Overview> {
  const { rows } = await sql<Overview>`
    with base as materialized (${BASE}),
    organization as materialized (
      select organization.* from orderly.aggregate_organization as organization where ${belongsTo(user)}
    ),
    roll_up as materialized (
      select roll_up.* from orderly.roll_up
      where roll_up.organization_id in (select organization.organization_id from organization) and not ${RETIRED}
    ),
    counted as (
      select use.answered_by, sum(use.queries) as queries, sum(use.total_ms) as ms
      from orderly.roll_up_use as use
      where use.day > (now() at time zone 'UTC')::date - ${days}::int
      group by use.answered_by
    ),
    standing as (
      select distinct on (instance.roll_up_id) instance.*
      from orderly.roll_up_instance as instance
      where instance.roll_up_id in (select roll_up.roll_up_id from roll_up)
      order by instance.roll_up_id, instance.status = 'active' desc, instance.created_at desc, instance.instance_id
    ),
    use_of as (
      select instance.roll_up_id, sum(counted.queries) as queries, max(instance.last_used_at) as last_used
      from orderly.roll_up_instance as instance
      left join counted on counted.answered_by = instance.instance_id::text
      group by instance.roll_up_id
    ),
    part as (
      select part.* from orderly.roll_up_part as part
      join standing on standing.instance_id = part.instance_id and standing.status = 'active'
      where part.superseded_at is null
    ),
    content as (
      select part.instance_id, sum(part.row_count) as rows, sum(part.bytes) as bytes, count(*) as years,
        sum(part.build_ms) as build_ms, max(part.built_at) as built_at
      from part group by part.instance_id
    ),
    aggregate as (
      select roll_up.created_at, jsonb_build_object(
        'id', roll_up.roll_up_id, 'organization', roll_up.organization_id, 'cube', roll_up.cube, 'name', roll_up.name, 'notes', roll_up.notes,
        'kind', roll_up.kind, 'subtype', roll_up.subtype, 'columns', roll_up.columns, 'states', roll_up.states,
        'elements', cardinality(roll_up.elements), 'blocked', roll_up.blocked, 'failures', roll_up.failures,
        'created', ${local(sql`roll_up.created_at`)},
        'status', coalesce(standing.status, 'pending'), 'message', coalesce(standing.message, ''),
        'rows', coalesce(content.rows, 0), 'bytes', coalesce(content.bytes, 0), 'years', coalesce(content.years, 0),
        'yearsBehind', (
          select count(*) from base
          where standing.status = 'active' and base.cube = roll_up.cube and not exists (
            select from part
            where part.instance_id = standing.instance_id and part.year = base.year and part.base_version = base.version
          )
        ),
        'buildMs', coalesce(content.build_ms, 0), 'built', ${local(sql`content.built_at`)},
        'queries', coalesce(use_of.queries, 0), 'lastUsed', ${local(sql`use_of.last_used`)}
      ) as facts
      from roll_up
      left join standing on standing.roll_up_id = roll_up.roll_up_id
      left join content on content.instance_id = standing.instance_id
      left join use_of on use_of.roll_up_id = roll_up.roll_up_id
    )
    select
      (
        select jsonb_build_object(
          'days', ${days}::int, 'questions', coalesce(sum(counted.queries), 0),
          'answered', coalesce(sum(counted.queries) filter (where counted.answered_by <> ''), 0),
          'hitRate', coalesce(sum(counted.queries) filter (where counted.answered_by <> ''), 0)::float8 / sum(counted.queries)::float8,
          'aggregateMs', sum(counted.ms) filter (where counted.answered_by <> '') / sum(counted.queries) filter (where counted.answered_by <> ''),
          'tableMs', sum(counted.ms) filter (where counted.answered_by = '') / sum(counted.queries) filter (where counted.answered_by = '')
        )
        from counted
      ) as use,
      (
        select coalesce(jsonb_agg(jsonb_build_object('cube', one.cube, 'years', one.years, 'rows', one.rows, 'bytes', one.bytes) order by one.cube), '[]')
        from (
          select base.cube, count(*) as years, sum(base.rows) as rows, sum(base.bytes) as bytes from base group by base.cube
        ) as one
      ) as tables,
      (
        select jsonb_build_object('tables', count(*), 'bytes', coalesce(sum(gone.bytes), 0))
        from orderly.roll_up_part as gone
        join orderly.roll_up_instance as instance using (instance_id)
        join orderly.roll_up as definition using (roll_up_id)
        join organization on organization.organization_id = definition.organization_id
        where gone.superseded_at is not null or instance.deleted_at is not null
      ) as leftover,
      (
        select coalesce(jsonb_agg(jsonb_build_object(
          'id', organization.organization_id, 'name', organization.name, 'isOpen', organization.is_open,
          'members', (
            select count(*) from orderly.aggregate_member as member where member.organization_id = organization.organization_id
          ),
          'aggregates', (select count(*) from roll_up where roll_up.organization_id = organization.organization_id)
        ) order by organization.organization_id), '[]')
        from organization
      ) as organizations,
      (
        select coalesce(jsonb_agg(aggregate.facts order by aggregate.created_at desc, aggregate.facts ->> 'id'), '[]') from aggregate
      ) as aggregates,
      (
        select coalesce(jsonb_object_agg(named.column_name, named.name), '{}')
        from (
          select 'uidlevel' || orgunitlevel.level as column_name, orgunitlevel.name from orgunitlevel
          union all select orgunitgroupset.uid, orgunitgroupset.name from orgunitgroupset
          union all select dataelementgroupset.uid, dataelementgroupset.name from dataelementgroupset
          union all select categoryoptiongroupset.uid, categoryoptiongroupset.name from categoryoptiongroupset
          union all select category.uid, category.name from category
        ) as named
        where named.column_name in (select unnest(roll_up.columns) from roll_up)
      ) as "columnNames"
  `.execute(db);
  const [overview] = rows;
  if (!overview) throw new Error('The overview of aggregates has no row.');
  return overview;
}
