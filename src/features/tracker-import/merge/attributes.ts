import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { type Authorship, insertRows, type References } from './accepted.js';

/**
 * Attribute values that tracked entities and their enrollments bring; of several for one attribute the last counts. An empty one takes the stored value away. Changes of types that
 * want it are kept in `trackedentitychangelog` (contract: schema.md §2.8).
 *
 * @param owners how many tracked entities and enrollments are new
 */
export async function storeAttributes(db: Db, by: Authorship, owners: number): Promise<void> {
  await findChanges(db);
  await insertRows(db, 'trackedentityattributevalue', owners, REFERENCES, () => createValues(db, by));
  await changeValues(db, by);
}

const REFERENCES: References = {
  trackedentityid: [
    'trackedentity',
    sql`select stored_id from staged_entity union all select entity_id from staged_enrollment`,
  ],
  trackedentityattributeid: ['trackedentityattribute', sql`select attribute_id from staged_attribute`],
};

/** Makes `staged_change`: every value with its `kind`, which is `CREATE`, `UPDATE`, `DELETE` or, when nothing changes, null, and the stored one, `before`. */
async function findChanges(db: Db): Promise<void> {
  await sql`
    create temporary table staged_change on commit drop as
    with given as (
      select distinct on (entity.trackedentityid, attribute.attribute_id)
        entity.trackedentityid, attribute.attribute_id, attribute.attribute_uid, attribute.value_type, attribute.stored_by,
        nullif(attribute.value, '') as value, coalesce(type.allowauditlog, false) as logged, entity.uid
      from staged_attribute as attribute
      join trackedentity as entity on entity.uid = attribute.entity_uid
      join trackedentitytype as type on type.trackedentitytypeid = entity.trackedentitytypeid
      where attribute.attribute_id is not null and attribute.position in (
        select position from staged_entity where not refused union all select position from staged_enrollment where not refused
      )
      order by entity.trackedentityid, attribute.attribute_id, attribute.position desc, attribute.ordinal desc
    )
    select given.*, stored.value as before, case
      when stored.trackedentityid is null then case when given.value is not null then 'CREATE' end
      when given.value is null then 'DELETE'
      when stored.value is distinct from given.value then 'UPDATE'
    end as kind
    from given
    left join trackedentityattributevalue as stored
      on stored.trackedentityid = given.trackedentityid and stored.trackedentityattributeid = given.attribute_id
  `.execute(db);
}

async function createValues(db: Db, { now, user }: Authorship): Promise<void> {
  await sql`
    insert into trackedentityattributevalue (trackedentityid, trackedentityattributeid, created, lastupdated, value, storedby)
    select change.trackedentityid, change.attribute_id, ${now}, ${now}, change.value, coalesce(change.stored_by, ${user.username})
    from staged_change as change where change.kind = 'CREATE'
  `.execute(db);
}

/** Changes and deletes values, keeps the changes, and tells reserved values and files whose they are now. */
async function changeValues(db: Db, { now, user }: Authorship): Promise<void> {
  await sql`
    with updated as (
      update trackedentityattributevalue as stored
      set value = change.value, lastupdated = ${now}, storedby = coalesce(change.stored_by, ${user.username})
      from staged_change as change
      where change.kind = 'UPDATE' and stored.trackedentityid = change.trackedentityid and stored.trackedentityattributeid = change.attribute_id
    ),
    deleted as (
      delete from trackedentityattributevalue as stored
      using staged_change as change
      where change.kind = 'DELETE' and stored.trackedentityid = change.trackedentityid and stored.trackedentityattributeid = change.attribute_id
    ),
    used as (
      delete from reservedvalue as reserved
      using staged_change as change
      where reserved.ownerobject = 'TRACKEDENTITYATTRIBUTE' and reserved.owneruid = change.attribute_uid and reserved.value = change.value
    ),
    files as (
      update fileresource as file set isassigned = (file.uid = change.value) is true, fileresourceowner = change.uid
      from staged_change as change
      where change.value_type in ('FILE_RESOURCE', 'IMAGE') and change.kind is not null and file.uid in (change.value, change.before)
    )
    insert into trackedentitychangelog (
      trackedentityid, trackedentityattributeid, currentvalue, previousvalue, changelogtype, created, createdby
    )
    select change.trackedentityid, change.attribute_id, change.value, change.before, change.kind, ${now}, ${user.username}
    from staged_change as change
    where change.kind is not null and change.logged
  `.execute(db);
}
