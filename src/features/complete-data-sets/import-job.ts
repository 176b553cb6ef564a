import type { Database } from '../../database/index.js';
import { userByUid } from '../../http/index.js';
import { type JobType, type Progress, readPayload } from '../../jobs/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { IMPORT_OPTIONS, type ImportSummary } from '../imports/index.js';
import { importRegistrations } from './import/import-registrations.js';
import type { RegistrationPayload } from './import/payload.js';

export const REGISTRATION_IMPORT = 'COMPLETE_DATA_SET_REGISTRATION_IMPORT';

/** `COMPLETE_DATA_SET_REGISTRATION_IMPORT`: registrations that were sent with `async=true` (contract: imports.md §1.1, job-types.md §3.2). */
export function registrationImportJob({ db }: Database): JobType<typeof IMPORT_OPTIONS> {
  return {
    type: REGISTRATION_IMPORT,
    label: 'Complete data set registration import',
    parameters: IMPORT_OPTIONS,
    // Imports at the same time wait for each other's rows only.
    exclusive: [],
    // One transaction writes everything: nothing of a try that died is there.
    takeOver: 'restart',
    notifyFailure: true,
    startMessage: 'Complete data set registration import started',
    async run({ run, parameters: options, db: handle, progress }) {
      const user = run.requestedBy === undefined ? undefined : await userByUid(db, run.requestedBy);
      if (!user) throw conflict('The user who asked for the import is not there any more.');
      const payload = await readPayload<RegistrationPayload>(db, run.uid);
      const summary = await progress.stage('Importing complete data set registrations', async () => {
        try {
          return await importRegistrations(handle, payload, options, user);
        } catch (error) {
          throw isContradiction(error) ? conflict('The change contradicts other data of the database.') : error;
        }
      });
      tellErrors(progress, summary);
      const { imported, updated, deleted, ignored } = summary.importCount;
      return {
        message: `Import complete with status ${summary.status}, ${imported} created, ${updated} updated, ${deleted} deleted, ${ignored} ignored`,
        summary: { ...summary },
      };
    },
  };
}

/** What was wrong with the registrations, for those who look for errors later. */
function tellErrors(progress: Progress, { conflicts }: ImportSummary): void {
  for (const { errorCode, object, value } of conflicts)
    progress.error({ code: errorCode ?? '', id: object, type: 'CompleteDataSetRegistration', args: [value] });
}

/** Somebody else deleted what a registration is about, between the checks and the writing. */
const isContradiction = (error: unknown): boolean =>
  /^23...$/.test(String((error as { readonly code?: unknown } | null)?.code));
