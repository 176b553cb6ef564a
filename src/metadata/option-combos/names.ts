import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

export interface Renamed {
  readonly key: number;
  readonly uid: string;
  readonly name: string;
}

/**
 * Names option combos after their options, in the order of their categories (contract: schema.md §2.7). Names are those of the options themselves, whatever language
 * somebody reads them in. Gives those that were called otherwise.
 */
export async function nameOptionCombos(db: Db, keys: readonly number[]): Promise<readonly Renamed[]> {
  const { rows } = await sql<Renamed>`
    update categoryoptioncombo
    set name = named.name, lastupdated = localtimestamp
    from (
      select
        link.categoryoptioncomboid,
        left(string_agg(categoryoption.name, ', ' order by place.sort_order, categoryoption.categoryoptionid), 255) as name
      from categorycombos_optioncombos as link
      join categoryoptioncombos_categoryoptions as member on member.categoryoptioncomboid = link.categoryoptioncomboid
      join categoryoption on categoryoption.categoryoptionid = member.categoryoptionid
      left join lateral (
        select min(composition.sort_order) as sort_order
        from categorycombos_categories as composition
        join categories_categoryoptions as choice on choice.categoryid = composition.categoryid
        where composition.categorycomboid = link.categorycomboid and choice.categoryoptionid = member.categoryoptionid
      ) as place on true
      where link.categoryoptioncomboid = any (${keys})
      group by link.categoryoptioncomboid
    ) as named
    where categoryoptioncombo.categoryoptioncomboid = named.categoryoptioncomboid
      and categoryoptioncombo.name is distinct from named.name
    returning categoryoptioncombo.categoryoptioncomboid as key, categoryoptioncombo.uid, categoryoptioncombo.name
  `.execute(db);
  return rows;
}
