import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { isShared } from '../../../metadata/index.js';
import type { Conflicts } from '../../imports/index.js';

interface MissingField {
  readonly position: number;
  readonly name: string;
  readonly isNeeded: boolean;
}

/**
 * Tells which compulsory fields of the data sets have no value. Where a data set can be completed only with all of them, its registration is taken out of
 * `resolved_registration`; otherwise the conflict is a warning (contract: imports.md §4). Withdrawing asks for nothing; nor are fields asked for that the user may not fill.
 */
export async function tellMissingFields(db: Db, user: CurrentUser, conflicts: Conflicts): Promise<void> {
  const { rows } = await sql<MissingField>`
    select registration.position, dataelement.name || case when combo.name is null or combo.name = 'default' then '' else ' ' || combo.name end as name,
      coalesce(dataset.compulsoryfieldscompleteonly, false) as "isNeeded"
    from resolved_registration as registration
    join given_registration as given on given.position = registration.position and given.completed
    join dataset on dataset.datasetid = registration.datasetid
    join datasetoperands on datasetoperands.datasetid = dataset.datasetid
    join dataelementoperand as operand on operand.dataelementoperandid = datasetoperands.dataelementoperandid
    join dataelement on dataelement.dataelementid = operand.dataelementid
    left join categoryoptioncombo as combo on combo.categoryoptioncomboid = operand.categoryoptioncomboid
    left join periodtype on periodtype.name = given.period_type
    left join period on period.periodtypeid = periodtype.periodtypeid and period.startdate = given.start_date and period.enddate = given.end_date
    where not exists (
        select from datavalue
        where datavalue.dataelementid = operand.dataelementid and datavalue.periodid = period.periodid and datavalue.sourceid = registration.sourceid
          and datavalue.attributeoptioncomboid = registration.attributeoptioncomboid
          and datavalue.categoryoptioncomboid = coalesce(operand.categoryoptioncomboid, datavalue.categoryoptioncomboid)
          and not datavalue.deleted and coalesce(datavalue.value, '') <> ''
      )
      and not exists (
        select from categoryoptioncombos_categoryoptions as link
        join categoryoption on categoryoption.categoryoptionid = link.categoryoptionid
        where link.categoryoptioncomboid = operand.categoryoptioncomboid and not ${isShared('categoryoption', user, 'dataWrite')}
      )
    order by registration.position, dataelement.name collate "C", combo.name collate "C"
  `.execute(db);
  const refused = new Set<number>();
  for (const { position, name, isNeeded } of rows) {
    const text = `${name} needs to be filled. It is compulsory.`;
    const conflict = {
      code: 'E7605',
      text,
      objects: { dataElementOperand: name },
      property: 'dataElementOperand',
    } as const;
    if (!isNeeded) {
      conflicts.warn(position, conflict);
      continue;
    }
    conflicts.refuse(position, conflict);
    refused.add(position);
  }
  if (refused.size === 0) return;
  await sql`
    delete from resolved_registration as registration where registration.position = any (${[...refused]}::int[])
  `.execute(db);
}
