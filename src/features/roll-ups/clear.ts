import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { CUBES } from './definition.js';
import { RETIRED } from './maintenance/orphans.js';
import { raiseCatalogueVersion } from './standing.js';

/**
 * Forgets what roll-ups hold of an analytics table type, in the transaction that drops its tables. Their definitions stay, and are built again when there are tables again
 * (contract: aggregates.md §6.8).
 *
 * @param type any analytics table type
 * @returns tables that nobody can find any more. They are dropped after the transaction, which would need some locks for each of them; should that fail, maintenance finds them.
 */
export async function forgetRollUps(handle: Db, type: string): Promise<readonly string[]> {
  if (!CUBES.some((cube) => cube === type)) return [];
  const { rows } = await sql<{ table: string }>`
    select part.table_name as "table"
    from orderly.roll_up_part as part
    join orderly.roll_up_instance as instance using (instance_id)
    join orderly.roll_up using (roll_up_id)
    where roll_up.cube = ${type}
  `.execute(handle);
  await sql`delete from orderly.roll_up where roll_up.cube = ${type} and ${RETIRED}`.execute(handle);
  await sql`
    delete from orderly.roll_up_instance as instance using orderly.roll_up
    where roll_up.roll_up_id = instance.roll_up_id and roll_up.cube = ${type}
  `.execute(handle);
  await raiseCatalogueVersion(handle);
  return rows.map(({ table }) => table);
}
