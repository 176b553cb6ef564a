import type { ApiServer } from '../../http/index.js';
import { STANDALONE_TYPES } from '../../metadata/index.js';
import type { Feature, Services } from '../feature.js';
import { readRoutes } from './read-routes.js';

/** Reading and writing metadata: the paths of every type (contract: imports.md §8). */
export function createMetadata({ database }: Services): Feature {
  const { db } = database;
  const routes = (api: ApiServer): void => {
    for (const type of STANDALONE_TYPES) readRoutes(api, db, type);
  };
  return { name: 'metadata', routes };
}
