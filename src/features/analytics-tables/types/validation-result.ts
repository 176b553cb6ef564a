import { sql } from 'kysely';
import { RESOURCE_TABLES } from '../../resource-tables/index.js';
import { type AnalyticsTableDefinition, oneTable, type TablePlan } from '../definition.js';
import { dimensionColumns, levelColumns, periodColumns } from '../dimensions.js';
import { blockShards } from '../shards.js';
import { inWindow, periodYears } from '../years.js';

/**
 * `analytics_validationresult`: one row per stored violation (contract: tables.md §4.5). The source row is the result, `vr` in a shard's condition, its key
 * `vr.validationresultid`.
 */
export const validationResultTable: AnalyticsTableDefinition = {
  type: 'VALIDATION_RESULT',
  tables: oneTable('analytics_validationresult'),

  async nothingToDo({ db }) {
    const { rows } = await sql<{ present: boolean }>`select exists (select from validationresult) as present`.execute(
      db,
    );
    return rows[0]?.present ? undefined : 'there are no validation results';
  },

  async plan(source) {
    const results: TablePlan = {
      table: 'analytics_validationresult',
      columns: [
        { name: 'dx', type: 'char(11)', notNull: true, value: sql`rule.uid` },
        { name: 'pestartdate', type: 'timestamp', value: sql`ps.startdate` },
        { name: 'peenddate', type: 'timestamp', value: sql`ps.enddate` },
        { name: 'year', type: 'integer', notNull: true, value: sql`ps.year` },
        ...(await dimensionColumns(source, 'orgUnitGroupSets', 'ougs')),
        ...levelColumns(source, 'ou'),
        ...(await dimensionColumns(source, 'attributeCategories', 'ao')),
        ...periodColumns(source, 'ps'),
        { name: 'value', type: 'date', value: sql`vr.created::date` },
      ],
      source: (shard) => sql`
        from validationresult as vr
        join validationrule as rule on rule.validationruleid = vr.validationruleid
        join ${sql.table(RESOURCE_TABLES.period)} as ps on ps.periodid = vr.periodid
        left join ${sql.table(RESOURCE_TABLES.orgUnit)} as ou on ou.organisationunitid = vr.organisationunitid
        left join ${sql.table(RESOURCE_TABLES.orgUnitGroups)} as ougs on ougs.organisationunitid = vr.organisationunitid
        left join ${sql.table(RESOURCE_TABLES.categories)} as ao on ao.categoryoptioncomboid = vr.attributeoptioncomboid
        where ${inWindow(source.options, sql`ps.year`)} and ${shard}
      `,
      shards: await blockShards(source.db, 'validationresult', 'vr', source.workers),
      indexes: [{ columns: ['dx', 'pestartdate'] }],
      years: periodYears(source.options),
    };
    return [results];
  },
};
