import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { localDate } from '../../kernel/calendar.js';
import type { Clock } from '../../kernel/clock.js';
import { periodKeys } from '../../metadata/index.js';
import { registerCompleteness } from '../complete-data-sets/index.js';
import type { ImportRules } from './checks/index.js';
import type { Head } from './head.js';

export interface Completion {
  readonly head: Head;
  readonly rules: ImportRules;
  /** Number of the head's attribute option combo among the names of combos. */
  readonly attributeCombo: number;
  readonly clock: Clock;
  /** Whether a value was refused. */
  readonly rejected: boolean;
}

/**
 * Registers the data set of the head as complete if the head says so: after the values, only when none of them was refused unless the import insists, and not on trial
 * (contract: imports.md §2.1, §9 no. 7, 8).
 *
 * @returns the day of completion, or `false`
 */
export async function completeDataSet(db: Db, completion: Completion): Promise<string> {
  const { head, rules, attributeCombo, clock, rejected } = completion;
  const { dataSet, options, user } = rules;
  if (head.completeDate === undefined || !dataSet || (rejected && !options.force)) return 'false';
  const { rows } = await sql<{ sourceId: number; attributeOptionComboId: number }>`
    select unit.organisationunitid as "sourceId", combo.categoryoptioncomboid as "attributeOptionComboId"
    from named_unit as unit
    join named_combo as combo on combo.number = ${attributeCombo}
    where unit.number = 0 and unit.organisationunitid is not null and combo.categoryoptioncomboid is not null
  `.execute(db);
  const [place] = rows;
  if (!place || head.period === undefined) return 'false';
  const date = dayOfCompletion(head.completeDate, localDate(clock.now()));
  if (options.dryRun) return date;
  const periodId = (await periodKeys(db, [head.period])).get(head.period);
  if (periodId === undefined) return 'false';
  await registerCompleteness(db, { dataSetId: dataSet.id, periodId, ...place, date, storedBy: user.username });
  return date;
}

/** A day to come becomes today. */
function dayOfCompletion(given: string, today: string): string {
  const day = given.toLowerCase() === 'true' ? today : given.slice(0, 10);
  return day > today ? today : day;
}
