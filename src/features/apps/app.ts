import { type CurrentUser, hasAnyAuthority } from '../../http/index.js';

/** An app that this server can show (contract: data-admin.md §10.1). */
export interface App {
  /** The short name, cleaned for use in a path. */
  readonly key: string;
  readonly name: string;
  readonly shortName: string;
  readonly description: string;
  readonly version: string;
  readonly appType: 'APP' | 'RESOURCE' | 'DASHBOARD_WIDGET';
  readonly pluginType?: string;
  /** Comes with the server, and is addressed as `dhis-web-<key>`. */
  readonly bundled: boolean;
  readonly launchPath: string;
  readonly icon: string;
}

/** The apps of this server. None yet: they come with installing apps. */
export const APPS: readonly App[] = [];

/** Name in the menu and in its order, e.g. `dhis-web-scheduler`. */
export const menuName = ({ bundled, key, name }: App): string => (bundled ? `dhis-web-${key}` : name);

/** Whether the user may open the app (contract: system.md §12, data-admin.md §10). */
export function maySee(user: CurrentUser, app: App): boolean {
  const own = app.bundled ? `M_dhis-web-${app.key}` : `M_${app.shortName}`;
  return hasAnyAuthority(user, ['M_dhis-web-app-management', own]);
}
