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
  if (rows.length > 0) await prepare(db, table, rows.length);
}

/** By what rows are looked for one at a time. */
const INDEXES: Readonly<Record<StagedType | StagedPart, readonly string[]>> = {
  entity: ['position', 'uid'],
  enrollment: ['position', 'uid', 'entity_uid, program_id'],
  event: ['position', 'uid'],
  relationship: ['position', 'uid', 'from_uid'],
  attribute: ['position', 'entity_uid, attribute_id', 'attribute_id, lower(value) where unique_field'],
  data_value: ['position'],
  note: ['position', 'uid'],
};

/** Fewer rows than this are read whole in less time than an index takes to be made. */
const FEW = 50;

/** Makes the plans of checks and merge good ones: nobody else gathers the statistics of a temporary table. */
async function prepare(db: Db, table: StagedType | StagedPart, rows: number): Promise<void> {
  if (rows >= FEW)
    for (const index of INDEXES[table]) {
      const [columns, condition] = index.split(' where ');
      const partial = condition === undefined ? sql`` : sql`where ${sql.raw(condition)}`;
      await sql`create index on ${staged(table)} (${sql.raw(columns ?? '')}) ${partial}`.execute(db);
    }
  await sql`analyze ${staged(table)}`.execute(db);
}
