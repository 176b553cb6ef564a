import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { going } from './collect.js';

/**
 * Relationships that go though they were not deleted, because one of their ends goes, while the other end is alive: what the peer loses without a word
 * (contract: maintenance.md "Better than the peer" no. 5).
 */
const LOST = sql`
  select distinct relationship.uid
  from ${going('relationship')} as gone
  join relationship on relationship.relationshipid = gone.key
  where relationship.deleted is not true and exists (
    select from relationshipitem as item
    left join trackedentity on trackedentity.trackedentityid = item.trackedentityid
    left join enrollment on enrollment.enrollmentid = item.enrollmentid
    left join event on event.eventid = item.eventid
    where item.relationshipid = relationship.relationshipid
      and coalesce(trackedentity.deleted, enrollment.deleted, event.deleted) = false
      and not exists (select from ${going('trackedentity')} as other where other.key = item.trackedentityid)
      and not exists (select from ${going('enrollment')} as other where other.key = item.enrollmentid)
      and not exists (select from ${going('event')} as other where other.key = item.eventid)
  )
`;

export async function countLostRelationships(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (${LOST}) as lost`.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * Writes them into the audit, as the peer writes what it deletes there.
 *
 * @param username who asked; empty for a job that runs for nobody
 * @returns how many they are
 */
export async function auditLostRelationships(db: Db, username: string): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into audit (audittype, auditscope, createdat, createdby, klass, uid, attributes)
    select 'DELETE', 'TRACKER', localtimestamp, ${username}, 'org.hisp.dhis.relationship.Relationship', lost.uid,
      '{"reason": "one of its ends was purged"}'
    from (${LOST}) as lost
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

export const lostWarnings = (lost: number): readonly string[] =>
  lost === 0 ? [] : [`${lost} relationship${lost === 1 ? '' : 's'} of live objects went because the other end did`];
