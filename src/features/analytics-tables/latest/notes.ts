import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';

/** Removes notes of changes that every table has seen; while nothing stands there is nobody to tell. */
export async function forgetSeenNotes(db: Db): Promise<void> {
  for (const table of ['analytics_gone_row', 'resource_change']) {
    await sql`
      delete from ${sql.id('orderly', table)} as note
      where not exists (
        select from orderly.analytics_watermark as mark
        where mark.table_name <> '' and not pg_visible_in_snapshot(note.written, mark.snapshot)
      )
    `.execute(db);
  }
}
