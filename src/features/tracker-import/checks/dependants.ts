import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { markRefused } from './findings.js';

/**
 * Refuses what hangs on refused objects and is not refused itself: `E5000` (contract: imports.md §7.4). What hangs on an object that is stored already is stored, whatever is wrong
 * with the change of that object.
 */
export async function refuseDependants(db: Db): Promise<void> {
  await sql`
    insert into staged_finding (position, code, args, warning)
    select staged.position, 'E5000', array['enrollment', staged.uid, 'trackedEntity', staged.entity_uid], false
    from staged_enrollment as staged
    where not staged.refused and staged.entity_id is null
      and exists (select from staged_entity as parent where parent.uid = staged.entity_uid)
      and not exists (select from staged_entity as parent where parent.uid = staged.entity_uid and not parent.refused)
  `.execute(db);
  await markRefused(db, 'enrollment');
  await sql`
    insert into staged_finding (position, code, args, warning)
    select staged.position, 'E5000', array['event', staged.uid, 'enrollment', staged.enrollment_uid], false
    from staged_event as staged
    where not staged.refused and staged.registration and staged.enrollment_id is null
      and exists (select from staged_enrollment as parent where parent.uid = staged.enrollment_uid)
      and not exists (select from staged_enrollment as parent where parent.uid = staged.enrollment_uid and not parent.refused)
  `.execute(db);
  await markRefused(db, 'event');
  await sql`
    insert into staged_finding (position, code, args, warning)
    select staged.position, 'E5000', array['relationship', staged.uid, item.name, item.uid], false
    from staged_relationship as staged
    cross join lateral (values (staged.from_kind, staged.from_uid), (staged.to_kind, staged.to_uid)) as named (kind, uid)
    join lateral (
      select 'trackedEntity' as name, parent.uid, bool_and(parent.refused) as refused, max(parent.stored_id) as stored
      from staged_entity as parent where named.kind = 'TRACKED_ENTITY' and parent.uid = named.uid group by parent.uid
      union all
      select 'enrollment', parent.uid, bool_and(parent.refused), max(parent.stored_id)
      from staged_enrollment as parent where named.kind = 'ENROLLMENT' and parent.uid = named.uid group by parent.uid
      union all
      select 'event', parent.uid, bool_and(parent.refused), max(parent.stored_id)
      from staged_event as parent where named.kind = 'EVENT' and parent.uid = named.uid group by parent.uid
    ) as item on item.refused and item.stored is null
    where not staged.refused and staged.action = 'create'
  `.execute(db);
  await markRefused(db, 'relationship');
}
