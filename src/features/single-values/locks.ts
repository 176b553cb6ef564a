import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { catalogued, type OrderlyError } from '../../kernel/errors/index.js';
import { CODE_OF_SINGLE_VALUES, type EntryLockCode, type EntryRules, entryLocks } from '../data-values/index.js';
import type { Place } from './place.js';

/** Why a value may not be entered now. */
export interface Lock {
  readonly code: EntryLockCode | 'E2019';
  readonly data_set: string | null;
  readonly latest_period: string | null;
}

/** All reasons against entering a value at the place, by the rules of imports (contract: data-admin.md §2.1, imports.md §2.4). */
export async function locksOf(db: Db, place: Place, rules: EntryRules): Promise<readonly Lock[]> {
  const locks = await entryLocks(db, 'given', rules);
  const { rows } = await sql<Lock>`
    with given as (
      select 0 as position, ${place.dataElementId}::bigint as dataelementid, ${place.sourceId}::bigint as sourceid,
        ${place.attributeOptionComboId}::bigint as attributeoptioncomboid, ${place.dataSetId}::bigint as datasetid, ${place.period.type}::text as period_type,
        ${place.period.startDate}::date as start_date, ${place.period.endDate}::date as end_date
    )
    select locks.code, locks.data_set, locks.latest_period from (${locks}) as locks
  `.execute(db);
  return rows;
}

/** The error that the resource of single values tells for one of these reasons, if there is one of them; the first of `codes` counts (contract: imports.md §3). */
export function refusalOf(
  place: Place,
  locks: readonly Lock[],
  codes: readonly Lock['code'][],
): OrderlyError | undefined {
  const { period, dataElement, dataSet } = place;
  for (const code of codes) {
    const lock = locks.find((one) => one.code === code);
    if (!lock) continue;
    // Of approval the peer says no more than that the data set is locked.
    switch (code === 'E7642' ? 'E2017' : CODE_OF_SINGLE_VALUES[code]) {
      case 'E2017':
        return catalogued('E2017');
      case 'E2019':
        return catalogued('E2019', place.orgUnit);
      case 'E2022':
        return catalogued('E2022', period.iso, lock.latest_period ?? '', dataElement);
      case 'E2025':
        return catalogued('E2025', period.iso, lock.data_set ?? dataSet ?? `any of data element ${dataElement}`);
      default:
    }
  }
  return undefined;
}

/** E2023 or E2024, with the option of the attribute option combo that the period lies outside of. */
export async function optionRefusal(db: Db, place: Place): Promise<OrderlyError> {
  const { period } = place;
  const { rows } = await sql<{ uid: string; start: string | null; end: string | null }>`
    select categoryoption.uid, categoryoption.startdate::date as start, categoryoption.enddate::date as "end"
    from categoryoptioncombos_categoryoptions as own
    join categoryoption on categoryoption.categoryoptionid = own.categoryoptionid
    where own.categoryoptioncomboid = ${place.attributeOptionComboId}
    order by categoryoption.enddate nulls last, categoryoption.uid
  `.execute(db);
  const early = rows.find(({ start }) => start !== null && period.endDate < start);
  if (early) return catalogued('E2023', period.iso, early.start ?? '', early.uid);
  const [late] = rows;
  return catalogued('E2024', period.iso, late?.end ?? '', late?.uid ?? '');
}
