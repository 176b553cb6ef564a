import { sql } from 'kysely';
import type { AnalyticsColumn, AnalyticsTableDefinition, BuildSource, TablePlan } from '../definition.js';
import { dimensionColumns } from '../dimensions.js';
import { programTables } from './tracker/families.js';
import { type GeometrySource, geometrySource } from './tracker/geometry.js';
import { programPlan, TRACKED_ENTITY_COLUMNS, TRACKED_ENTITY_JOIN } from './tracker/program-plan.js';
import { type Program, readPrograms } from './tracker/programs.js';
import { copied } from './tracker/shared-columns.js';

const { tableOf, tables } = programTables('analytics_enrollment');

/**
 * `analytics_enrollment_{program}`: one row per enrollment in the program (contract: tables.md §4.7). The source row is the enrollment, `en` in a shard's condition, its key
 * `en.enrollmentid`.
 */
export const enrollmentTables: AnalyticsTableDefinition = {
  type: 'ENROLLMENT',
  tables,

  nothingToDo: () => Promise.resolve(undefined),

  async plan(source) {
    const { db } = source;
    const geometry = await geometrySource(db);
    const groupSets = await dimensionColumns(source, 'orgUnitGroupSets', 'ougs');
    const plans: TablePlan[] = [];
    for (const program of await readPrograms(db))
      plans.push(await enrollmentPlan(source, program, geometry, groupSets));
    return plans;
  },
};

const enrollmentPlan = async (
  source: BuildSource,
  program: Program,
  geometry: GeometrySource,
  groupSets: readonly AnalyticsColumn[],
): Promise<TablePlan> =>
  await programPlan(source, program, geometry, {
    table: tableOf(source.db, program.uid),
    alias: 'en',
    source: 'enrollment',
    part: sql`select from enrollment as en where en.programid = ${sql.lit(program.id)}`,
    items: program.attributes,
    identity: { before: IDENTITY, after: [] },
    geometries: geometry.columns('enrollmentgeometry', sql`en.geometry`),
    dimensions: { beforeLevels: [], afterLevels: groupSets },
    base: (attributes, shard) => sql`
      select
        en.uid as enrollment, en.organisationunitid, en.enrollmentdate, en.occurreddate,
        case when en.status = 'COMPLETED' then en.completeddate end as completeddate,
        coalesce(en.lastupdatedatclient, en.lastupdated) as lastupdated, en.storedby, en.status as enrollmentstatus,
        ${TRACKED_ENTITY_COLUMNS},
        en.createdbyuserinfo, en.lastupdatedbyuserinfo, en.geometry, found.attributes
      from enrollment as en
      ${TRACKED_ENTITY_JOIN}
      ${attributes}
      where en.programid = ${sql.lit(program.id)} and not en.deleted and en.uid is not null and en.occurreddate is not null and ${shard}
    `,
    joins: sql``,
    day: sql`en.enrollmentdate`,
    dayColumn: 'enrollmentdate',
    // For one enrollment, and all of a tracked entity (contract: tables.md §10.1 no. 3).
    indexes: [
      { columns: ['enrollment'] },
      { columns: ['enrollmentdate'] },
      ...(program.registration ? [{ columns: ['trackedentity'] }] : []),
    ],
  });

const IDENTITY: readonly AnalyticsColumn[] = [
  { name: 'enrollment', type: 'char(11)', notNull: true, value: sql`en.enrollment` },
  copied('enrollmentdate', 'timestamp', 'en.enrollmentdate'),
  copied('occurreddate', 'timestamp', 'en.occurreddate'),
  copied('completeddate', 'timestamp', 'en.completeddate'),
  copied('lastupdated', 'timestamp', 'en.lastupdated'),
  copied('storedby', 'varchar(255)', 'en.storedby'),
  copied('enrollmentstatus', 'varchar(50)', 'en.enrollmentstatus'),
];
