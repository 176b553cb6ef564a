import { type RawBuilder, sql } from 'kysely';
import type { ImportRules } from '../checks/index.js';

/** The values with everything that checks speak of, except what is stored. `attributeCombo` is the number of the combo that a value without one is for. */
export const namedValues = ({ strategy }: ImportRules, attributeCombo: number): RawBuilder<unknown> => sql`
  given_value as given
  join named_element as element on element.number = given.element
  join named_period as period on period.number = given.period
  join named_unit as unit on unit.number = given.unit
  join named_combo as combo on combo.number = given.combo
  join named_combo as attribute_combo
    on attribute_combo.number = case given.attribute_combo when 0 then ${attributeCombo}::int else given.attribute_combo end
  join named_user as stored_by on stored_by.number = given.stored_by
  left join locked_place as locked on locked.class = element.class and locked.period = period.number and locked.unit = unit.number
    and locked.attribute_combo = attribute_combo.number
  cross join lateral (select given.deleted or ${strategy === 'DELETE'}::boolean as is_gone) as flag
`;

/** What is stored for the same keys; only rows of the payload's periods are looked at. */
export const storedValues = sql`
  left join (select * from datavalue where datavalue.periodid = any (array(select named_period.periodid from named_period))) as stored
    on stored.dataelementid = element.dataelementid and stored.periodid = period.periodid and stored.sourceid = unit.organisationunitid
    and stored.categoryoptioncomboid = combo.categoryoptioncomboid and stored.attributeoptioncomboid = attribute_combo.categoryoptioncomboid
`;
