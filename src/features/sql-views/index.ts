import type { Feature, Services } from '../feature.js';
import { refreshViewsJob } from './refresh-job.js';

/** What belongs to SQL views beyond their metadata (contract: data-admin.md §9). */
export function createSqlViews({ jobs }: Services): Feature {
  jobs.register(refreshViewsJob());
  return { name: 'sql-views', routes: () => undefined };
}
