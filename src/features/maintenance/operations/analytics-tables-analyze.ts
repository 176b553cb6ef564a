import { analyzeStandingTable, standingTables } from '../../analytics-tables/index.js';
import { TABLE_BUILD } from '../../resource-tables/index.js';
import { counted, type MaintenanceOperation } from '../operation.js';
import { relations } from './relations.js';

/** Statistics for the planner, of all analytics tables; no row changes (contract: maintenance.md §4.2). */
export const analyticsTablesAnalyze: MaintenanceOperation = {
  name: 'analyticsTablesAnalyze',
  otherPaths: ['analyticsTableAnalyze'],
  otherFlags: ['analyticsTableAnalyze'],
  label: 'Analyze analytics tables',
  description: 'Gathers statistics of all analytics tables, by which the database plans its queries. Changes no row.',
  exclusive: [TABLE_BUILD],
  preview: async ({ db }) => counted(relations(await tableNames(db))),
  async run({ db, stage }) {
    const tables = await tableNames(db);
    for (const table of tables) await stage.item(table, () => analyzeStandingTable(db, table));
    return counted(relations(tables));
  },
};

const tableNames = async (db: Parameters<typeof standingTables>[0]): Promise<readonly string[]> =>
  (await standingTables(db)).flatMap(({ tables }) => tables);
