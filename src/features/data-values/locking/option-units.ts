import { type RawBuilder, sql } from 'kysely';

/**
 * Units for which an attribute option combo does not hold, as a relation `(sourceid, attributeoptioncomboid)` for the pairs of `given`: each option that is restricted to units
 * holds for them and for what lies below them (contract: imports.md §2.4 `E7639`).
 */
export const optionUnits = (given: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select pair.sourceid, pair.attributeoptioncomboid
  from (select distinct given.sourceid, given.attributeoptioncomboid from ${given} as given) as pair
  join organisationunit as unit on unit.organisationunitid = pair.sourceid
  where exists (
    select from categoryoptioncombos_categoryoptions as link
    where link.categoryoptioncomboid = pair.attributeoptioncomboid
      and exists (
        select from categoryoption_organisationunits as restriction where restriction.categoryoptionid = link.categoryoptionid
      )
      and not exists (
        select from categoryoption_organisationunits as restriction
        join organisationunit as allowed on allowed.organisationunitid = restriction.organisationunitid
        where restriction.categoryoptionid = link.categoryoptionid
          and (unit.path = allowed.path or unit.path like allowed.path || '/%')
      )
  )
`;
