import type { Feature, Services } from '../feature.js';
import { configurationRoutes } from './routes.js';

/** Which objects of this installation have a special role, and which origins may call. */
export function createConfiguration({ database }: Services): Feature {
  return { name: 'configuration', routes: (api) => configurationRoutes(api, database) };
}
