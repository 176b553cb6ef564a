import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { type StagedPart, type StagedType, staged } from './tables.js';

/** Rows of one statement: enough to make its round trip nothing, few enough to keep its parameters small. */
const BATCH = 5_000;

/** A column of a staging table: its name, its type, and what of a row goes into it. */
export type Column<Row> = readonly [name: string, type: string, value: (row: Row) => unknown];

/** How the rows of a staging table are loaded. */
export interface Loading<Row> {
  readonly table: StagedType | StagedPart;
  readonly columns: readonly Column<Row>[];
  /** Further columns with their expressions over `given`, the rows as they come, and what `joins` adds. */
  readonly resolved: Readonly<Record<string, RawBuilder<unknown>>>;
  readonly joins: RawBuilder<unknown>;
}

/** Puts rows into their staging table with the keys of what they name, a batch in each statement. */
export async function load<Row>(db: Db, rows: readonly Row[], loading: Loading<Row>): Promise<void> {
  const { table, columns, resolved, joins } = loading;
  const names = columns.map(([name]) => sql.id(name));
  const into = [...names, ...Object.keys(resolved).map((name) => sql.id(name))];
  const given = names.map((name) => sql`given.${name}`);
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH);
    const arrays = columns.map(([, type, value]) => sql`${batch.map(value)}::${sql.raw(type)}[]`);
    await sql`
      insert into ${staged(table)} (${sql.join(into)})
      select ${sql.join([...given, ...Object.values(resolved)])}
      from unnest(${sql.join(arrays)}) as given (${sql.join(names)})
      ${joins}
    `.execute(db);
  }
  // Nobody else gathers the statistics of a temporary table; without them the plans of the checks are for a handful of rows.
  if (rows.length > 0) await sql`analyze ${staged(table)}`.execute(db);
}
