import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { Authorship } from './accepted.js';

/** Notes of enrollments and events. They are only ever added; one whose uid is there already is passed over (`E1119`). */
export async function storeNotes(db: Db, { now, user }: Authorship, owner: 'enrollment' | 'event'): Promise<void> {
  const links = sql.table(`${owner}_notes`);
  const id = sql.id(`${owner}id`);
  await sql`
      with given as (
        select distinct on (own.uid) own.* from staged_note as own
        where own.position in (select position from ${sql.table(`staged_${owner}`)} where not refused)
        order by own.uid, own.position, own.ordinal
      ),
      added as (
        insert into note (noteid, uid, created, lastupdatedby, notetext, creator)
        select nextval('note_sequence'), given.uid, ${now}, ${user.id}, given.value, coalesce(given.stored_by, ${user.username})
        from given
        on conflict (uid) do nothing
        returning noteid, uid
      )
      insert into ${links} (${id}, sort_order, noteid)
      select placed.${id}, placed.last + row_number() over (partition by placed.${id} order by placed.position, placed.ordinal), placed.noteid
      from (
        select owner.${id}, given.position, given.ordinal, added.noteid,
          (select coalesce(max(link.sort_order), 0) from ${links} as link where link.${id} = owner.${id}) as last
        from added
        join given on given.uid = added.uid
        join ${sql.table(`staged_${owner}`)} as staged on staged.position = given.position
        join ${sql.table(owner)} as owner on owner.uid = staged.uid
      ) as placed
    `.execute(db);
}
