import type { Feature, Services } from '../feature.js';
import { dataValueTrimJob } from './data-value-trim.js';

/** The work that a server does for itself, mostly at night: one job type a file (contract: job-types.md §3). */
export function createUpkeep({ jobs }: Services): Feature {
  jobs.register(dataValueTrimJob());
  return { name: 'upkeep', routes: () => undefined };
}
