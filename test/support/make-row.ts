import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import { generateUid } from '../../src/kernel/uid.js';

export interface MadeRow {
  readonly id: number;
  readonly uid: string;
}

/** Inserts a row of a metadata table as nobody would: with what the columns demand and what is given. Gives its key and its uid. */
export async function makeRow(
  db: Db,
  table: string,
  given: Readonly<Record<string, unknown>> = {},
  key = `${table}id`,
): Promise<MadeRow> {
  const uid = generateUid();
  const named = await hasColumn(db, table, 'name');
  const short = await hasColumn(db, table, 'shortname');
  const row: Record<string, unknown> = {
    uid,
    ...(named && { name: `Made ${uid}` }),
    ...(short && { shortname: `Made ${uid}` }),
    ...given,
  };
  const columns = Object.keys(row);
  const { rows } = await sql<MadeRow>`
    insert into ${sql.table(table)} (${sql.ref(key)}, created, lastupdated, ${sql.join(columns.map((name) => sql.ref(name)))})
    values (nextval('hibernate_sequence'), localtimestamp, localtimestamp, ${sql.join(columns.map((name) => row[name]))})
    returning ${sql.ref(key)} as id, uid
  `.execute(db);
  const [made] = rows;
  if (!made) throw new Error(`No row of ${table} was made.`);
  return made;
}

async function hasColumn(db: Db, table: string, column: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (
      select from pg_attribute
      where attrelid = ${table}::regclass and attname = ${column} and attgenerated = '' and not attisdropped
    ) as has
  `.execute(db);
  return rows[0]?.has === true;
}

/** Inserts a row that has neither key nor uid of its own, e.g. of a membership. */
export async function link(db: Db, table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  const columns = Object.keys(row);
  await sql`
    insert into ${sql.table(table)} (${sql.join(columns.map((name) => sql.ref(name)))})
    values (${sql.join(columns.map((name) => row[name]))})
  `.execute(db);
}

/** Key and uid of a row of the table, the first by key. */
export async function anyRow(
  db: Db,
  table: string,
  condition = sql<boolean>`true`,
  key = `${table}id`,
): Promise<MadeRow> {
  const { rows } = await sql<MadeRow>`
    select ${sql.ref(key)} as id, uid from ${sql.table(table)} where ${condition} order by 1 limit 1
  `.execute(db);
  const [found] = rows;
  if (!found) throw new Error(`The table ${table} has no such row.`);
  return found;
}
