import type { RawBuilder } from 'kysely';
import { type Db, setLocal } from '../../../database/index.js';
import type { BuildSource, TablePlan } from '../definition.js';
import { setMemory } from '../memory.js';
import type { LatestSource, RowRules } from './rules.js';
import { earliestChange, type Mark, type Watermark, writeMark } from './watermark.js';

/** What is merged into the tables of one type. */
export interface TypeMerge {
  /** The uid of the run. */
  readonly run: string;
  readonly rules: RowRules;
  readonly plans: readonly TablePlan[];
  readonly marks: readonly Mark[];
  /** How the rows of each table are made now. */
  readonly forms: ReadonlyMap<string, string>;
  readonly fromYear: number;
  /** SQL hooks work on whole tables, so that a change makes all of the type anew. */
  readonly hasHooks: boolean;
}

/** What a merge works with, under the settings for it. */
export async function latestSource(
  handle: Db,
  source: BuildSource,
  { rules, plans, marks, fromYear }: TypeMerge,
): Promise<LatestSource> {
  await setMemory(handle);
  // Rows are looked up by their keys, and what is looked up is mostly in memory.
  await setLocal(handle, 'random_page_cost', '1.1');
  return {
    handle,
    source,
    plans,
    marks,
    fromYear,
    since: await earliestChange(handle, marks),
    touched: { schema: source.workshop, table: `touched_${rules.type}`.toLowerCase() },
    changes: { schema: source.workshop, table: `changes_${rules.type}`.toLowerCase() },
  };
}

export async function writeMarks(
  handle: Db,
  { plans, fromYear, forms }: TypeMerge,
  watermark: Watermark,
): Promise<void> {
  for (const { table } of plans)
    await writeMark(handle, { table, fromYear, form: forms.get(table) ?? '', ...watermark });
}

/** How many rows a statement changed. */
export async function affected(statement: RawBuilder<unknown>, handle: Db): Promise<number> {
  return Number((await statement.execute(handle)).numAffectedRows ?? 0n);
}
