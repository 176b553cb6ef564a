import { expressionDescriptionRoute } from '../expressions/index.js';
import type { Feature, Services } from '../feature.js';
import { analysisRoutes } from './analysis-routes.js';
import { formRoutes } from './form-routes.js';
import { monitoringJob } from './job.js';
import { monitoringRoutes } from './monitoring-routes.js';
import { resultRoutes } from './result-routes.js';

/** Validation rules at work: looking for data that break them, and what was found (contract: tables.md §6). */
export function createValidation({ database, jobs, clock }: Services): Feature {
  jobs.register(monitoringJob(clock));
  return {
    name: 'validation',
    routes(api) {
      monitoringRoutes(api, database, jobs);
      resultRoutes(api, database.db);
      formRoutes(api, database.db, clock);
      analysisRoutes(api, database.db, clock);
      expressionDescriptionRoute(api, database.db, '/validationRules/expression/description', 'validation rule');
      expressionDescriptionRoute(api, database.db, '/indicators/expression/description', 'indicator');
      // Checking those of predictors changes nothing, and so is done beside a DHIS2, too, which is left the predicting.
      expressionDescriptionRoute(api, database.db, '/predictors/expression/description', 'predictor');
      expressionDescriptionRoute(api, database.db, '/predictors/skipTest/description', 'skip test');
    },
  };
}
