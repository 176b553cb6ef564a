import type { Feature, Services } from '../feature.js';
import { changeRoutes } from './change-routes.js';
import { listRoutes } from './list-routes.js';

/** Lock exceptions, which open a data set again for a period and an organisation unit after its expiry (contract: data-admin.md §2). */
export function createLockExceptions({ database: { db } }: Services): Feature {
  return {
    name: 'lock-exceptions',
    routes(api) {
      listRoutes(api, db);
      changeRoutes(api, db);
    },
  };
}
