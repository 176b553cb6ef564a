import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { badRequest, forbidden } from '../../../kernel/errors/index.js';
import type { Scope } from '../access/scope.js';
import { type Query, uidOf, uidsOf } from './values.js';

/**
 * The attribute option combo that `attributeCategoryCombo` and `attributeCategoryOptions` mean together (old names `attributeCc` and `attributeCos`); undefined where
 * neither is sent.
 *
 * @throws OrderlyError 400 when one is missing or they mean none, 403 when one of the options is not shared with the user
 */
export async function findAttributeOptionCombo(db: Db, scope: Scope, query: Query): Promise<number | undefined> {
  const combo = uidOf(query, 'attributeCategoryCombo') ?? uidOf(query, 'attributeCc');
  const options = uidsOf(query, 'attributeCategoryOptions', 'attributeCos');
  if (combo === undefined && options === undefined) return undefined;
  if (combo === undefined || options === undefined)
    throw badRequest('`attributeCategoryCombo` and `attributeCategoryOptions` must be specified together');
  const { rows } = await sql<{ readonly id: number; readonly uid: string; readonly hidden: boolean }>`
    select
      found.categoryoptioncomboid as id, found.uid,
      exists (
        select from categoryoptioncombos_categoryoptions as link
        where link.categoryoptioncomboid = found.categoryoptioncomboid and link.categoryoptionid = any (${[...scope.hiddenOptions]}::bigint[])
      ) as hidden
    from categorycombo
    join categorycombos_optioncombos as member on member.categorycomboid = categorycombo.categorycomboid
    join categoryoptioncombo as found on found.categoryoptioncomboid = member.categoryoptioncomboid
    where categorycombo.uid = ${combo} and (
      select array_agg(option.uid::text order by option.uid::text collate "C") from categoryoptioncombos_categoryoptions as link
      join categoryoption as option on option.categoryoptionid = link.categoryoptionid
      where link.categoryoptioncomboid = found.categoryoptioncomboid
    ) = ${options.toSorted()}::text[]
    order by found.categoryoptioncomboid limit 1
  `.execute(db);
  const [found] = rows;
  if (!found) {
    throw badRequest(
      `attributeCategoryCombo ${combo} has no combination of the options ${options.join(', ')} of attributeCategoryOptions`,
    );
  }
  if (found.hidden && !scope.user.isSuper)
    throw forbidden(`User has no access to attribute category option combo: ${found.uid}`);
  return found.id;
}
