import type { Feature, Services } from '../feature.js';
import { filePages, fileRoutes } from './file-routes.js';
import { AppRegistry } from './registry.js';
import { appRoutes, menuPage, reloadRoutes } from './routes.js';

export interface Apps extends Feature {
  /** Reads all apps again on all servers, and gives their keys (contract: maintenance.md §6). */
  reloadApps(): Promise<readonly string[]>;
}

/** Apps, the menu that shows them and their files (contract: data-admin.md §10). */
export function createApps({ database, config, log }: Services): Apps {
  const registry = new AppRegistry(database, config.home, log);
  return {
    name: 'apps',
    routes: (api) => {
      appRoutes(api, database, registry);
      reloadRoutes(api, registry);
      fileRoutes(api, database, registry);
    },
    pages: (server) => {
      menuPage(server, database, registry);
      filePages(server, database, registry);
    },
    start: () => registry.start(),
    stop: () => registry.stop(),
    reloadApps: () => registry.reload(),
  };
}
