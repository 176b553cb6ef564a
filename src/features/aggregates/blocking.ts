import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { raiseCatalogueVersion } from '../roll-ups/index.js';
import { missing } from './errors.js';

/** Names of a definition of an organization, and of an instance of it. */
interface Named {
  readonly organization: string;
  readonly definition: string;
  readonly instance?: string | undefined;
}

/**
 * Lets a definition be built again that was blocked.
 *
 * @returns whether it was
 * @throws OrderlyError 404 when there is none, or no such instance of it
 */
export async function unblock(db: Db, named: Named): Promise<boolean> {
  return await transaction(db, async (handle) => {
    const { blocked } = await locked(handle, named);
    if (!blocked) return false;
    await sql`
      update orderly.roll_up as definition set blocked = false, failures = 0
      where definition.roll_up_id = ${named.definition}::uuid
    `.execute(handle);
    await raiseCatalogueVersion(handle);
    return true;
  });
}

/**
 * Takes an instance away and keeps its definition from being built again. Queries that read its tables still may: they go later (contract: aggregates.md §6.8).
 *
 * @returns whether it was still there
 * @throws OrderlyError 404 as above
 */
export async function block(db: Db, named: Named & { readonly instance: string }): Promise<boolean> {
  return await transaction(db, async (handle) => {
    await locked(handle, named);
    await sql`
      update orderly.roll_up as definition set blocked = true where definition.roll_up_id = ${named.definition}::uuid
    `.execute(handle);
    const { numAffectedRows } = await sql`
      update orderly.roll_up_instance as instance
      set status = 'deleted', deleted_at = clock_timestamp(), message = 'Blocked'
      where instance.instance_id = ${named.instance}::uuid and instance.status <> 'deleted'
    `.execute(handle);
    await raiseCatalogueVersion(handle);
    return Number(numAffectedRows ?? 0n) > 0;
  });
}

async function locked(db: Db, { organization, definition, instance }: Named): Promise<{ readonly blocked: boolean }> {
  const { rows } = await sql<{ blocked: boolean }>`
    select definition.blocked from orderly.roll_up as definition
    where definition.roll_up_id = ${definition}::uuid and definition.organization_id = ${organization}
    for update
  `.execute(db);
  const [row] = rows;
  if (!row) throw missing('Aggregate definition', definition);
  if (instance === undefined) return row;
  const { rows: instances } = await sql`
    select from orderly.roll_up_instance as instance
    where instance.instance_id = ${instance}::uuid and instance.roll_up_id = ${definition}::uuid
  `.execute(db);
  if (instances.length === 0) throw missing('Aggregate instance', instance);
  return row;
}
