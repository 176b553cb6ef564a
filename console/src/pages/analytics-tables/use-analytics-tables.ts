import { useQuery } from '@tanstack/react-query';
import { at, get, post } from '../../api/client';
import { ALL_RUNS } from '../../api/use-runs';

/** The tables of one type. Times are the server's: when the data were read that the tables show. */
export interface TableType {
  readonly tableType: string;
  readonly partitions: number;
  readonly rows: number;
  readonly bytes: number;
  /** Partitions that a crash of the database emptied. */
  readonly lost: number;
  /** Of the partition that is most behind. */
  readonly oldest?: string;
  readonly newest?: string;
}

export const TABLES = ['analytics-tables'] as const;
export const CHANGED = [ALL_RUNS, TABLES] as const;
/** Jobs that make these tables. */
export const TYPES = 'ANALYTICS_TABLE,CONTINUOUS_ANALYTICS_TABLE,RESOURCE_TABLE';

const REFRESH_MS = 5_000;

export const useTableTypes = () =>
  useQuery({
    queryKey: [...TABLES, 'types'],
    queryFn: ({ signal }) => get<readonly TableType[]>(at('/api/resourceTables/analytics'), { signal }),
    refetchInterval: REFRESH_MS,
  });

export interface Program {
  readonly id: string;
  readonly displayName: string;
}

export const usePrograms = () =>
  useQuery({
    queryKey: [...TABLES, 'programs'],
    queryFn: async ({ signal }) =>
      (
        await get<{ readonly programs: readonly Program[] }>(
          at('/api/programs', {}, { fields: 'id,displayName', order: 'displayName:asc', paging: false }),
          { signal },
        )
      ).programs,
    staleTime: 60_000,
  });

/** Kinds of tables that a run may leave out. */
export const SKIPS = [
  'skipAggregate',
  'skipValidationResult',
  'skipEvents',
  'skipEnrollment',
  'skipTrackedEntities',
  'skipOrgUnitOwnership',
] as const;
export type Skip = (typeof SKIPS)[number];

export interface Options {
  /** Undefined: all years; 0: only what changed since the last run. */
  readonly lastYears: number | undefined;
  readonly skips: readonly string[];
  readonly skipPrograms: readonly string[];
  readonly skipResourceTables: boolean;
  readonly skipOutliers: boolean;
}

interface Started {
  readonly response: { readonly id: string };
}

/** @returns uid of the run */
export async function buildTables({ skips, skipPrograms, lastYears, ...flags }: Options): Promise<string> {
  const query = {
    ...flags,
    ...Object.fromEntries(SKIPS.map((name) => [name, skips.includes(name)])),
    lastYears,
    ...(skipPrograms.length > 0 && { skipPrograms }),
  };
  return (await post<Started>(at('/api/resourceTables/analytics', {}, query))).response.id;
}

/** @returns uid of the run */
export const buildResourceTables = async (): Promise<string> =>
  (await post<Started>(at('/api/resourceTables'))).response.id;
