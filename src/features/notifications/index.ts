import type { ApiServer } from '../../http/index.js';
import type { Feature, Services } from '../feature.js';
import { dataSetNotificationJob } from './data-sets/job.js';
import { instanceRoutes } from './programs/instance-routes.js';
import { programNotificationsJob } from './programs/job.js';
import { notificationRoutes } from './routes.js';
import { validationResultsNotificationJob } from './validation/job.js';

export type { Violation } from './validation/findings.js';
export { VALIDATION_NOTIFICATIONS } from './validation/job.js';
export { type NotifyContext, notifyValidationResults } from './validation/notify.js';

/** Messages that templates have the server send: about data sets that are not complete, about enrollments and events, about validation results. */
export function createNotifications({ database, jobs, clock }: Services): Feature {
  jobs.register(dataSetNotificationJob(clock, database.db));
  jobs.register(programNotificationsJob(clock, database.db));
  jobs.register(validationResultsNotificationJob(clock));
  const routes = (api: ApiServer): void => {
    notificationRoutes(api, database, jobs);
    instanceRoutes(api, database.db);
  };
  return { name: 'notifications', routes };
}
