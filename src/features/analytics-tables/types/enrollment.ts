import { type RawBuilder, sql } from 'kysely';
import type { IndexDefinition } from '../../../database/build/index.js';
import type { AnalyticsColumn, AnalyticsTableDefinition, BuildSource, TablePlan } from '../definition.js';
import { dimensionColumns, levelColumns, periodColumns } from '../dimensions.js';
import { shardsOfPart } from '../shards.js';
import { attributesJoin, type Cells, cells } from './tracker/cells.js';
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
    for (const program of await readPrograms(db)) plans.push(await programPlan(source, program, geometry, groupSets));
    return plans;
  },
};

async function programPlan(
  source: BuildSource,
  program: Program,
  geometry: GeometrySource,
  groupSets: readonly AnalyticsColumn[],
): Promise<TablePlan> {
  const { db, options, workers } = source;
  const numbers = options.skipDataTypeValidation ? 'lenient' : 'strict';
  const found = cells(program.attributes, 'en', numbers, geometry);
  const part = sql`select from enrollment as en where en.programid = ${sql.lit(program.id)}`;
  return {
    table: tableOf(program.uid),
    columns: [
      ...identityColumns(),
      ...authorColumns('en'),
      ...geometry.columns('enrollmentgeometry', sql`en.geometry`),
      ...geometry.position('longitude', 'latitude', sql`en.geometry`),
      ...levelColumns(source, 'ous'),
      nameHierarchy(source),
      ...groupSets,
      ...periodColumns('dp'),
      ...found.columns,
      ...(program.registration
        ? [
            copied('trackedentity', 'char(11)', 'en.trackedentity'),
            ...geometry.columns('tegeometry', sql`en.trackedentitygeometry`),
          ]
        : []),
    ],
    source: (shard) => rowsOf(program, found, shard),
    shards: await shardsOfPart(db, 'enrollment', 'en', workers, part),
    indexes: indexes(source, program),
    ...(found.rejected && { rejectedCells: found.rejected }),
  };
}

function rowsOf(program: Program, found: Cells, shard: RawBuilder<unknown>): RawBuilder<unknown> {
  const base = sql`
    select
      en.uid as enrollment, en.organisationunitid, en.enrollmentdate, en.occurreddate,
      case when en.status = 'COMPLETED' then en.completeddate end as completeddate,
      coalesce(en.lastupdatedatclient, en.lastupdated) as lastupdated, en.storedby, en.status as enrollmentstatus,
      te.organisationunitid as registrationunitid, te.uid as trackedentity, te.geometry as trackedentitygeometry,
      en.createdbyuserinfo, en.lastupdatedbyuserinfo, en.geometry, found.attributes
    from enrollment as en
    left join trackedentity as te on te.trackedentityid = en.trackedentityid and not te.deleted
    ${attributesJoin('en.trackedentityid', program.attributes)}
    where en.programid = ${sql.lit(program.id)} and not en.deleted and en.uid is not null and en.occurreddate is not null and ${shard}
  `;
  return sql`
    from ${found.read(base)} as en
    ${orgUnitJoins('en.organisationunitid')}
    left join organisationunit as registration on registration.organisationunitid = en.registrationunitid
    ${dayJoin(sql`en.enrollmentdate`)}
    ${found.joins}
  `;
}

function identityColumns(): readonly AnalyticsColumn[] {
  return [
    { name: 'enrollment', type: 'char(11)', notNull: true, value: sql`en.enrollment` },
    copied('enrollmentdate', 'timestamp', 'en.enrollmentdate'),
    copied('occurreddate', 'timestamp', 'en.occurreddate'),
    copied('completeddate', 'timestamp', 'en.completeddate'),
    copied('lastupdated', 'timestamp', 'en.lastupdated'),
    copied('storedby', 'varchar(255)', 'en.storedby'),
    copied('enrollmentstatus', 'varchar(50)', 'en.enrollmentstatus'),
    ...ORG_UNIT_COLUMNS,
    { name: 'registrationou', type: 'char(11)', notNull: true, value: sql`coalesce(registration.uid, ou.uid)` },
  ];
}

/** For the questions that are asked of enrollments: one of them, all of a tracked entity, those of a unit or below one over time (contract: tables.md §10.1 no. 3). */
function indexes(source: BuildSource, { registration }: Program): readonly IndexDefinition[] {
  return [
    { columns: ['enrollment'] },
    { columns: ['enrollmentdate'] },
    ...(registration ? [{ columns: ['trackedentity'] }] : []),
    { columns: ['ou', 'enrollmentdate'] },
    ...middleLevels(source).map((level) => ({ columns: [level, 'enrollmentdate'] })),
  ];
}
