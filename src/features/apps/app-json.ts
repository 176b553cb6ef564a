import type { Locale } from '../../kernel/locale.js';
import { type App, addressIn, basePath, displayTexts } from './app.js';

/** An app as the API gives it (contract: data-admin.md §10.1); what it does not have is left out. */
export function appJson(app: App, baseUrl: string, locale: Locale | undefined) {
  const { manifest } = app;
  const { displayName, displayDescription, shortcuts } = displayTexts(app, locale);
  const { launchPath, pluginLaunchPath } = manifest;
  return {
    key: app.key,
    name: manifest.name,
    short_name: manifest.shortName,
    // Clients of other versions look for this spelling.
    shortName: manifest.shortName,
    displayName,
    description: manifest.description,
    displayDescription,
    version: manifest.version,
    app_hub_id: manifest.appHubId,
    appType: manifest.appType,
    basePath: basePath(app),
    baseUrl: `${baseUrl}${basePath(app)}`,
    launch_path: launchPath,
    launchUrl: launchPath === undefined ? undefined : addressIn(app, baseUrl, launchPath),
    plugin_launch_path: pluginLaunchPath,
    pluginLaunchUrl: pluginLaunchPath === undefined ? undefined : addressIn(app, baseUrl, pluginLaunchPath),
    plugin_type: manifest.pluginType,
    core_app: manifest.coreApp,
    bundled: app.bundled,
    folderName: app.folderName,
    appStorageSource: app.source,
    appState: 'OK',
    installs_allowed_from: manifest.installsAllowedFrom,
    default_locale: manifest.defaultLocale,
    developer: manifest.developer,
    icons: manifest.icons,
    activities: activities(app),
    authorities: manifest.authorities,
    shortcuts,
    settings: manifest.settings,
  };
}

/** The manifest as the app itself gets it: as its author wrote it, with addresses of this server (contract: data-admin.md §10). */
export const servedManifest = (app: App, baseUrl: string, locale: Locale | undefined) => ({
  ...app.manifestJson,
  ...appJson(app, baseUrl, locale),
  activities: activities(app, baseUrl),
});

const activities = ({ manifest }: App, href = manifest.href) => ({
  dhis: {
    href,
    namespace: manifest.namespace,
    additionalNamespaces: manifest.additionalNamespaces,
  },
});
