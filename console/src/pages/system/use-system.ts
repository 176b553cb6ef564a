import { useQuery } from '@tanstack/react-query';
import { at, get, post, remove } from '../../api/client';
import type { ServerInfo } from '../../api/server';

/** All that the server says about itself. What only super users see is left out for others. */
export interface SystemInfo extends ServerInfo {
  readonly buildTime: string;
  readonly calendar: string;
  readonly dateFormat: string;
  readonly serverTimeZoneDisplayName: string;
  readonly userAgent?: string;
  readonly externalDirectory?: string;
  readonly environmentVariable?: string;
  readonly javaOpts?: string;
  readonly javaIoTmpDir?: string;
  readonly fileStoreProvider?: string;
  readonly systemMetadataVersion?: string;
  readonly isMetadataVersionEnabled: boolean;
  readonly lastMetadataVersionSyncAttempt?: string;
  readonly lastSystemMonitoringSuccess?: string;
  readonly sessionTimeout: number;
}

export const useSystemInfo = () =>
  useQuery({
    queryKey: ['system-info'],
    queryFn: ({ signal }) => get<SystemInfo>(at('/api/system/info'), { signal }),
  });

interface TableSize {
  readonly schema: string;
  readonly name: string;
  readonly partitions: number;
  readonly rows: number;
  readonly bytes: number;
  readonly indexBytes: number;
}

export interface DatabaseReport {
  readonly name: string;
  readonly version: string;
  readonly started: string;
  readonly bytes: number;
  readonly extensions: readonly { readonly name: string; readonly version: string }[];
  readonly connections: {
    readonly limit: number;
    readonly open: number;
    readonly active: number;
    readonly idleInTransaction: number;
  };
  readonly pool: { readonly limit: number; readonly open: number; readonly idle: number; readonly waiting: number };
  readonly tables: readonly TableSize[];
}

export const useDatabase = () =>
  useQuery({
    queryKey: ['database'],
    queryFn: ({ signal }) => get<DatabaseReport>(at('/api/system/database'), { signal }),
  });

export const clearCaches = () => post(at('/api/maintenance/cacheClear'));

/** Settings by key; those that are confidential are not among them. */
export type Settings = Readonly<Record<string, SettingValue>>;
export type SettingValue = string | number | boolean;

export const SETTINGS = ['system-settings'] as const;

export const useSettings = () =>
  useQuery({
    queryKey: SETTINGS,
    queryFn: ({ signal }) => get<Settings>(at('/api/systemSettings'), { signal }),
    // What somebody edits is not read under their hands.
    refetchOnWindowFocus: false,
  });

/** In the body, for what stands in an address stands in logs. Empty text is the default again. */
export const saveSetting = (key: string, value: SettingValue) => post(at('/api/systemSettings'), { [key]: value });

export const resetSetting = (key: string) => remove(at('/api/systemSettings/{key}', { key }));
