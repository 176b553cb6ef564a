import { withWorkshop } from '../../../database/build/index.js';
import {
  beforeResourceTables,
  refreshResourceTables,
  resourceTableNames,
  TABLE_BUILD,
} from '../../resource-tables/index.js';
import type { Effects, MaintenanceOperation } from '../operation.js';
import { relations } from './relations.js';

/** All resource tables anew, and the SQL views on them with them, in one swap (contract: maintenance.md §3). */
export const resourceTableUpdate: MaintenanceOperation = {
  name: 'resourceTableUpdate',
  otherPaths: ['resourceTablesUpdate'],
  otherFlags: ['resourceTablesUpdate'],
  label: 'Update resource tables',
  description: 'Builds all resource tables anew from the metadata. SQL views on them stay.',
  exclusive: [TABLE_BUILD],
  preview: ({ db }) => Promise.resolve(tables([...resourceTableNames(db).values()], [])),
  async run({ job, services: { database, clock } }) {
    if (!job) throw new Error('Resource tables are built by a run only.');
    await beforeResourceTables(job, database);
    const built = await withWorkshop(database.db, job.run.uid, (workshop) =>
      refreshResourceTables(job, workshop, clock),
    );
    return tables(
      built.tables.map(({ table }) => table),
      built.lostViews,
    );
  },
};

const tables = (names: readonly string[], warnings: readonly string[]): Effects => ({
  counts: relations(names),
  skipped: [],
  warnings,
});
