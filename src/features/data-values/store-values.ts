import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
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
      const given = givenRows(rows.slice(start, start + BATCH));
      imported += await insertValues(handle, given, by);
      const changes = await changeValues(handle, given, by);
      imported += changes.revived;
      updated += changes.updated;
      deleted += changes.deleted;
    }
    return { imported, updated, deleted, ignored: rows.length - imported - updated - deleted };
  });
}

const KEY = ['dataelementid', 'periodid', 'sourceid', 'categoryoptioncomboid', 'attributeoptioncomboid'] as const;

const columnNames = sql.join(KEY.map((name) => sql.id(name)));

const keysOf = (table: string): RawBuilder<unknown> => sql.join(KEY.map((name) => sql.ref(`${table}.${name}`)));

const sameKey = (left: string, right: string): RawBuilder<unknown> => sql`(${keysOf(left)}) = (${keysOf(right)})`;

/**
 * The rows as a relation, one for each place, in the order of the key so that two writers never wait for each other. `gone` is whether nothing is left of the
 * value: it is marked as deleted, empty without a comment, or a zero that means nothing for its data element (contract: schema.md §2.1).
 */
function givenRows(rows: readonly DataValueRow[]): RawBuilder<unknown> {
  const column = <Value>(of: (row: DataValueRow) => Value): Value[] => rows.map(of);
  return sql`
    select distinct on (${keysOf('given')})
      ${keysOf('given')}, given.value, given.comment, given.followup, given.has_comment, given.has_followup,
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

/** Puts in what is not there. The second statement finds what somebody else puts in meanwhile. */
async function insertValues(db: Db, given: RawBuilder<unknown>, by: string): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into datavalue (
      ${columnNames}, value, comment, followup, deleted, storedby, created, lastupdated
    )
    select ${keysOf('given')}, given.value, given.comment, given.followup, false, ${by}::text, localtimestamp, localtimestamp
    from (${given}) as given
    where not given.gone
    on conflict (${columnNames}) do nothing
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/**
 * Changes what is there and differs; what was marked as deleted comes back. What it finds is locked first, so that the audit holds the value that was really
 * replaced. The value of a deleted row stays in it (contract: imports.md §9).
 */
async function changeValues(
  db: Db,
  given: RawBuilder<unknown>,
  by: string,
): Promise<Record<'revived' | 'updated' | 'deleted', number>> {
  const { rows } = await sql<Record<'revived' | 'updated' | 'deleted', number>>`
    with given as (${given}),
    stored as (
      select
        ${keysOf('datavalue')}, datavalue.value as old_value, datavalue.deleted as was_deleted, given.gone,
        case when given.gone then datavalue.value else given.value end as value,
        case when given.gone or not given.has_comment then datavalue.comment else given.comment end as comment,
        case when given.gone or not given.has_followup then datavalue.followup else given.followup end as followup
      from datavalue
      join given on ${sameKey('given', 'datavalue')}
      where case
        when given.gone then not datavalue.deleted
        else datavalue.deleted
          or datavalue.value is distinct from given.value
          or given.has_comment and coalesce(datavalue.comment, '') <> coalesce(given.comment, '')
          or given.has_followup and coalesce(datavalue.followup, false) <> coalesce(given.followup, false)
      end
      order by ${keysOf('datavalue')}
      for update of datavalue
    ),
    changed as (
      update datavalue set
        value = stored.value, comment = stored.comment, followup = stored.followup, deleted = stored.gone,
        storedby = ${by}::text, lastupdated = localtimestamp
      from stored
      where ${sameKey('stored', 'datavalue')}
    ),
    audited as (
      insert into datavalueaudit (
        datavalueauditid, dataelementid, periodid, organisationunitid, categoryoptioncomboid, attributeoptioncomboid,
        value, created, modifiedby, audittype
      )
      select
        nextval('datavalueaudit_sequence'), ${keysOf('stored')},
        stored.old_value, localtimestamp, left(${by}::text, 100), case when stored.gone then 'DELETE' else 'UPDATE' end
      from stored
      where not stored.was_deleted
    )
    select
      count(*) filter (where stored.was_deleted) as revived,
      count(*) filter (where not stored.was_deleted and not stored.gone) as updated,
      count(*) filter (where stored.gone) as deleted
    from stored
  `.execute(db);
  return rows[0] ?? { revived: 0, updated: 0, deleted: 0 };
}
