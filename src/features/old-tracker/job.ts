import { type Database, isConnectionLoss } from '../../database/index.js';
import { userByUid } from '../../http/index.js';
import { type DataError, type JobType, RunFailure, readPayload } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { OrderlyError } from '../../kernel/errors/index.js';
import { IMPORT_OPTIONS, type ImportOptions } from '../imports/index.js';
import { failedSummaries, importOld } from './import.js';
import type { OldResource } from './resources.js';
import type { Summaries, Summary } from './summaries.js';
import type { Json } from './values.js';

/**
 * `EVENT_IMPORT`, `ENROLLMENT_IMPORT` and `TEI_IMPORT`: a payload of an old resource that was sent with `async=true`. The summary is that of the answer, there before the last
 * message, and also when the import fails (contract: imports.md §1.1, §5).
 */
export function oldImportJob(resource: OldResource, { db }: Database, clock: Clock): JobType<typeof IMPORT_OPTIONS> {
  return {
    type: resource.jobType,
    label: resource.jobLabel,
    parameters: IMPORT_OPTIONS,
    // Imports of different objects do not concern each other; those of the same ones wait for each other in the database.
    exclusive: [],
    // One transaction writes everything: nothing of a try that died is there.
    takeOver: 'restart',
    notifyFailure: true,
    startMessage: resource.startMessage,
    async run({ run, parameters: options, db: handle, progress, signal, log }) {
      const user = run.requestedBy === undefined ? undefined : await userByUid(db, run.requestedBy);
      if (!user) throw failure('The user who asked for the import is not there any more.', options);
      const objects = await readPayload<readonly Json[]>(db, run.uid);
      const context = { user, clock, progress };
      try {
        const summaries = await importOld(handle, { kind: resource.kind, objects, options }, context);
        for (const error of errorsOf(resource, summaries)) progress.error(error);
        return { message: 'Import done', summary: { ...summaries, importOptions: options } };
      } catch (error) {
        // The engine knows itself what to do about a database that went away.
        if (signal.aborted || isConnectionLoss(error)) throw error;
        if (!(error instanceof OrderlyError)) log.error({ err: error }, 'an import failed unexpectedly');
        throw failure(reasonOf(error), options);
      }
    },
  };
}

const failure = (reason: string, options: ImportOptions): RunFailure =>
  new RunFailure(`Process failed: ${reason}`, { ...failedSummaries(reason), importOptions: options });

/** Why an import failed, without what is meant for the log only. */
function reasonOf(error: unknown): string {
  if (error instanceof OrderlyError) return error.message;
  const state = String((error as { readonly code?: unknown } | null)?.code ?? '');
  if (/^2[23]...$/.test(state)) return 'The objects contradict other data of the database.';
  if (/^40...$|^55P03$/.test(state)) return 'Somebody else is changing the same objects. Try again in a moment.';
  return 'An unexpected error has occurred.';
}

/** What was wrong with the objects, for those who look for errors later. */
const errorsOf = ({ kind }: OldResource, { importSummaries }: Summaries): readonly DataError[] =>
  importSummaries.flatMap(({ reference, conflicts }: Summary) =>
    conflicts.flatMap(({ errorCode, value }) =>
      errorCode === undefined ? [] : [{ code: errorCode, id: reference ?? '', type: kind, args: [value] }],
    ),
  );
