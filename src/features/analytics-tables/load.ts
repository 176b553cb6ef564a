import { type RawBuilder, sql } from 'kysely';
import { analyzeTable, createTable, nameList, tableRef } from '../../database/build/index.js';
import { inSnapshot, type SharedSnapshot, withSnapshot } from '../../database/index.js';
import type { Stage } from '../../jobs/index.js';
import { forEachWithin } from '../../kernel/parallel.js';
import { REJECTED_CELLS, type RejectionRow, type TablePlan } from './definition.js';
import { quietTime, type Watermark, watermarkAt } from './latest/watermark.js';
import { setMemory, withMemory } from './memory.js';
import { createStaging, rejectedName, stagingName, yearsToBuild } from './staging.js';
import type { Build } from './work.js';

/** What was loaded into the staging tables of a type. */
export interface Loaded {
  readonly rows: number;
  /** What the rows that were read had seen. */
  readonly watermark: Watermark;
  /** The years that each table in years has a piece for, by table. */
  readonly years: ReadonlyMap<string, readonly number[]>;
}

/** Fills the tables that loading needs. */
export async function prepare(build: Build, type: string, plans: readonly TablePlan[]): Promise<void> {
  const { db } = build.source;
  for (const { preparation } of plans) {
    if (!preparation) continue;
    await build.progress.stage(
      `${type}: ${preparation.name}`,
      async (stage) => {
        // A latest run that builds some years has filled it for others already.
        await sql`drop table if exists ${tableRef(preparation.table)}`.execute(db);
        await createTable(db, preparation.table, preparation.columns);
        await forEachWithin(build.limit, preparation.inserts, async (insert, index) => {
          await stage.item(`part ${index + 1}`, () => withMemory(db, (handle) => insert.execute(handle)));
        });
        await analyzeTable(db, preparation.table);
      },
      preparation.inserts.length,
    );
  }
}

/**
 * Loads every shard of every table of a type under one snapshot, so that a row changed meanwhile is in with its old state, and neither twice nor not at all. The years of the
 * tables are asked under it, too.
 */
export async function load(build: Build, type: string, plans: readonly TablePlan[]): Promise<Loaded> {
  const quiet = await quietTime(build.source.db);
  return await withSnapshot(build.source.db, async (snapshot) => {
    const watermark = await watermarkAt(build.source.db, snapshot.state, quiet);
    const years = await build.progress.stage(`${type}: create tables`, () => createTables(build, plans, snapshot));
    const pieces = plans.flatMap((plan) => plan.shards.map((shard, index) => ({ plan, shard, part: index + 1 })));
    const loadAll = async (stage: Stage): Promise<number> => {
      let rows = 0;
      await forEachWithin(build.limit, pieces, async ({ plan, shard, part }) => {
        const name = plans.length === 1 ? `part ${part}` : `${plan.table} part ${part}`;
        rows += await stage.item(
          name,
          () => loadShard(build, plan, shard, snapshot),
          (count) => `${count} rows`,
        );
      });
      return rows;
    };
    const rows = await build.progress.stage(`${type}: load`, loadAll, pieces.length);
    return { rows, watermark, years };
  });
}

async function createTables(
  { source: { db, workshop }, limit }: Build,
  plans: readonly TablePlan[],
  snapshot: SharedSnapshot,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const years = new Map<string, readonly number[]>();
  await inSnapshot(db, snapshot, async (handle) => {
    for (const { table, years: cut } of plans) if (cut) years.set(table, await yearsToBuild(cut, handle));
  });
  await forEachWithin(limit, plans, (plan) => createStaging(db, workshop, plan, years.get(plan.table)));
  return years;
}

async function loadShard(
  { source: { db, workshop } }: Build,
  plan: TablePlan,
  shard: RawBuilder<unknown>,
  snapshot: SharedSnapshot,
): Promise<number> {
  const target = tableRef(stagingName(workshop, plan.table));
  const columns = [
    ...plan.columns,
    ...(plan.rejectedCells ? [{ name: REJECTED_CELLS, value: plan.rejectedCells.value }] : []),
  ];
  const names = nameList(columns.map(({ name }) => name));
  const values = sql.join(columns.map(({ value }) => value));
  return await inSnapshot(db, snapshot, async (handle) => {
    await setMemory(handle);
    const insert = sql`insert into ${target} (${names}) select ${values} ${plan.source(shard)}`;
    return Number((await insert.execute(handle)).numAffectedRows ?? 0n);
  });
}

/** What could not be taken: rows that stand apart now and go with the staging table, and cells, which are named in a column that goes here. */
export async function rejectionsOf(
  { source: { db, workshop } }: Build,
  plans: readonly TablePlan[],
): Promise<{ readonly rows: readonly RejectionRow[]; readonly cells: readonly RejectionRow[] }> {
  const rows: RejectionRow[] = [];
  const cells: RejectionRow[] = [];
  for (const { table, rejectedRows, rejectedCells } of plans) {
    if (rejectedRows) rows.push(...(await rejectedRows(rejectedName(workshop, table)).execute(db)).rows);
    if (!rejectedCells) continue;
    const built = stagingName(workshop, table);
    cells.push(...(await rejectedCells.report(built).execute(db)).rows);
    await sql`alter table ${tableRef(built)} drop column ${sql.id(REJECTED_CELLS)}`.execute(db);
  }
  return { rows, cells };
}
