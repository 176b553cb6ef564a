import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { conflict } from '../../kernel/errors/index.js';
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

/**
 * As `block`, for all that there is of a definition; one that was never built is kept from it.
 *
 * @returns how many instances were taken away
 * @throws OrderlyError 404 when there is none
 */
export async function blockDefinition(db: Db, named: Omit<Named, 'instance'>): Promise<number> {
  return await transaction(db, async (handle) => {
    await locked(handle, named);
    await sql`
      update orderly.roll_up as definition set blocked = true where definition.roll_up_id = ${named.definition}::uuid
    `.execute(handle);
    const ended = await endAll(handle, named.definition, 'Blocked');
    await raiseCatalogueVersion(handle);
    return ended;
  });
}

/**
 * Removes an aggregate that somebody defined. It is as if the server had chosen and retired it: nothing is answered from it any more, and the definition goes with its
 * last table, when no query can be reading it (contract: aggregates.md §6.8).
 *
 * @throws OrderlyError 404 as above, 409 for one that the server chose, which would choose it again
 */
export async function removeDefinition(db: Db, named: Omit<Named, 'instance'>): Promise<void> {
  await transaction(db, async (handle) => {
    const { kind } = await locked(handle, named);
    if (kind !== 'user_defined')
      throw conflict(
        'This aggregate was chosen by the server, which removes it when it is of no use; block it instead.',
      );
    await endAll(handle, named.definition, 'Removed');
    await sql`
      update orderly.roll_up as definition
      set kind = 'system_defined', subtype = 'demand_defined', notes = null, blocked = false, failures = 0
      where definition.roll_up_id = ${named.definition}::uuid
    `.execute(handle);
    // Of one that was never built there is nothing to wait for.
    await sql`
      delete from orderly.roll_up as definition
      where definition.roll_up_id = ${named.definition}::uuid
        and not exists (select from orderly.roll_up_instance as instance where instance.roll_up_id = definition.roll_up_id)
    `.execute(handle);
    await raiseCatalogueVersion(handle);
  });
}

async function endAll(db: Db, definition: string, message: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update orderly.roll_up_instance as instance
    set status = 'deleted', deleted_at = coalesce(instance.deleted_at, clock_timestamp()), message = ${message}
    where instance.roll_up_id = ${definition}::uuid and instance.status <> 'deleted'
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

interface Locked {
  readonly blocked: boolean;
  readonly kind: string;
}

async function locked(db: Db, { organization, definition, instance }: Named): Promise<Locked> {
  const { rows } = await sql<Locked>`
    select definition.blocked, definition.kind from orderly.roll_up as definition
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
