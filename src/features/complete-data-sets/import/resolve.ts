import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { isShared } from '../../../metadata/index.js';
import { combosByOptions, isCaptured, optionUnits } from '../../data-values/index.js';
import { type ImportOptions, identifier, parseIdScheme, schemeFor } from '../../imports/index.js';
import { countFor } from './staging.js';

/** Why a registration is refused. */
export type Fault =
  | 'dataSet'
  | 'period'
  | 'orgUnit'
  | 'combo'
  | 'halfOfCombo'
  | 'noSuchCombo'
  | 'comboMissing'
  | 'hierarchy'
  | 'categoryCombo'
  | 'range'
  | 'unitOfCombo'
  | 'periodType'
  | 'assignment'
  | 'access';

export interface ResolveContext {
  readonly user: CurrentUser;
  readonly options: ImportOptions;
  /** Key of the option combo for those that name none. */
  readonly defaultCombo: number;
}

/**
 * Looks up what the registrations of `given_registration` name, and finds the first fault of each, in the order of the peer (contract: imports.md §4): fills
 * `resolved_registration`, a table of this transaction. Each name, unit and combo is looked at once, however many registrations have it.
 */
export async function resolve(db: Db, { user, options, defaultCombo }: ResolveContext): Promise<void> {
  await sql`
    create temporary table resolved_registration (
      position integer not null, datasetid bigint, sourceid bigint, attributeoptioncomboid bigint, fault text
    ) on commit drop
  `.execute(db);
  const { numAffectedRows } = await sql`
    insert into resolved_registration
    with data_sets as materialized (
      ${keysByName('dataset', 'datasetid', 'data_set', schemeFor(options, 'dataSetIdScheme'))}
    ),
    units as materialized (
      ${keysByName('organisationunit', 'organisationunitid', 'org_unit', schemeFor(options, 'orgUnitIdScheme'))}
    ),
    combos as materialized (
      ${keysByName('categoryoptioncombo', 'categoryoptioncomboid', 'combo', schemeFor(options, 'attributeOptionComboIdScheme'))}
    ),
    composed as materialized (${combosByOptions(sql`
      select given.category_combo, given.category_options from given_registration as given where given.combo is null
    `)}),
    found as materialized (
      select given.position, data_sets.key as datasetid, units.key as sourceid,
        coalesce(combos.key, composed.key, ${defaultCombo}::bigint) as attributeoptioncomboid,
        case
          when given.combo is not null then case when combos.key is null then 'combo' end
          when (given.category_combo is null) <> (given.category_options is null) then 'halfOfCombo'
          when given.category_combo is not null then case when composed.key is null then 'noSuchCombo' end
          when ${options.requireAttributeOptionCombo}::boolean then 'comboMissing'
        end as combo_fault
      from given_registration as given
      left join data_sets on data_sets.name = given.data_set
      left join units on units.name = given.org_unit
      left join combos on combos.name = given.combo
      left join composed on given.combo is null
        and composed.category_combo = given.category_combo and composed.category_options = given.category_options
    ),
    places as materialized (
      select unit.organisationunitid as sourceid, ${isCaptured('unit', user)} as captured
      from organisationunit as unit
      where unit.organisationunitid in (select found.sourceid from found)
    ),
    spans as materialized (${spansOfCombos(user)}),
    misplaced as materialized (${optionUnits(sql`found`)})
    select found.position, found.datasetid, found.sourceid, found.attributeoptioncomboid, case
      when found.datasetid is null then 'dataSet'
      when periodtype.periodtypeid is null then 'period'
      when found.sourceid is null then 'orgUnit'
      when found.combo_fault is not null then found.combo_fault
      when not coalesce(spans.writable, true) and found.attributeoptioncomboid <> ${defaultCombo} then 'combo'
      when not places.captured then 'hierarchy'
      when ${options.strictAttributeOptionCombos}::boolean and not exists (
        select from categorycombos_optioncombos as link
        where link.categoryoptioncomboid = found.attributeoptioncomboid and link.categorycomboid = dataset.categorycomboid
      ) then 'categoryCombo'
      when spans.first_day > given.start_date or spans.last_day < given.end_date then 'range'
      when misplaced.sourceid is not null then 'unitOfCombo'
      when ${options.strictPeriods}::boolean and dataset.periodtypeid <> periodtype.periodtypeid then 'periodType'
      when ${options.strictOrganisationUnits}::boolean and not exists (
        select from datasetsource where datasetsource.datasetid = found.datasetid and datasetsource.sourceid = found.sourceid
      ) then 'assignment'
      when not ${isShared('dataset', user, 'dataWrite')} then 'access'
    end
    from found
    join given_registration as given on given.position = found.position
    left join dataset on dataset.datasetid = found.datasetid
    left join periodtype on periodtype.name = given.period_type
    left join places on places.sourceid = found.sourceid
    left join spans on spans.attributeoptioncomboid = found.attributeoptioncomboid
    left join misplaced on misplaced.sourceid = found.sourceid and misplaced.attributeoptioncomboid = found.attributeoptioncomboid
  `.execute(db);
  await countFor(db, 'resolved_registration', Number(numAffectedRows ?? 0n));
}

/** Keys of the objects that a column of the payload names. A name that several objects share means nothing. */
function keysByName(table: string, key: string, column: string, scheme: string | undefined): RawBuilder<unknown> {
  const name = identifier(parseIdScheme(scheme));
  return sql`
    select (${name})::text as name, min(object.${sql.ref(key)}) as key
    from ${sql.table(table)} as object
    where ${name} in (select given.${sql.ref(column)} from given_registration as given where given.${sql.ref(column)} is not null)
    group by (${name})::text
    having count(*) = 1
  `;
}

/** From when to when each combo may be used, and whether the user may enter data for all its options. */
const spansOfCombos = (user: CurrentUser): RawBuilder<unknown> => sql`
  select link.categoryoptioncomboid as attributeoptioncomboid, max(categoryoption.startdate) as first_day, min(categoryoption.enddate) as last_day,
    bool_and(${isShared('categoryoption', user, 'dataWrite')}) as writable
  from categoryoptioncombos_categoryoptions as link
  join categoryoption on categoryoption.categoryoptionid = link.categoryoptionid
  where link.categoryoptioncomboid in (select found.attributeoptioncomboid from found)
  group by link.categoryoptioncomboid
`;
