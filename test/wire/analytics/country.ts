import { sql } from 'kysely';
import type { Db } from '../../../src/database/index.js';
import { type Period, parsePeriod } from '../../../src/kernel/periods/index.js';

/** An organisation unit. */
export interface Place {
  readonly uid: string;
  readonly id: number;
  /** All above it from the root on, and the unit itself. */
  readonly above: readonly string[];
  /** Its own group of the set, or that of the nearest unit above. */
  readonly group: string | undefined;
}

export interface Combo {
  readonly uid: string;
  readonly id: number;
  readonly option: string | undefined;
}

export type Kind = 'NUMBER' | 'BOOLEAN' | 'TRUE_ONLY' | 'TEXT';

export interface Element {
  readonly uid: string;
  readonly id: number;
  readonly kind: Kind;
  readonly aggregationType: string;
  readonly periodType: Period['type'];
  readonly combos: readonly Combo[];
  /** Data from below this level count above it no longer. */
  readonly aggregationLevel: number | undefined;
}

export interface Value {
  readonly element: Element;
  readonly place: Place;
  readonly combo: Combo;
  readonly attributeCombo: Combo;
  readonly period: Period;
  readonly text: string;
}

export interface SmallCountry {
  readonly places: readonly Place[];
  readonly elements: readonly Element[];
  readonly attributeCombos: readonly Combo[];
  readonly category: string;
  readonly options: readonly string[];
  readonly groupSet: string;
  readonly groups: readonly string[];
}

const KINDS: readonly Omit<Element, 'uid' | 'id' | 'combos'>[] = [
  { kind: 'NUMBER', aggregationType: 'SUM', periodType: 'Monthly', aggregationLevel: undefined },
  { kind: 'NUMBER', aggregationType: 'AVERAGE', periodType: 'Monthly', aggregationLevel: undefined },
  { kind: 'NUMBER', aggregationType: 'AVERAGE_SUM_ORG_UNIT', periodType: 'Yearly', aggregationLevel: undefined },
  { kind: 'NUMBER', aggregationType: 'LAST', periodType: 'Monthly', aggregationLevel: 2 },
  { kind: 'BOOLEAN', aggregationType: 'AVERAGE', periodType: 'Monthly', aggregationLevel: undefined },
  { kind: 'TRUE_ONLY', aggregationType: 'COUNT', periodType: 'Weekly', aggregationLevel: undefined },
  { kind: 'TEXT', aggregationType: 'NONE', periodType: 'Monthly', aggregationLevel: undefined },
];

export function period(iso: string): Period {
  const found = parsePeriod(iso);
  if (!found) throw new Error(iso);
  return found;
}

/** Makes some elements of the demo country what the tests need, and leaves no data values. */
export async function smallCountry(db: Db): Promise<SmallCountry> {
  await sql`delete from datavalue`.execute(db);
  await sql`delete from dataelementaggregationlevels`.execute(db);
  // Units of the user's view would restrict what asks for no unit.
  await sql`delete from userdatavieworgunits`.execute(db);
  const { rows: places } = await sql<Place>`
    with chosen as (
      select unit.*, row_number() over (partition by unit.parentid order by unit.uid) as place
      from organisationunit as unit
    )
    select unit.uid, unit.organisationunitid as id, string_to_array(trim(unit.path, '/'), '/') as above
    from chosen as unit
    where not exists (
      select from chosen as over where unit.path like '%' || over.uid || '%' and over.place > 2
    )
    order by unit.path
  `.execute(db);
  const { rows: sets } = await sql<{ uid: string; id: number }>`
    select uid, orgunitgroupsetid as id from orgunitgroupset where datadimension order by uid limit 1
  `.execute(db);
  const groupSet = sets[0];
  if (!groupSet) throw new Error('The demo country has no group set.');
  await sql`update orgunitgroupset set includesubhierarchyinanalytics = true where orgunitgroupsetid = ${groupSet.id}`.execute(
    db,
  );
  const { rows: members } = await sql<{ unit: string; group: string }>`
    select unit.uid as unit, min(orgunitgroup.uid) as group
    from orgunitgroupsetmembers
    join orgunitgroup using (orgunitgroupid) join orgunitgroupmembers using (orgunitgroupid)
    join organisationunit as unit using (organisationunitid)
    where orgunitgroupsetid = ${groupSet.id}
    group by unit.uid
    having count(*) = 1
  `.execute(db);
  const groupOf = new Map(members.map(({ unit, group }) => [unit, group]));
  const { rows: categories } = await sql<{ combo: number; category: string; id: number; uid: string; option: string }>`
    select members.categorycomboid as combo, category.uid as category, combo.categoryoptioncomboid as id, combo.uid, option.uid as option
    from category
    join categorycombos_categories as members using (categoryid)
    join categorycombos_optioncombos as combos on combos.categorycomboid = members.categorycomboid
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = combos.categoryoptioncomboid
    join categoryoptioncombos_categoryoptions as parts on parts.categoryoptioncomboid = combo.categoryoptioncomboid
    join categoryoption as option on option.categoryoptionid = parts.categoryoptionid
    where category.name = 'Sex' and (select count(*) from categorycombos_categories as all_of where all_of.categorycomboid = members.categorycomboid) = 1
    order by combo.uid
  `.execute(db);
  const { rows: standards } = await sql<{ combo: number; id: number; uid: string }>`
    select categorycomboid as combo, categoryoptioncomboid as id, categoryoptioncombo.uid
    from categorycombo join categorycombos_optioncombos using (categorycomboid) join categoryoptioncombo using (categoryoptioncomboid)
    where categorycombo.name = 'default'
  `.execute(db);
  const { rows: attributes } = await sql<Combo>`
    select combo.uid, combo.categoryoptioncomboid as id
    from categorycombo join categorycombos_optioncombos using (categorycomboid) join categoryoptioncombo as combo using (categoryoptioncomboid)
    where categorycombo.datadimensiontype = 'ATTRIBUTE' and categorycombo.name <> 'default'
    order by combo.uid
    limit 1
  `.execute(db);
  const [standard] = standards;
  const [first] = categories;
  if (!standard || !first) throw new Error('The demo country lacks category combos.');
  const { rows: elements } = await sql<{ uid: string; id: number }>`
    select uid, dataelementid as id from dataelement where domaintype = 'AGGREGATE' order by uid limit ${KINDS.length}
  `.execute(db);
  const { rows: dataSets } = await sql<{ id: number; type: string }>`
    select datasetid as id, (array['Monthly', 'Yearly', 'Weekly'])[row_number() over (order by datasetid)] as type from dataset order by datasetid limit 3
  `.execute(db);
  await sql`delete from datasetelement where dataelementid = any (${elements.map(({ id }) => id)}::bigint[])`.execute(
    db,
  );
  for (const { id, type } of dataSets) {
    await sql`
      update dataset set periodtypeid = (select periodtypeid from periodtype where name = ${type}) where datasetid = ${id}
    `.execute(db);
  }
  const made: Element[] = [];
  for (const [index, kind] of KINDS.entries()) {
    const { uid, id } = elements[index] ?? { uid: '', id: 0 };
    const isSplit = index % 2 === 0;
    await sql`
      update dataelement
      set valuetype = ${kind.kind}, aggregationtype = ${kind.aggregationType}, zeroissignificant = false,
        categorycomboid = ${isSplit ? first.combo : standard.combo}
      where dataelementid = ${id}
    `.execute(db);
    await sql`
      insert into datasetelement (datasetelementid, datasetid, dataelementid)
      values (nextval('hibernate_sequence'), ${dataSets.find(({ type }) => type === kind.periodType)?.id ?? 0}, ${id})
    `.execute(db);
    if (kind.aggregationLevel !== undefined) {
      await sql`insert into dataelementaggregationlevels (dataelementid, sort_order, aggregationlevel) values (${id}, 0, ${kind.aggregationLevel})`.execute(
        db,
      );
    }
    const combos = isSplit
      ? categories.map((combo) => ({ uid: combo.uid, id: combo.id, option: combo.option }))
      : [{ uid: standard.uid, id: standard.id, option: undefined }];
    made.push({ ...kind, uid, id, combos });
  }
  return {
    places: places.map((place) => {
      const group = place.above.map((uid) => groupOf.get(uid)).findLast((uid) => uid !== undefined);
      return { ...place, group };
    }),
    elements: made,
    attributeCombos: [
      { uid: standard.uid, id: standard.id, option: undefined },
      ...attributes.map((combo) => ({ ...combo, option: undefined })),
    ],
    category: first.category,
    options: [...new Set(categories.map(({ option }) => option))],
    groupSet: groupSet.uid,
    groups: [...new Set(members.map(({ group }) => group))],
  };
}

/** Stores the values with the periods that they need. */
export async function storeValues(db: Db, values: readonly Value[]): Promise<void> {
  const periods = [...new Map(values.map((value) => [value.period.iso, value.period])).values()];
  await sql`
    insert into period (periodid, periodtypeid, startdate, enddate)
    select nextval('hibernate_sequence'), type.periodtypeid, wanted.startdate, wanted.enddate
    from unnest(
      ${periods.map(({ type }) => type)}::text[],
      ${periods.map(({ startDate }) => startDate)}::date[],
      ${periods.map(({ endDate }) => endDate)}::date[]
    ) as wanted (type, startdate, enddate)
    join periodtype as type on type.name = wanted.type
    on conflict do nothing
  `.execute(db);
  await sql`
    insert into datavalue (
      dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, storedby, created, lastupdated, deleted
    )
    select given.element, period.periodid, given.unit, given.combo, given.attribute, given.value, 'admin', now(), now() - interval '1 day', false
    from unnest(
      ${values.map(({ element }) => element.id)}::bigint[],
      ${values.map(({ period: { type } }) => type)}::text[],
      ${values.map(({ period: { startDate } }) => startDate)}::date[],
      ${values.map(({ period: { endDate } }) => endDate)}::date[],
      ${values.map(({ place }) => place.id)}::bigint[],
      ${values.map(({ combo }) => combo.id)}::bigint[],
      ${values.map(({ attributeCombo }) => attributeCombo.id)}::bigint[],
      ${values.map(({ text }) => text)}::text[]
    ) as given (element, type, startdate, enddate, unit, combo, attribute, value)
    join periodtype as type on type.name = given.type
    join period on period.periodtypeid = type.periodtypeid and period.startdate = given.startdate and period.enddate = given.enddate
  `.execute(db);
}
