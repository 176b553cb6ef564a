import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { RESOURCE_TABLES } from '../../resource-tables/index.js';
import type { AnalyticsColumn, AnalyticsTableDefinition, BuildSource, TablePlan, YearCut } from '../definition.js';
import { dimensionColumns } from '../dimensions.js';
import { isRebuilt } from '../years.js';
import { type EventRows, eventRows, eventsOf, PROGRAM_OF_EVENT } from './tracker/event-rows.js';
import { programTables } from './tracker/families.js';
import { type GeometrySource, geometrySource } from './tracker/geometry.js';
import { type ProgramRows, programPlan, TRACKED_ENTITY_COLUMNS, TRACKED_ENTITY_JOIN } from './tracker/program-plan.js';
import { type Program, readPrograms } from './tracker/programs.js';
import { copied } from './tracker/shared-columns.js';

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
      rows: await eventRows(source, PROGRAM_OF_EVENT),
      geometry: await geometrySource(db),
      attributeCategories: await dimensionColumns(source, 'attributeCategories', 'ao'),
      groupSets: [
        ...(await dimensionColumns(source, 'orgUnitGroupSets', 'ougs')),
        ...(await dimensionColumns(source, 'attributeOptionGroupSets', 'ao')),
      ],
    };
    const plans: TablePlan[] = [];
    for (const program of programs) plans.push(await eventPlan(source, program, shared));
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

const eventPlan = async (
  source: BuildSource,
  program: Program,
  { rows, geometry, attributeCategories, groupSets }: Shared,
): Promise<TablePlan> =>
  await programPlan(source, program, geometry, {
    table: tableOf(source.db, program.uid),
    alias: 'ev',
    source: 'event',
    part: sql`select from ${eventsOf(program).from} where ${eventsOf(program).where}`,
    items: [...program.elements, ...program.attributes],
    identity: identityOf(program),
    geometries: [
      ...geometry.columns('eventgeometry', sql`ev.geometry`),
      ...geometry.unitColumns('ougeometry', sql`ou.geometry`),
      ...geometry.columns('enrollmentgeometry', sql`ev.enrollmentgeometry`),
    ],
    dimensions: {
      beforeLevels: attributeCategories.filter(({ name }) => program.categories.includes(name)),
      afterLevels: groupSets,
    },
    base: (attributes, shard) => baseOf(program, rows, attributes, shard),
    joins: sql`
      join programstage as ps on ps.programstageid = ev.programstageid
      join categoryoptioncombo as aoc on aoc.categoryoptioncomboid = ev.attributeoptioncomboid
      left join ${sql.table(RESOURCE_TABLES.categories)} as ao on ao.categoryoptioncomboid = ev.attributeoptioncomboid
      left join organisationunit as enrolling on enrolling.organisationunitid = ev.enrollmentunitid
    `,
    day: sql`ev.day`,
    dayColumn: 'occurreddate',
    // For one event, the events of an enrollment in order, and one stage over time (contract: tables.md §10.1 no. 3).
    indexes: [{ columns: ['event'] }, { columns: ['enrollment', 'occurreddate'] }, { columns: ['ps', 'occurreddate'] }],
    years: yearsOf(source, program, rows),
  });

/** The events of a program with their enrollment, tracked entity and attributes. */
function baseOf(
  program: Program,
  rows: EventRows,
  attributes: RawBuilder<unknown>,
  shard: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { from, where } = eventsOf(program);
  return sql`
    select
      ev.uid as event, en.uid as enrollment, ev.programstageid, ev.attributeoptioncomboid, ev.organisationunitid,
      en.enrollmentdate, en.occurreddate as enrollmentoccurreddate, ev.occurreddate, ev.scheduleddate, ev.completeddate,
      coalesce(ev.createdatclient, ev.created) as created, coalesce(ev.lastupdatedatclient, ev.lastupdated) as lastupdated,
      ev.storedby, ev.status as eventstatus, en.status as enrollmentstatus, en.organisationunitid as enrollmentunitid,
      ${TRACKED_ENTITY_COLUMNS},
      ev.createdbyuserinfo, ev.lastupdatedbyuserinfo, ev.geometry, en.geometry as enrollmentgeometry,
      ${rows.date} as day, found.attributes,
      -- Unpacked once for all its cells, where it was stored compressed.
      ev.eventdatavalues || '{}'::jsonb as data
    from ${from}
    ${TRACKED_ENTITY_JOIN}
    ${attributes}
    where ${where} and ev.uid is not null and (en.uid is not null or ev.enrollmentid is null) and ${rows.wanted} and ${shard}
  `;
}

const identityOf = ({ registration }: Program): ProgramRows['identity'] => ({
  before: [
    { name: 'event', type: 'char(11)', notNull: true, value: sql`ev.event` },
    { name: 'enrollment', type: 'char(11)', notNull: registration, value: sql`ev.enrollment` },
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
  ],
  after: [{ name: 'enrollmentou', type: 'char(11)', notNull: true, value: sql`coalesce(enrolling.uid, ou.uid)` }],
});

const yearsOf = ({ options }: BuildSource, { id }: Program, rows: EventRows): YearCut => ({
  found: async (handle: Db) => ((await rows.years(handle)).get(id) ?? []).filter((year) => isRebuilt(options, year)),
  key: sql`yearly::int`,
  checks: (year) => [sql`yearly = ${sql.lit(String(year))}`],
  // A program without data has a table that can be asked all the same.
  ...(isRebuilt(options, options.currentYear) && { always: options.currentYear }),
});
