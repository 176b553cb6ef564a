import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';

/** How somebody came to see a tracked entity, in the peer's words. */
export type Reading = 'READ' | 'SEARCH';

/** Notes who sees these tracked entities, those of types for which that is wanted (contract: schema-tables.md trackedentityaudit). */
export async function recordReading(
  db: Db,
  user: CurrentUser,
  reading: Reading,
  ids: readonly number[],
): Promise<void> {
  await sql`
    insert into trackedentityaudit (trackedentityauditid, trackedentity, created, accessedby, audittype)
    select nextval('trackedentityinstanceaudit_sequence'), entity.uid, localtimestamp, ${user.username}, ${reading}
    from trackedentity as entity
    join trackedentitytype as type on type.trackedentitytypeid = entity.trackedentitytypeid and type.allowauditlog
    where entity.trackedentityid = any (${[...ids]}::bigint[])
  `.execute(db);
}
