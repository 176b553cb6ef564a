import { type CurrentUser, hasAnyAuthority } from '../../http/index.js';
import type { Locale } from '../../kernel/locale.js';
import { keyOf, type Manifest } from './manifest.js';
import { type Translation, translate } from './translations.js';

/** An app that this server can show (contract: data-admin.md §10.1). */
export interface App {
  /** The short name, cleaned for use in a path. */
  readonly key: string;
  readonly manifest: Manifest;
  /** The manifest as the app's author wrote it. */
  readonly manifestJson: Readonly<Record<string, unknown>>;
  readonly translations: readonly Translation[];
  /** One of the apps that DHIS2 comes with: addressed as `dhis-web-<key>`. */
  readonly bundled: boolean;
  /** `JCLOUDS` is installed and the same on all servers, `LOCAL` was put into the home of this server by hand; the names are the peer's. */
  readonly source: 'JCLOUDS' | 'LOCAL';
  readonly folderName: string;
  /** The folder of its files. */
  readonly root: string;
  /** SHA-256 of its archive, if it came as one. */
  readonly digest: string | undefined;
}

/** Apps that DHIS2 comes with, by short name. Orderly comes with none, but takes them as uploads. */
const BUNDLED = new Set(
  (
    'aggregate-data-entry app-management approval cache-cleaner capture dashboard data-administration data-quality data-visualizer datastore ' +
    'event-reports event-visualizer global-shell import-export interpretation line-listing login maintenance maps menu-management messaging reports ' +
    'scheduler settings sms-configuration tracker-capture translations usage-analytics user user-profile'
  ).split(' '),
);

/** Whether DHIS2 comes with an app of this short name. */
export const isNameOfBundled = (shortName: string): boolean => BUNDLED.has(shortName);

/** The app that a manifest describes. */
export function describeApp(
  manifest: Manifest,
  details: Pick<App, 'manifestJson' | 'translations' | 'source' | 'folderName' | 'root' | 'digest'>,
): App {
  return {
    key: keyOf(manifest.shortName),
    manifest,
    bundled: manifest.coreApp && isNameOfBundled(manifest.shortName),
    ...details,
  };
}

/** Name in the menu and in its order, e.g. `dhis-web-scheduler`. */
export const menuName = ({ bundled, key }: App): string => (bundled ? `dhis-web-${key}` : key);

/** Path of the app below the context path; its files are below it. */
export const basePath = ({ bundled, key }: App): string => (bundled ? `/dhis-web-${key}` : `/api/apps/${key}`);

/** The address of a path that a manifest names, e.g. `index.html`. */
export const addressIn = (app: App, baseUrl: string, path: string): string =>
  `${baseUrl}${basePath(app)}/${path.replace(/^\/+/, '')}`;

/** The authority that opens the app to a user, e.g. `M_Line_Listing` (contract: http.md §7). */
export const authorityOf = ({ bundled, manifest: { shortName } }: App): string =>
  bundled
    ? `M_dhis-web-${shortName}`
    : `M_${shortName
        .trim()
        .replace(/[^a-zA-Z0-9\s]/g, '')
        .replace(/\s+/g, '_')}`;

/** Whether the user may open the app (contract: system.md §12, data-admin.md §10). */
export const maySee = (user: CurrentUser, app: App): boolean =>
  hasAnyAuthority(user, ['M_dhis-web-app-management', authorityOf(app)]);

/** What the app and its shortcuts are called in a language. */
export function displayTexts({ manifest, translations }: App, locale: Locale | undefined) {
  const { title, description, shortcuts } = translate(translations, locale);
  return {
    displayName: title ?? manifest.name,
    displayDescription: description ?? manifest.description,
    shortcuts: manifest.shortcuts.map((one) => ({ ...one, displayName: shortcuts[one.name] ?? one.name })),
  };
}
