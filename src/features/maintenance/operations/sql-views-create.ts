import { TABLE_BUILD } from '../../resource-tables/index.js';
import { makeViewRelations, previewViewRelations } from '../../sql-views/index.js';
import type { MaintenanceOperation } from '../operation.js';
import { asSkipped, relations } from './relations.js';

/** The relations of all SQL views made anew, in the order in which they need each other (contract: maintenance.md §4.13). */
export const sqlViewsCreate: MaintenanceOperation = {
  name: 'sqlViewsCreate',
  label: 'Create SQL views',
  description: 'Makes the database views of all SQL views, those that are there anew. What cannot be made is reported.',
  refusedDuring: ['MATERIALIZED_SQL_VIEW_UPDATE'],
  exclusive: [TABLE_BUILD],
  preview: async ({ db }) => {
    const { create, refused } = await previewViewRelations(db);
    return { counts: relations(create), skipped: asSkipped(refused), warnings: [] };
  },
  async run({ db, stage }) {
    const { done, failed } = await stage.item(
      'views',
      () => makeViewRelations(db),
      (report) => String(report.done.length),
    );
    return { counts: relations(done), skipped: asSkipped(failed), warnings: [] };
  },
};
