import type { Database } from '../../database/index.js';
import { userByUid } from '../../http/index.js';
import { type DataError, type JobType, RunFailure, readPayload } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { OrderlyError } from '../../kernel/errors/index.js';
import { applyRules } from '../program-rules/index.js';
import { importTracker } from './import-tracker.js';
import { JOB_PARAMETERS, type TrackerImportOptions } from './options.js';
import type { TrackerPayload } from './payload/payload.js';
import { failedReport, type TrackerReport } from './report.js';

export const TRACKER_IMPORT_JOB = 'TRACKER_IMPORT_JOB';

/** `TRACKER_IMPORT_JOB`: a payload that was sent to be imported later. The summary is the report (contract: imports.md §7.2), also when the import fails. */
export function trackerImportJob({ db }: Database, clock: Clock): JobType<typeof JOB_PARAMETERS> {
  return {
    type: TRACKER_IMPORT_JOB,
    label: 'Tracker import',
    parameters: JOB_PARAMETERS,
    // Imports of different objects do not concern each other; those of the same ones wait for each other in the database.
    exclusive: [],
    // One transaction writes everything: nothing of a try that died is there.
    takeOver: 'restart',
    notifyFailure: true,
    startMessage: 'Tracker import started',
    async run({ run, parameters, db: handle, progress }) {
      const user = run.requestedBy === undefined ? undefined : await userByUid(db, run.requestedBy);
      if (!user) throw failure('The user who asked for the import is not there any more.');
      const payload = await readPayload<TrackerPayload>(db, run.uid);
      const report = await importTracker(handle, payload, parameters as TrackerImportOptions, {
        user,
        clock,
        progress,
        rules: applyRules,
      }).catch((error: unknown) => {
        const reason = refusalOf(error);
        if (reason === undefined) throw error;
        return failedReport(reason);
      });
      for (const error of errorsOf(report)) progress.error(error);
      const { created, updated, deleted, ignored } = report.stats;
      return {
        message: `Import complete with status ${report.status}, ${created} created, ${updated} updated, ${deleted} deleted, ${ignored} ignored`,
        summary: { ...report },
      };
    },
  };
}

const failure = (reason: string): RunFailure => new RunFailure(reason, { ...failedReport(reason) });

/** What was wrong with the objects, for those who look for errors later. */
const errorsOf = ({ validationReport }: TrackerReport): readonly DataError[] =>
  validationReport.errorReports.map(({ errorCode, uid, trackerType, args }) => ({
    code: errorCode,
    id: uid,
    type: trackerType,
    args,
  }));

/** Why an import was refused as a whole; undefined for what is no refusal. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof OrderlyError) return error.message;
  const state = (error as { readonly code?: unknown } | null)?.code;
  if (typeof state !== 'string') return undefined;
  if (/^2[23]...$/.test(state)) return 'The objects contradict other data of the database.';
  return /^40...$|^55P03$/.test(state)
    ? 'Somebody else is changing the same objects. Try again in a moment.'
    : undefined;
}
