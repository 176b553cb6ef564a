import { openDatabase } from '../../database/index.js';
import type { Feature, Services } from '../feature.js';
import { exportRoutes } from './routes.js';

/** How many exports may be under way at a time on this node. */
const SENDERS = 4;

/** Data values for other systems (contract: imports.md §2.1). */
export function createDataValueExport({ database, clock, log }: Services): Feature {
  const senders = openDatabase({
    connection: database.connection,
    poolSize: SENDERS,
    applicationName: 'orderly export',
    onIdleError: (reason) => log.warn({ reason }, 'an idle connection for exports broke'),
  });
  return {
    name: 'data-value-export',
    routes: (api) => exportRoutes(api, { database, senders, clock }),
    // Nothing else is asked over them, so that the handle does not know that there are any.
    stop: () => senders.pool.end(),
  };
}
