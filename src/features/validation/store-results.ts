import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { dayNumber, type IsoDate } from '../../kernel/calendar.js';
import { daysInPeriod, type Period } from '../../kernel/periods/index.js';
import { periodKeys } from '../../metadata/index.js';
import type { Violation } from './analyse.js';
import type { PeriodsByType } from './periods.js';
import type { ValidationRule } from './rules.js';

/** A violation and the key of its row, if it is stored. */
export type StoredViolation = Violation & { readonly resultId?: number };

const ROWS_AT_ONCE = 10_000;

/** Whole days from the start of the period to today, at most as many as it has (contract: tables.md §6.4). */
export const dayInPeriod = (period: Period, today: IsoDate): number =>
  Math.min(Math.max(dayNumber(today) - dayNumber(period.startDate), 0), daysInPeriod(period));

/**
 * Stores the violations. One that is stored already for the same day of the period stays as it is.
 *
 * @returns those that were not there before, with their keys
 */
export async function storeViolations(
  db: Db,
  violations: readonly Violation[],
  today: IsoDate,
): Promise<readonly StoredViolation[]> {
  const periods = await periodKeys(
    db,
    violations.map(({ period }) => period.iso),
  );
  const stored: StoredViolation[] = [];
  for (let start = 0; start < violations.length; start += ROWS_AT_ONCE) {
    const batch = violations.slice(start, start + ROWS_AT_ONCE);
    const { rows } = await sql<{ position: number; id: number }>`
      with given as (
        select given.*, nextval('hibernate_sequence') as id
        from unnest(
          ${batch.map(({ ruleId }) => ruleId)}::bigint[],
          ${batch.map(({ period }) => periods.get(period.iso) ?? null)}::bigint[],
          ${batch.map(({ organisationUnitId }) => organisationUnitId)}::bigint[],
          ${batch.map(({ attributeOptionComboId }) => attributeOptionComboId)}::bigint[],
          ${batch.map(({ leftSideValue }) => leftSideValue)}::double precision[],
          ${batch.map(({ rightSideValue }) => rightSideValue)}::double precision[],
          ${batch.map(({ period }) => dayInPeriod(period, today))}::int[]
        ) with ordinality as given (rule, period, unit, combo, left_value, right_value, day, position)
      ),
      stored as (
        insert into validationresult (
          validationresultid, created, leftsidevalue, rightsidevalue, validationruleid, periodid, organisationunitid,
          attributeoptioncomboid, dayinperiod, notificationsent
        )
        select given.id, localtimestamp, given.left_value, given.right_value, given.rule, given.period, given.unit, given.combo, given.day, false
        from given
        on conflict (validationruleid, periodid, organisationunitid, attributeoptioncomboid, dayinperiod) do nothing
        returning validationresultid as id
      )
      select given.position::int, given.id from given join stored on stored.id = given.id order by given.position
    `.execute(db);
    for (const { position, id } of rows) stored.push({ ...(batch[position - 1] as Violation), resultId: id });
  }
  return stored;
}

/** How many results of the rules and periods are stored already: they count in the most that a run may find (contract: tables.md §6.3). */
export async function countStored(db: Db, rules: readonly ValidationRule[], periods: PeriodsByType): Promise<number> {
  const all = [...periods.values()].flat();
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
    from validationresult as result
    join period on period.periodid = result.periodid
    join periodtype on periodtype.periodtypeid = period.periodtypeid
    join unnest(${all.map(({ type }) => type)}::text[], ${all.map(({ startDate }) => startDate)}::date[]) as wanted (type, start)
      on wanted.type = periodtype.name and wanted.start = period.startdate
    where result.validationruleid = any (${rules.map(({ id }) => id)}::bigint[])
  `.execute(db);
  return rows[0]?.count ?? 0;
}
