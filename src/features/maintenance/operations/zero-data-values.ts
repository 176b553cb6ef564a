import { type RawBuilder, sql } from 'kysely';
import { hasEmptyZeros, isZero } from '../../data-values/index.js';
import { countRows, deleteRows, type Rows } from '../delete-rows.js';
import { counted, type MaintenanceOperation, type OperationOptions } from '../operation.js';
import { DATA_VALUE_READERS } from './data-value-readers.js';

/** What the peer removes: the text `0` of elements that are summed. */
const PEER = sql`row.value = '0' and ${ofElements(
  sql`element.zeroissignificant is false and element.aggregationtype = 'SUM'`,
)}`;

/** Whatever data entry takes for a zero that means nothing. */
const ENTRY = sql`${isZero('row.value')} and ${ofElements(hasEmptyZeros('element'))}`;

function ofElements(condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`row.dataelementid in (select element.dataelementid from dataelement as element where ${condition})`;
}

const rows = ({ zeroPattern }: OperationOptions): Rows => ({
  table: 'datavalue',
  condition: zeroPattern === 'all' ? ENTRY : PEER,
});

/** Zeros that mean no more than no value, live or soft-deleted (contract: maintenance.md §4.6). */
export const zeroDataValueRemoval: MaintenanceOperation = {
  name: 'zeroDataValueRemoval',
  label: 'Remove zero data values',
  description:
    'Removes data values of 0 of data elements that are summed and for which a zero says no more than no value, with their comments and marks.',
  refusedDuring: DATA_VALUE_READERS,
  preview: async ({ db, options }) => counted({ datavalue: await countRows(db, rows(options)) }),
  run: async (context) => counted({ datavalue: await deleteRows(context, rows(context.options)) }),
};
