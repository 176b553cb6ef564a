import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { EntryRules } from './entry-rules.js';
import { latestOpenPeriods } from './open-periods.js';
import { optionDates } from './option-dates.js';
import { expiryDaysAreOver, notOpen } from './place-locks.js';

/**
 * Which of the rows of `given` `entryLocks` may find closed at some unit or other, as a relation of their `position`; whether it does is for it to say. Rules for entering data speak of few
 * elements, periods and attribute option combos, and most payloads have none that they close, so that many units need not be asked for.
 *
 * @param given as for `entryLocks`, but for the unit and the data set of the head: any data set of an element is taken for one that a value concerns
 */
export async function doubtfulPlaces(db: Db, given: string, rules: EntryRules): Promise<RawBuilder<unknown>> {
  const table = sql.table(given);
  return sql`
    select given.position
    from ${table} as given
    left join periodtype on periodtype.name = given.period_type
    left join period on period.periodtypeid = periodtype.periodtypeid and period.startdate = given.start_date and period.enddate = given.end_date
    join datasetelement on datasetelement.dataelementid = given.dataelementid
    join dataset on dataset.datasetid = datasetelement.datasetid
    join (${await latestOpenPeriods(db, rules.now)}) as latest on latest.datasetid = dataset.datasetid
    where ${rules.mayEditExpired ? sql`false` : expiryDaysAreOver(rules, sql`given.end_date`)}
      or given.start_date > latest.start_date
      or exists (select from dataapproval where dataapproval.workflowid = dataset.workflowid and dataapproval.periodid = period.periodid)
      or ${notOpen(sql`dataset.datasetid`, sql`period.periodid`, rules)}
    union
    select given.position
    from ${table} as given
    where given.attributeoptioncomboid in (
      select link.categoryoptioncomboid
      from categoryoptioncombos_categoryoptions as link
      join categoryoption_organisationunits as restriction on restriction.categoryoptionid = link.categoryoptionid
    )
    union
    select given.position
    from ${table} as given
    join (${optionDates(table)}) as span on span.dataelementid = given.dataelementid and span.attributeoptioncomboid = given.attributeoptioncomboid
    where given.end_date < span.first_day or given.start_date > span.last_day
  `;
}
