import { useQuery } from '@tanstack/react-query';
import { at, get } from './client';

/** What the server says about itself; the rest is for super users. Times are the server's, without a zone. */
export interface ServerInfo {
  readonly contextPath: string;
  readonly version: string;
  readonly revision: string;
  readonly serverDate: string;
  readonly serverTimeZoneId: string;
  readonly systemName?: string;
  readonly systemId?: string;
  readonly instanceBaseUrl?: string;
  readonly lastAnalyticsTableSuccess?: string;
  readonly intervalSinceLastAnalyticsTableSuccess?: string;
  readonly lastAnalyticsTableRuntime?: string;
  readonly lastAnalyticsTablePartitionSuccess?: string;
  readonly lastAnalyticsTablePartitionRuntime?: string;
  readonly databaseInfo?: {
    readonly name?: string;
    readonly user?: string;
    readonly databaseVersion?: string;
    readonly spatialSupport: boolean;
  };
  /** The version of the DHIS2 in whose database Orderly works, e.g. `2.42`. */
  readonly besideDhis2?: string;
  readonly nodeId?: string;
  readonly osName?: string;
  readonly osVersion?: string;
  readonly osArchitecture?: string;
  readonly cpuCores?: number;
  readonly memoryInfo?: string;
  readonly javaVersion?: string;
  readonly emailConfigured?: boolean;
}

export const serverInfo = {
  queryKey: ['server-info'],
  queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
    const info = await get<ServerInfo>(at('/api/system/info'), { signal });
    return { ...info, aheadMs: parseTime(info.serverDate) - Date.now() };
  },
  staleTime: 60_000,
} as const;

export const useServerInfo = () => useQuery(serverInfo);

/** A time of the server, read as if its zone were this browser's. */
export const parseTime = (text: string): number => new Date(text).getTime();

/** What time the server's clock shows, in the form of `parseTime`, so that the two may be compared whatever the zones are. */
export function useServerClock(): () => number {
  const { data } = useServerInfo();
  const ahead = data?.aheadMs ?? 0;
  return () => Date.now() + ahead;
}
