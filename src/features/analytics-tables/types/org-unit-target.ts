import { sql } from 'kysely';
import { RESOURCE_TABLES } from '../../resource-tables/index.js';
import { type AnalyticsTableDefinition, oneTable, WHOLE } from '../definition.js';
import { levelColumns } from '../dimensions.js';

/** `analytics_orgunittarget`: one row per membership of an organisation unit group (contract: tables.md §4.4). */
export const orgUnitTargetTable: AnalyticsTableDefinition = {
  type: 'ORG_UNIT_TARGET',
  tables: oneTable('analytics_orgunittarget'),

  nothingToDo: () => Promise.resolve(undefined),

  plan: (source) =>
    Promise.resolve([
      {
        table: 'analytics_orgunittarget',
        columns: [
          { name: 'oug', type: 'char(11)', notNull: true, value: sql`orgunitgroup.uid` },
          ...levelColumns(source, 'ou'),
          { name: 'value', type: 'double precision', value: sql`1` },
        ],
        source: (shard) => sql`
      from orgunitgroupmembers
      join orgunitgroup on orgunitgroup.orgunitgroupid = orgunitgroupmembers.orgunitgroupid
      join ${sql.table(RESOURCE_TABLES.orgUnit)} as ou on ou.organisationunitid = orgunitgroupmembers.organisationunitid
      where ${shard}
    `,
        shards: [WHOLE],
        indexes: [{ columns: ['oug'] }],
      },
    ]),
};
