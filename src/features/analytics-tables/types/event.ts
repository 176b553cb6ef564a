import { type RawBuilder, sql } from 'kysely';
import type { IndexDefinition } from '../../../database/build/index.js';
import type { Db } from '../../../database/index.js';
import { RESOURCE_TABLES } from '../../resource-tables/index.js';
import type { AnalyticsColumn, AnalyticsTableDefinition, BuildSource, TablePlan, YearCut } from '../definition.js';
import { dimensionColumns, levelColumns, periodColumns } from '../dimensions.js';
import { shardsOfPart } from '../shards.js';
import { isRebuilt } from '../years.js';
import { attributesJoin, type Cells, cells } from './tracker/cells.js';
import { type EventRows, eventRows } from './tracker/event-rows.js';
import { programTables } from './tracker/families.js';
import { type GeometrySource, geometrySource } from './tracker/geometry.js';
import { type Program, readPrograms } from './tracker/programs.js';
import {
  authorColumns,
  copied,
  dayJoin,
  middleLevels,
  nameHierarchy,
  ORG_UNIT_COLUMNS,
  orgUnitJoins,
} from './tracker/shared-columns.js';

const { tableOf, tables } = programTables('analytics_event');

/**
 * `analytics_event_{program}`: one row per event of the program (contract: tables.md §4.6). The source row is the event, `ev` in a shard's condition, its key `ev.eventid`.
 */
export const eventTables: AnalyticsTableDefinition = {
  type: 'EVENT',
  tables,

  async nothingToDo({ db }) {
    const { rows } = await sql<{ present: boolean }>`select exists (select from event) as present`.execute(db);
    return rows[0]?.present ? undefined : 'there are no events';
  },

  async plan(source) {
    const { db, options } = source;
    const programs = (await readPrograms(db)).filter(({ uid }) => !options.skipPrograms.includes(uid));
    const shared: Shared = {
      rows: await eventRows(source, sql`en.programid`),
      geometry: await geometrySource(db),
      attributeCategories: await dimensionColumns(source, 'attributeCategories', 'ao'),
      groupSets: [
        ...(await dimensionColumns(source, 'orgUnitGroupSets', 'ougs')),
        ...(await dimensionColumns(source, 'attributeOptionGroupSets', 'ao')),
      ],
    };
    const plans: TablePlan[] = [];
    for (const program of programs) plans.push(await programPlan(source, program, shared));
    return plans;
  },
};

/** What the tables of all programs have in common. */
interface Shared {
  readonly rows: EventRows;
  readonly geometry: GeometrySource;
  readonly attributeCategories: readonly AnalyticsColumn[];
  readonly groupSets: readonly AnalyticsColumn[];
}

async function programPlan(source: BuildSource, program: Program, shared: Shared): Promise<TablePlan> {
  const { db, options, workers } = source;
  const { geometry } = shared;
  const items = [...program.elements, ...program.attributes];
  const found = cells(items, 'ev', options.skipDataTypeValidation ? 'lenient' : 'strict', geometry);
  const part = sql`
    select from event as ev join enrollment as en on en.enrollmentid = ev.enrollmentid where en.programid = ${sql.lit(program.id)}
  `;
  return {
    table: tableOf(program.uid),
    columns: [
      ...identityColumns(),
      ...authorColumns('ev'),
      ...geometry.columns('eventgeometry', sql`ev.geometry`),
      ...geometry.columns('ougeometry', sql`ou.geometry`),
      ...geometry.columns('enrollmentgeometry', sql`ev.enrollmentgeometry`),
      ...geometry.position('longitude', 'latitude', sql`ev.geometry`),
      ...shared.attributeCategories.filter(({ name }) => program.categories.includes(name)),
      ...levelColumns(source, 'ous'),
      nameHierarchy(source),
      ...shared.groupSets,
      ...periodColumns('dp'),
      ...found.columns,
      ...(program.registration
        ? [
            copied('trackedentity', 'char(11)', 'ev.trackedentity'),
            ...geometry.columns('tegeometry', sql`ev.trackedentitygeometry`),
          ]
        : []),
    ],
    source: (shard) => rowsOf(program, shared.rows, found, shard),
    shards: await shardsOfPart(db, 'event', 'ev', workers, part),
    indexes: indexes(source),
    years: yearsOf(source, program, shared.rows),
    ...(found.rejected && { rejectedCells: found.rejected }),
  };
}

/** The events of a program with their enrollment, tracked entity and attributes, and the small tables that describe them. */
function rowsOf(program: Program, rows: EventRows, found: Cells, shard: RawBuilder<unknown>): RawBuilder<unknown> {
  const base = sql`
    select
      ev.uid as event, en.uid as enrollment, ev.programstageid, ev.attributeoptioncomboid, ev.organisationunitid,
      en.enrollmentdate, en.occurreddate as enrollmentoccurreddate, ev.occurreddate, ev.scheduleddate, ev.completeddate,
      coalesce(ev.createdatclient, ev.created) as created, coalesce(ev.lastupdatedatclient, ev.lastupdated) as lastupdated,
      ev.storedby, ev.status as eventstatus, en.status as enrollmentstatus, en.organisationunitid as enrollmentunitid,
      te.organisationunitid as registrationunitid, te.uid as trackedentity, te.geometry as trackedentitygeometry,
      ev.createdbyuserinfo, ev.lastupdatedbyuserinfo, ev.geometry, en.geometry as enrollmentgeometry,
      ${rows.date} as day, found.attributes,
      -- Unpacked once for all its cells, where it was stored compressed.
      ev.eventdatavalues || '{}'::jsonb as data
    from event as ev
    join enrollment as en on en.enrollmentid = ev.enrollmentid
    left join trackedentity as te on te.trackedentityid = en.trackedentityid and not te.deleted
    ${attributesJoin('en.trackedentityid', program.attributes)}
    where en.programid = ${sql.lit(program.id)} and not en.deleted and ev.uid is not null and en.uid is not null and ${rows.wanted} and ${shard}
  `;
  return sql`
    from ${found.read(base)} as ev
    ${orgUnitJoins('ev.organisationunitid')}
    join programstage as ps on ps.programstageid = ev.programstageid
    join categoryoptioncombo as aoc on aoc.categoryoptioncomboid = ev.attributeoptioncomboid
    left join ${sql.table(RESOURCE_TABLES.categories)} as ao on ao.categoryoptioncomboid = ev.attributeoptioncomboid
    left join organisationunit as registration on registration.organisationunitid = ev.registrationunitid
    left join organisationunit as enrolling on enrolling.organisationunitid = ev.enrollmentunitid
    ${dayJoin(sql`ev.day`)}
    ${found.joins}
  `;
}

function identityColumns(): readonly AnalyticsColumn[] {
  return [
    { name: 'event', type: 'char(11)', notNull: true, value: sql`ev.event` },
    { name: 'enrollment', type: 'char(11)', notNull: true, value: sql`ev.enrollment` },
    { name: 'ps', type: 'char(11)', notNull: true, value: sql`ps.uid` },
    { name: 'ao', type: 'char(11)', notNull: true, value: sql`aoc.uid` },
    copied('enrollmentdate', 'timestamp', 'ev.enrollmentdate'),
    copied('enrollmentoccurreddate', 'timestamp', 'ev.enrollmentoccurreddate'),
    copied('occurreddate', 'timestamp', 'ev.occurreddate'),
    copied('scheduleddate', 'timestamp', 'ev.scheduleddate'),
    copied('completeddate', 'timestamp', 'ev.completeddate'),
    copied('created', 'timestamp', 'ev.created'),
    copied('lastupdated', 'timestamp', 'ev.lastupdated'),
    copied('storedby', 'varchar(255)', 'ev.storedby'),
    copied('eventstatus', 'varchar(50)', 'ev.eventstatus'),
    copied('enrollmentstatus', 'varchar(50)', 'ev.enrollmentstatus'),
    ...ORG_UNIT_COLUMNS,
    { name: 'registrationou', type: 'char(11)', notNull: true, value: sql`coalesce(registration.uid, ou.uid)` },
    { name: 'enrollmentou', type: 'char(11)', notNull: true, value: sql`coalesce(enrolling.uid, ou.uid)` },
  ];
}

const yearsOf = ({ options }: BuildSource, { id }: Program, rows: EventRows): YearCut => ({
  found: async (handle: Db) => ((await rows.years(handle)).get(id) ?? []).filter((year) => isRebuilt(options, year)),
  key: sql`yearly::int`,
  checks: (year) => [sql`yearly = ${sql.lit(String(year))}`],
  // A program without data has a table that can be asked all the same.
  ...(isRebuilt(options, options.currentYear) && { always: options.currentYear }),
});

/**
 * For the questions that are asked of events: one stage over time, those of an enrollment in order, one event, those of a unit or below one over time
 * (contract: tables.md §10.1 no. 3).
 */
function indexes(source: BuildSource): readonly IndexDefinition[] {
  return [
    { columns: ['event'] },
    { columns: ['enrollment', 'occurreddate'] },
    { columns: ['ps', 'occurreddate'] },
    { columns: ['ou', 'occurreddate'] },
    ...middleLevels(source).map((level) => ({ columns: [level, 'occurreddate'] })),
  ];
}
