import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { userByUid } from '../../http/index.js';
import { type JobType, type Progress, readPayloadStream, type Stage } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { conflict, OrderlyError } from '../../kernel/errors/index.js';
import { errorSummary, IMPORT_OPTIONS, type ImportSummary } from '../imports/index.js';
import { type ImportProgress, importDataValues } from './import.js';
import { payloadReader } from './payload/reader.js';

export const DATA_VALUE_IMPORT = 'DATAVALUE_IMPORT';

const PARAMETERS = Type.Object({
  ...IMPORT_OPTIONS.properties,
  form: Type.Enum(['json', 'xml', 'csv'], { default: 'json' }),
});

/** `DATAVALUE_IMPORT`: a payload that was sent with `async=true` (contract: imports.md §1.1). The summary is there before the message that says so. */
export function dataValueImportJob(database: Database, clock: Clock): JobType<typeof PARAMETERS> {
  return {
    type: DATA_VALUE_IMPORT,
    label: 'Data value import',
    parameters: PARAMETERS,
    // Imports at the same time wait for each other's rows only.
    exclusive: [],
    // One transaction writes everything: nothing of a try that died is there.
    takeOver: 'restart',
    notifyFailure: true,
    startMessage: 'Data value import started',
    async run({ run, parameters, progress, signal }) {
      const { form, ...options } = parameters;
      const user = run.requestedBy === undefined ? undefined : await userByUid(database.db, run.requestedBy);
      if (!user) throw conflict('The user who asked for the import is not there any more.');
      const reader = payloadReader(form, options.firstRowIsHeader);
      const summary = await progress.stage('Importing data values', async (stage) => {
        try {
          return await importDataValues(database, {
            read: (head) => reader(readPayloadStream(database.db, run.uid), head),
            options,
            user,
            clock,
            signal,
            progress: tell(progress, stage),
          });
        } catch (error) {
          if (!(error instanceof OrderlyError)) throw error;
          return errorSummary(`The import process failed: ${error.message}`, options);
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

/** Each step is an item of the stage; how many values were read is told every second. */
function tell(progress: Progress, stage: Stage): ImportProgress {
  const started = Date.now();
  let told = started;
  return {
    step: (name, work) => stage.item(name, work),
    read(count) {
      const now = Date.now();
      if (now - told < 1_000) return;
      told = now;
      const perSecond = Math.round(count / ((now - started) / 1_000));
      // The next step finds out whether the run goes on.
      progress.message(`${count} values read, ${perSecond} a second`).catch(() => undefined);
    },
  };
}

/** What was wrong with the values, for those who look for errors later. */
function tellErrors(progress: Progress, { conflicts }: ImportSummary): void {
  for (const { errorCode, object, value } of conflicts)
    progress.error({ code: errorCode ?? '', id: object, type: 'DataValue', args: [value] });
}
