import { transaction } from '../../database/index.js';
import { ok } from '../../http/index.js';
import type { Feature, Services } from '../feature.js';
import { overrideOwnership } from './override.js';
import { entityOf, required } from './request.js';
import { transferOwnership } from './transfer.js';

/** Which unit owns a tracked entity in a program: handing it on, and looking at what another unit owns (contract: imports.md §6–§7, schema.md §2.8). */
export function createTrackerOwnership({ database: { db } }: Services): Feature {
  return {
    name: 'tracker-ownership',
    routes(api) {
      api.put('/tracker/ownership/transfer', async (request) => {
        const wanted = {
          entity: entityOf(request),
          program: required(request, 'program'),
          unit: required(request, 'ou'),
        };
        await transaction(db, (handle) => transferOwnership(handle, request.user, wanted));
        return ok('Ownership transferred');
      });

      api.post('/tracker/ownership/override', async (request) => {
        const wanted = {
          entity: entityOf(request),
          reason: required(request, 'reason'),
          program: required(request, 'program'),
        };
        await transaction(db, (handle) => overrideOwnership(handle, request.user, wanted));
        return ok('Temporary Ownership granted');
      });
    },
  };
}
