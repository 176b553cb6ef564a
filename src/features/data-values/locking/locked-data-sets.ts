import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { Period } from '../../../kernel/periods/index.js';
import type { EntryRules } from './entry-rules.js';
import { approved, expired } from './place-locks.js';

/** Where data sets are looked at, by the keys of the tables. */
export interface DataSetPlaces {
  readonly dataSetIds: readonly number[];
  readonly period: Period;
  /** Keys of organisation units. */
  readonly sourceIds: readonly number[];
  readonly attributeOptionComboId: number;
}

/** Uids of the data sets that are locked at one of the units at least: expired without an exception, or approved (contract: data-admin.md §2.1). */
export async function lockedDataSets(
  db: Db,
  { dataSetIds, period, sourceIds, attributeOptionComboId }: DataSetPlaces,
  rules: Pick<EntryRules, 'now' | 'mayEditExpired'>,
): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    select distinct dataset.uid
    from dataset
    cross join lateral (
      select dataset.datasetid, unit.key as sourceid, ${attributeOptionComboId}::bigint as attributeoptioncomboid, ${period.endDate}::date as end_date,
        (
          select period.periodid from period join periodtype on periodtype.periodtypeid = period.periodtypeid
          where periodtype.name = ${period.type} and period.startdate = ${period.startDate}::date
        ) as periodid
      from unnest(${sourceIds}::bigint[]) as unit (key)
    ) as place
    where dataset.datasetid = any (${dataSetIds}::bigint[]) and (${expired(rules)} or ${approved})
    order by dataset.uid
  `.execute(db);
  return rows.map(({ uid }) => uid);
}
