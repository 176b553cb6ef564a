import type { CurrentUser } from '../../http/index.js';
import type { Locale } from '../../kernel/locale.js';
import { type App, addressIn, basePath, displayTexts, maySee, menuName } from './app.js';
import { DEFAULT_ICON } from './default-icon.js';
import type { Shortcut } from './manifest.js';

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
  readonly shortcuts: readonly (Shortcut & { readonly displayName: string })[];
}

const LONGEST_DESCRIPTION = 80;
/** Sizes of icons, the one that the menu wants first. */
const ICON_SIZES = ['48', '128', '16'];

/** The apps that the user may open, those that they put in an order first, the rest by the name that the user sees. */
export function menuModules(
  apps: readonly App[],
  user: CurrentUser,
  order: readonly string[],
  baseUrl: string,
  locale?: Locale,
): readonly MenuModule[] {
  const position = ({ name }: MenuModule): number => {
    const index = order.indexOf(name);
    return index === -1 ? order.length : index;
  };
  return apps
    .filter((app) => app.manifest.appType === 'APP' && app.manifest.launchPath !== undefined && maySee(user, app))
    .map((app) => menuModule(app, app.manifest.launchPath ?? '', baseUrl, locale))
    .sort((a, b) => position(a) - position(b) || a.displayName.localeCompare(b.displayName));
}

function menuModule(app: App, launchPath: string, baseUrl: string, locale: Locale | undefined): MenuModule {
  const { displayName, displayDescription = '', shortcuts } = displayTexts(app, locale);
  const { description = '', version = '', icons } = app.manifest;
  const icon = ICON_SIZES.map((size) => icons[size]).find((path) => path);
  return {
    name: menuName(app),
    namespace: basePath(app),
    defaultAction: addressIn(app, baseUrl, launchPath),
    displayName,
    displayDescription: displayDescription.slice(0, LONGEST_DESCRIPTION),
    icon: icon === undefined ? `${baseUrl}${DEFAULT_ICON.path}` : addressIn(app, baseUrl, icon),
    description: description.slice(0, LONGEST_DESCRIPTION),
    version,
    shortcuts,
  };
}
