import { sql } from 'kysely';
import { type ColumnDefinition, createTable, type TableName, tableRef } from '../../database/build/index.js';
import type { Db } from '../../database/index.js';
import { REJECTED_CELLS, REJECTED_YEAR, type TablePlan, type YearCut } from './definition.js';

/** A filled piece of a new analytics table: a year of it, or all of it. */
export interface Partition {
  readonly name: TableName;
  /** The name it takes in `public`. */
  readonly final: string;
  readonly year: number | undefined;
}

/** Staging tables carry the peer's names, `…_temp`, because SQL hooks name them (contract: tables.md §9 no. 2). */
export const stagingName = (schema: string, table: string, year?: number): TableName => ({
  schema,
  table: year === undefined ? `${table}_temp` : `${table}_${year}_temp`,
});

export const rejectedName = (schema: string, table: string): TableName => ({ schema, table: `${table}_rejected` });

/**
 * Creates the staging table: one table, or a declaratively partitioned one, because PostgreSQL then routes the rows of one scan to all years. The years leave
 * it after loading: what is read stands under a parent by inheritance, as the peer's tables do.
 *
 * @param years the years that rows may belong to, for a table in years
 */
export async function createStaging(
  db: Db,
  schema: string,
  plan: TablePlan,
  years: readonly number[] | undefined,
): Promise<void> {
  const { table } = plan;
  const parent = stagingName(schema, table);
  const columns: readonly ColumnDefinition[] = [
    ...plan.columns,
    ...(plan.rejectedCells ? [{ name: REJECTED_CELLS, type: 'text' } as const] : []),
  ];
  if (!plan.years || !years) {
    await createTable(db, parent, columns);
    return;
  }
  const nullable = columns.map(({ name, type }) => ({ name, type }));
  await createTable(db, parent, nullable, { partitionBy: sql`list ((${plan.years.key}))` });
  for (const year of years) {
    const partition = stagingName(schema, table, year);
    await createTable(db, partition, columns, { checks: plan.years.checks(year) });
    await attach(db, parent, partition, year);
  }
  if (!plan.rejectedRows) return;
  const rejected = rejectedName(schema, table);
  await createTable(db, rejected, nullable);
  await attach(db, parent, rejected, REJECTED_YEAR);
}

/** The years that get a piece of the staging table. */
export async function yearsToBuild(years: YearCut, handle: Db): Promise<readonly number[]> {
  const found = await years.found(handle);
  return years.always === undefined ? found : [...new Set([...found, years.always])];
}

async function attach(db: Db, parent: TableName, child: TableName, year: number): Promise<void> {
  await sql`
    alter table ${tableRef(parent)} attach partition ${tableRef(child)} for values in (${sql.lit(year)})
  `.execute(db);
}

/**
 * Takes the filled years out of the staging table; empty ones and the rejected rows go with it.
 *
 * @param withParent whether a new parent by inheritance takes its place and adopts them (full run), or they will join the parent in `public` (partial run)
 */
export async function settlePartitions(
  db: Db,
  schema: string,
  plan: TablePlan,
  years: readonly number[] | undefined,
  withParent: boolean,
): Promise<readonly Partition[]> {
  const { table } = plan;
  const parent = stagingName(schema, table);
  if (!plan.years || !years) return [{ name: parent, final: table, year: undefined }];
  const filled: Partition[] = [];
  for (const year of years) {
    const name = stagingName(schema, table, year);
    if (year !== plan.years.always && !(await isFilled(db, name))) continue;
    await sql`alter table ${tableRef(parent)} detach partition ${tableRef(name)}`.execute(db);
    filled.push({ name, final: `${table}_${year}`, year });
  }
  await sql`drop table ${tableRef(parent)} cascade`.execute(db);
  if (withParent) {
    await createTable(db, parent, plan.columns);
    for (const { name } of filled) await sql`alter table ${tableRef(name)} inherit ${tableRef(parent)}`.execute(db);
  }
  return filled;
}

async function isFilled(db: Db, name: TableName): Promise<boolean> {
  const { rows } = await sql<{ filled: boolean }>`select exists (select from ${tableRef(name)}) as filled`.execute(db);
  return rows[0]?.filled === true;
}
/** Rows, estimated by the planner's statistics just gathered, and bytes with indexes, of each piece. */
export async function partitionSizes(
  db: Db,
  schema: string,
  partitions: readonly Partition[],
): Promise<readonly PartitionSize[]> {
  const { rows } = await sql<{ name: string; rows: number; bytes: number }>`
    select pg_class.relname as name, greatest(pg_class.reltuples, 0)::bigint as rows, pg_total_relation_size(pg_class.oid) as bytes
    from pg_class
    join pg_namespace on pg_namespace.oid = pg_class.relnamespace and pg_namespace.nspname = ${schema}
  `.execute(db);
  const byName = new Map(rows.map((row) => [row.name, row]));
  return partitions.map(({ name, final, year }) => {
    const size = byName.get(name.table);
    return { table: final, year, rows: size?.rows ?? 0, bytes: size?.bytes ?? 0 };
  });
}

export interface PartitionSize {
  readonly table: string;
  readonly year: number | undefined;
  readonly rows: number;
  readonly bytes: number;
}
