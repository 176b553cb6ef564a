import { sql } from 'kysely';
import { countRows, deleteRows, type Rows } from '../delete-rows.js';
import { counted, type MaintenanceOperation } from '../operation.js';
import { DATA_VALUE_READERS } from './data-value-readers.js';

const ROWS: Rows = { table: 'datavalue', condition: sql`row.deleted` };

/** Soft-deleted data values; their audits stay (contract: maintenance.md §4.7). */
export const softDeletedDataValueRemoval: MaintenanceOperation = {
  name: 'softDeletedDataValueRemoval',
  label: 'Remove soft deleted data values',
  description: 'Removes data values that users deleted, for good. The audit of their changes stays.',
  refusedDuring: DATA_VALUE_READERS,
  preview: async ({ db }) => counted({ datavalue: await countRows(db, ROWS) }),
  run: async (context) => counted({ datavalue: await deleteRows(context, ROWS) }),
};
