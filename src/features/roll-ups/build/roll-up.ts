import { sql } from 'kysely';
import { type Db, transaction } from '../../../database/index.js';
import type { Cube, State } from '../definition.js';
import { addInstance, instancesWhere } from '../instances.js';
import { raiseCatalogueVersion } from '../standing.js';
import { type BuildOutcome, buildInstance } from './instance.js';

/** What a roll-up is to keep. */
export interface NewRollUp {
  readonly organization: string;
  readonly cube: Cube;
  readonly name: string;
  readonly kind: 'user_defined' | 'system_defined';
  readonly subtype: 'manual' | 'demand_defined' | 'prediction_defined';
  /** With every coarser column that is to be asked for (contract: aggregates.md §6.2). */
  readonly columns: readonly string[];
  readonly states: readonly State[];
  /** Uids of data elements; all unless given. */
  readonly elements?: readonly string[];
}

/**
 * Writes a definition, unless there is one for the same already, and an instance of it that waits to be built, unless one waits or answers.
 *
 * @returns ids of the definition and of the instance that is new; the latter is undefined for a definition that is blocked or served already
 */
export async function defineRollUp(
  db: Db,
  { organization, cube, name, kind, subtype, columns, states, elements = [] }: NewRollUp,
): Promise<{ readonly rollUp: string; readonly instance: string | undefined }> {
  if (columns.length === 0) throw new Error('A roll-up is to have columns.');
  return await transaction(db, async (handle) => {
    const key = [organization, cube, sorted(columns), sorted(states), sorted(elements)] as const;
    await sql`
      insert into orderly.roll_up (organization_id, cube, columns, states, elements, name, kind, subtype)
      values (${sql.join(key)}, ${name}, ${kind}, ${subtype})
      on conflict do nothing
    `.execute(handle);
    const { rows } = await sql<{ rollUp: string; isOpen: boolean }>`
      select roll_up.roll_up_id as "rollUp", not roll_up.blocked and not exists (
        select from orderly.roll_up_instance as instance
        where instance.roll_up_id = roll_up.roll_up_id and instance.status in ('pending', 'active')
      ) as "isOpen"
      from orderly.roll_up
      where (roll_up.organization_id, roll_up.cube, roll_up.columns, roll_up.states, roll_up.elements) = (${sql.join(key)})
      for update
    `.execute(handle);
    const [found] = rows;
    if (!found) throw new Error(`The definition ${name} was removed at the same time.`);
    await raiseCatalogueVersion(handle);
    return { rollUp: found.rollUp, instance: found.isOpen ? await addInstance(handle, found.rollUp) : undefined };
  });
}

/**
 * Defines a roll-up and builds it at once, outside any job.
 *
 * @returns what was built, with the id of the instance; nothing is built for a definition that is blocked or served already
 * @throws NoBase, and Error when it cannot be built
 */
export async function buildRollUp(
  db: Db,
  definition: NewRollUp,
): Promise<(BuildOutcome & { readonly instance: string }) | undefined> {
  const { instance } = await defineRollUp(db, definition);
  if (instance === undefined) return undefined;
  const { organization, cube } = definition;
  const [found] = await instancesWhere(db, organization, cube, sql`instance.instance_id = ${instance}`);
  return found && { instance, ...(await buildInstance(db, found)) };
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();
