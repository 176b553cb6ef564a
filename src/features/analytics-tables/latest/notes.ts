import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { AnalyticsTableDefinition } from '../definition.js';
import { ROW_RULES } from './rules/index.js';

/** Removes notes of changes that every table has seen which could show them. */
export async function forgetSeenNotes(db: Db, definitions: readonly AnalyticsTableDefinition[]): Promise<void> {
  const readers = new Map<string, readonly string[]>();
  for (const { type, notes } of ROW_RULES) {
    const tables = (await definitions.find((one) => one.type === type)?.tables(db)) ?? [];
    for (const source of notes) readers.set(source, [...(readers.get(source) ?? []), ...tables]);
  }
  for (const [source, tables] of readers) {
    await sql`
      delete from orderly.analytics_gone_row as note where note.source = ${source} and ${seenByAll(tables)}
    `.execute(db);
  }
  await sql`
    delete from orderly.resource_change as note where ${seenByAll([...readers.values()].flat())}
  `.execute(db);
}

const seenByAll = (tables: readonly string[]) => sql`
  not exists (
    select from orderly.analytics_watermark as mark
    where mark.table_name = any (${[...tables]}::text[]) and not pg_visible_in_snapshot(note.written, mark.snapshot)
  )
`;
