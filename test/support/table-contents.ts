import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';

/** Decimal places of numbers that are compared: sums of the same values in another order differ in the last ones. */
const PLACES = 7;

/** All rows of the tables as text, in an order of their own. */
export async function tableContents(
  db: Db,
  tables: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const contents = new Map<string, readonly string[]>();
  for (const table of tables) {
    const { rows } = await sql<{ row: Readonly<Record<string, unknown>> }>`
      select to_jsonb(content) as row from ${sql.table(table)} as content
    `.execute(db);
    contents.set(table, rows.map(({ row }) => JSON.stringify(row, rounded)).toSorted());
  }
  return contents;
}

const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(PLACES)) : value;
