import { sql } from 'kysely';
import { type Db, generatedName } from '../../database/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { isLost } from '../analytics-tables/index.js';
import type { AnalyticsTable } from './model.js';

/** Which run fills a table, and what its name begins with (contract: tables.md §4). */
const TABLES = {
  EVENT: 'analytics_event_',
  ENROLLMENT: 'analytics_enrollment_',
  TRACKED_ENTITY_INSTANCE: 'analytics_te_',
  TRACKED_ENTITY_INSTANCE_EVENTS: 'analytics_te_event_',
  TRACKED_ENTITY_INSTANCE_ENROLLMENTS: 'analytics_te_enrollment_',
  OWNERSHIP: 'analytics_ownership_',
} as const;

/**
 * The table of a type for a program or tracked entity type, with the columns that it has.
 *
 * @throws OrderlyError E7144 when it is not built, or was emptied by a crash: an answer without rows would be a lie
 */
export async function readTable(db: Db, type: keyof typeof TABLES, uid: string): Promise<AnalyticsTable> {
  const name = generatedName(db, `${TABLES[type]}${uid.toLowerCase()}`);
  if (name === undefined) throw catalogued('E7144');
  const { rows } = await sql<{ name: string; type: string }>`
    select attribute.attname as name, format_type(attribute.atttypid, null) as type
    from pg_attribute as attribute
    where attribute.attrelid = to_regclass(${`public.${name}`}) and attribute.attnum > 0 and not attribute.attisdropped
  `.execute(db);
  if (rows.length === 0 || (await isLost(db, type))) throw catalogued('E7144');
  return { name, columns: new Map(rows.map((row) => [row.name, row.type])) };
}
