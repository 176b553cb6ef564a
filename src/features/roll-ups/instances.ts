import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { Cube, State } from './definition.js';
import { raiseCatalogueVersion } from './standing.js';

export type InstanceStatus = 'pending' | 'active' | 'invalid' | 'deleted';

/** A set of tables of one definition, with what the definition says. */
export interface Instance {
  readonly instance: string;
  readonly rollUp: string;
  readonly organization: string;
  readonly cube: Cube;
  /** What people call the definition. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly states: readonly State[];
  /** Uids of data elements; empty for all. */
  readonly elements: readonly string[];
  /** What the names of its tables begin with. */
  readonly table: string;
}

const COLUMNS = sql`
  instance.instance_id as instance, roll_up.roll_up_id as "rollUp", roll_up.organization_id as organization, roll_up.cube, roll_up.name,
  roll_up.columns, roll_up.states, roll_up.elements, instance.table_name as "table"
`;

/** The instances that fulfil a condition on `instance` and `roll_up`, those with most rows first: smaller ones may be made of them. */
export async function instancesWhere(db: Db, condition: RawBuilder<unknown>): Promise<readonly Instance[]> {
  const { rows } = await sql<Instance>`
    select ${COLUMNS}
    from orderly.roll_up_instance as instance
    join orderly.roll_up using (roll_up_id)
    where ${condition}
    order by (
      select coalesce(sum(part.row_count), 0) from orderly.roll_up_part as part
      where part.instance_id = instance.instance_id and part.superseded_at is null
    ) desc, cardinality(roll_up.columns) desc, instance.created_at, instance.instance_id
  `.execute(db);
  return rows;
}

/**
 * Adds an instance that waits to be built, with nothing in it yet, to each definition that fulfils a condition on `roll_up` and has none that waits. Names have the shape of
 * AtScale's (contract: aggregates.md §3 Instance).
 */
export async function addInstances(db: Db, condition: RawBuilder<unknown>): Promise<void> {
  await transaction(db, async (handle) => {
    await sql`
      insert into orderly.roll_up_instance (instance_id, roll_up_id, status, table_name)
      select made.id, made.roll_up_id, 'pending', 'agg_' || left(made.id::text, 8) || '_' || right(made.id::text, 5)
      from (
        select gen_random_uuid() as id, roll_up.roll_up_id
        from orderly.roll_up
        where not exists (
          select from orderly.roll_up_instance as waiting where waiting.roll_up_id = roll_up.roll_up_id and waiting.status = 'pending'
        ) and ${condition}
        offset 0
      ) as made
    `.execute(handle);
    await raiseCatalogueVersion(handle);
  });
}

/** Notes the beginning of the work on an instance and the run that does it. */
export async function beginInstance(db: Db, instance: string, run: string | undefined): Promise<void> {
  await sql`
    update orderly.roll_up_instance as instance
    set started_at = coalesce(instance.started_at, clock_timestamp()), batch_run = ${run ?? null}
    where instance.instance_id = ${instance}
  `.execute(db);
}

/** Makes a finished instance the one of its definition that answers, in the place of the one before. */
export async function activateInstance(
  db: Db,
  { instance, rollUp }: Pick<Instance, 'instance' | 'rollUp'>,
): Promise<void> {
  await transaction(db, async (handle) => {
    await sql`
      update orderly.roll_up_instance as instance
      set status = 'deleted', message = case instance.status when 'active' then 'Superseded by a newer instance' else instance.message end,
        deleted_at = coalesce(instance.deleted_at, clock_timestamp())
      where instance.roll_up_id = ${rollUp} and instance.instance_id <> ${instance} and instance.status <> 'deleted'
    `.execute(handle);
    await sql`
      update orderly.roll_up_instance as instance
      set status = 'active', message = 'Normal aggregate activated', ended_at = clock_timestamp()
      where instance.instance_id = ${instance} and instance.status = 'pending'
    `.execute(handle);
    await sql`update orderly.roll_up set failures = 0 where roll_up_id = ${rollUp}`.execute(handle);
    await raiseCatalogueVersion(handle);
  });
}

/** Takes instances out of use: `invalid` for what is wrong with them, `deleted` for what nobody needs. Their tables go when no query can be reading them. */
export async function endInstances(
  db: Db,
  status: 'invalid' | 'deleted',
  ends: readonly { readonly instance: string; readonly message: string }[],
): Promise<void> {
  if (ends.length === 0) return;
  await transaction(db, async (handle) => {
    await sql`
      update orderly.roll_up_instance as instance
      set status = ${status}, message = ended.message, deleted_at = clock_timestamp(), ended_at = coalesce(instance.ended_at, clock_timestamp())
      from unnest(${ends.map(({ instance }) => instance)}::uuid[], ${ends.map(({ message }) => message)}::text[]) as ended (instance_id, message)
      where instance.instance_id = ended.instance_id and instance.status in ('pending', 'active')
    `.execute(handle);
    await raiseCatalogueVersion(handle);
  });
}
