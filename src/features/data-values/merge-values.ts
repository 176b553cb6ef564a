import { type RawBuilder, sql } from 'kysely';
import { type Db, inSavepoint } from '../../database/index.js';

const KEY = ['dataelementid', 'periodid', 'sourceid', 'categoryoptioncomboid', 'attributeoptioncomboid'] as const;

export const columnNames = sql.join(KEY.map((name) => sql.id(name)));

export const keysOf = (table: string): RawBuilder<unknown> => sql.join(KEY.map((name) => sql.ref(`${table}.${name}`)));

export const sameKey = (left: string, right: string): RawBuilder<unknown> =>
  sql`(${keysOf(left)}) = (${keysOf(right)})`;

/**
 * Puts in what is not there, and passes over what somebody else puts in meanwhile.
 *
 * @param given relation of values in the order of their keys, so that two writers never wait for each other: the columns of the key, `value`, `comment`, `followup`,
 *   `has_comment` and `has_followup` (without them what is stored stays), `stored_by`, and `gone` for values of which nothing is to be left
 * @returns the number of rows that were put in
 */
export async function insertValues(db: Db, given: RawBuilder<unknown>): Promise<number> {
  return await insert(db, given, sql`on conflict (${columnNames}) do nothing`);
}

/**
 * The same for values that were not there a moment ago. Looking for each whether it is there now costs a third of the time; only if one turns out to be there are all of them
 * put in as by {@link insertValues}.
 */
export async function insertNewValues(db: Db, given: RawBuilder<unknown>): Promise<number> {
  try {
    return await inSavepoint(db, () => insert(db, given, sql``));
  } catch (error) {
    if ((error as { readonly code?: unknown } | null)?.code !== UNIQUE_VIOLATION) throw error;
    return await insertValues(db, given);
  }
}

const UNIQUE_VIOLATION = '23505';

async function insert(db: Db, given: RawBuilder<unknown>, onConflict: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into datavalue (
      ${columnNames}, value, comment, followup, deleted, storedby, created, lastupdated
    )
    select ${keysOf('given')}, given.value, given.comment, given.followup, false, given.stored_by, localtimestamp, localtimestamp
    from (${given}) as given
    where not given.gone
    ${onConflict}
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** From 2.43 a trigger of the database writes the audit, if its DHIS2 is told to keep one at all (contract: schema.md §2.2). */
const IS_AUDITED_HERE = sql`to_regproc('public.log_datavalue_audit') is null`;

/**
 * Changes what is there and differs; what was marked as deleted comes back. What it finds is locked first, so that the audit holds the value that was really
 * replaced. The value of a deleted row stays in it (contract: imports.md §9).
 *
 * @param given as for {@link insertValues}
 * @param by username for the audit
 */
export async function changeValues(
  db: Db,
  given: RawBuilder<unknown>,
  by: string,
  { audited = true }: { readonly audited?: boolean } = {},
): Promise<Record<'revived' | 'updated' | 'deleted', number>> {
  const { rows } = await sql<Record<'revived' | 'updated' | 'deleted', number>>`
    with given as (${given}),
    stored as (
      select
        ${keysOf('datavalue')}, datavalue.value as old_value, datavalue.deleted as was_deleted, given.gone, given.stored_by,
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
        storedby = stored.stored_by, lastupdated = localtimestamp
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
      where not stored.was_deleted and ${audited}::boolean and ${IS_AUDITED_HERE}
    )
    select
      count(*) filter (where stored.was_deleted) as revived,
      count(*) filter (where not stored.was_deleted and not stored.gone) as updated,
      count(*) filter (where stored.gone) as deleted
    from stored
  `.execute(db);
  return rows[0] ?? { revived: 0, updated: 0, deleted: 0 };
}
