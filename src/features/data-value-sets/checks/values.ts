import { sql } from 'kysely';
import { valueProblem } from '../../data-values/index.js';
import type { ValueCheck } from './check.js';
import * as names from './names.js';

const LONGEST_COMMENT = 50_000;
const LONGEST_USERNAME = 255;

const problem = valueProblem(sql`given.value`, sql`element.valuetype`);

/** What stands in the value itself. Of what is to be deleted only the key counts (contract: imports.md §9 no. 11). */
export const CONTENT_CHECKS: readonly ValueCheck[] = [
  {
    code: 'E7618',
    property: 'value',
    objects: { dataElement: names.element },
    fails: () => sql`not is_gone and given.value is null and given.comment is null`,
  },
  {
    code: 'E7619',
    property: 'value',
    objects: { dataElement: names.element },
    args: () => [names.element, sql`coalesce(${problem}, '')`],
    fails: () =>
      sql`not is_gone and given.value is not null and not (given.is_count and element.takes_counts) and ${problem} is not null`,
  },
  {
    code: 'E7620',
    property: 'comment',
    objects: { dataElement: names.element },
    args: () => [sql`'Comment is longer than 50000 characters'`],
    fails: () => sql`length(given.comment) > ${sql.lit(LONGEST_COMMENT)}`,
  },
  {
    code: 'E7621',
    property: 'value',
    objects: { dataElement: names.element },
    fails: () => sql`not is_gone and given.value is not null and element.optionsetid is not null and ${isNoOption}`,
  },
];

/** The options were put into a table before, so that the question is answered from one hash of them. */
const isNoOption = sql`case
  when element.valuetype = 'MULTI_TEXT' then exists (
    select from string_to_table(given.value, ',') as code
    where (element.optionsetid, code) not in (select known_option.optionsetid, known_option.code from known_option)
  )
  else (element.optionsetid, given.value) not in (select known_option.optionsetid, known_option.code from known_option)
end`;

export const STORED_BY_CHECK: ValueCheck = {
  code: 'E7637',
  property: 'storedBy',
  objects: { storedBy: sql`left(stored_by.name, 200)` },
  args: () => [sql`'Username is longer than 255 characters'`],
  fails: () => sql`length(stored_by.name) > ${sql.lit(LONGEST_USERNAME)}`,
};

/** There is no file to be deleted. */
export const FILE_CHECK: ValueCheck = {
  code: 'E7645',
  property: 'dataElement',
  objects: { dataElement: names.element },
  fails: () =>
    sql`is_gone and element.valuetype in ('FILE_RESOURCE', 'IMAGE') and (stored.dataelementid is null or stored.deleted)`,
};
