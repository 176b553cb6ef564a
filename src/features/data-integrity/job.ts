import { type Static, type TObject, Type } from 'typebox';
import type { Database } from '../../database/index.js';
import type { JobSummary, JobType, RunContext } from '../../jobs/index.js';
import type { IntegrityCheck, Issue } from './check.js';
import type { CheckList } from './check-list.js';
import { failureText } from './failure.js';
import { flatReport } from './flat-report.js';
import { averageTimes, beginCheck, closeResults, finishCheck, openResults, type ResultForm } from './results.js';
import { examine, type Findings } from './statements.js';

const CHECKS = Type.Optional(Type.Array(Type.String()));
const REPORT_TYPES = ['REPORT', 'SUMMARY', 'DETAILS'] as const;
const PARAMETERS = Type.Object({ type: Type.Optional(Type.Enum([...REPORT_TYPES])), checks: CHECKS });
const DETAILS_PARAMETERS = Type.Object({ checks: CHECKS });
/** No check is done twice at the same time, by whichever job. */
const EXCLUSIVE = ['data-integrity'];

const common = <Schema extends TObject>(type: string, label: string, parameters: Schema) => ({
  type,
  label,
  parameters,
  exclusive: EXCLUSIVE,
  takeOver: 'restart' as const,
  startMessage: 'Data integrity check',
});

/** `DATA_INTEGRITY`: checks that count what is wrong, or list it (contract: job-types.md §3.1). A report is both, in the form of 2.41 besides. */
export const dataIntegrityJob = (database: Database, list: CheckList): JobType<typeof PARAMETERS> => ({
  ...common('DATA_INTEGRITY', 'Data integrity', PARAMETERS),
  run(context: RunContext<Static<typeof PARAMETERS>>) {
    const { type, checks } = context.parameters;
    const forms: readonly ResultForm[] =
      type === 'DETAILS' ? ['details'] : type === 'REPORT' ? ['summary', 'details'] : ['summary'];
    return runChecks(database, list, context, checks, forms, type === 'REPORT');
  },
});

/** `DATA_INTEGRITY_DETAILS`: checks that list what is wrong. */
export const dataIntegrityDetailsJob = (database: Database, list: CheckList): JobType<typeof DETAILS_PARAMETERS> => ({
  ...common('DATA_INTEGRITY_DETAILS', 'Data integrity details', DETAILS_PARAMETERS),
  run: (context: RunContext<Static<typeof DETAILS_PARAMETERS>>) =>
    runChecks(database, list, context, context.parameters.checks, ['details'], false),
});

/** Runs checks, those that take least time first, and keeps what they find. One that fails keeps nothing from the others. */
async function runChecks(
  database: Database,
  list: CheckList,
  { db, progress, run, log, signal }: RunContext<unknown>,
  names: readonly string[] | undefined,
  forms: readonly ResultForm[],
  withReport: boolean,
): Promise<JobSummary> {
  const started = performance.now();
  for (const name of list.unknown(names ?? [])) await progress.message(`There is no check ${name}.`, 'WARN');
  const checks = await inOrder(db, list.named(names) ?? list.quick);
  await openResults(
    db,
    run.uid,
    checks.map(({ name }) => name),
    forms,
  );
  const found = new Map<string, readonly Issue[]>();
  const one = async (check: IntegrityCheck): Promise<Findings> => {
    await beginCheck(db, run.uid, check.name);
    try {
      const result = await examine(db, check, forms);
      await finishCheck(db, run.uid, check.name, result);
      if (result.issues) found.set(check.name, result.issues);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      log.warn({ err: error, check: check.name }, 'a check of data integrity failed');
      const failure = failureText(error);
      await finishCheck(db, run.uid, check.name, { error: failure });
      throw new Error(failure, { cause: error });
    }
  };
  try {
    await progress.stage(
      'Checking data integrity',
      async (stage) => {
        for (const check of checks)
          await stage.item(
            check.displayName,
            () => one(check),
            ({ summary, issues }) => issuesText(summary?.count ?? issues?.length ?? 0),
          );
      },
      { items: checks.length, onFailure: 'SKIP_ITEM' },
    );
  } finally {
    // The run's own connections are of no use once it is cancelled.
    await closeResults(database.db, run.uid, 'The run was ended before this check was done.');
  }
  const seconds = ((performance.now() - started) / 1_000).toFixed(2);
  return {
    message: `Data integrity checks completed in ${seconds} seconds.`,
    ...(withReport && { summary: flatReport(found) }),
  };
}

const issuesText = (count: number): string => (count === 1 ? '1 issue' : `${count} issues`);

/** By the time that they took before; those that never ran come last. */
async function inOrder(
  db: RunContext<unknown>['db'],
  checks: readonly IntegrityCheck[],
): Promise<readonly IntegrityCheck[]> {
  const times = await averageTimes(db);
  const time = ({ name }: IntegrityCheck): number => times.get(name) ?? Number.MAX_SAFE_INTEGER;
  return checks.toSorted((a, b) => Number(a.isSlow) - Number(b.isSlow) || time(a) - time(b));
}
