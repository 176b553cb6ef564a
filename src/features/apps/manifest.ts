/** A namespace of the data store that an app has beside its own. */
export interface AdditionalNamespace {
  readonly namespace: string | undefined;
  readonly authorities: readonly string[];
  readonly readWriteAuthorities: readonly string[];
  readonly readOnlyAuthorities: readonly string[];
}

export interface Shortcut {
  readonly name: string;
  readonly url: string;
}

/** What `manifest.webapp` says, as far as the server reads it (contract: data-admin.md §10.1). */
export interface Manifest {
  readonly name: string;
  readonly shortName: string;
  readonly version: string | undefined;
  readonly description: string | undefined;
  readonly appHubId: string | undefined;
  readonly appType: AppType;
  readonly launchPath: string | undefined;
  readonly pluginLaunchPath: string | undefined;
  readonly pluginType: string | undefined;
  readonly coreApp: boolean;
  readonly installsAllowedFrom: readonly string[] | undefined;
  readonly defaultLocale: string | undefined;
  readonly developer: Readonly<Record<string, unknown>> | undefined;
  /** Paths by size, e.g. `48`. */
  readonly icons: Readonly<Record<string, string>>;
  readonly href: string | undefined;
  readonly namespace: string | undefined;
  readonly additionalNamespaces: readonly AdditionalNamespace[] | undefined;
  readonly authorities: readonly string[];
  readonly shortcuts: readonly Shortcut[];
  readonly settings: Readonly<Record<string, unknown>> | undefined;
}

const APP_TYPES = ['APP', 'RESOURCE', 'DASHBOARD_WIDGET'] as const;
export type AppType = (typeof APP_TYPES)[number];

/** Longest key, so that it is fit for a path and for an authority. */
const LONGEST_NAME = 200;

/** The manifest is no JSON, or a member is of the wrong kind; the message names it. */
export class InvalidManifest extends Error {}

/** The manifest in its JSON text. @throws InvalidManifest */
export function parseManifest(text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InvalidManifest(error instanceof Error ? error.message : 'no JSON');
  }
  if (!isStorable(parsed)) throw new InvalidManifest('a text holds the character NUL or half of a character');
  return object(parsed, 'the manifest') ?? {};
}

/** Whether the database can hold it: JSON has texts that PostgreSQL has not. */
export const isStorable = (json: unknown): boolean => !/\\u(0000|d[89a-f][0-9a-f]{2})/.test(JSON.stringify(json));

/** What a manifest says. @throws InvalidManifest */
export function readManifest(json: Readonly<Record<string, unknown>>): Manifest {
  const activities = object(json.activities, 'activities');
  const dhis = object(activities?.dhis, 'activities.dhis');
  const name = text(json.name, 'name')?.trim();
  if (!name) throw new InvalidManifest('the name is missing');
  const shortName = text(json.short_name, 'short_name')?.trim() || name;
  if (keyOf(shortName) === '' || shortName.length > LONGEST_NAME)
    throw new InvalidManifest('the short name has no letters or digits, or is too long');
  const additional = list(dhis?.additionalNamespaces, 'activities.dhis.additionalNamespaces');
  return {
    name,
    shortName,
    version: text(json.version, 'version'),
    description: text(json.description, 'description'),
    appHubId: text(json.app_hub_id, 'app_hub_id'),
    appType: appType(json.appType),
    launchPath: text(json.launch_path, 'launch_path'),
    pluginLaunchPath: text(json.plugin_launch_path, 'plugin_launch_path'),
    pluginType: text(json.plugin_type, 'plugin_type'),
    coreApp: json.core_app === true || json.core_app === 'true',
    installsAllowedFrom:
      json.installs_allowed_from == null ? undefined : texts(json.installs_allowed_from, 'installs_allowed_from'),
    defaultLocale: text(json.default_locale, 'default_locale'),
    developer: object(json.developer, 'developer'),
    icons: icons(json.icons),
    href: text(dhis?.href, 'activities.dhis.href'),
    namespace: text(dhis?.namespace, 'activities.dhis.namespace') || undefined,
    additionalNamespaces: additional?.map(additionalNamespace),
    authorities: texts(json.authorities, 'authorities'),
    shortcuts: (list(json.shortcuts, 'shortcuts') ?? []).map(shortcut),
    settings: object(json.settings, 'settings'),
  };
}

/** The short name as it stands in paths. */
export const keyOf = (shortName: string): string =>
  shortName
    .trim()
    .replace(/[^A-Za-z0-9\s-]/g, '')
    .replace(/\s+/g, '-');

/** Every namespace of the data store that the app calls its own. */
export const namespacesOf = ({ namespace, additionalNamespaces = [] }: Manifest): readonly string[] =>
  [namespace, ...additionalNamespaces.map((one) => one.namespace)].flatMap((one) => (one ? [one] : []));

/** Whether each additional namespace has a name and somebody who may use it. */
export const areNamespacesDefined = ({ additionalNamespaces = [] }: Manifest): boolean =>
  additionalNamespaces.every(
    ({ namespace, authorities, readWriteAuthorities, readOnlyAuthorities }) =>
      !!namespace && authorities.length + readWriteAuthorities.length + readOnlyAuthorities.length > 0,
  );

function appType(value: unknown): AppType {
  if (value === undefined || value === null) return 'APP';
  const found = APP_TYPES.find((type) => type === value);
  if (!found) throw new InvalidManifest(`appType must be one of ${APP_TYPES.join(', ')}`);
  return found;
}

function icons(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(object(value, 'icons') ?? {});
  return Object.fromEntries(
    entries.flatMap(([size, path]) => {
      const checked = text(path, `icons.${size}`);
      return checked === undefined ? [] : [[size, checked]];
    }),
  );
}

function additionalNamespace(value: unknown): AdditionalNamespace {
  const json = object(value, 'activities.dhis.additionalNamespaces') ?? {};
  return {
    namespace: text(json.namespace, 'namespace'),
    authorities: texts(json.authorities, 'authorities'),
    readWriteAuthorities: texts(json.readWriteAuthorities, 'readWriteAuthorities'),
    readOnlyAuthorities: texts(json.readOnlyAuthorities, 'readOnlyAuthorities'),
  };
}

function shortcut(value: unknown): Shortcut {
  const json = object(value, 'shortcuts') ?? {};
  return { name: text(json.name, 'shortcuts.name') ?? '', url: text(json.url, 'shortcuts.url') ?? '' };
}

/** Numbers and truth values are taken for text, as `"version": 1.0`. */
function text(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw new InvalidManifest(`${name} must be a text`);
  return String(value);
}

function object(value: unknown, name: string): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw new InvalidManifest(`${name} must be an object`);
  return value as Record<string, unknown>;
}

function list(value: unknown, name: string): readonly unknown[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw new InvalidManifest(`${name} must be a list`);
  return value;
}

const texts = (value: unknown, name: string): readonly string[] =>
  (list(value, name) ?? []).flatMap((one) => text(one, name) ?? []);
