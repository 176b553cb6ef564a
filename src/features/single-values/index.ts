import type { Feature, Services } from '../feature.js';
import { singleValueRoutes } from './routes.js';

/** Data values one by one (contract: imports.md §3). */
export function createSingleValues({ database: { db }, clock }: Services): Feature {
  return { name: 'single-values', routes: (api) => singleValueRoutes(api, db, clock) };
}
