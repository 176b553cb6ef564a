import { prepareReader } from '../../database/guard/index.js';
import type { ApiServer } from '../../http/index.js';
import type { Feature, Services } from '../feature.js';
import { refreshViewsJob } from './refresh-job.js';
import { sqlViewRoutes } from './routes.js';

export {
  dropViewRelations,
  makeViewRelations,
  previewViewRelations,
  type RelationsPreview,
  type RelationsReport,
} from './all-relations.js';

/** Free queries of administrators: kept as metadata, run as a role that may read nothing protected (contract: data-admin.md §9). */
export function createSqlViews({ config, database, jobs, clock, log }: Services): Feature {
  jobs.register(refreshViewsJob());
  return {
    name: 'sql-views',
    routes: (api: ApiServer) => sqlViewRoutes(api, { database, clock, timeoutMs: config.sqlViewTimeoutSeconds * 1000 }),
    // Tables that jobs build from now on are open to the role from the beginning. Beside a DHIS2 nothing is given to anybody before a view is run.
    async start() {
      if (database.dhis2) return;
      try {
        await prepareReader(database.db);
      } catch (error) {
        log.warn({ err: error }, 'SQL views cannot be run');
      }
    },
  };
}
