import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued, objectNotFound } from '../../kernel/errors/index.js';
import { isDataReadable } from '../../metadata/index.js';
import type { Program } from './model.js';

/**
 * Makes sure that the user may read the data of a tracked entity type.
 *
 * @throws OrderlyError 404 when there is none, E7121 when its data are closed to the user
 */
export async function readTrackedEntityType(db: Db, uid: string, user: CurrentUser): Promise<void> {
  const { rows } = await sql<{ readable: boolean }>`
    select ${isDataReadable('type', user)} as readable from trackedentitytype as type where type.uid = ${uid}
  `.execute(db);
  const [type] = rows;
  if (!type) throw objectNotFound('TrackedEntityType', uid);
  if (!type.readable) throw catalogued('E7121', user.username, 'TrackedEntityType', uid);
}

/** Uids of the attributes that every list of a type has: its own, then those of the program that is asked for. */
export async function readOwnAttributes(db: Db, uid: string, program: Program | undefined): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    select attribute.uid
    from (
      select member.trackedentityattributeid as id, 1 as source, member.sort_order
      from trackedentitytypeattribute as member
      join trackedentitytype as type on type.trackedentitytypeid = member.trackedentitytypeid
      where type.uid = ${uid}
      union all
      select member.trackedentityattributeid, 2, member.sort_order
      from program_attributes as member
      join program on program.programid = member.programid
      where program.uid = ${program?.uid ?? null}::text and not coalesce(member.skipindividualanalytics, false)
    ) as own
    join trackedentityattribute as attribute on attribute.trackedentityattributeid = own.id
    where not coalesce(attribute.confidential, false)
    group by attribute.uid
    order by min(own.source), min(own.sort_order), attribute.uid
  `.execute(db);
  return rows.map((row) => row.uid);
}
