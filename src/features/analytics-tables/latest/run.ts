import { sql } from 'kysely';
import { swapTables } from '../../../database/build/index.js';
import { type Db, transaction } from '../../../database/index.js';
import type { JobSummary, RunContext } from '../../../jobs/index.js';
import { formatDuration } from '../../../kernel/clock.js';
import { readHooks, refreshChanged } from '../../resource-tables/index.js';
import { writeSetting } from '../../settings/index.js';
import { goneTables } from '../build.js';
import type { AnalyticsTableDefinition, TablePlan } from '../definition.js';
import { type MainTable, mainTables, misfitOf } from '../main-table.js';
import type { AnalyticsTableParameters } from '../parameters.js';
import { prepareBuild } from '../prepare.js';
import { isLost } from '../state.js';
import { reportRejections, requireSuccess, standingAlone, type TypeOutcome, updateType } from '../type-update.js';
import { ANALYTICS_TABLES } from '../types/index.js';
import type { Build, UpdateServices } from '../work.js';
import { followMerge } from './follow.js';
import { formsOf } from './form.js';
import { mergeType } from './merge.js';
import { forgetSeenNotes } from './notes.js';
import { ROW_RULES } from './rules/index.js';
import type { RowRules } from './rules.js';
import type { TypeMerge } from './type-merge.js';
import { type Mark, marksOf, oldestMark, writeMark } from './watermark.js';

/**
 * A latest run: brings every table type up to date with what changed since it was last written, row by row, for as long as that is little (contract: tables.md §3.5, §10.1 no. 6).
 * Beside a DHIS2 no trigger tells of rows that are gone, or were changed without a new `lastupdated`: there these wait for a full run, and only what is marked as deleted, or removed by Orderly, is seen at once.
 *
 * @param fromYear changes of earlier years wait, for the types that are kept by year
 * @throws OrderlyError 409 when a type could not be brought up to date; the others are
 */
export async function updateLatest(
  context: RunContext<AnalyticsTableParameters>,
  workshop: string,
  { clock, config }: UpdateServices,
  fromYear = 0,
): Promise<JobSummary> {
  const { db, parameters } = context;
  const startedAt = clock.now();
  if (!parameters.skipResourceTables) await refreshChanged(context, workshop, clock);
  const { skipTableTypes, skipPrograms, skipResourceTables, skipOutliers } = parameters;
  // Without `lastYears`: here it tells no years to rebuild.
  const whole = { skipTableTypes, skipPrograms, skipResourceTables, skipOutliers };
  const build = await prepareBuild({ ...context, parameters: whole }, workshop, startedAt, config.analyticsIndexes);
  const outcomes: TypeOutcome[] = [];
  const wanted = ANALYTICS_TABLES.filter(({ type }) => !skipTableTypes.includes(type));
  for (const definition of wanted) {
    outcomes.push(
      await standingAlone(context, definition, build.source, () => latestType(context, build, definition, fromYear)),
    );
  }
  await forgetSeenNotes(db, ANALYTICS_TABLES);
  requireSuccess(outcomes, wanted.length);
  const took = formatDuration(clock.now().getTime() - startedAt.getTime());
  await transaction(db, async (handle) => {
    await writeSetting(handle, 'keyLastSuccessfulLatestAnalyticsPartitionUpdate', startedAt);
    await writeSetting(handle, 'keyLastSuccessfulLatestAnalyticsPartitionRuntime', took);
  });
  const changed = outcomes.some(({ status }) => status === 'DONE');
  return {
    message: changed
      ? `Analytics tables updated: ${took}`
      : 'Nothing changed since the last update of the analytics tables',
    summary: { status: 'OK', types: outcomes },
  };
}

/** One type: made anew as a whole where rows cannot be merged, else merged. */
async function latestType(
  context: RunContext<unknown>,
  build: Build,
  definition: AnalyticsTableDefinition,
  fromYear: number,
): Promise<TypeOutcome> {
  const { db, progress } = context;
  const { type } = definition;
  await dropGone(build, definition);
  const plans = await definition.plan(build.source);
  const tables = plans.map(({ table }) => table);
  const forms = await formsOf(build.source, definition);
  const marks = await marksOf(db, tables);
  const lost = await isLost(db, type);
  const standing = await mainTables(db, tables);
  const reasons = new Map(
    plans.flatMap((plan) => {
      const own = marks.filter(({ table }) => table === plan.table);
      const reason = lost ? 'a crash of the database emptied it' : misfit(plan, standing, own, forms.get(plan.table));
      return reason === undefined ? [] : [[plan.table, reason] as const];
    }),
  );
  const rules = ROW_RULES.find((one) => one.type === type);
  const emptied = rules !== undefined && (await wasEmptied(db, rules, marks));
  if (emptied) for (const table of tables) reasons.set(table, 'its source was emptied');
  const built: TypeOutcome[] = [];
  if (reasons.size > 0) {
    // A type without rules is made anew whenever its sources change: that is how it is kept up to date.
    if (rules) {
      for (const [table, reason] of reasons)
        await progress.message(`${type}: all of ${table} is built anew, because ${reason}`, 'WARN');
    }
    built.push(
      await updateType(
        context,
        build,
        only(definition, (table) => reasons.has(table)),
      ),
    );
  }
  const current = plans.filter(({ table }) => !reasons.has(table));
  if (!rules || current.length === 0) return built[0] ?? (await unchanged(context, type));
  const merged = await mergePlans(context, build, { definition, rules, current, marks, forms, fromYear });
  return built[0]?.status === 'FAILED' || merged.status === 'UNCHANGED' ? (built[0] ?? merged) : merged;
}

/** Tables of programs that are no more. */
async function dropGone(build: Build, definition: AnalyticsTableDefinition): Promise<void> {
  const drop = await goneTables(build, definition);
  const { db, workshop } = build.source;
  if (drop.length > 0) await swapTables(db, { workshop, drop, move: [], inherit: [] }, build.signal);
}

async function unchanged({ progress }: RunContext<unknown>, type: string): Promise<TypeOutcome> {
  const reason = 'nothing that it shows changed since it was last written';
  await progress.message(`${type}: unchanged, ${reason}`);
  return { type, status: 'UNCHANGED', reason };
}

/** The same definition for some of its tables. */
const only = (definition: AnalyticsTableDefinition, wanted: (table: string) => boolean): AnalyticsTableDefinition => ({
  ...definition,
  plan: async (source) => (await definition.plan(source)).filter(({ table }) => wanted(table)),
});

/** Why rows made now cannot stand beside those that a table has (contract: tables.md §10.3 no. 20). */
function misfit(
  plan: TablePlan,
  standing: ReadonlyMap<string, MainTable>,
  marks: readonly Mark[],
  form: string | undefined,
): string | undefined {
  const misfitting = misfitOf(standing.get(plan.table), plan);
  if (misfitting !== undefined) return misfitting;
  if (marks[0]?.fromYear !== 0) return 'it is not known what it has seen';
  if (marks.some((mark) => mark.form !== form)) return 'settings or dimensions changed since it was last written';
  return undefined;
}

/** Whether all rows of a source were removed at once since the marks. */
async function wasEmptied(db: Db, { notes }: RowRules, marks: readonly Mark[]): Promise<boolean> {
  const { rows } = await sql<{ emptied: boolean }>`
    select exists (
      select from orderly.analytics_gone_row as note
      join unnest(${marks.map(({ snapshot }) => snapshot)}::text[]) as mark (snapshot)
        on not pg_visible_in_snapshot(note.written, mark.snapshot::pg_snapshot)
      where note.source = any (${[...notes]}::text[]) and note.key is null
    ) as emptied
  `.execute(db);
  return rows[0]?.emptied === true;
}

interface Merge {
  readonly definition: AnalyticsTableDefinition;
  readonly rules: RowRules;
  /** Tables whose rows are merged. */
  readonly current: readonly TablePlan[];
  readonly marks: readonly Mark[];
  readonly forms: ReadonlyMap<string, string>;
  readonly fromYear: number;
}

async function mergePlans(
  context: RunContext<unknown>,
  build: Build,
  { definition, rules, current, marks, forms, fromYear }: Merge,
): Promise<TypeOutcome> {
  const { db, progress, run } = context;
  const { type } = definition;
  const started = performance.now();
  const own = marks.filter(({ table }) => current.some((plan) => plan.table === table));
  const hasHooks = (await readHooks(db, 'ANALYTICS_TABLE_POPULATED')).has(type);
  const merge: TypeMerge = {
    run: run.uid,
    rules,
    plans: current,
    marks: current.length === 1 ? own : together(own),
    forms,
    fromYear,
    hasHooks,
  };
  const result = await progress.stage(`${type}: merge changes`, () => mergeType(build, merge));
  const { rebuild } = result;
  if (result.touched === 0) return await unchanged(context, type);
  const rows = result.added;
  if (rebuild === true || rebuild.length === 0) {
    await reportRejections(progress, type, result.rejections);
  }
  if (rebuild === true) {
    await progress.message(
      `${type}: built anew, because ${hasHooks ? 'SQL hooks work on whole tables' : 'much of it changed'}`,
    );
    return await updateType(
      context,
      build,
      only(definition, (table) => current.some((plan) => plan.table === table)),
    );
  }
  await progress.message(
    `${type}: ${result.touched} changes, ${result.removed} rows removed and ${rows} added in ${result.pieces.length} tables`,
  );
  const { following } = rules;
  if (following) await progress.stage(`${type}: ${following.name}`, () => followMerge(build, merge, following, result));
  if (rebuild.length > 0) {
    await progress.message(`${type}: ${rebuild.join(', ')} built anew, because much of these years changed`);
    const options = { ...build.source.options, onlyYears: rebuild };
    const years = { ...build, source: { ...build.source, options } };
    const outcome = await updateType(context, years, definition);
    if (outcome.status === 'FAILED') return outcome;
    for (const { table } of current)
      await writeMark(db, { table, fromYear, form: forms.get(table) ?? '', ...result.watermark });
  }
  return {
    type,
    status: 'DONE',
    rows,
    seconds: Math.round(performance.now() - started) / 1000,
    rejections: result.rejections,
  };
}

/** Several tables are looked after together, from the one that has seen least. */
function together(marks: readonly Mark[]): readonly Mark[] {
  const oldest = oldestMark(marks);
  return oldest ? [{ ...oldest, fromYear: 0 }] : [];
}
