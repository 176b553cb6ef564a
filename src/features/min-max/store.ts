import { type RawBuilder, sql } from 'kysely';
import { type Db, lockInTransaction, transaction } from '../../database/index.js';
import { isUid } from '../../kernel/uid.js';
import type { MinMaxKey, MinMaxValue } from './values.js';

/**
 * Waits until nobody else writes many min-max values, and keeps others from it until the transaction ends: two writers of many rows could wait for each other's rows
 * for ever. Who writes one row does without.
 */
export const lockManyValues = (db: Db): Promise<void> => lockInTransaction(db, 'min-max values');

/**
 * Puts in the values, or changes those that are there; of several for one place the last counts. All of it happens, or nothing.
 *
 * @returns how many of them belong to something; the others are passed over
 */
export async function storeValues(db: Db, values: readonly MinMaxValue[]): Promise<number> {
  const known = values.filter(canExist);
  if (known.length === 0) return 0;
  return await transaction(db, async (handle) => {
    if (known.length > 1) await lockManyValues(handle);
    const { rows } = await sql<{ count: number }>`
      with resolved as (
        select unit.organisationunitid, element.dataelementid, combo.categoryoptioncomboid, given.*
        from unnest(
          ${known.map(({ dataElement }) => dataElement)}::text[],
          ${known.map(({ orgUnit }) => orgUnit)}::text[],
          ${known.map(({ optionCombo }) => optionCombo)}::text[],
          ${known.map(({ min }) => min)}::int[],
          ${known.map(({ max }) => max)}::int[],
          ${known.map(({ generated }) => generated)}::boolean[]
        ) with ordinality as given (data_element, org_unit, option_combo, min, max, generated, position)
        ${objectsOfGiven}
      ),
      written as (
        insert into minmaxdataelement (
          minmaxdataelementid, sourceid, dataelementid, categoryoptioncomboid, minimumvalue, maximumvalue, generatedvalue
        )
        select nextval('hibernate_sequence'), latest.*
        from (
          select distinct on (organisationunitid, dataelementid, categoryoptioncomboid)
            organisationunitid, dataelementid, categoryoptioncomboid, min, max, generated
          from resolved
          order by organisationunitid, dataelementid, categoryoptioncomboid, position desc
        ) as latest
        on conflict (sourceid, dataelementid, categoryoptioncomboid) do update set
          minimumvalue = excluded.minimumvalue, maximumvalue = excluded.maximumvalue, generatedvalue = excluded.generatedvalue
      )
      select count(*) as count from resolved
    `.execute(handle);
    return rows[0]?.count ?? 0;
  });
}

/** Deletes the values at these places; tells how many were there. */
export async function deleteValues(db: Db, keys: readonly MinMaxKey[]): Promise<number> {
  const known = keys.filter(canExist);
  if (known.length === 0) return 0;
  return await transaction(db, async (handle) => {
    if (known.length > 1) await lockManyValues(handle);
    const { numAffectedRows } = await sql`
      delete from minmaxdataelement as stored
      using unnest(
        ${known.map(({ dataElement }) => dataElement)}::text[],
        ${known.map(({ orgUnit }) => orgUnit)}::text[],
        ${known.map(({ optionCombo }) => optionCombo)}::text[]
      ) as given (data_element, org_unit, option_combo)
      ${objectsOfGiven}
      where stored.sourceid = unit.organisationunitid
        and stored.dataelementid = element.dataelementid
        and stored.categoryoptioncomboid = combo.categoryoptioncomboid
    `.execute(handle);
    return Number(numAffectedRows ?? 0n);
  });
}

const objectsOfGiven: RawBuilder<unknown> = sql`
  join dataelement as element on element.uid = given.data_element
  join organisationunit as unit on unit.uid = given.org_unit
  join categoryoptioncombo as combo on combo.uid = given.option_combo
`;

/** What cannot be the uid of anything is not looked up: it may hold what no database takes. */
const canExist = ({ dataElement, orgUnit, optionCombo }: MinMaxKey): boolean =>
  isUid(dataElement) && isUid(orgUnit) && isUid(optionCombo);
