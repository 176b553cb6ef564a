import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { going, stored } from './collect.js';
import type { PurgeMap } from './map.js';

/**
 * Relationships that go though they were not deleted, because one of their ends goes, while the other end is alive and stays: what the peer loses without a word
 * (contract: maintenance.md "Better than the peer" no. 5).
 */
function lostRelationships({ collected, referrers }: PurgeMap): RawBuilder<unknown> {
  const ends = referrers.flatMap(({ table, column, to }) => {
    const end = collected.find((one) => one.table === to);
    return table === 'relationshipitem' && end && to !== 'relationship' ? [{ column, end }] : [];
  });
  const lives = ends.map(
    ({ column, end: { table, key } }) => sql`
      exists (
        select from ${stored(table)} as living
        where ${sql.ref(`living.${key}`)} = ${sql.ref(`ends.${column}`)} and not living.deleted
          and not exists (select from ${going(table)} as other where other.key = ${sql.ref(`living.${key}`)})
      )
    `,
  );
  return sql`
    with lost as (
      select relationship.* from ${going('relationship')} as gone
      join ${stored('relationship')} as relationship on relationship.relationshipid = gone.key
      where relationship.deleted is not true
    ),
    ends as (
      select lost.uid, item.* from lost join ${stored('relationshipitem')} as item on item.relationshipid = lost.relationshipid
      union
      select lost.uid, item.* from lost
      join ${stored('relationshipitem')} as item on item.relationshipitemid in (lost.from_relationshipitemid, lost.to_relationshipitemid)
    )
    select distinct ends.uid from ends where ${sql.join(lives, sql` or `)}
  `;
}

export async function countLostRelationships(db: Db, map: PurgeMap): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*) as count from (${lostRelationships(map)}) as lost`.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * Writes them into the audit, as the peer writes what it deletes there.
 *
 * @param username who asked; empty for a job that runs for nobody
 * @returns how many they are
 */
export async function auditLostRelationships(db: Db, map: PurgeMap, username: string): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into audit (audittype, auditscope, createdat, createdby, klass, uid, attributes)
    select 'DELETE', 'TRACKER', localtimestamp, ${username}, 'org.hisp.dhis.relationship.Relationship', lost.uid,
      '{"reason": "one of its ends was purged"}'
    from (${lostRelationships(map)}) as lost
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

export const lostWarnings = (lost: number): readonly string[] =>
  lost === 0 ? [] : [`${lost} relationship${lost === 1 ? '' : 's'} of live objects went because the other end did`];
