import { sql } from 'kysely';
import { analyzeTable, type SwapPlan, swapTables, tableRef } from '../../database/build/index.js';
import type { Db } from '../../database/index.js';
import { forEachWithin } from '../../kernel/parallel.js';
import { readHooks, runHook } from '../resource-tables/index.js';
import type { AnalyticsTableDefinition, BuildOptions, RejectionRow, TablePlan } from './definition.js';
import { createIndexes } from './indexes.js';
import type { Watermark } from './latest/watermark.js';
import { load, prepare, rejectionsOf } from './load.js';
import { type MainTable, mainTables, misfitOf } from './main-table.js';
import { type Partition, type PartitionSize, partitionSizes, settlePartitions, stagingName } from './staging.js';
import { standingTables } from './standing.js';
import type { Build } from './work.js';
import { isPartial, isRebuilt } from './years.js';

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
  readonly watermark: Watermark;
  /** The tables that have seen it, from which year on; 0 for all. */
  readonly seen: readonly SeenTable[];
}

export interface SeenTable {
  readonly table: string;
  readonly fromYear: number;
  /** Whether rows of one year tell of values of others, too: then the other years have not seen what this one has. */
  readonly acrossYears: boolean;
}

/** One table of a type while it is built. */
interface TableBuild {
  readonly plan: TablePlan;
  /** The table that stands. */
  readonly main: MainTable | undefined;
  /** Says which years of the table that stands are replaced; undefined when all of it is. */
  readonly window: BuildOptions | undefined;
}

/** A table with its filled pieces, ready to take its place. */
interface SettledTable extends TableBuild {
  readonly partitions: readonly Partition[];
}

/** A sample of 300 times this many rows is plenty for columns of identifiers, and a year has some seventy columns. */
const STATISTICS_TARGET = 30;

/**
 * Builds the tables of one analytics table type beside the old ones and swaps them in together: prepare → create → load → hooks → index → analyze → swap (contract: tables.md §3.2).
 * Until the swap nothing that anybody reads has changed; an error leaves the old tables.
 */
export async function buildType(build: Build, definition: AnalyticsTableDefinition): Promise<BuildResult> {
  const { db, workshop } = build.source;
  const { type } = definition;
  const tables = await tableBuilds(build, definition);
  const plans = tables.map(({ plan }) => plan);

  await prepare(build, type, plans);
  const { rows, watermark, years } = await load(build, type, plans);
  const rejections = await rejectionsOf(build, plans);
  const hooked = await runHooks(build, type);
  const settled: SettledTable[] = [];
  for (const table of tables) {
    const { plan, window } = table;
    const partitions = await settlePartitions(db, workshop, plan, years.get(plan.table), window === undefined);
    settled.push({ ...table, partitions });
  }
  if (hooked) await vacuum(db, settled);
  await indexAndAnalyze(build, type, settled);
  const sizes = await partitionSizes(
    db,
    workshop,
    settled.flatMap(({ partitions }) => partitions),
  );
  const gone = isPartial(build.source.options) ? [] : await goneTables(build, definition);
  const { lostViews } = await build.progress.stage(`${type}: swap`, () =>
    swapTables(db, swapPlan(workshop, settled, gone), build.signal),
  );
  return {
    fromYear: settled.find(({ window }) => window)?.window?.fromYear,
    partitions: sizes,
    rows: rows - rejections.rows.reduce((sum, { count }) => sum + count, 0),
    rejections: [...rejections.rows, ...rejections.cells],
    lostViews,
    watermark,
    seen: settled
      .filter(({ window }) => window?.onlyYears === undefined)
      .map(({ plan, window }) => ({
        table: plan.table,
        fromYear: window?.fromYear ?? 0,
        acrossYears: plan.preparation !== undefined,
      })),
  };
}

/** The plans with what stands of each; for all years where the window of the run does not fit that. */
async function tableBuilds(build: Build, definition: AnalyticsTableDefinition): Promise<readonly TableBuild[]> {
  const { source, progress } = build;
  const { options } = source;
  const plans = await definition.plan(source);
  const standing = await mainTables(
    source.db,
    plans.map(({ table }) => table),
  );
  const whole = (plan: TablePlan): TableBuild => ({ plan, main: standing.get(plan.table), window: undefined });
  if (!isPartial(options)) return plans.map(whole);

  const misfits = new Map(
    plans.flatMap((plan) => {
      const why = plan.years && misfitOf(standing.get(plan.table), plan);
      return why === undefined ? [] : [[plan.table, why] as const];
    }),
  );
  for (const [table, why] of misfits) {
    const what = plans.length === 1 ? 'all years are' : `all years of ${table} are`;
    await progress.message(`${definition.type}: ${what} rebuilt, because ${why}`, 'WARN');
  }
  const allYears = { ...source, options: { ...options, fromYear: undefined, onlyYears: undefined } };
  const wholePlans = misfits.size > 0 ? await definition.plan(allYears) : [];
  return [
    ...wholePlans.filter(({ table }) => misfits.has(table)).map(whole),
    ...plans
      .filter(({ table }) => !misfits.has(table))
      .map((plan) => (plan.years ? { plan, main: standing.get(plan.table), window: options } : whole(plan))),
  ];
}

/** Lets the hooks of the type change what was loaded; gives whether there were any. One that fails ends the type, whose old tables stay. */
async function runHooks({ source: { db, workshop }, progress }: Build, type: string): Promise<boolean> {
  const hooks = (await readHooks(db, 'ANALYTICS_TABLE_POPULATED')).get(type) ?? [];
  if (hooks.length === 0) return false;
  await progress.stage(
    `${type}: run hooks`,
    async (stage) => {
      for (const hook of hooks) await stage.item(hook.name, () => runHook(db, workshop, hook));
    },
    hooks.length,
  );
  return true;
}

/** Frees what the hooks changed or deleted: nothing else does it for these tables. */
async function vacuum(db: Db, tables: readonly SettledTable[]): Promise<void> {
  for (const { name } of tables.flatMap(({ partitions }) => partitions))
    await sql`vacuum ${tableRef(name)}`.execute(db);
}

async function indexAndAnalyze(build: Build, type: string, tables: readonly SettledTable[]): Promise<void> {
  const { db } = build.source;
  const pieces = tables.flatMap(({ plan, partitions }) => partitions.map((partition) => ({ plan, ...partition })));
  await createIndexes(build, type, pieces);
  await build.progress.stage(
    `${type}: analyze`,
    async (stage) => {
      await forEachWithin(build.limit, pieces, async ({ name }) => {
        await stage.item(name.table, () => analyzeTable(db, name, STATISTICS_TARGET));
      });
    },
    pieces.length,
  );
}

/** Tables that the type once had, for a program that is no more, and their partitions; children before parents. */
export async function goneTables(
  { source: { db } }: Build,
  definition: AnalyticsTableDefinition,
): Promise<readonly string[]> {
  const current = new Set(await definition.tables(db));
  return (await standingTables(db, [definition]))
    .filter(({ table, parent }) => !current.has(parent ?? table))
    .toSorted((one, other) => Number(one.parent === undefined) - Number(other.parent === undefined))
    .map(({ table }) => table);
}

/** A table built as a whole replaces the old one with all its partitions; one built for a window only the years of that. */
function swapPlan(workshop: string, tables: readonly SettledTable[], gone: readonly string[]): SwapPlan {
  const parts = tables.map(({ plan, main, window, partitions }): Omit<SwapPlan, 'workshop'> => {
    const { table } = plan;
    const moves = partitions.map(({ name, final }) => ({ from: name, to: final }));
    const old = main?.partitions ?? [];
    if (window !== undefined) {
      const replaced = old.filter(({ year }) => year !== undefined && isRebuilt(window, year));
      return {
        drop: replaced.map((partition) => partition.table),
        move: moves,
        inherit: partitions.map(({ final }) => ({ child: final, parent: table })),
      };
    }
    return {
      drop: [...old.map((partition) => partition.table), table],
      move: plan.years === undefined ? moves : [...moves, { from: stagingName(workshop, table), to: table }],
      inherit: [],
    };
  });
  return {
    workshop,
    drop: [...gone, ...parts.flatMap(({ drop }) => drop)],
    move: parts.flatMap(({ move }) => move),
    inherit: parts.flatMap(({ inherit }) => inherit),
  };
}
