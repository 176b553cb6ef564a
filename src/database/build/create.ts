import { randomBytes } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database.js';
import {
  type ColumnDefinition,
  columnList,
  type IndexDefinition,
  nameList,
  type TableName,
  tableRef,
} from './definition.js';

export interface CreateTableOptions {
  /** Boolean expressions over the columns, each of which every row must fulfil. */
  readonly checks?: readonly RawBuilder<unknown>[];
  readonly primaryKey?: readonly string[];
  /** The parent whose child the table becomes at once. */
  readonly inherits?: TableName;
  /** Appended: `partition by …`. */
  readonly partitionBy?: RawBuilder<unknown>;
}

/**
 * Creates a table whose content is rebuilt rather than recovered: unlogged, so that it writes no log. After a crash PostgreSQL empties such a table;
 * `emptiedTables` finds out.
 */
export async function createTable(
  db: Db,
  name: TableName,
  columns: readonly ColumnDefinition[],
  options: CreateTableOptions = {},
): Promise<void> {
  const checks = (options.checks ?? []).map((check) => sql`, check (${check})`);
  const key = options.primaryKey ? sql`, primary key (${nameList(options.primaryKey)})` : sql``;
  const parent = options.inherits ? sql` inherits (${tableRef(options.inherits)})` : sql``;
  const partitions = options.partitionBy ? sql` partition by ${options.partitionBy}` : sql``;
  // A partitioned parent holds no rows and may not be unlogged from PostgreSQL 18 on.
  const kind = options.partitionBy ? sql`table` : sql`unlogged table`;
  // Written once and described by the builder: a vacuum in the middle would only be in the way.
  const storage = options.partitionBy ? sql`` : sql` with (autovacuum_enabled = false)`;
  await sql`
    create ${kind} ${tableRef(name)} (${columnList(columns)}${sql.join(checks, sql``)}${key})${parent}${partitions}${storage}
  `.execute(db);
}

/** Lets PostgreSQL clean up a table again that was written once and is now changed row by row. */
export async function keepTidy(db: Db, name: TableName): Promise<void> {
  const { rows } = await sql<{ off: boolean }>`
    select coalesce('autovacuum_enabled=false' = any (pg_class.reloptions), false) as off
    from pg_class where pg_class.relname = ${name.table} and pg_class.relnamespace = ${name.schema}::regnamespace
  `.execute(db);
  if (rows[0]?.off) await sql`alter table ${tableRef(name)} reset (autovacuum_enabled)`.execute(db);
}

/** Creates one index. Its name follows the peer's pattern, `in_{columns}_{table}_{random}`, cut to what PostgreSQL keeps (contract: tables.md §4.10). */
export async function createIndex(db: Db, table: TableName, index: IndexDefinition): Promise<void> {
  const unique = index.unique ? sql`unique ` : sql``;
  const method = index.method ? sql`using gist ` : sql``;
  const random = randomBytes(4).toString('hex').slice(0, 5);
  const readable = `in_${index.columns.join('_')}_${table.table.replace(/_temp$/, '')}`.slice(0, 57);
  await sql`
    create ${unique}index ${sql.id(`${readable}_${random}`)} on ${tableRef(table)} ${method}(${keyOf(index)})
  `.execute(db);
}

function keyOf({ columns, of }: IndexDefinition): RawBuilder<unknown> {
  const key = nameList(columns);
  if (of === undefined) return key;
  return of === 'lower case' ? sql`lower(${key})` : sql`${key} desc nulls last`;
}

/** Gathers planner statistics. `target` is the statistics target: the sample is 300 times as many rows. */
export async function analyzeTable(db: Db, table: TableName, target?: number): Promise<void> {
  await db.connection().execute(async (connection) => {
    if (target === undefined) {
      await sql`analyze ${tableRef(table)}`.execute(connection);
      return;
    }
    await sql`select set_config('default_statistics_target', ${String(target)}, false)`.execute(connection);
    try {
      await sql`analyze ${tableRef(table)}`.execute(connection);
    } finally {
      await sql`reset default_statistics_target`.execute(connection);
    }
  });
}
