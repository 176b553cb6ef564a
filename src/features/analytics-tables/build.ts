import { sql } from 'kysely';
import {
  analyzeTable,
  createIndex,
  createTable,
  nameList,
  type SwapPlan,
  swapTables,
  tableRef,
} from '../../database/build/index.js';
import { type Db, inSnapshot, setLocal, withSnapshot } from '../../database/index.js';
import type { Progress, Stage } from '../../jobs/index.js';
import { forEachWithin, type WorkerLimit } from '../../kernel/parallel.js';
import type { AnalyticsTableDefinition, BuildOptions, BuildSource, RejectionRow, TablePlan } from './definition.js';
import { type MainTable, mainTable, sameColumns } from './main-table.js';
import {
  createStaging,
  type Partition,
  type PartitionSize,
  partitionSizes,
  rejectedName,
  settlePartitions,
  stagingName,
} from './staging.js';
import { isPartial, isRebuilt } from './years.js';

/** What the engine works with while it builds one type. */
export interface Build {
  readonly source: BuildSource;
  readonly limit: WorkerLimit;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

export interface BuildResult {
  /** First year that was rebuilt; undefined when all were. */
  readonly fromYear: number | undefined;
  readonly partitions: readonly PartitionSize[];
  /** Rows that were written. */
  readonly rows: number;
  readonly rejections: readonly RejectionRow[];
  /** A sentence for each view that could not be made again. */
  readonly lostViews: readonly string[];
  /** What had committed when the rows were read: nothing of it is missing, nothing later is in. */
  readonly snapshot: string;
}

/** Memory that one loading or indexing statement may use. */
const WORK_MEM = '192MB';
const MAINTENANCE_WORK_MEM = '128MB';
/** A sample of 300 times this many rows is plenty for columns of identifiers, and a year has some seventy columns. */
const STATISTICS_TARGET = 30;

/**
 * Builds one analytics table type beside the old one and swaps it in: create → prepare → load → index → analyze → swap (contract: tables.md §3.2). Until
 * the swap nothing that anybody reads has changed; an error leaves the old tables.
 */
export async function buildType(build: Build, definition: AnalyticsTableDefinition): Promise<BuildResult> {
  const { db, workshop } = build.source;
  const { type, table } = definition;
  const main = await mainTable(db, table);
  const { source, plan } = await planFor(build, definition, main);
  const { options } = source;
  const partial = isPartial(options) && plan.years !== undefined && main !== undefined;

  await build.progress.stage(`${type}: create tables`, () => createStaging(db, workshop, table, plan));
  await prepare(build, type, plan);
  const { rows, snapshot } = await load(build, definition, plan);
  const rejections = await rejectionsOf(db, workshop, table, plan);
  const partitions = await settlePartitions(db, workshop, table, plan, !partial);
  await indexAndAnalyze(build, type, plan, partitions);
  const sizes = await partitionSizes(db, workshop, partitions);
  const { lostViews } = await build.progress.stage(`${type}: swap`, () =>
    swapTables(db, swapPlan(build.source, table, plan, main, partitions, partial ? options : undefined), build.signal),
  );
  const rejected = rejections.reduce((sum, { count }) => sum + count, 0);
  return {
    fromYear: partial ? options.fromYear : undefined,
    partitions: sizes,
    rows: rows - rejected,
    rejections,
    lostViews,
    snapshot,
  };
}

/** The plan, for all years when the window of the run does not fit what is there. */
async function planFor(
  build: Build,
  definition: AnalyticsTableDefinition,
  main: MainTable | undefined,
): Promise<{ readonly source: BuildSource; readonly plan: TablePlan }> {
  const plan = await definition.plan(build.source);
  if (!isPartial(build.source.options)) return { source: build.source, plan };
  if (main && sameColumns(main, plan.columns)) return { source: build.source, plan };
  const why = main ? 'its columns changed since the last full run' : 'there is none yet';
  await build.progress.message(`${definition.type}: all years are rebuilt, because ${why}`, 'WARN');
  const source = { ...build.source, options: { ...build.source.options, fromYear: undefined, onlyYears: undefined } };
  return { source, plan: await definition.plan(source) };
}

async function prepare(build: Build, type: string, { preparation }: TablePlan): Promise<void> {
  if (!preparation) return;
  const { db } = build.source;
  await build.progress.stage(
    `${type}: ${preparation.name}`,
    async (stage) => {
      await createTable(db, preparation.table, preparation.columns);
      await forEachWithin(build.limit, preparation.inserts, async (insert, index) => {
        await stage.item(`part ${index + 1}`, () => withMemory(db, (handle) => insert.execute(handle)));
      });
      await analyzeTable(db, preparation.table);
    },
    preparation.inserts.length,
  );
}

/** Loads every shard under one snapshot, so that a value changed meanwhile is in with its old state, and neither twice nor not at all. */
async function load(
  build: Build,
  definition: AnalyticsTableDefinition,
  plan: TablePlan,
): Promise<{ readonly rows: number; readonly snapshot: string }> {
  const { db, workshop } = build.source;
  const target = tableRef(stagingName(workshop, definition.table));
  const columns = nameList(plan.columns.map(({ name }) => name));
  const values = sql.join(plan.columns.map(({ value }) => value));
  let rows = 0;
  const loadAll = async (stage: Stage): Promise<string> =>
    await withSnapshot(db, async (snapshot) => {
      await forEachWithin(build.limit, plan.shards, async (shard, index) => {
        const insert = sql`insert into ${target} (${columns}) select ${values} ${plan.source(shard)}`;
        const loaded = await stage.item(
          `part ${index + 1}`,
          () =>
            inSnapshot(db, snapshot, async (handle) => {
              await setMemory(handle);
              return Number((await insert.execute(handle)).numAffectedRows ?? 0n);
            }),
          (count) => `${count} rows`,
        );
        rows += loaded;
      });
      return snapshot.state;
    });
  const snapshot = await build.progress.stage(`${definition.type}: load`, loadAll, plan.shards.length);
  return { rows, snapshot };
}

async function rejectionsOf(
  db: Db,
  workshop: string,
  table: string,
  plan: TablePlan,
): Promise<readonly RejectionRow[]> {
  if (!plan.years || !plan.rejections) return [];
  return (await plan.rejections(rejectedName(workshop, table)).execute(db)).rows;
}

async function indexAndAnalyze(
  build: Build,
  type: string,
  plan: TablePlan,
  partitions: readonly Partition[],
): Promise<void> {
  const { db } = build.source;
  const indexes = partitions.flatMap(({ name }) => plan.indexes.map((index) => ({ name, index })));
  await build.progress.stage(
    `${type}: create indexes`,
    async (stage) => {
      await forEachWithin(build.limit, indexes, async ({ name, index }) => {
        await stage.item(`${name.table} (${index.columns.join(', ')})`, () =>
          withMemory(db, (handle) => createIndex(handle, name, index)),
        );
      });
    },
    indexes.length,
  );
  await build.progress.stage(
    `${type}: analyze`,
    async (stage) => {
      await forEachWithin(build.limit, partitions, async ({ name }) => {
        await stage.item(name.table, () => analyzeTable(db, name, STATISTICS_TARGET));
      });
    },
    partitions.length,
  );
}

/** A full run replaces the table with all its partitions; a partial one only the years of its window. */
function swapPlan(
  { workshop }: BuildSource,
  table: string,
  plan: TablePlan,
  main: MainTable | undefined,
  partitions: readonly Partition[],
  window: BuildOptions | undefined,
): SwapPlan {
  const moves = partitions.map(({ name, final }) => ({ from: name, to: final }));
  const old = main?.partitions ?? [];
  if (window !== undefined) {
    return {
      drop: old.filter(({ year }) => year !== undefined && isRebuilt(window, year)).map((partition) => partition.table),
      move: moves,
      inherit: partitions.map(({ final }) => ({ child: final, parent: table })),
    };
  }
  return {
    drop: [...old.map((partition) => partition.table), table],
    move: plan.years === undefined ? moves : [...moves, { from: stagingName(workshop, table), to: table }],
    inherit: [],
  };
}

/** Runs a statement with the memory of a build. */
async function withMemory(db: Db, work: (handle: Db) => Promise<unknown>): Promise<void> {
  await db.transaction().execute(async (handle) => {
    await setMemory(handle);
    await work(handle);
  });
}

/** Shards keep every worker busy already, so a statement neither spreads over further processes nor compiles itself. */
async function setMemory(handle: Db): Promise<void> {
  await setLocal(handle, 'work_mem', WORK_MEM);
  await setLocal(handle, 'maintenance_work_mem', MAINTENANCE_WORK_MEM);
  await setLocal(handle, 'max_parallel_workers_per_gather', 0);
  await setLocal(handle, 'max_parallel_maintenance_workers', 0);
  await setLocal(handle, 'jit', 'off');
  // Every join is with small tables; sorting rows of seventy columns to merge them doubles the time.
  await setLocal(handle, 'enable_mergejoin', 'off');
}
