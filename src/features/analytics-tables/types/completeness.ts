import { sql } from 'kysely';
import { RESOURCE_TABLES } from '../../resource-tables/index.js';
import { type AnalyticsTableDefinition, oneTable, type TablePlan } from '../definition.js';
import { dimensionColumns, levelColumns, periodColumns } from '../dimensions.js';
import { blockShards } from '../shards.js';
import { inWindow, periodYears } from '../years.js';

/** `analytics_completeness`: one row per completed registration (contract: tables.md §4.2). */
export const completenessTable: AnalyticsTableDefinition = {
  type: 'COMPLETENESS',
  tables: oneTable('analytics_completeness'),

  async nothingToDo({ db }) {
    const { rows } = await sql<{ present: boolean }>`
      select exists (select from completedatasetregistration) as present
    `.execute(db);
    return rows[0]?.present ? undefined : 'no data set was ever completed';
  },

  async plan(source) {
    const completeness: TablePlan = {
      table: 'analytics_completeness',
      columns: [
        { name: 'dx', type: 'char(11)', notNull: true, value: sql`ds.uid` },
        { name: 'year', type: 'integer', notNull: true, value: sql`extract(year from ps.startdate)::int` },
        {
          name: 'id',
          type: 'text',
          value: sql`ds.uid || '-' || ps.iso || '-' || coalesce(ou.organisationunituid, '') || '-' || ao.categoryoptioncombouid`,
        },
        ...(await dimensionColumns(source, 'orgUnitGroupSets', 'ougs')),
        ...levelColumns(source, 'ou'),
        ...(await dimensionColumns(source, 'attributeOptionGroupSets', 'ao')),
        ...(await dimensionColumns(source, 'attributeCategories', 'ao')),
        ...periodColumns(source, 'ps'),
        {
          name: 'timely',
          type: 'boolean',
          value: sql`cdr.date::date - ps.enddate <= ds.timelydays + 1`,
        },
        { name: 'value', type: 'timestamp', value: sql`cdr.date` },
      ],
      source: (shard) => sql`
        from completedatasetregistration as cdr
        join dataset as ds on ds.datasetid = cdr.datasetid
        join ${sql.table(RESOURCE_TABLES.period)} as ps on ps.periodid = cdr.periodid
        join ${sql.table(RESOURCE_TABLES.orgUnitGroups)} as ougs on ougs.organisationunitid = cdr.sourceid
        left join ${sql.table(RESOURCE_TABLES.orgUnit)} as ou on ou.organisationunitid = cdr.sourceid
        join ${sql.table(RESOURCE_TABLES.categories)} as ao on ao.categoryoptioncomboid = cdr.attributeoptioncomboid
        where cdr.completed
          and cdr.date is not null
          and ${inWindow(source.options, sql`extract(year from ps.startdate)`)}
          and ${shard}
      `,
      shards: await blockShards(source.db, 'completedatasetregistration', 'cdr', source.workers),
      indexes: [{ columns: ['dx', 'monthly'] }, { columns: ['dx', 'yearly'] }],
      years: periodYears(source.options),
    };
    return [completeness];
  },
};
