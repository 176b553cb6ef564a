import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { conflict, forbidden } from '../../kernel/errors/index.js';
import { type Period, parsePeriod } from '../../kernel/periods/index.js';
import { isUid } from '../../kernel/uid.js';
import { auditOf, type Change } from './audit.js';
import { findDataSet } from './data-set.js';
import type { ExceptionRequest } from './parameters.js';

/**
 * Removes the exception of one unit, or of all units when the request names none; that there was one is not asked (contract: data-admin.md §2.6, §11 nos. 8, 12).
 *
 * @throws OrderlyError 409 for a data set, period or unit that does not exist, 403 without the right to delete the data set
 */
export async function deleteExceptions(
  db: Db,
  { dataSet: uid, period: name, units, reason }: ExceptionRequest,
  user: CurrentUser,
): Promise<void> {
  const period = parsePeriod(name);
  const dataSet = await findDataSet(db, uid, user);
  if (!period || !dataSet) throw conflict(`Can't find LockException with combination: dataSet=${uid}, period=${name}`);
  if (!dataSet.mayDelete) throw forbidden("You don't have the proper permissions to delete this object.");
  const unit = units === undefined ? undefined : await unitKey(db, units.join(','));
  await removeExceptions(db, dataSet.key, period, unit, {
    username: user.username,
    dataSet: uid,
    period: period.iso,
    reason,
  });
}

/** @throws OrderlyError 409 when there is no such unit: a list of uids names none */
async function unitKey(db: Db, uid: string): Promise<number> {
  const { rows } = isUid(uid)
    ? await sql<{ key: number }>`
        select organisationunit.organisationunitid as key from organisationunit where organisationunit.uid = ${uid}
      `.execute(db)
    : { rows: [] };
  const [found] = rows;
  if (!found) throw conflict(`Can't find OrganisationUnit with id =${uid}`);
  return found.key;
}

/** They are locked in one order first, so that two removals never wait for each other. */
async function removeExceptions(
  db: Db,
  dataSet: number,
  period: Period,
  unit: number | undefined,
  change: Change,
): Promise<void> {
  await sql`
    with doomed as (
      select lockexception.lockexceptionid as key
      from lockexception
      join period on period.periodid = lockexception.periodid
      join periodtype on periodtype.periodtypeid = period.periodtypeid
      where lockexception.datasetid = ${dataSet}
        and periodtype.name = ${period.type} and period.startdate = ${period.startDate}::date and period.enddate = ${period.endDate}::date
        and ${unit === undefined ? sql`true` : sql`lockexception.organisationunitid = ${unit}`}
      order by lockexception.organisationunitid
      for update of lockexception
    ),
    deleted as (
      delete from lockexception using doomed where lockexception.lockexceptionid = doomed.key
      returning lockexception.organisationunitid
    )
    ${auditOf('DELETE', 'deleted', change)}
  `.execute(db);
}
