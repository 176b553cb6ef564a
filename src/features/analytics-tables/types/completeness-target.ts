import { sql } from 'kysely';
import { RESOURCE_TABLES } from '../../resource-tables/index.js';
import { type AnalyticsTableDefinition, oneTable, type TablePlan, WHOLE } from '../definition.js';
import { dimensionColumns, levelColumns } from '../dimensions.js';

/** `analytics_completenesstarget`: who is expected to report what (contract: tables.md §4.3). */
export const completenessTargetTable: AnalyticsTableDefinition = {
  type: 'COMPLETENESS_TARGET',
  tables: oneTable('analytics_completenesstarget'),

  nothingToDo: () => Promise.resolve(undefined),

  async plan(source) {
    const targets: TablePlan = {
      table: 'analytics_completenesstarget',
      columns: [
        { name: 'dx', type: 'char(11)', notNull: true, value: sql`ds.uid` },
        { name: 'ao', type: 'char(11)', notNull: true, value: sql`ao.categoryoptioncombouid` },
        { name: 'ouopeningdate', type: 'date', value: sql`ou.openingdate` },
        { name: 'oucloseddate', type: 'date', value: sql`ou.closeddate` },
        { name: 'costartdate', type: 'date', value: sql`target.costartdate` },
        { name: 'coenddate', type: 'date', value: sql`target.coenddate` },
        ...(await dimensionColumns(source, 'orgUnitGroupSets', 'ougs')),
        ...levelColumns(source, 'ou'),
        ...(await dimensionColumns(source, 'attributeOptionGroupSets', 'ao')),
        ...(await dimensionColumns(source, 'attributeCategories', 'ao')),
        { name: 'value', type: 'double precision', value: sql`1` },
      ],
      source: (shard) => sql`
        from ${sql.table(RESOURCE_TABLES.dataSetTargets)} as target
        join dataset as ds on ds.datasetid = target.datasetid
        join ${sql.table(RESOURCE_TABLES.orgUnit)} as ou on ou.organisationunitid = target.organisationunitid
        join ${sql.table(RESOURCE_TABLES.orgUnitGroups)} as ougs on ougs.organisationunitid = target.organisationunitid
        join ${sql.table(RESOURCE_TABLES.categories)} as ao on ao.categoryoptioncomboid = target.attributeoptioncomboid
        where ${shard}
      `,
      shards: [WHOLE],
      indexes: [{ columns: ['dx', 'ao'] }],
    };
    return [targets];
  },
};
