import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { conflict, forbidden } from '../../kernel/errors/index.js';
import { parsePeriod } from '../../kernel/periods/index.js';
import { isUid } from '../../kernel/uid.js';
import { periodKeys } from '../../metadata/index.js';
import { isCaptured } from '../data-values/index.js';
import { auditOf, type Change } from './audit.js';
import { findDataSet } from './data-set.js';
import type { ExceptionRequest } from './parameters.js';

/** What became of a request. */
export interface CreatedExceptions {
  /** Uids of the units that do not have the data set, for which nothing was made. */
  readonly skipped: readonly string[];
}

/**
 * Makes an exception for each unit that has the data set and no such exception yet, all or none of them (contract: data-admin.md §2.5, §11 nos. 6, 7, 9, 11, 12).
 *
 * @throws OrderlyError 409 or 403 with the peer's texts, in the peer's order
 */
export async function createExceptions(
  db: Db,
  { dataSet: uid, period: name, units = [], reason }: ExceptionRequest,
  user: CurrentUser,
): Promise<CreatedExceptions> {
  const period = parsePeriod(name);
  const dataSet = await findDataSet(db, uid, user);
  if (!period || !dataSet) throw conflict(' DataSet or Period is invalid');
  if (!dataSet.mayUpdate) throw forbidden("You don't have the proper permissions to update this object");
  if (period.type !== dataSet.periodType)
    throw conflict(`Period type of period: ${name} is not equal to the period type of data set: ${dataSet.periodType}`);
  const wanted = unitsOf(units);
  return await transaction(db, async (handle) => {
    const targets = await findUnits(handle, wanted, dataSet.key, user);
    const assigned = targets.filter((target) => target.assigned).map(({ key }) => key);
    if (assigned.length === 0) {
      throw conflict(
        `None of the target organisation unit(s) ${wanted.join(',')} is linked to the specified data set: ${uid}`,
      );
    }
    const periodKey = (await periodKeys(handle, [period.iso])).get(period.iso);
    const change: Change = { username: user.username, dataSet: uid, period: period.iso, reason };
    await insertExceptions(handle, { dataSet: dataSet.key, period: periodKey, units: assigned }, change);
    return { skipped: targets.flatMap((target) => (target.assigned ? [] : [target.uid])) };
  });
}

/**
 * The units that the values of `ou` name: one uid, `[a,b]`, or `a,b`. Blanks are not taken off, as in the peer.
 *
 * @throws OrderlyError 409 when there is no value
 */
export function unitsOf(values: readonly string[]): readonly string[] {
  if (values.every((value) => value === '')) throw conflict('OrganisationUnit ID is invalid.');
  return [...new Set(values.flatMap((value) => value.replace(/^\[(.*)\]$/s, '$1').split(',')))];
}

interface Target {
  readonly uid: string;
  readonly key: number;
  readonly assigned: boolean;
}

/** @throws OrderlyError for the first unit that does not exist, or where the user may not enter data */
async function findUnits(
  db: Db,
  uids: readonly string[],
  dataSet: number,
  user: CurrentUser,
): Promise<readonly Target[]> {
  const { rows } = await sql<Target & { readonly ours: boolean }>`
    select unit.uid, unit.organisationunitid as key, ${isCaptured('unit', user)} as ours,
      exists (
        select from datasetsource where datasetsource.datasetid = ${dataSet} and datasetsource.sourceid = unit.organisationunitid
      ) as assigned
    from organisationunit as unit
    where unit.uid = any (${uids.filter(isUid)})
  `.execute(db);
  const found = new Map(rows.map((row) => [row.uid, row]));
  return uids.map((uid) => {
    const target = found.get(uid);
    if (!target) throw conflict(`Can't find OrganisationUnit with id =${uid}`);
    if (!target.ours) throw forbidden('You can only add a lock exceptions to your data capture organisation units.');
    return target;
  });
}

/** Puts in those that are not there, in the order of their units so that two requests never wait for each other. */
async function insertExceptions(
  db: Db,
  keys: { readonly dataSet: number; readonly period: number | undefined; readonly units: readonly number[] },
  change: Change,
): Promise<void> {
  await sql`
    with created as (
      insert into lockexception (lockexceptionid, organisationunitid, periodid, datasetid, created)
      select nextval('hibernate_sequence'), unit.key, ${keys.period}::bigint, ${keys.dataSet}::bigint, localtimestamp
      from unnest(${keys.units.toSorted((a, b) => a - b)}::bigint[]) as unit (key)
      on conflict (datasetid, periodid, organisationunitid) do nothing
      returning lockexception.organisationunitid
    )
    ${auditOf('CREATE', 'created', change)}
  `.execute(db);
}
