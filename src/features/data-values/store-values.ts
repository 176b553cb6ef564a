import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { changeValues, columnNames, insertValues, keysOf } from './merge-values.js';
import { hasEmptyZeros, isZero } from './zeros.js';

/** A value to be stored, by the keys of the tables. */
export interface DataValueRow {
  readonly dataElementId: number;
  readonly periodId: number;
  /** Key of the organisation unit. */
  readonly sourceId: number;
  readonly categoryOptionComboId: number;
  readonly attributeOptionComboId: number;
  readonly value: string | null;
  /** Absent: what is stored stays; so it is with `followup`. */
  readonly comment?: string | null;
  readonly followup?: boolean | null;
  /** Marks what is stored as deleted. */
  readonly deleted?: boolean;
}

/** What a value is for. */
export type DataValueKeys = Pick<
  DataValueRow,
  'dataElementId' | 'periodId' | 'sourceId' | 'categoryOptionComboId' | 'attributeOptionComboId'
>;

export interface StoredCounts {
  /** Values that were not there, or marked as deleted. */
  readonly imported: number;
  readonly updated: number;
  readonly deleted: number;
  /** What changed nothing. Of several rows for one place the last counts; the others are ignored too. */
  readonly ignored: number;
}

/** Rows of one statement: enough to make its round trip nothing, few enough to keep its parameters small. */
const BATCH = 5_000;

/**
 * Merges the values into `datavalue`, all or none of them, with what was there before in `datavalueaudit` (contract: imports.md §2.5, schema.md §2.2).
 * Whether the values are allowed is for the caller to check.
 *
 * @param by username, for `storedby` and the audit
 */
export async function storeDataValues(db: Db, rows: readonly DataValueRow[], by: string): Promise<StoredCounts> {
  return await transaction(db, async (handle) => {
    let [imported, updated, deleted] = [0, 0, 0];
    for (let start = 0; start < rows.length; start += BATCH) {
      const given = givenRows(rows.slice(start, start + BATCH), by);
      imported += await insertValues(handle, given);
      const changes = await changeValues(handle, given, by);
      imported += changes.revived;
      updated += changes.updated;
      deleted += changes.deleted;
    }
    return { imported, updated, deleted, ignored: rows.length - imported - updated - deleted };
  });
}

/**
 * The rows as a relation, one for each place, in the order of the key so that two writers never wait for each other. `gone` is whether nothing is left of the
 * value: it is marked as deleted, empty without a comment, or a zero that means nothing for its data element (contract: schema.md §2.1).
 */
function givenRows(rows: readonly DataValueRow[], by: string): RawBuilder<unknown> {
  const column = <Value>(of: (row: DataValueRow) => Value): Value[] => rows.map(of);
  return sql`
    select distinct on (${keysOf('given')})
      ${keysOf('given')}, given.value, given.comment, given.followup, given.has_comment, given.has_followup, ${by}::text as stored_by,
      given.deleted
        or coalesce(given.value, '') = '' and coalesce(given.comment, '') = ''
        or (${isZero('given.value')} and ${hasEmptyZeros('dataelement')}) is true as gone
    from unnest(
      ${column((row) => row.dataElementId)}::bigint[],
      ${column((row) => row.periodId)}::bigint[],
      ${column((row) => row.sourceId)}::bigint[],
      ${column((row) => row.categoryOptionComboId)}::bigint[],
      ${column((row) => row.attributeOptionComboId)}::bigint[],
      ${column((row) => row.value?.trim() ?? null)}::text[],
      ${column((row) => row.comment ?? null)}::text[],
      ${column((row) => row.followup ?? null)}::boolean[],
      ${column((row) => row.comment !== undefined)}::boolean[],
      ${column((row) => row.followup !== undefined)}::boolean[],
      ${column((row) => row.deleted ?? false)}::boolean[]
    ) with ordinality as given (${columnNames}, value, comment, followup, has_comment, has_followup, deleted, position)
    join dataelement on dataelement.dataelementid = given.dataelementid
    order by ${keysOf('given')}, given.position desc
  `;
}
