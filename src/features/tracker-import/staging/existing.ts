import { type RawBuilder, sql } from 'kysely';
import { advisoryLockKey, type Db } from '../../../database/index.js';
import type { StagedCounts } from './tables.js';

/**
 * Locks every stored row that the import may change or whose state its checks rely on, so that another import waits instead of judging by what is about to change: values of
 * attributes that must be unique, tracked entities, enrollments, events, relationships, in this order and each by its key. Every import locks in this order, so that no two wait
 * for each other.
 */
export async function lockExisting(db: Db): Promise<void> {
  const { rows } = await sql<{ attribute: string }>`
    select distinct attribute.attribute_uid as attribute from staged_attribute as attribute
    where attribute.unique_field and attribute.value <> '' order by 1
  `.execute(db);
  const keys = rows.map(({ attribute }) => advisoryLockKey(`tracker/unique attribute ${attribute}`));
  // In the order of the keys: the function is called for each row of the sorted list.
  await sql`
    select pg_advisory_xact_lock(key) from (select key from unnest(${keys}::bigint[]) as key order by key offset 0) as sorted
  `.execute(db);
  await sql`
    select from trackedentity as stored
    where stored.uid in (
      select uid from staged_entity
      union select entity_uid from staged_enrollment
      union select from_uid from staged_relationship where from_kind = 'TRACKED_ENTITY'
      union select to_uid from staged_relationship where to_kind = 'TRACKED_ENTITY'
    ) or stored.trackedentityid in (
      select enrollment.trackedentityid from enrollment
      where enrollment.uid in (select uid from staged_enrollment union select enrollment_uid from staged_event)
      union select enrollment.trackedentityid from event
      join enrollment on enrollment.enrollmentid = event.enrollmentid
      where event.uid in (select uid from staged_event)
    )
    order by stored.trackedentityid for no key update
  `.execute(db);
  await sql`
    select from enrollment as stored
    where stored.trackedentityid is not null and stored.uid in (
      select uid from staged_enrollment
      union select enrollment_uid from staged_event
      union select from_uid from staged_relationship where from_kind = 'ENROLLMENT'
      union select to_uid from staged_relationship where to_kind = 'ENROLLMENT'
    )
    order by stored.enrollmentid for no key update
  `.execute(db);
  await sql`
    select from event as stored
    where stored.uid in (
      select uid from staged_event
      union select from_uid from staged_relationship where from_kind = 'EVENT'
      union select to_uid from staged_relationship where to_kind = 'EVENT'
    )
    order by stored.eventid for no key update
  `.execute(db);
  await sql`
    select from relationship as stored where stored.uid in (select uid from staged_relationship)
    order by stored.relationshipid for no key update
  `.execute(db);
}

/** Finds what of the payload, and of what it hangs on, is stored already. */
export async function findExisting(db: Db, counts: StagedCounts): Promise<void> {
  for (const [name, table, key] of OBJECTS) if (counts[name] > 0) await findStored(db, name, table, key);
  if (counts.enrollment > 0) await findEntities(db);
  if (counts.event > 0) await findEnrollments(db);
}

async function findEntities(db: Db): Promise<void> {
  await sql`
    update staged_enrollment as staged set entity_id = stored.trackedentityid
    from trackedentity as stored
    where stored.uid = staged.entity_uid and not stored.deleted
  `.execute(db);
}

async function findEnrollments(db: Db): Promise<void> {
  await sql`
    update staged_event as staged set enrollment_id = stored.enrollmentid
    from enrollment as stored
    where staged.registration is not false and stored.uid = staged.enrollment_uid
  `.execute(db);
  // All events of an event program hang on one enrollment, whatever the payload says (contract: schema.md §2.8).
  await sql`
    update staged_event as staged set enrollment_id = technical.enrollmentid
    from (${technicalEnrollments}) as technical
    where not staged.registration and technical.programid = staged.program_id
  `.execute(db);
}

/** The enrollment of each event program: `programid`, `enrollmentid`. */
export const technicalEnrollments: RawBuilder<unknown> = sql`
  select enrollment.programid, min(enrollment.enrollmentid) as enrollmentid
  from enrollment
  where enrollment.trackedentityid is null and not enrollment.deleted
    and enrollment.programid in (select program_id from staged_event where not registration)
  group by enrollment.programid
`;

const OBJECTS = [
  ['entity', 'trackedentity', 'trackedentityid'],
  ['enrollment', 'enrollment', 'enrollmentid'],
  ['event', 'event', 'eventid'],
  ['relationship', 'relationship', 'relationshipid'],
] as const;

async function findStored(db: Db, name: string, table: string, key: string): Promise<void> {
  const own = sql.table(`staged_${name}`);
  await sql`
    update ${own} as staged set stored_id = stored.${sql.id(key)}, stored_deleted = coalesce(stored.deleted, false)
    from ${sql.table(table)} as stored
    where stored.uid = staged.uid
  `.execute(db);
}

/** Marks the objects whose uid an object before them has. */
export async function markRepeated(db: Db, counts: StagedCounts): Promise<void> {
  for (const [name] of OBJECTS) {
    if (counts[name] < 2) continue;
    const own = sql.table(`staged_${name}`);
    await sql`
      update ${own} as staged set repeated = true
      from (select position, row_number() over (partition by uid order by position) as number from ${own}) as numbered
      where numbered.position = staged.position and numbered.number > 1
    `.execute(db);
  }
}
