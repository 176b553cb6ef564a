import type { Feature, Services } from '../feature.js';
import { valueRoutes } from './routes.js';

/** Values of tracked entity attributes that the server makes and keeps for whoever asked (contract: schema-tables.md reservedvalue, sequentialnumbercounter). */
export function createReservedValues({ database: { db }, clock }: Services): Feature {
  return {
    name: 'reserved-values',
    routes(api) {
      valueRoutes(api, db, clock);
    },
  };
}
