import type { Feature, Services } from '../feature.js';
import { htmlPushJob } from './html-push-job.js';
import { pushAnalysisJob } from './push-analysis-job.js';
import { pushAnalysisRoutes } from './routes.js';

/** Dashboards by mail: rendered here (`PUSH_ANALYSIS`), or fetched from a service (`HTML_PUSH_ANALYTICS`). */
export function createPushAnalysis({ config, database, jobs, clock }: Services): Feature {
  jobs.register(pushAnalysisJob(config, clock));
  jobs.register(htmlPushJob(clock));
  const configuredUrl = config.baseUrl?.replace(/\/+$/, '');
  return {
    name: 'push-analysis',
    routes: (api) =>
      pushAnalysisRoutes(api, {
        db: database.db,
        jobs,
        clock,
        baseUrlOf: (request) => configuredUrl ?? request.baseUrl,
      }),
  };
}
