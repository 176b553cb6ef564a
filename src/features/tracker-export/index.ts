import type { Feature, Services } from '../feature.js';
import { KINDS } from './kinds.js';
import { listRoute } from './list-routes.js';
import { singleRoute } from './single-routes.js';

export { mayRead, ownerOf, within } from './access/conditions.js';
export { readScope, type Scope } from './access/scope.js';
export { readTracker, type TrackerList, type TrackerReader } from './read-list.js';
export { wkt } from './wkt.js';

/** Reading tracked entities, enrollments, events and relationships (contract: imports.md §7). */
export function createTrackerExport({ database: { db }, clock }: Services): Feature {
  return {
    name: 'tracker-export',
    routes(api) {
      for (const kind of KINDS) {
        listRoute(api, db, clock, kind);
        singleRoute(api, db, kind);
      }
    },
  };
}
