import type { JobType } from '../../../jobs/index.js';
import type { Clock } from '../../../kernel/clock.js';
import { forgetOldMessages } from '../sent.js';
import { notifyValidationResults } from './notify.js';

/** Advisory-lock class of runs that tell of validation results: two at once would tell of the same ones. */
export const VALIDATION_NOTIFICATIONS = 'validation-notifications';

/** `VALIDATION_RESULTS_NOTIFICATION`: tells of stored validation results that nobody has been told of (contract: job-types.md §3.3, tables.md §6.5). */
export function validationResultsNotificationJob(clock: Clock): JobType {
  return {
    type: 'VALIDATION_RESULTS_NOTIFICATION',
    label: 'Validation results notification',
    exclusive: [VALIDATION_NOTIFICATIONS],
    takeOver: 'restart',
    notifyFailure: true,
    startMessage: 'Validation results notification',
    async run({ db, run, progress }) {
      await forgetOldMessages(db);
      return { message: await notifyValidationResults({ db, progress, now: clock.now(), run: run.uid }) };
    },
  };
}
