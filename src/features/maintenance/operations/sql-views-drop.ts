import { TABLE_BUILD } from '../../resource-tables/index.js';
import { dropViewRelations, previewViewRelations } from '../../sql-views/index.js';
import type { MaintenanceOperation } from '../operation.js';
import { asSkipped, relations } from './relations.js';

/** The relations of all SQL views; the views themselves stay (contract: maintenance.md §4.12). */
export const sqlViewsDrop: MaintenanceOperation = {
  name: 'sqlViewsDrop',
  label: 'Drop SQL views',
  description: 'Drops the database views of all SQL views. The SQL views themselves stay, and can be made again.',
  refusedDuring: ['MATERIALIZED_SQL_VIEW_UPDATE'],
  exclusive: [TABLE_BUILD],
  preview: async ({ db }) => ({
    counts: relations((await previewViewRelations(db)).drop),
    skipped: [],
    warnings: [],
  }),
  async run({ db, stage }) {
    const { done, failed } = await stage.item(
      'views',
      () => dropViewRelations(db),
      (report) => String(report.done.length),
    );
    return { counts: relations(done), skipped: asSkipped(failed), warnings: [] };
  },
};
