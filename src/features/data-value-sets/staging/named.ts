import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { createPeriods, isReadable, isShared, namedPeriod } from '../../../metadata/index.js';
import { hasEmptyZeros, isCaptured } from '../../data-values/index.js';
import { type IdScheme, identifier } from '../../imports/index.js';
import type { Names } from './names.js';

// Tables that say what the names of a payload mean: `named_element`, `named_period`, `named_unit`, `named_combo` and `named_user`, each with `number` and `name`, the keys of what
// is meant, null where nothing is, and `rank`, the place of the key among those of the payload. The number 0 is a name that a value leaves out: what the head gives instead.

/** The names with their numbers, and 0 for what is meant when there is none. */
const numbered = (names: Names, absent: string | undefined): RawBuilder<unknown> => sql`
  select 0 as number, ${absent ?? null}::text as name
  union all
  select given.number::int, given.name from unnest(${names.list}::text[]) with ordinality as given (name, number)
`;

/** The rows of a table that the scheme calls by one of the names. Those that share a name are not told apart: it means none of them. */
const called = (table: string, scheme: IdScheme, columns: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select * from (
    select ${identifier(scheme)} as scheme_name, count(*) over (partition by ${identifier(scheme)}) as namesakes, ${columns}
    from ${sql.table(table)} as object
    where ${identifier(scheme)} in (select given.name from given)
  ) as object
  where object.namesakes = 1
`;

const rank = (key: string): RawBuilder<unknown> => sql`(dense_rank() over (order by ${sql.ref(key)}) - 1)::int as rank`;

/**
 * `takes_counts` says that every whole number that is not negative is one of the element's values. `class` is the same for elements that belong to the same data sets: rules for entering data tell them no more apart. */
export async function nameElements(db: Db, names: Names, user: CurrentUser, scheme: IdScheme): Promise<void> {
  const columns = sql`
    object.dataelementid, object.uid, object.valuetype, object.optionsetid, ${hasEmptyZeros('object')} as has_empty_zeros,
    object.valuetype in ('INTEGER_ZERO_OR_POSITIVE', 'INTEGER', 'NUMBER', 'TEXT', 'LONG_TEXT') as takes_counts,
    array(
      select datasetelement.datasetid from datasetelement where datasetelement.dataelementid = object.dataelementid order by datasetelement.datasetid
    ) as data_sets,
    ${isReadable('object', user)} as readable
  `;
  await sql`
    create temporary table named_element on commit drop as
    with given as (${numbered(names, undefined)}),
    found as (${called('dataelement', scheme, columns)})
    select given.number, given.name, found.dataelementid, found.uid, found.valuetype, found.optionsetid, found.has_empty_zeros, found.takes_counts,
      dense_rank() over (order by found.data_sets)::int as class, ${rank('found.dataelementid')}
    from given
    left join found on found.scheme_name = given.name and found.readable
  `.execute(db);
}

/** Rows of `period` that are not there are made when `create` says so; their keys are null otherwise. Gives the keys of those that were made. */
export async function namePeriods(
  db: Db,
  names: Names,
  headPeriod: string | undefined,
  create: boolean,
): Promise<readonly number[]> {
  const periods = [headPeriod, ...names.list].map(namedPeriod);
  await sql`
    create temporary table named_period on commit drop as
    select given.number, given.name, given.type, given.start_date, given.end_date, null::bigint as periodid, 0 as rank
    from unnest(
      ${periods.map((_, number) => number)}::int[], ${periods.map(({ name }) => name ?? null)}::text[], ${periods.map(({ type }) => type ?? null)}::text[],
      ${periods.map(({ start }) => start ?? null)}::date[], ${periods.map(({ end }) => end ?? null)}::date[]
    ) as given (number, name, type, start_date, end_date)
  `.execute(db);
  const made = create ? await createPeriods(db, periods) : [];
  await sql`
    update named_period set periodid = found.periodid, rank = found.rank
    from (
      select named_period.number, period.periodid,
        (dense_rank() over (order by period.periodid, named_period.type, named_period.start_date) - 1)::int as rank
      from named_period
      left join periodtype on periodtype.name = named_period.type
      left join period on period.periodtypeid = periodtype.periodtypeid and period.startdate = named_period.start_date and period.enddate = named_period.end_date
    ) as found
    where found.number = named_period.number
  `.execute(db);
  return made;
}

/** `reachable` tells whether the user enters data for the unit. */
export async function nameUnits(
  db: Db,
  names: Names,
  user: CurrentUser,
  scheme: IdScheme,
  headUnit: string | undefined,
): Promise<void> {
  await sql`
    create temporary table named_unit on commit drop as
    with given as (${numbered(names, headUnit)}),
    found as (${called('organisationunit', scheme, sql`object.organisationunitid, object.uid, ${isCaptured('object', user)} as reachable`)})
    select given.number, given.name, found.organisationunitid, found.uid, found.reachable, ${rank('found.organisationunitid')}
    from given
    left join found on found.scheme_name = given.name
  `.execute(db);
}

/**
 * `closed_option` is the uid of an option of the combo that the user may not write data for. The number 0 is the default combo.
 *
 * @param known the key of the combo that one of the numbers stands for, whatever the scheme makes of its name
 */
export async function nameCombos(
  db: Db,
  names: Names,
  user: CurrentUser,
  scheme: IdScheme,
  known: { readonly number: number; readonly id: number | undefined },
): Promise<void> {
  const columns = sql`object.categoryoptioncomboid, object.uid`;
  await sql`
    create temporary table named_combo on commit drop as
    with given as (${numbered(names, undefined)}),
    found as (${called('categoryoptioncombo', scheme, columns)})
    select given.number, coalesce(given.name, found.uid) as name, found.categoryoptioncomboid, found.uid, (
      select min(option.uid) from categoryoptioncombos_categoryoptions as link
      join categoryoption as option on option.categoryoptionid = link.categoryoptionid
      where link.categoryoptioncomboid = found.categoryoptioncomboid and not ${isShared('option', user, 'dataWrite')}
    ) as closed_option, ${rank('found.categoryoptioncomboid')}
    from given
    left join lateral (
      select found.categoryoptioncomboid, found.uid from found
      where found.scheme_name = given.name and not (given.number = ${known.number}::int and ${known.id ?? null}::bigint is not null)
      union all
      select object.categoryoptioncomboid, object.uid from categoryoptioncombo as object
      where given.number = ${known.number}::int and object.categoryoptioncomboid = ${known.id ?? null}::bigint
      union all
      (select object.categoryoptioncomboid, object.uid from categoryoptioncombo as object where given.number = 0 and object.name = 'default' limit 1)
    ) as found on true
  `.execute(db);
}

export async function nameUsers(db: Db, names: Names, user: CurrentUser): Promise<void> {
  await sql`create temporary table named_user on commit drop as ${numbered(names, user.username)}`.execute(db);
}

/** The codes of the options of the elements' option sets, as `known_option`. */
export async function nameOptions(db: Db): Promise<void> {
  await sql`
    create temporary table known_option on commit drop as
    select optionvalue.optionsetid, optionvalue.code
    from optionvalue
    where optionvalue.optionsetid in (select named_element.optionsetid from named_element)
  `.execute(db);
}

/** Lets the planner know how few names there are. */
export async function analyzeNames(db: Db): Promise<void> {
  await sql`analyze named_element, named_period, named_unit, named_combo, named_user, known_option`.execute(db);
}
