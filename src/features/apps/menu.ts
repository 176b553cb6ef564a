import type { CurrentUser } from '../../http/index.js';
import { type App, maySee, menuName } from './app.js';

/** An entry of the header bar's menu (contract: system.md §12, data-admin.md §10.2). */
export interface MenuModule {
  readonly name: string;
  readonly namespace: string;
  readonly defaultAction: string;
  readonly displayName: string;
  readonly displayDescription: string;
  readonly icon: string;
  readonly description: string;
  readonly version: string;
  readonly shortcuts: readonly unknown[];
}

const LONGEST_DESCRIPTION = 80;

/** The apps that the user may open, those that they put in an order first, the rest by name. */
export function menuModules(
  apps: readonly App[],
  user: CurrentUser,
  order: readonly string[],
  baseUrl: string,
): readonly MenuModule[] {
  const position = (app: App): number => {
    const index = order.indexOf(menuName(app));
    return index === -1 ? order.length : index;
  };
  return apps
    .filter((app) => app.appType === 'APP' && maySee(user, app))
    .sort((a, b) => position(a) - position(b) || a.name.localeCompare(b.name))
    .map((app) => menuModule(app, baseUrl));
}

function menuModule(app: App, baseUrl: string): MenuModule {
  const description = app.description.slice(0, LONGEST_DESCRIPTION);
  return {
    name: menuName(app),
    namespace: `/${menuName(app)}`,
    defaultAction: `${baseUrl}${app.launchPath}`,
    displayName: app.name,
    displayDescription: description,
    icon: `${baseUrl}${app.icon}`,
    description,
    version: app.version,
    shortcuts: [],
  };
}
