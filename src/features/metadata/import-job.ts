import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { userByUid } from '../../http/index.js';
import { type DataError, type JobType, readPayload } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { OrderlyError } from '../../kernel/errors/index.js';
import {
  type ImportOptions,
  type ImportReport,
  ignoredReport,
  importBundle,
  type MetadataObject,
  readBundle,
} from '../../metadata/index.js';

export const METADATA_IMPORT = 'METADATA_IMPORT';

const PARAMETERS = Type.Object({
  importMode: Type.Enum(['COMMIT', 'VALIDATE']),
  identifier: Type.Enum(['UID', 'CODE', 'AUTO']),
  importStrategy: Type.Enum(['CREATE', 'UPDATE', 'CREATE_AND_UPDATE', 'DELETE']),
  atomicMode: Type.Enum(['ALL', 'NONE']),
  importReportMode: Type.Enum(['ERRORS', 'ERRORS_NOT_OWNER', 'FULL', 'DEBUG']),
  skipSharing: Type.Boolean(),
  skipTranslation: Type.Boolean(),
  skipValidation: Type.Boolean(),
});

/** `METADATA_IMPORT`: a payload that was sent with `async=true`. The summary is the import report with the options (contract: imports.md §8.1). */
export function metadataImportJob({ db }: Database, clock: Clock): JobType<typeof PARAMETERS> {
  return {
    type: METADATA_IMPORT,
    label: 'Metadata import',
    parameters: PARAMETERS,
    // One transaction writes everything: nothing of a try that died is there.
    takeOver: 'restart',
    notifyFailure: true,
    startMessage: 'Metadata import started',
    async run({ run, parameters, db: handle, progress }) {
      const user = run.requestedBy === undefined ? undefined : await userByUid(db, run.requestedBy);
      if (!user) throw new Error('The user who asked for the import is not there any more.');
      const options: ImportOptions = parameters;
      const payload = await readPayload<MetadataObject>(db, run.uid);
      const report = await progress.stage('Importing metadata', async () => {
        const bundle = readBundle(payload);
        try {
          return await importBundle(handle, bundle, options, { user, clock });
        } catch (error) {
          const reason = refusalOf(error);
          if (reason === undefined) throw error;
          return { ...ignoredReport(bundle), message: reason };
        }
      });
      for (const error of errorsOf(report)) progress.error(error);
      const { created, updated, deleted, ignored } = report.stats;
      return {
        message: `Import complete with status ${report.status}, ${created} created, ${updated} updated, ${deleted} deleted, ${ignored} ignored`,
        summary: { ...report, importParams: { ...options, userOverrideMode: 'NONE' } },
      };
    },
  };
}

/** What was wrong with the objects, for those who look for errors later. */
function errorsOf(report: Partial<Pick<ImportReport, 'typeReports'>>): readonly DataError[] {
  return (report.typeReports ?? []).flatMap(({ objectReports }) =>
    objectReports.flatMap(({ uid, errorReports }) =>
      errorReports.map(({ errorCode, args, mainKlass }) => ({
        code: errorCode,
        id: uid,
        type: mainKlass.slice(mainKlass.lastIndexOf('.') + 1),
        args,
      })),
    ),
  );
}

/** Why an import was refused as a whole; undefined for what is no refusal. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof OrderlyError) return error.message;
  const state = (error as { readonly code?: unknown } | null)?.code;
  // Somebody else took a code or deleted what is referred to, between the checks and the writing.
  return typeof state === 'string' && /^2[23]...$/.test(state)
    ? 'The change contradicts other data of the database.'
    : undefined;
}
