import { useQuery } from '@tanstack/react-query';
import { at, get, put, remove, upload, urlOf } from '../../api/client';

/** An installed app as `/api/apps` has it, as far as the page shows it. */
export interface App {
  readonly key: string;
  readonly name: string;
  readonly displayName: string;
  readonly displayDescription?: string;
  readonly version?: string;
  readonly appType: 'APP' | 'RESOURCE' | 'DASHBOARD_WIDGET';
  /** Below the base of the server, with a slash before it. */
  readonly basePath: string;
  readonly launchUrl?: string;
  readonly bundled: boolean;
  /** `LOCAL`: put into the home of one server by hand. */
  readonly appStorageSource: 'JCLOUDS' | 'LOCAL';
  readonly developer?: {
    readonly name?: string;
    readonly company?: string;
  };
  /** Paths below `basePath`, by pixels. */
  readonly icons: Readonly<Record<string, string>>;
  readonly activities: {
    readonly dhis: {
      readonly namespace?: string;
      readonly additionalNamespaces?: readonly { readonly namespace?: string }[];
    };
  };
}

export const APPS = ['apps'] as const;
/** An archive may have 256 MB, and a connection be slow. */
const UPLOAD_SECONDS = 1_800;

/** By the name that people see. */
export const useApps = () =>
  useQuery({
    queryKey: APPS,
    queryFn: async ({ signal }) =>
      (await get<readonly App[]>(at('/api/apps'), { signal })).toSorted((a, b) =>
        a.displayName.localeCompare(b.displayName),
      ),
  });

/** Installs the app of a zip archive, in the place of the one with its key. */
export const installApp = (archive: File): Promise<App> =>
  upload<App>(at('/api/apps'), archive, { seconds: UPLOAD_SECONDS });

export const reloadApps = (): Promise<void> => put(at('/api/apps'));

/** @param withData also what it keeps in the data store */
export const uninstallApp = ({ key }: App, withData: boolean): Promise<void> =>
  remove(at('/api/apps/{app}', { app: key }, { deleteAppData: withData }));

/** Sizes of icons, the one that fits best first. */
const ICON_SIZES = ['48', '128', '16'];

export const DEFAULT_ICON = urlOf('icons/app.svg');

export function iconOf({ basePath, icons }: App): string {
  const path = ICON_SIZES.map((size) => icons[size]).find((found) => found !== undefined && found !== '');
  return path === undefined ? DEFAULT_ICON : urlOf(`${basePath.slice(1)}/${path.replace(/^\/+/, '')}`);
}

/** Where it keeps its data. */
export const namespacesOf = ({ activities: { dhis } }: App): readonly string[] =>
  [dhis.namespace, ...(dhis.additionalNamespaces ?? []).map(({ namespace }) => namespace)].filter(
    (namespace) => namespace !== undefined,
  );

export const developerOf = ({ developer }: App): string =>
  [...new Set([developer?.name, developer?.company])].filter(Boolean).join(', ');
