import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { dayNumber, type IsoDate } from '../../kernel/calendar.js';
import { daysInPeriod, type Period } from '../../kernel/periods/index.js';
import { periodKeys } from '../../metadata/index.js';
import { chunksOf } from '../expressions/index.js';
import type { Violation } from './analyse.js';

/** A violation and the key of its row, if it is stored. */
export type StoredViolation = Violation & { readonly resultId?: number };

const ROWS_AT_ONCE = 10_000;

/** Whole days from the start of the period to today, at most as many as it has (contract: tables.md §6.4). */
export const dayInPeriod = (period: Period, today: IsoDate): number =>
  Math.min(Math.max(dayNumber(today) - dayNumber(period.startDate), 0), daysInPeriod(period));

/**
 * Stores the violations. One that was found before with the same values, on whatever day, is not stored again: it is noted that it was seen (contract: tables.md §10.4
 * no. 29). One whose values have changed is a new result on a new day of its period, and takes the new values on the same day.
 *
 * @param most how many new results are stored; what is left out is not told
 * @returns those that were not there before, with their keys
 */
export async function storeViolations(
  db: Db,
  violations: readonly Violation[],
  today: IsoDate,
  most: number,
): Promise<readonly StoredViolation[]> {
  const periods = await periodKeys(
    db,
    violations.map(({ period }) => period.iso),
  );
  const stored: StoredViolation[] = [];
  for (const batch of chunksOf(violations, ROWS_AT_ONCE)) {
    const { rows } = await sql<{ position: number; id: number }>`
      with given as (
        select given.*, latest.*
        from unnest(
          ${batch.map(({ ruleId }) => ruleId)}::bigint[],
          ${batch.map(({ period }) => periods.get(period.iso) ?? null)}::bigint[],
          ${batch.map(({ organisationUnitId }) => organisationUnitId)}::bigint[],
          ${batch.map(({ attributeOptionComboId }) => attributeOptionComboId)}::bigint[],
          ${batch.map(({ leftSideValue }) => leftSideValue)}::double precision[],
          ${batch.map(({ rightSideValue }) => rightSideValue)}::double precision[],
          ${batch.map(({ period }) => dayInPeriod(period, today))}::int[]
        ) with ordinality as given (rule, period, unit, combo, left_value, right_value, day, position)
        left join lateral (
          select result.validationresultid as known, result.dayinperiod as known_day,
            result.leftsidevalue = given.left_value and result.rightsidevalue = given.right_value as is_same
          from validationresult as result
          where result.validationruleid = given.rule and result.periodid = given.period and result.organisationunitid = given.unit
            and result.attributeoptioncomboid = given.combo
          order by result.validationresultid desc
          limit 1
        ) as latest on true
      ),
      changed as (
        update validationresult as result set leftsidevalue = given.left_value, rightsidevalue = given.right_value
        from given
        where result.validationresultid = given.known and given.known_day = given.day and given.is_same is not true
      ),
      seen as (
        insert into orderly.validation_result_seen (validationresultid, last_seen_at)
        select given.known, localtimestamp from given where given.is_same or given.known_day = given.day
        on conflict (validationresultid) do update set last_seen_at = excluded.last_seen_at
      ),
      fresh as (
        select given.*, nextval('hibernate_sequence') as id
        from given where given.known is null or given.is_same is not true and given.known_day <> given.day
        order by given.position
        limit ${Math.max(0, most - stored.length)}
      ),
      stored as (
        insert into validationresult (
          validationresultid, created, leftsidevalue, rightsidevalue, validationruleid, periodid, organisationunitid,
          attributeoptioncomboid, dayinperiod, notificationsent
        )
        select fresh.id, localtimestamp, fresh.left_value, fresh.right_value, fresh.rule, fresh.period, fresh.unit, fresh.combo, fresh.day, false
        from fresh
        on conflict (validationruleid, periodid, organisationunitid, attributeoptioncomboid, dayinperiod) do nothing
        returning validationresultid as id
      )
      select fresh.position::int, fresh.id from fresh join stored on stored.id = fresh.id order by fresh.position
    `.execute(db);
    for (const { position, id } of rows) stored.push({ ...(batch[position - 1] as Violation), resultId: id });
  }
  return stored;
}
