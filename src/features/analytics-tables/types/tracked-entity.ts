import { type RawBuilder, sql } from 'kysely';
import type { IndexDefinition } from '../../../database/build/index.js';
import type { AnalyticsColumn, AnalyticsTableDefinition, BuildSource, TablePlan } from '../definition.js';
import { dimensionColumns, levelColumns } from '../dimensions.js';
import { shardsOfPart } from '../shards.js';
import { attributesJoin, type Cells, cells, type Item } from './tracker/cells.js';
import { trackedEntityTypeTables } from './tracker/families.js';
import { type GeometrySource, geometrySource } from './tracker/geometry.js';
import { type Program, readPrograms } from './tracker/programs.js';
import {
  authorColumns,
  copied,
  middleLevels,
  nameHierarchy,
  ORG_UNIT_COLUMNS,
  orgUnitJoins,
} from './tracker/shared-columns.js';
import { readTrackedEntityTypes, type TrackedEntityType } from './tracker/tracked-entity-types.js';

const { tableOf, tables, missing } = trackedEntityTypeTables('analytics_te');

/**
 * `analytics_te_{type}`: one row per tracked entity of the type (contract: tables.md §4.9). The source row is the tracked entity, `te` in a shard's condition, its key
 * `te.trackedentityid`.
 */
export const trackedEntityTables: AnalyticsTableDefinition = {
  type: 'TRACKED_ENTITY_INSTANCE',
  tables,

  nothingToDo: ({ db }) => Promise.resolve(missing(db)),

  async plan(source) {
    const { db, options } = source;
    const programs = (await readPrograms(db)).filter(({ uid }) => !options.skipPrograms.includes(uid));
    const geometry = await geometrySource(db);
    const groupSets = await dimensionColumns(source, 'orgUnitGroupSets', 'ougs');
    const plans: TablePlan[] = [];
    for (const type of await readTrackedEntityTypes(db)) {
      const own = programs.filter(({ trackedEntityTypeId }) => trackedEntityTypeId === type.id);
      plans.push(await typePlan(source, type, own, geometry, groupSets));
    }
    return plans;
  },
};

async function typePlan(
  source: BuildSource,
  type: TrackedEntityType,
  programs: readonly Program[],
  geometry: GeometrySource,
  groupSets: readonly AnalyticsColumn[],
): Promise<TablePlan> {
  const { db, options, workers } = source;
  const numbers = options.skipDataTypeValidation ? 'lenient' : 'strict';
  const attributes = attributesOf(type, programs);
  const found = cells(attributes, 'te', numbers, geometry);
  const part = sql`select from trackedentity as te where te.trackedentitytypeid = ${sql.lit(type.id)}`;
  return {
    table: tableOf(source.db, type.uid),
    columns: [
      ...identityColumns(),
      ...geometry.columns('geometry', sql`te.geometry`),
      ...geometry.position('longitude', 'latitude', sql`te.geometry`),
      ...levelColumns(source, 'ous'),
      nameHierarchy(source),
      ...authorColumns('te'),
      ...programs.map(
        ({ id, uid }): AnalyticsColumn => ({
          name: uid,
          type: 'boolean',
          value: sql`coalesce(${sql.lit(id)} = any (te.programs), false)`,
        }),
      ),
      ...found.columns,
      ...groupSets,
    ],
    source: (shard) => rowsOf(type, attributes, found, shard),
    shards: await shardsOfPart(db, 'trackedentity', 'te', workers, part),
    indexes: indexes(source),
    ...(found.rejected && { rejectedCells: found.rejected }),
  };
}

/** The attributes of the type and its programs, by uid. These tables have no columns for legends and for names of units. */
function attributesOf(type: TrackedEntityType, programs: readonly Program[]): readonly Item[] {
  const byUid = new Map(
    [...type.attributes, ...programs.flatMap(({ attributes }) => attributes)].map((item) => [item.uid, item]),
  );
  return [...byUid.values()]
    .toSorted((one, other) => (one.uid < other.uid ? -1 : 1))
    .map((item) => ({
      ...item,
      legendSets: [],
      valueType: item.valueType === 'ORGANISATION_UNIT' ? 'TEXT' : item.valueType,
    }));
}

function rowsOf(
  type: TrackedEntityType,
  attributes: readonly Item[],
  found: Cells,
  shard: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const base = sql`
    select
      te.uid, te.trackedentityid, te.created, te.lastupdated, te.inactive, te.createdatclient, te.lastupdatedatclient, te.lastsynchronized, te.featuretype,
      te.coordinates, te.storedby, te.potentialduplicate, te.organisationunitid, te.geometry, te.createdbyuserinfo, te.lastupdatedbyuserinfo,
      enrolled.programs, found.attributes
    from trackedentity as te
    left join lateral (
      select array_agg(en.programid) as programs from enrollment as en where en.trackedentityid = te.trackedentityid and not en.deleted
    ) as enrolled on true
    ${attributesJoin('te.trackedentityid', attributes)}
    where te.trackedentitytypeid = ${sql.lit(type.id)} and not te.deleted and ${shard}
  `;
  return sql`from ${found.read(base)} as te ${orgUnitJoins('te.organisationunitid')}`;
}

function identityColumns(): readonly AnalyticsColumn[] {
  return [
    { name: 'trackedentity', type: 'char(11)', notNull: true, value: sql`te.uid` },
    { name: 'trackedentityid', type: 'integer', notNull: true, value: sql`te.trackedentityid` },
    copied('created', 'timestamp', 'te.created'),
    copied('lastupdated', 'timestamp', 'te.lastupdated'),
    copied('inactive', 'boolean', 'te.inactive'),
    copied('createdatclient', 'timestamp', 'te.createdatclient'),
    copied('lastupdatedatclient', 'timestamp', 'te.lastupdatedatclient'),
    copied('lastsynchronized', 'timestamp', 'te.lastsynchronized'),
    copied('featuretype', 'varchar(255)', 'te.featuretype'),
    copied('coordinates', 'text', 'te.coordinates'),
    copied('storedby', 'varchar(255)', 'te.storedby'),
    copied('potentialduplicate', 'boolean', 'te.potentialduplicate'),
    ...ORG_UNIT_COLUMNS,
  ];
}

/** For the questions that are asked of tracked entities: one of them, those of a unit or below one (contract: tables.md §10.1 no. 3). */
const indexes = (source: BuildSource): readonly IndexDefinition[] => [
  { columns: ['trackedentity'] },
  { columns: ['ou'] },
  ...middleLevels(source).map((level) => ({ columns: [level] })),
];
