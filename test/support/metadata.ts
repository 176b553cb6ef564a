import { sql } from 'kysely';
import { type Db, transaction } from '../../src/database/index.js';
import { userByUid } from '../../src/http/authentication/user-store.js';
import { systemClock } from '../../src/kernel/clock.js';
import { importBundle, type MetadataObject, readBundle } from '../../src/metadata/index.js';
import { DEFAULT_OPTIONS } from '../../src/metadata/write/options.js';
import { layout } from './dhis2/layout.js';
import type { testServer } from './server.js';

/** The administrator of every database. */
const ADMIN = 'M5zQapPyTZI';

/** Imports metadata that tests need: by the API, and beside a DHIS2, where that leaves metadata alone, past it. */
export async function giveMetadata(
  server: Pick<ReturnType<typeof testServer>, 'request' | 'db'>,
  body: unknown,
): Promise<void> {
  if (layout === undefined) {
    const { status, text } = await server.request('/api/metadata', { method: 'POST', body });
    if (status !== 200) throw new Error(text.slice(0, 4_000));
    return;
  }
  const user = await userByUid(server.db, ADMIN);
  if (!user) throw new Error('There is no administrator.');
  const absent = await absentColumns(server.db);
  for (const { table, column, type } of absent)
    await sql`alter table ${sql.table(`public.${table}`)} add ${sql.ref(column)} ${sql.raw(type)}`.execute(server.db);
  const report = await transaction(server.db, async (db) => {
    // Not all columns of views can be written: the tables have, for this once, those of 2.42, too.
    await sql`set local search_path to public, orderly_dhis2`.execute(db);
    const imported = await importBundle(db, readBundle(body as MetadataObject), DEFAULT_OPTIONS, {
      user,
      clock: systemClock,
    });
    await writePaths(db);
    return imported;
  });
  for (const { table, column } of absent)
    await sql`alter table ${sql.table(`public.${table}`)} drop ${sql.ref(column)}`.execute(server.db);
  if (report.status !== 'OK') throw new Error(JSON.stringify(report).slice(0, 4_000));
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Columns that tables of this DHIS2 do not have, and that their views show as empty. */
async function absentColumns(db: Db): Promise<readonly Column[]> {
  const { rows } = await sql<Column>`
    select own.relname as table, shown.attname as column, format_type(shown.atttypid, shown.atttypmod) as type
    from pg_class as lens
    join pg_class as own on own.relname = lens.relname and own.relnamespace = 'public'::regnamespace and own.relkind = 'r'
    join pg_attribute as shown on shown.attrelid = lens.oid and shown.attnum > 0
    where lens.relnamespace = 'orderly_dhis2'::regnamespace and not exists (
      select from pg_attribute as held where held.attrelid = own.oid and held.attname = shown.attname and not held.attisdropped
    )
  `.execute(db);
  return rows;
}

/** What a trigger does in a database of Orderly's own, and DHIS2 itself in one of its own. */
async function writePaths(db: Db): Promise<void> {
  await sql`
    with recursive placed (organisationunitid, path, level) as (
      select organisationunitid, '/' || uid, 1 from organisationunit where parentid is null
      union all
      select unit.organisationunitid, placed.path || '/' || unit.uid, placed.level + 1
      from placed join organisationunit as unit on unit.parentid = placed.organisationunitid
    )
    update organisationunit as unit set path = placed.path, hierarchylevel = placed.level
    from placed where placed.organisationunitid = unit.organisationunitid and unit.path is distinct from placed.path
  `.execute(db);
}
