import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { Disaggregation } from '../expressions/index.js';

/**
 * The option combos of an output, and which values do not belong to each: those of a combo that has another option of a category with which the output is broken down
 * too. A category of which the output knows no option does not matter (contract: the peer's, job-types.md §3.1 PREDICTOR).
 */
export async function disaggregationOf(db: Db, outputElement: number): Promise<Disaggregation> {
  const { rows: outputs } = await sql<{ id: number }>`
    select member.categoryoptioncomboid as id
    from dataelement
    join categorycombos_optioncombos as member on member.categorycomboid = dataelement.categorycomboid
    where dataelement.dataelementid = ${outputElement}::bigint
    order by 1
  `.execute(db);
  const ids = outputs.map(({ id }) => id);
  const { rows: excluded } = await sql<{ output: number; combo: number }>`
    with known as (
      select distinct part.categoryoptionid as option
      from categoryoptioncombos_categoryoptions as part
      where part.categoryoptioncomboid = any (${ids}::bigint[])
    ),
    shared as (
      select distinct part.categoryid as category
      from categories_categoryoptions as part join known on known.option = part.categoryoptionid
    ),
    demanded as (
      -- the option that a combo has of a category which the output knows
      select combo.categoryoptioncomboid as combo, part.categoryoptionid as option
      from shared
      join categorycombos_categories as within on within.categoryid = shared.category
      join categorycombos_optioncombos as combo on combo.categorycomboid = within.categorycomboid
      join categoryoptioncombos_categoryoptions as part on part.categoryoptioncomboid = combo.categoryoptioncomboid
      join categories_categoryoptions as belongs
        on belongs.categoryid = shared.category and belongs.categoryoptionid = part.categoryoptionid
    )
    select distinct output.id as output, demanded.combo
    from demanded
    cross join unnest(${ids}::bigint[]) as output (id)
    where not exists (
      select from categoryoptioncombos_categoryoptions as part
      where part.categoryoptioncomboid = output.id and part.categoryoptionid = demanded.option
    )
  `.execute(db);
  return { outputs: ids, excluded };
}
