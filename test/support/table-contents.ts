import { type RawBuilder, sql } from 'kysely';
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

/** The number of rows and a sum of what is in them, as one text: the same for the same rows in whatever order. */
export const contentSum = (rows: RawBuilder<unknown>): RawBuilder<string> => sql<string>`
  (select count(*) || ' ' || coalesce(sum(hashtextextended(content::text, 0)), 0) from ${rows} as content)
`;
