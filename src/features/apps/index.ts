import type { Feature, Services } from '../feature.js';
import { appRoutes, menuPage } from './routes.js';

/** Apps and the menu that shows them. */
export function createApps({ database }: Services): Feature {
  return {
    name: 'apps',
    routes: (api) => appRoutes(api, database),
    pages: (server) => menuPage(server, database),
  };
}
