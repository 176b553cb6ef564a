import { type RawBuilder, sql } from 'kysely';
import { type Db, listed } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { isReadable } from '../../../metadata/index.js';
import type { Item } from '../query.js';

export interface ElementRow {
  readonly uid: string;
  readonly name: string;
  readonly code: string | null;
  readonly description: string | null;
  readonly valueType: string;
  readonly aggregationType: string;
  readonly periodType: string | null;
  /** Categories of a combo whose total may not be taken. */
  readonly neededCategories: readonly string[] | null;
  /** The group by which the element was asked for; null when it was named itself. */
  readonly group: string | null;
}

/** Aggregate data elements that the user may read, by uid and as members of groups, in order of their names. */
export function elementsStatement(
  uids: readonly string[],
  groups: readonly string[],
  { user, shortNames }: { readonly user: CurrentUser | undefined; readonly shortNames: boolean },
): RawBuilder<ElementRow> {
  const name: RawBuilder<unknown> = shortNames ? sql`element.shortname` : sql`element.name`;
  const named = sql`
    select dataelement.dataelementid, null::text as group from dataelement where dataelement.uid = any (${listed(uids)})
  `;
  const members = sql`
    select dataelementgroupmembers.dataelementid, dataelementgroup.uid as group
    from dataelementgroup
    join dataelementgroupmembers on dataelementgroupmembers.dataelementgroupid = dataelementgroup.dataelementgroupid
    where dataelementgroup.uid = any (${listed(groups)}) and ${readableBy('dataelementgroup', user)}
  `;
  // What nobody asks for is left out: the planner would take it for many.
  const asked = [...(uids.length > 0 || groups.length === 0 ? [named] : []), ...(groups.length > 0 ? [members] : [])];
  return sql`
    with asked as materialized (${sql.join(asked, sql` union all `)}),
    collected as (
      select distinct on (datasetelement.dataelementid) datasetelement.dataelementid, periodtype.name
      from datasetelement
      join dataset on dataset.datasetid = datasetelement.datasetid
      join periodtype on periodtype.periodtypeid = dataset.periodtypeid
      where datasetelement.dataelementid in (select asked.dataelementid from asked)
      order by datasetelement.dataelementid, dataset.workflowid is null, dataset.datasetid
    ),
    needed as (
      select categorycombos_categories.categorycomboid, array_agg(category.uid::text) as uids
      from categorycombo
      join categorycombos_categories on categorycombos_categories.categorycomboid = categorycombo.categorycomboid
      join category on category.categoryid = categorycombos_categories.categoryid
      where categorycombo.skiptotal
      group by categorycombos_categories.categorycomboid
    )
    select
      element.uid, ${name} as name, element.code, element.description, element.valuetype as "valueType",
      element.aggregationtype as "aggregationType", collected.name as "periodType", needed.uids as "neededCategories", asked.group
    from asked
    join dataelement as element on element.dataelementid = asked.dataelementid
    left join collected on collected.dataelementid = element.dataelementid
    left join needed on needed.categorycomboid = element.categorycomboid
    where element.domaintype = 'AGGREGATE' and ${readableBy('element', user)}
    order by element.name, element.uid
  `;
}

/** Whether the user may read the object of an alias; everything may be read where nobody asks. */
export const readableBy = (alias: string, user: CurrentUser | undefined): RawBuilder<unknown> =>
  user === undefined ? sql`true` : isReadable(alias, user);

/** Category option combos by uid. */
export async function readCombos(db: Db, uids: readonly string[]): Promise<ReadonlyMap<string, Item>> {
  if (uids.length === 0) return new Map();
  const { rows } = await combosStatement(uids).execute(db);
  return new Map(rows.map((row) => [row.uid, row]));
}

/** Category option combos by uid, in no order. */
export const combosStatement = (uids: readonly string[]): RawBuilder<Item> => sql`
  select categoryoptioncombo.uid, categoryoptioncombo.name, categoryoptioncombo.code
  from categoryoptioncombo
  where categoryoptioncombo.uid = any (${listed(uids)})
`;

/** Option combos of the elements' own category combos, as the metadata lists them. */
export const combosOfElementsStatement = (elements: readonly string[]): RawBuilder<Item> => sql`
  select combo.uid, combo.name, combo.code
  from categoryoptioncombo as combo
  where combo.categoryoptioncomboid in (
    select member.categoryoptioncomboid
    from categorycombos_optioncombos as member
    where member.categorycomboid in (select dataelement.categorycomboid from dataelement where dataelement.uid = any (${listed(elements)}))
  )
  order by combo.uid
`;
