import { Histogram, type Registry } from 'prom-client';
import type { Jobs } from '../../jobs/index.js';

/** Seconds: from a look at the queue to a night of analytics tables. */
const BUCKETS = [0.1, 1, 10, 60, 300, 900, 3_600, 14_400];

/** Counts and times the runs that this server ends; each server tells of its own, so that sums over servers are right. What is returned ends it. */
export function watchRuns(jobs: Jobs, registry: Registry): () => void {
  const durations = new Histogram({
    name: 'orderly_run_duration_seconds',
    help: 'Runs of jobs ended by this server, by job type and how they ended',
    labelNames: ['type', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return jobs.watchEnds(({ type, state, seconds }) => durations.observe({ type, status: state }, seconds));
}
