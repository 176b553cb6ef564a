import { type RawBuilder, sql } from 'kysely';
import { type AnalyticsTableDefinition, type TablePlan, WHOLE } from '../definition.js';
import { dimensionColumns, levelColumns } from '../dimensions.js';
import { programTables } from './tracker/families.js';
import { ORG_UNIT_COLUMNS, orgUnitJoins } from './tracker/shared-columns.js';

const { tableOf, tables } = programTables('analytics_ownership');

/**
 * `analytics_ownership_{program}`: which unit owned a tracked entity from when to when, for those whose owner changed (contract: tables.md §4.8). The source row is the
 * tracked entity, `te` in a shard's condition, its key `te.trackedentityid`: all spans of it come from all its changes.
 */
export const ownershipTables: AnalyticsTableDefinition = {
  type: 'OWNERSHIP',
  tables,

  nothingToDo: () => Promise.resolve(undefined),

  async plan(source) {
    const { rows: programs } = await sql<{ id: number; uid: string; registration: boolean }>`
      select program.programid as id, program.uid, program.type = 'WITH_REGISTRATION' as registration from program order by program.uid
    `.execute(source.db);
    const columns: TablePlan['columns'] = [
      { name: 'teuid', type: 'char(11)', notNull: true, value: sql`span.uid` },
      { name: 'startdate', type: 'date', value: sql`span.startdate` },
      { name: 'enddate', type: 'date', value: sql`span.enddate` },
      ...ORG_UNIT_COLUMNS.filter(({ name }) => name === 'ou'),
      ...levelColumns(source, 'ous'),
      ...(await dimensionColumns(source, 'orgUnitGroupSets', 'ougs')),
    ];
    return programs.map(({ id, uid, registration }) => ({
      table: tableOf(source.db, uid),
      columns,
      source: (shard) => sql`
        from (${spans(id, sql`${sql.lit(registration)} and ${shard}`)}) as span
        ${orgUnitJoins('span.unit')}
      `,
      shards: [WHOLE],
      indexes: [{ columns: ['teuid', 'startdate'] }, { columns: ['ou'] }],
    }));
  },
};

/** Earlier and later than every date of an enrollment or event. */
const FAR_PAST = sql`date '1000-01-01'`;
const FAR_FUTURE = sql`date '9999-12-31'`;

/**
 * The spans of each tracked entity. Its history has the units that gave it away, each with the moment; after them comes the present owner. Of several changes on one day the
 * last counts, equal neighbours are one, each span begins the day after the one before it, and one span alone says nothing.
 */
const spans = (program: number, wanted: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select span.uid, span.unit, coalesce(span.previous + 1, ${FAR_PAST}) as startdate, case when span.last then ${FAR_FUTURE} else span.day end as enddate
  from (
    select
      kept.uid, kept.unit, kept.day,
      lag(kept.day) over spans_of_one as previous,
      lead(kept.day) over spans_of_one is null as last
    from (
      select of_day.*, lead(of_day.unit) over (partition by of_day.trackedentityid order by of_day.day) as next
      from (
        select distinct on (te.trackedentityid, change.day) te.trackedentityid, te.uid, change.day, change.unit
        from trackedentity as te
        join (
          select history.trackedentityid, history.enddate::date as day, history.enddate as at, history.programownershiphistoryid as id, history.organisationunitid as unit
          from programownershiphistory as history
          where history.programid = ${sql.lit(program)} and history.organisationunitid is not null and history.enddate is not null
          union all
          select owner.trackedentityid, ${FAR_FUTURE}, null, null, owner.organisationunitid
          from trackedentityprogramowner as owner
          where owner.programid = ${sql.lit(program)} and owner.organisationunitid is not null
        ) as change on change.trackedentityid = te.trackedentityid
        where ${wanted}
        order by te.trackedentityid, change.day, change.at desc, change.id desc
      ) as of_day
    ) as kept
    where kept.next is distinct from kept.unit
    window spans_of_one as (partition by kept.trackedentityid order by kept.day)
  ) as span
  where span.previous is not null or not span.last
`;
