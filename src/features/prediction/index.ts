import type { Feature, Services } from '../feature.js';
import { predictorJob } from './job.js';
import { predictionRoutes } from './routes.js';

/** Predictors at work: values of data elements worked out from others (contract: job-types.md §3.1). */
export function createPrediction({ database, jobs, clock }: Services): Feature {
  jobs.register(predictorJob(clock));
  return {
    name: 'prediction',
    routes(api) {
      predictionRoutes(api, database.db, jobs);
    },
  };
}
