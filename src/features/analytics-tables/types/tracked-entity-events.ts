import { type RawBuilder, sql } from 'kysely';
import type { AnalyticsTableDefinition, BuildSource, TablePlan, YearCut } from '../definition.js';
import { levelColumns } from '../dimensions.js';
import { shardsOfPart } from '../shards.js';
import { isRebuilt } from '../years.js';
import { type EventRows, eventRows } from './tracker/event-rows.js';
import { trackedEntityTypeTables } from './tracker/families.js';
import { type GeometrySource, geometrySource } from './tracker/geometry.js';
import { copied, nameHierarchy, ORG_UNIT_COLUMNS, orgUnitJoins } from './tracker/shared-columns.js';
import { readTrackedEntityTypes, type TrackedEntityType } from './tracker/tracked-entity-types.js';

const { tableOf, tables, missing } = trackedEntityTypeTables('analytics_te_event');

/**
 * `analytics_te_event_{type}`: one row per event of a tracked entity of the type (contract: tables.md §4.9). The source row is the event, `ev` in a shard's condition, its key
 * `ev.eventid`.
 */
export const trackedEntityEventTables: AnalyticsTableDefinition = {
  type: 'TRACKED_ENTITY_INSTANCE_EVENTS',
  tables,

  nothingToDo: ({ db }) => Promise.resolve(missing(db)),

  async plan(source) {
    const rows = await eventRows(source, sql`te.trackedentitytypeid`);
    const geometry = await geometrySource(source.db);
    const plans: TablePlan[] = [];
    for (const type of await readTrackedEntityTypes(source.db))
      plans.push(await typePlan(source, type, rows, geometry));
    return plans;
  },
};

async function typePlan(
  source: BuildSource,
  { id, uid }: TrackedEntityType,
  rows: EventRows,
  geometry: GeometrySource,
): Promise<TablePlan> {
  const part = sql`
    select from event as ev
    join enrollment as en on en.enrollmentid = ev.enrollmentid
    join trackedentity as te on te.trackedentityid = en.trackedentityid
    where te.trackedentitytypeid = ${sql.lit(id)}
  `;
  return {
    table: tableOf(source.db, uid),
    columns: [
      { name: 'trackedentity', type: 'char(11)', notNull: true, value: sql`te.uid` },
      copied('program', 'char(11)', 'program.uid'),
      copied('enrollment', 'char(11)', 'en.uid'),
      copied('programstage', 'char(11)', 'ps.uid'),
      copied('event', 'char(11)', 'ev.uid'),
      copied('occurreddate', 'timestamp', 'ev.occurreddate'),
      copied('lastupdated', 'timestamp', 'ev.lastupdated'),
      copied('created', 'timestamp', 'ev.created'),
      copied('scheduleddate', 'timestamp', 'ev.scheduleddate'),
      copied('status', 'varchar(50)', 'ev.status'),
      ...ORG_UNIT_COLUMNS,
      { name: 'eventdatavalues', type: 'jsonb', value: DATA_VALUES },
      ...geometry.columns('eventgeometry', sql`ev.geometry`),
      ...geometry.position('evlongitude', 'evlatitude', sql`ev.geometry`),
      nameHierarchy(source),
      ...levelColumns(source, 'ous'),
    ],
    source: (shard) => sql`
      from event as ev
      join enrollment as en on en.enrollmentid = ev.enrollmentid and not en.deleted
      join trackedentity as te on te.trackedentityid = en.trackedentityid and not te.deleted
      join programstage as ps on ps.programstageid = ev.programstageid
      join program on program.programid = ps.programid
      ${orgUnitJoins('ev.organisationunitid')}
      where te.trackedentitytypeid = ${sql.lit(id)} and ${rows.wanted} and ${shard}
    `,
    shards: await shardsOfPart(source.db, 'event', 'ev', source.workers, part),
    indexes: [
      { columns: ['event'] },
      { columns: ['enrollment', 'occurreddate'] },
      { columns: ['trackedentity', 'occurreddate'] },
      { columns: ['programstage', 'occurreddate'] },
    ],
    years: yearsOf(source, id, rows),
  };
}

/**
 * The data values with the name and code of the organisation unit that a value names. One look into an index for each value that may be a uid: `offset 0` keeps PostgreSQL
 * from reading all units for every event instead.
 */
const DATA_VALUES: RawBuilder<unknown> = sql`(
  select jsonb_object_agg(entry.key, jsonb_strip_nulls(jsonb_build_object(
    'value', entry.value ->> 'value', 'created', entry.value ->> 'created', 'storedBy', entry.value ->> 'storedBy',
    'lastUpdated', entry.value ->> 'lastUpdated', 'providedElsewhere', entry.value -> 'providedElsewhere',
    'value_name', named.name, 'value_code', named.code
  )))
  from jsonb_each(ev.eventdatavalues) as entry
  left join lateral (
    select unit.name, unit.code
    from organisationunit as unit
    where length(entry.value ->> 'value') = 11 and unit.uid = entry.value ->> 'value'
    offset 0
  ) as named on true
)`;

const yearsOf = ({ options }: BuildSource, type: number, rows: EventRows): YearCut => ({
  found: async (handle) => ((await rows.years(handle)).get(type) ?? []).filter((year) => isRebuilt(options, year)),
  key: sql`extract(year from case when status = 'SCHEDULE' then scheduleddate else occurreddate end)::int`,
  checks: () => [],
  ...(isRebuilt(options, options.currentYear) && { always: options.currentYear }),
});
