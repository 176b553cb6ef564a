import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { MetadataType } from '../model/type.js';
import type { Row } from './rows.js';

/** Rows in one statement: enough to make the round trip cheap, few enough to keep the text of a payload small. */
const CHUNK = 2_000;

function* chunks(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += CHUNK) yield rows.slice(start, start + CHUNK);
}

const columnsOf = (rows: readonly Row[]): readonly string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))];

/** The rows of a chunk as a table expression with the column types of `table`. */
const recordset = (table: string, rows: readonly Row[]): RawBuilder<unknown> =>
  sql`json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`;

/** Inserts rows given by column; those that are there already are left out if `present` says so. */
export async function insertRows(
  db: Db,
  table: string,
  rows: readonly Row[],
  present: 'refused' | 'kept' = 'refused',
): Promise<void> {
  for (const chunk of chunks(rows)) {
    const columns = sql.join(columnsOf(chunk).map((column) => sql.id(column)));
    await sql`
      insert into ${sql.table(table)} (${columns})
      select ${columns} from ${recordset(table, chunk)}
      ${present === 'kept' ? sql`on conflict do nothing` : sql``}
    `.execute(db);
  }
}

/** Replaces the given columns of rows by their key; `kept` columns only where there is a new value. */
export async function updateRows(
  db: Db,
  type: MetadataType,
  rows: readonly Row[],
  kept: ReadonlySet<string>,
): Promise<void> {
  const table = sql.table(type.table);
  for (const chunk of chunks(rows)) {
    const assignments = columnsOf(chunk)
      .filter((column) => column !== type.key)
      .map((column) => {
        const fresh = sql`fresh.${sql.id(column)}`;
        return sql`${sql.id(column)} = ${kept.has(column) ? sql`coalesce(${fresh}, ${table}.${sql.id(column)})` : fresh}`;
      });
    await sql`
      update ${table} set ${sql.join(assignments)}
      from ${recordset(type.table, chunk)} as fresh
      where ${table}.${sql.id(type.key)} = fresh.${sql.id(type.key)}
    `.execute(db);
  }
}

/** Rows that went or changed, by table. */
export type Tally = Map<string, number>;

/** Adds the rows of a statement to those of its table. */
export function tally(counts: Tally | undefined, table: string, rows: number | bigint | undefined): void {
  if (counts && rows) counts.set(table, (counts.get(table) ?? 0) + Number(rows));
}

/** Deletes the rows whose `column` is one of the keys. */
export async function deleteRows(
  db: Db,
  table: string,
  column: string,
  keys: readonly number[],
  counts?: Tally,
): Promise<void> {
  if (keys.length === 0) return;
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ${sql.id(column)} = any (${keys})
  `.execute(db);
  tally(counts, table, numAffectedRows);
}

/** The values of `wanted` in the rows whose `column` is one of the keys. */
export async function selectKeys(
  db: Db,
  table: string,
  wanted: string,
  column: string,
  keys: readonly number[],
): Promise<readonly number[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ key: number }>`
    select ${sql.id(wanted)} as key from ${sql.table(table)} where ${sql.id(column)} = any (${keys}) and ${sql.id(wanted)} is not null
  `.execute(db);
  return rows.map(({ key }) => key);
}

/** Draws keys for new rows. */
export async function drawKeys(db: Db, count: number): Promise<readonly number[]> {
  if (count === 0) return [];
  const { rows } = await sql<{ key: number }>`
    select nextval('hibernate_sequence') as key from generate_series(1, ${count})
  `.execute(db);
  return rows.map(({ key }) => key);
}
