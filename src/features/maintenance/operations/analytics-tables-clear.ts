import {
  dropStandingTables,
  dropUnfinishedTables,
  type StandingTables,
  standingTables,
} from '../../analytics-tables/index.js';
import { TABLE_BUILD } from '../../resource-tables/index.js';
import type { Effects, MaintenanceOperation } from '../operation.js';
import { relations } from './relations.js';

/** Analytics tables and nothing else; they are there again after the next run (contract: maintenance.md §4.1). */
export const analyticsTablesClear: MaintenanceOperation = {
  name: 'analyticsTablesClear',
  otherPaths: ['analyticsTableClear'],
  otherFlags: ['analyticsTableClear'],
  label: 'Clear analytics tables',
  description:
    'Drops all analytics tables and the SQL views on them. Queries fail until the next run of analytics tables.',
  exclusive: [TABLE_BUILD],
  cachedByDhis2: 'the list of analytics tables',
  preview: async ({ db }) => effects(await standingTables(db)),
  async run({ db, stage }) {
    const standing = await standingTables(db);
    await dropUnfinishedTables(db);
    for (const tables of standing) await stage.item(tables.type, () => dropStandingTables(db, tables));
    return effects(standing);
  },
};

/** Relations by name; a view on tables of two types goes once. */
function effects(standing: readonly StandingTables[]): Effects {
  const tables = standing.flatMap((type) => type.tables);
  const views = new Set(standing.flatMap((type) => type.views.map(({ table }) => table)));
  return {
    counts: relations([...tables, ...views]),
    skipped: [],
    warnings: views.size === 0 ? [] : [`Views that stand on the tables go with them: ${[...views].join(', ')}`],
  };
}
