import { Gauge, Registry } from 'prom-client';
import { transaction } from '../../database/index.js';
import type { Feature, Services } from '../feature.js';
import { API_VERSION } from '../system/index.js';
import { type DatabaseFacts, databaseFacts } from './database-facts.js';
import { databaseMetrics, poolMetrics } from './database-metrics.js';
import { watchRequests } from './http-metrics.js';
import { processMetrics } from './process-metrics.js';
import { watchRuns } from './run-metrics.js';

/** A monitor gives up after ten seconds, unless told otherwise. */
const PATIENCE_MS = 5_000;

/**
 * `GET /api/metrics`: how this server fares, in the text format of Prometheus. Of our own; the peer has it under other names. Readers send a personal access token.
 */
export function createMetrics({ database, jobs, log }: Services, version: string): Feature {
  const registry = new Registry();
  const ofProcess = processMetrics();
  const shared = databaseMetrics(registry);
  poolMetrics(registry, database.pool);
  new Gauge({
    name: 'orderly_build_info',
    help: 'Versions of Orderly, of the API that it speaks, and of Node.js',
    labelNames: ['version', 'api_version', 'node_version'],
    registers: [registry],
  }).set({ version, api_version: API_VERSION, node_version: process.version }, 1);
  const stopWatching = watchRuns(jobs, registry);
  const readFacts = async (): Promise<DatabaseFacts | undefined> => {
    try {
      return await transaction(database.db, databaseFacts, { statementTimeoutMs: PATIENCE_MS });
    } catch (error) {
      log.warn({ err: error }, 'the database could not be asked for metrics');
      return undefined;
    }
  };
  return {
    name: 'metrics',
    pages: (server) => watchRequests(server, registry),
    routes(api) {
      api.get(
        '/metrics',
        { config: { authorities: ['F_PERFORM_MAINTENANCE'], cache: 'no-store', produces: [] } },
        async (_request, reply) => {
          shared.show(await readFacts());
          const texts = await Promise.all([ofProcess.metrics(), registry.metrics()]);
          return await reply.type(registry.contentType).send(texts.join(''));
        },
      );
    },
    async stop() {
      stopWatching();
    },
  };
}
