import { type RawBuilder, sql } from 'kysely';
import { createTable, type TableName, tableRef } from '../../database/build/index.js';
import type { Db } from '../../database/index.js';
import { REJECTED_YEAR, type TablePlan } from './definition.js';

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
 */
export async function createStaging(db: Db, schema: string, table: string, plan: TablePlan): Promise<void> {
  const parent = stagingName(schema, table);
  if (plan.years === undefined) {
    await createTable(db, parent, plan.columns);
    return;
  }
  const nullable = plan.columns.map(({ name, type }) => ({ name, type }));
  await createTable(db, parent, nullable, { partitionBy: sql`list (year)` });
  for (const year of plan.years) {
    const partition = stagingName(schema, table, year);
    await createTable(db, partition, plan.columns, { checks: yearChecks(plan, year) });
    await attach(db, parent, partition, year);
  }
  const rejected = rejectedName(schema, table);
  await createTable(db, rejected, nullable);
  await attach(db, parent, rejected, REJECTED_YEAR);
}

/** The conditions by which PostgreSQL leaves out years that a query does not ask for (contract: tables.md §4.1.3). */
function yearChecks(plan: TablePlan, year: number): readonly RawBuilder<unknown>[] {
  const dated = plan.columns.some(({ name }) => name === 'pestartdate');
  return [sql`year = ${sql.lit(year)}`, ...(dated ? [sql`pestartdate < ${sql.lit(`${year + 1}-01-01`)}::date`] : [])];
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
  table: string,
  plan: TablePlan,
  withParent: boolean,
): Promise<readonly Partition[]> {
  const parent = stagingName(schema, table);
  if (plan.years === undefined) return [{ name: parent, final: table, year: undefined }];
  const filled: Partition[] = [];
  for (const year of plan.years) {
    const name = stagingName(schema, table, year);
    if (!(await isFilled(db, name))) continue;
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
