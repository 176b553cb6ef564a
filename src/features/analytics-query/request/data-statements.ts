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
  return sql`
    select
      element.uid, ${name} as name, element.code, element.description, element.valuetype as "valueType",
      element.aggregationtype as "aggregationType",
      (
        select periodtype.name
        from datasetelement
        join dataset on dataset.datasetid = datasetelement.datasetid
        join periodtype on periodtype.periodtypeid = dataset.periodtypeid
        where datasetelement.dataelementid = element.dataelementid
        order by dataset.workflowid is null, dataset.datasetid
        limit 1
      ) as "periodType",
      (
        select array_agg(category.uid::text)
        from categorycombo
        join categorycombos_categories on categorycombos_categories.categorycomboid = categorycombo.categorycomboid
        join category on category.categoryid = categorycombos_categories.categoryid
        where categorycombo.categorycomboid = element.categorycomboid and categorycombo.skiptotal
      ) as "neededCategories",
      asked.group
    from (
      select dataelement.dataelementid, null::text as group from dataelement where dataelement.uid = any (${listed(uids)})
      union all
      select dataelementgroupmembers.dataelementid, dataelementgroup.uid
      from dataelementgroup
      join dataelementgroupmembers on dataelementgroupmembers.dataelementgroupid = dataelementgroup.dataelementgroupid
      where dataelementgroup.uid = any (${listed(groups)}) and ${readableBy('dataelementgroup', user)}
    ) as asked
    join dataelement as element on element.dataelementid = asked.dataelementid
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
  select distinct combo.uid, combo.name, combo.code
  from dataelement
  join categorycombos_optioncombos as combos on combos.categorycomboid = dataelement.categorycomboid
  join categoryoptioncombo as combo on combo.categoryoptioncomboid = combos.categoryoptioncomboid
  where dataelement.uid = any (${listed(elements)})
  order by combo.uid
`;
