import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { OperationContext } from './operation.js';

const ROWS_AT_ONCE = 25_000;

/** Some rows of a table to which nothing refers. */
export interface Rows {
  readonly table: string;
  /** About a row called `row`. */
  readonly condition: RawBuilder<unknown>;
}

export async function countRows(db: Db, { table, condition }: Rows): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table)} as row where ${condition}
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * Deletes rows in batches that commit by themselves, so that nobody waits long for a lock and a cancelled run keeps what it did. The rows are looked for once, for
 * a search for each batch would read the table again and again; one that changed since then is looked at once more before it goes.
 */
export async function deleteRows({ db, stage }: OperationContext, { table, condition }: Rows): Promise<number> {
  return await db.connection().execute(async (connection) => {
    await sql`create temporary table going_rows (place bigint generated always as identity, row tid not null)`.execute(
      connection,
    );
    try {
      const { numAffectedRows } = await sql`
        insert into going_rows (row) select row.ctid from ${sql.table(table)} as row where ${condition}
      `.execute(connection);
      const found = Number(numAffectedRows ?? 0n);
      let deleted = 0;
      for (let from = 0; from < found; from += ROWS_AT_ONCE)
        deleted += await stage.item(
          `rows from ${from}`,
          () => deleteBatch(connection, { table, condition }, from),
          String,
        );
      return deleted;
    } finally {
      // Of a broken or cancelled connection nothing is left anyway.
      await sql`drop table if exists going_rows`.execute(connection).catch(() => undefined);
    }
  });
}

async function deleteBatch(db: Db, { table, condition }: Rows, from: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} as row
    where row.ctid = any (array(
      select going_rows.row from going_rows where going_rows.place > ${from} and going_rows.place <= ${from + ROWS_AT_ONCE}
    )) and (${condition})
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Deletes rows of several tables in the order given, all or none. */
export async function deleteTogether(db: Db, parts: readonly Rows[]): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { table, condition } of parts) {
    const { numAffectedRows } = await sql`delete from ${sql.table(table)} as row where ${condition}`.execute(db);
    counts[table] = Number(numAffectedRows ?? 0n);
  }
  return counts;
}

export async function countTogether(db: Db, parts: readonly Rows[]): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const rows of parts) counts[rows.table] = await countRows(db, rows);
  return counts;
}
