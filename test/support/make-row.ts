import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import { generateUid } from '../../src/kernel/uid.js';
import { actualColumn, columnsOf, LeastRows, stored } from './maintenance/least-row.js';

export interface MadeRow {
  readonly id: number;
  readonly uid: string;
}

/**
 * Inserts a row of a metadata table as nobody would: with what the columns demand and what is given, as far as the version has columns for it. Gives its key and its uid. The row goes to
 * the table itself, for a view that stands before it may have columns that nobody can write.
 */
export async function makeRow(
  db: Db,
  table: string,
  given: Readonly<Record<string, unknown>> = {},
  key = `${table}id`,
): Promise<MadeRow> {
  const uid = generateUid();
  const now = sql`localtimestamp`;
  const row = await new LeastRows(db).complete(table, {
    [key]: sql`nextval('hibernate_sequence')`,
    created: now,
    lastupdated: now,
    uid,
    name: `Made ${uid}`,
    shortname: `Made ${uid}`,
    ...given,
  });
  const columns = new Set((await columnsOf(db, table)).map(({ name }) => name));
  const named = await Promise.all(
    Object.entries(row).map(async ([name, value]) => [await actualColumn(db, table, name), value] as const),
  );
  const known = named.filter(([name]) => columns.has(name));
  const { rows } = await sql<MadeRow>`
    insert into ${await stored(db, table)} (${sql.join(known.map(([name]) => sql.ref(name)))})
    values (${sql.join(known.map(([, value]) => value))})
    returning ${sql.ref(await actualColumn(db, table, key))} as id, uid
  `.execute(db);
  const [made] = rows;
  if (!made) throw new Error(`No row of ${table} was made.`);
  return made;
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
