import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { catalogued, conflict } from '../../kernel/errors/index.js';
import { normalValue, valueProblem } from '../data-values/index.js';
import type { SettingValues } from '../settings/index.js';
import type { Place } from './place.js';
import type { ValueRequest } from './request.js';

const LONGEST_COMMENT = 50_000;

/**
 * The value in the form in which it is stored; undefined and empty stay what they are.
 *
 * @throws OrderlyError 409 E2030 for what is no value of the element's type, E2028 for a comment that is too long, E2029 for what is none of its options
 */
export async function checkedValue(
  db: Db,
  place: Place,
  { value, comment }: ValueRequest,
): Promise<string | undefined> {
  const sent = value?.trim();
  if (sent === undefined || sent === '') {
    checkComment(comment);
    return sent;
  }
  const { rows } = await sql<{ problem: string | null; normal: string; isOption: boolean }>`
    select ${valueProblem(sql`given.value`, sql`given.type`)} as problem, ${normalValue(sql`given.value`, sql`given.type`)} as normal,
      ${place.optionSetId}::bigint is null or not exists (
        select from unnest(case when given.type = 'MULTI_TEXT' then string_to_array(given.value, ',') else array[given.value] end) as part (code)
        where not exists (select from optionvalue where optionvalue.optionsetid = ${place.optionSetId}::bigint and optionvalue.code = trim(part.code))
      ) as "isOption"
    from (select ${sent}::text as value, ${place.valueType}::text as type) as given
  `.execute(db);
  const [judged] = rows;
  if (judged?.problem) throw catalogued('E2030', place.valueType);
  checkComment(comment);
  if (!judged?.isOption) throw catalogued('E2029', place.dataElement);
  return judged.normal;
}

function checkComment(comment: string | undefined): void {
  if (comment !== undefined && comment.length > LONGEST_COMMENT)
    throw catalogued('E2028', 'comment_length_greater_than_max_length');
}

/** @throws OrderlyError 409 E2031 for a combo with an option whose data the user may not write */
export function demandOptionAccess({ unwritable }: Place): void {
  const [first] = unwritable;
  if (first === undefined) return;
  const [combo = '', option = ''] = first.split(' ');
  throw catalogued('E2031', `${combo} [User has no data write access for CategoryOption: ${option}]`);
}

/** @throws OrderlyError 409 for a place that the administrator's strict settings do not allow (contract: imports.md §2.2) */
export function demandStrictFit(place: Place, combo: string, settings: SettingValues): void {
  const { period, dataElement, orgUnit } = place;
  if (settings.keyDataImportStrictPeriods && !place.fitsPeriodType)
    throw conflict(`Period type of period: ${period.iso} not valid for data element: ${dataElement}`);
  if (settings.keyDataImportStrictCategoryOptionCombos && !place.fitsCombo)
    throw conflict(`Category option combo: ${combo} must be part of category combo of data element: ${dataElement}`);
  if (settings.keyDataImportStrictOrganisationUnits && !place.fitsUnit)
    throw conflict(`Data element: ${dataElement} must be assigned through data sets to organisation unit: ${orgUnit}`);
}
