import { sql } from 'kysely';
import { Type } from 'typebox';
import { type Db, transaction } from '../../database/index.js';
import { type ApiServer, type CurrentUser, hasAuthority } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { catalogued, conflict } from '../../kernel/errors/index.js';
import { type Period, parsePeriod } from '../../kernel/periods/index.js';
import { isUid } from '../../kernel/uid.js';
import { isShared } from '../../metadata/index.js';
import { deleteAndTell } from '../analytics-tables/index.js';
import { attributeOptionCombo, isCaptured, lockedDataSets } from '../data-values/index.js';
import { registrationKey } from './register.js';

const QUERY = Type.Object({
  ds: Type.Array(Type.String()),
  pe: Type.String(),
  ou: Type.String(),
  cc: Type.Optional(Type.String()),
  cp: Type.Optional(Type.String()),
  multiOu: Type.Boolean({ default: false }),
});

/** `DELETE /api/completeDataSetRegistrations`: takes registrations away, of one unit or of its children too (contract: imports.md §4). */
export function deleteRoutes(api: ApiServer, db: Db, clock: Clock): void {
  api.delete('/completeDataSetRegistrations', { schema: { querystring: QUERY } }, async (request, reply) => {
    const { ds, pe, ou, cc, cp, multiOu } = request.query;
    const { user } = request;
    const dataSets = await findDataSets(db, [...new Set(ds)], user);
    const period = parsePeriod(pe);
    if (!period) throw conflict(`Illegal period identifier: ${pe}`);
    const units = await findUnits(db, ou, multiOu, user);
    const combo = await attributeOptionCombo(db, cc, cp);
    const places = { dataSetIds: dataSets, period, sourceIds: units, attributeOptionComboId: combo };
    await transaction(db, async (handle) => {
      const rules = { now: clock.now(), mayEditExpired: hasAuthority(user, 'F_EDIT_EXPIRED') };
      const locked = await lockedDataSets(handle, places, rules);
      if (locked.length > 0) throw conflict(`Locked Data set(s) : ${locked.join(', ')}`);
      await remove(handle, places);
    });
    return await reply.code(204).send();
  });
}

/** @throws OrderlyError 409 when one of them is not there, or the user may not enter data for it */
async function findDataSets(db: Db, uids: readonly string[], user: CurrentUser): Promise<readonly number[]> {
  const { rows } = await sql<{ uid: string; key: number; writable: boolean }>`
    select dataset.uid, dataset.datasetid as key, ${isShared('dataset', user, 'dataWrite')} as writable
    from dataset where dataset.uid = any (${uids.filter(isUid)}::text[]) order by dataset.uid
  `.execute(db);
  if (rows.length !== uids.length || uids.length === 0)
    throw conflict(`Illegal data set identifier in this list: [${uids.join(', ')}]`);
  const closed = rows.find(({ writable }) => !writable);
  if (closed) throw catalogued('E7601', closed.uid);
  return rows.map(({ key }) => key);
}

/** The unit, and those directly below it. @throws OrderlyError 409 when it is not there, or not below one that the user enters data for */
async function findUnits(db: Db, uid: string, withChildren: boolean, user: CurrentUser): Promise<readonly number[]> {
  const illegal = conflict(`Illegal organisation unit identifier: ${uid}`);
  if (!isUid(uid)) throw illegal;
  const { rows } = await sql<{ uid: string; key: number; captured: boolean }>`
    select unit.uid, unit.organisationunitid as key, ${isCaptured('unit', user)} as captured
    from organisationunit as unit
    where unit.uid = ${uid} or ${withChildren}::boolean and unit.parentid = (
      select parent.organisationunitid from organisationunit as parent where parent.uid = ${uid}
    )
  `.execute(db);
  if (!rows.some((row) => row.uid === uid)) throw illegal;
  if (rows.some(({ captured }) => !captured)) throw catalogued('E7617', uid, user.username);
  return rows.map(({ key }) => key);
}

async function remove(
  db: Db,
  places: {
    readonly dataSetIds: readonly number[];
    readonly period: Period;
    readonly sourceIds: readonly number[];
    readonly attributeOptionComboId: number;
  },
): Promise<void> {
  const { dataSetIds, period, sourceIds, attributeOptionComboId } = places;
  const locked = sql`
    with locked as materialized (
      select ${registrationKey('registration')}
      from completedatasetregistration as registration
      join period on period.periodid = registration.periodid
      join periodtype on periodtype.periodtypeid = period.periodtypeid
      where registration.datasetid = any (${dataSetIds}::bigint[]) and registration.sourceid = any (${sourceIds}::bigint[])
        and registration.attributeoptioncomboid = ${attributeOptionComboId}
        and periodtype.name = ${period.type} and period.startdate = ${period.startDate}::date
      order by 1, 2, 3, 4
      for update of registration
    )
    select * from locked
  `;
  const source = 'completedatasetregistration';
  await deleteAndTell(db, source, {
    table: sql.table(source),
    condition: sql`(${registrationKey('row')}) in (${locked})`,
  });
}
