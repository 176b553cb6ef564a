import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { going } from './collect.js';

/** That an end of a relationship is alive and stays. */
const lives = (table: string) => sql`(
  not ${sql.ref(`${table}.deleted`)}
  and not exists (select from ${going(table)} as other where other.key = ${sql.ref(`${table}.${table}id`)})
)`;

/**
 * Relationships that go though they were not deleted, because one of their ends goes, while the other end is alive: what the peer loses without a word
 * (contract: maintenance.md "Better than the peer" no. 5).
 */
const LOST = sql`
  with lost as (
    select relationship.* from ${going('relationship')} as gone
    join relationship on relationship.relationshipid = gone.key
    where relationship.deleted is not true
  ),
  ends as (
    select lost.uid, item.* from lost join relationshipitem as item on item.relationshipid = lost.relationshipid
    union
    select lost.uid, item.* from lost
    join relationshipitem as item on item.relationshipitemid in (lost.from_relationshipitemid, lost.to_relationshipitemid)
  )
  select distinct ends.uid
  from ends
  left join trackedentity on trackedentity.trackedentityid = ends.trackedentityid
  left join enrollment on enrollment.enrollmentid = ends.enrollmentid
  left join event on event.eventid = ends.eventid
  where ${lives('trackedentity')} or ${lives('enrollment')} or ${lives('event')}
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
