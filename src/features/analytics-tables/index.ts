import { sweepWorkshops } from '../../database/build/index.js';
import { runningRuns } from '../../jobs/index.js';
import type { Feature, Services } from '../feature.js';
import { continuousAnalyticsTableJob } from './continuous-job.js';
import { ANALYTICS_TABLE_TYPES } from './definition.js';
import { type AfterUpdate, analyticsTableJob } from './job.js';
import { analyticsTableRoutes } from './routes.js';
import { markLostPartitions } from './state.js';

export {
  analyzeStandingTable,
  dropStandingTables,
  dropUnfinishedTables,
  type StandingTables,
  standingTables,
} from './clear.js';
export { ANALYTICS_TABLE_TYPES } from './definition.js';
export { type AnalyticsTableFacts, analyticsTableFacts } from './facts.js';
export { deleteAndTell, isUntold, noteOf } from './latest/gone.js';
export { toNumber, toTimestamp } from './numbers.js';
export { isLost, lostStatement } from './state.js';
export { legendOf } from './types/tracker/legends.js';

/** @param updated told when tables were changed, whatever became of the run that did it */
export function createAnalyticsTables(services: Services, updated: AfterUpdate = async () => undefined): Feature {
  const { database, jobs, log } = services;
  jobs.register(analyticsTableJob(services, updated));
  jobs.register(continuousAnalyticsTableJob(services, updated));
  return {
    name: 'analytics-tables',
    routes: (api) => analyticsTableRoutes(api, database, jobs),
    /** Clears away what dead runs left, and rebuilds what a crash of the database emptied. */
    async start() {
      const swept = await sweepWorkshops(database.db, await runningRuns(database.db));
      if (swept.length > 0) log.info({ runs: swept }, 'unfinished tables of ended runs were removed');
      const emptied = await markLostPartitions(database.db);
      if (emptied.length === 0) return;
      log.warn({ types: emptied }, 'a crash of the database emptied analytics tables; they are built anew');
      await jobs.queue(database.db, {
        type: 'ANALYTICS_TABLE',
        trigger: 'recovery',
        parameters: { skipTableTypes: ANALYTICS_TABLE_TYPES.filter((type) => !emptied.includes(type)) },
      });
    },
  };
}
