import { type RawBuilder, sql } from 'kysely';
import { valueProblem } from '../../data-values/index.js';

/** Why a value, with its `value`, `value_type` and `option_set_id` called `given`, is none of its type; null when it is one. Units and users that are values must be there. */
export const typeProblem: RawBuilder<string | null> = sql`case
  when given.value_type = 'ORGANISATION_UNIT'
    and not exists (select from organisationunit as unit where unit.uid = given.value) then 'Value ' || given.value || ' is not a valid org unit value'
  when given.value_type = 'USERNAME'
    and not exists (select from userinfo where userinfo.username = given.value) then 'Value ' || given.value || ' is not a valid username value'
  else ${valueProblem(sql`given.value`, sql`given.value_type`)}
end`;

/** Whether the value, or each of several ones, is the code of an option of the set. */
export const isOption: RawBuilder<boolean> = sql`case
  when given.value_type = 'MULTI_TEXT' then not exists (
    select from unnest(string_to_array(given.value, ',')) as part (code)
    where not exists (select from optionvalue where optionvalue.optionsetid = given.option_set_id and optionvalue.code = part.code)
  )
  else exists (select from optionvalue where optionvalue.optionsetid = given.option_set_id and optionvalue.code = given.value)
end`;

/**
 * Files that values name, as faults `code` and `args` of `given`, for an object with `uid` called `staged`: they must be there (`E1084`) and belong to nothing else (`E1009`).
 */
export const fileFaults: RawBuilder<unknown> = sql`
  select case when file.uid is null then 'E1084' else 'E1009' end as code, array[given.value] as args
  from (values (1)) as one (row)
  left join fileresource as file on file.uid = given.value
  where given.value_type in ('FILE_RESOURCE', 'IMAGE') and (
    file.uid is null or (file.isassigned and (staged.action = 'create' or file.fileresourceowner is distinct from staged.uid))
  )
`;
