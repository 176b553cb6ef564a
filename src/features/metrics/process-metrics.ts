import { collectDefaultMetrics, Registry } from 'prom-client';

let registry: Registry | undefined;

/**
 * What the process itself tells: processor, memory, event loop delay, garbage collection, open files. Under the names that every program of this kind has, so that ready-made
 * dashboards show them. A process watches itself once, however many servers it holds.
 */
export function processMetrics(): Registry {
  if (!registry) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}
