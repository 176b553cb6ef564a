import { type RawBuilder, sql } from 'kysely';
import { type Db, setLocal } from '../../../database/index.js';
import { doubtfulPlaces, entryLocks } from '../../data-values/index.js';
import type { ImportRules } from '../checks/index.js';

/**
 * Makes the table `locked_place`: which places of the payload are closed for entry, and the first reason why. A place is a class of data elements, a period, a unit and an attribute
 * option combo, so that data sets, lock exceptions and approvals are asked once for all elements of a data set; and only those are asked for which the rules can close at some unit.
 * Nothing is closed to a super user who insists (contract: imports.md §2.4).
 */
export async function findLockedPlaces(db: Db, rules: ImportRules, attributeCombo: number, now: Date): Promise<void> {
  const { options, user } = rules;
  const entryRules = {
    now,
    mayEditExpired: user.isSuper || user.authorities.has('F_EDIT_EXPIRED'),
    strictLocking: options.strictDataSetLocking,
    strictApproval: options.strictDataSetApproval,
    strictInputPeriods: options.strictDataSetInputPeriods,
  };
  await makeKinds(db, rules, attributeCombo);
  await makePlaces(db, rules, attributeCombo, await doubtfulPlaces(db, 'entry_kind', entryRules));
  const locks = await entryLocks(db, 'entry_place', entryRules);
  // The planner takes the common table expressions of the rules for a few rows, and would look at each place for each place.
  await setLocal(db, 'enable_nestloop', 'off');
  await sql`
    create temporary table locked_place on commit drop as
    select distinct on (place.position) place.class, place.period, place.unit, place.attribute_combo, lock.code, lock.data_set, lock.latest_period
    from (${locks}) as lock
    join entry_place as place on place.position = lock.position
    where lock.code like 'E76%'
    order by place.position, lock.code
  `.execute(db);
  await setLocal(db, 'enable_nestloop', 'on');
  await sql`analyze locked_place`.execute(db);
}

const attributeComboOf = (attributeCombo: number): RawBuilder<unknown> =>
  sql`case given.attribute_combo when 0 then ${attributeCombo}::int else given.attribute_combo end`;

/** Makes the table `entry_kind`: the classes, periods and attribute option combos that values are for, whatever their units, with one of the data elements of each class. */
async function makeKinds(db: Db, { options, user }: ImportRules, attributeCombo: number): Promise<void> {
  await sql`
    create temporary table entry_kind on commit drop as
    select row_number() over ()::int as position, kind.class, kind.period, kind.attribute_combo,
      representative.dataelementid, combo.categoryoptioncomboid as attributeoptioncomboid,
      period.type as period_type, period.start_date, period.end_date
    from (
      select distinct element.class, given.period, ${attributeComboOf(attributeCombo)} as attribute_combo
      from given_value as given
      join named_element as element on element.number = given.element
      where element.dataelementid is not null and not ${options.force && user.isSuper}::boolean
    ) as kind
    join (
      select named_element.class, min(named_element.dataelementid) as dataelementid from named_element group by named_element.class
    ) as representative on representative.class = kind.class
    join named_period as period on period.number = kind.period and period.type is not null
    join named_combo as combo on combo.number = kind.attribute_combo and combo.categoryoptioncomboid is not null
  `.execute(db);
  await sql`analyze entry_kind`.execute(db);
}

/** Makes the table `entry_place`: the units of the kinds that are in doubt. */
async function makePlaces(
  db: Db,
  { dataSet }: ImportRules,
  attributeCombo: number,
  doubtful: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    create temporary table doubtful_kind on commit drop as
    select * from entry_kind where entry_kind.position in (${doubtful})
  `.execute(db);
  await sql`analyze doubtful_kind`.execute(db);
  await sql`
    create temporary table entry_place on commit drop as
    select row_number() over ()::int as position, place.class, place.period, place.unit, place.attribute_combo,
      kind.dataelementid, unit.organisationunitid as sourceid, kind.attributeoptioncomboid,
      ${dataSet?.id ?? null}::bigint as datasetid, kind.period_type, kind.start_date, kind.end_date
    from (
      select distinct element.class, given.period, given.unit, ${attributeComboOf(attributeCombo)} as attribute_combo
      from given_value as given
      join named_element as element on element.number = given.element
      where element.dataelementid is not null and exists (select from doubtful_kind)
    ) as place
    join doubtful_kind as kind on kind.class = place.class and kind.period = place.period and kind.attribute_combo = place.attribute_combo
    join named_unit as unit on unit.number = place.unit and unit.organisationunitid is not null
  `.execute(db);
  await sql`analyze entry_place`.execute(db);
}
