import { sql } from 'kysely';
import { type Db, inSavepoint, setLocal, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { Progress } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { conflict } from '../../kernel/errors/index.js';
import type { CheckContext } from './checks/check.js';
import { runChecks } from './checks/engine.js';
import { firstOpenDays } from './checks/expiry.js';
import { readFindings } from './checks/findings.js';
import { authorship, Overtaken } from './merge/accepted.js';
import { deleteObjects } from './merge/delete.js';
import { merge } from './merge/merge.js';
import type { TrackerImportOptions } from './options.js';
import { type FlatPayload, flatten } from './payload/flatten.js';
import type { TrackerPayload } from './payload/payload.js';
import { type Finding, type Outcome, type TrackerReport, trackerReport } from './report.js';
import { resolveCategoryOptions } from './staging/events.js';
import { findExisting, lockExisting, markRepeated } from './staging/existing.js';
import { stage } from './staging/stage.js';
import { createStaging, dropStaging, type StagedCounts } from './staging/tables.js';

export interface TrackerImportContext {
  readonly user: CurrentUser;
  readonly clock: Clock;
  /** Tells the stages of a run. */
  readonly progress?: Progress;
  /**
   * Program rules. They are asked before the content of the objects is checked, when the staging tables hold the payload and what is refused so far is marked; they may change staged
   * data values and attribute values (tables `staged_data_value`, `staged_attribute`; see `staging/tables.ts`) and give errors and warnings, each for the position of an object. Not
   * asked when rules or checks are to be skipped or objects to be deleted.
   */
  readonly rules?: (db: Db, context: CheckContext) => Promise<readonly Finding[]>;
}

/** An import that others overtake this often is refused. */
const MOST_TRIES = 5;

/** The plans for staging tables need to know how many rows there are and about how many of them differ, which a small sample tells. */
const STATISTICS = 10;

/** Sorts and hashes of a large import stay in memory; a small one does not use it. */
const WORK_MEMORY = '64MB';

/**
 * Imports tracker objects (contract: imports.md §7): the payload is put into staging tables, its names are resolved, the checks are made and what they let pass is stored, everything by
 * statements over the whole of it, in one transaction. Inside another transaction it joins that one.
 *
 * @returns the report, whatever the checks find
 * @throws OrderlyError 400 for a payload that cannot be read, 409 when others change the same objects all the time
 */
export async function importTracker(
  db: Db,
  payload: TrackerPayload,
  options: TrackerImportOptions,
  context: TrackerImportContext,
): Promise<TrackerReport> {
  const flat = flatten(payload);
  if (flat.subjects.length === 0) return trackerReport([], [], []);
  const told = <Result>(name: string, work: () => Promise<Result>): Promise<Result> =>
    context.progress ? context.progress.stage(name, work) : work();
  return await transaction(db, async (handle) => {
    await setLocal(handle, 'work_mem', WORK_MEMORY);
    await setLocal(handle, 'default_statistics_target', STATISTICS);
    await told('Reading the payload', async () => {
      await createStaging(handle, options.importStrategy);
      await stage(handle, flat, options.idSchemes);
      if (flat.events.some((event) => event.options !== null))
        await resolveCategoryOptions(handle, options.idSchemes.categoryOption);
      await markRepeated(handle, countsOf(flat));
    });
    for (let attempt = 1; ; attempt += 1) {
      try {
        const report = await inSavepoint(handle, () => judgeAndStore(handle, flat, options, context, told));
        await dropStaging(handle);
        return report;
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
        if (attempt === MOST_TRIES)
          throw conflict('Somebody else is changing the same objects. Try again in a moment.');
      }
    }
  });
}

async function judgeAndStore(
  db: Db,
  flat: FlatPayload,
  options: TrackerImportOptions,
  { user, clock, rules }: TrackerImportContext,
  told: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>,
): Promise<TrackerReport> {
  const now = clock.now();
  const counts = countsOf(flat);
  const findings = await told('Checking the objects', async () => {
    await lockExisting(db);
    await findExisting(db, counts);
    const check: CheckContext = { user, now, options, firstOpenDays: await firstOpenDays(db, now) };
    const isRuled = rules && !options.skipRuleEngine && options.importStrategy !== 'DELETE';
    await runChecks(db, check, counts, isRuled ? () => rules(db, check) : undefined);
    return await readFindings(db);
  });
  const failed = findings.some(({ warning }) => !warning);
  if (failed && (options.atomicMode === 'ALL' || options.validationMode === 'FAIL_FAST'))
    return trackerReport(flat.subjects, findings, undefined);
  const outcomes = await readOutcomes(db, flat.subjects.length);
  if (options.importMode === 'COMMIT')
    await told('Storing the objects', async () => {
      if (options.importStrategy === 'DELETE') await deleteObjects(db, await authorship(db, user, now));
      else await merge(db, user, now, flat.subjects, outcomes);
    });
  return trackerReport(flat.subjects, findings, outcomes);
}

const countsOf = ({ entities, enrollments, events, relationships }: FlatPayload): StagedCounts => ({
  entity: entities.length,
  enrollment: enrollments.length,
  event: events.length,
  relationship: relationships.length,
});

const DONE: Readonly<Record<string, Outcome>> = { create: 'created', update: 'updated', delete: 'deleted' };

/** What becomes of each object, by position; a relationship that is there already stays as it is. */
async function readOutcomes(db: Db, total: number): Promise<readonly Outcome[]> {
  const { rows } = await sql<{ action: string; positions: readonly number[] }>`
    select taken.action, array_agg(taken.position) as positions
    from (
      select action, position from staged_entity where not refused
      union all select action, position from staged_enrollment where not refused
      union all select action, position from staged_event where not refused
      union all select action, position from staged_relationship where not refused and action <> 'update'
    ) as taken
    group by taken.action
  `.execute(db);
  const outcomes: Outcome[] = Array.from({ length: total });
  for (const { action, positions } of rows) for (const position of positions) outcomes[position] = DONE[action];
  return outcomes;
}
