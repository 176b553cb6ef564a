import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Address, at, get, post } from '../../api/client';
import { ALL_RUNS } from '../../api/use-runs';

/** An operation as the server offers it. Those with flags may be run together; one without is for one object. */
export interface Operation {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly authorities: readonly string[];
  readonly flags?: readonly string[];
}

export interface Skipped {
  readonly id: string;
  readonly name?: string;
  readonly reason: string;
}

/** What one operation did, or would do. */
export interface OperationReport {
  readonly operation: string;
  readonly status: 'SUCCESS' | 'WARNING' | 'ERROR';
  readonly message?: string;
  /** Milliseconds. */
  readonly duration: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly string[];
}

export interface MaintenanceReport {
  readonly dryRun: boolean;
  readonly operations: readonly OperationReport[];
}

/** What somebody wants done: operations together, or one on one object. */
export type Asked =
  | { readonly operations: readonly string[]; readonly zeroPattern: 'peer' | 'all'; readonly failFast: boolean }
  | { readonly operation: ObjectOperation; readonly target: string };

/** Operations on one object, and where such objects are listed. */
export const OBJECT_OPERATIONS = {
  organisationUnitDataPruning: {
    path: '/api/maintenance/dataPruning/organisationUnits/{uid}',
    list: '/api/organisationUnits',
    key: 'organisationUnits',
  },
  dataElementDataPruning: {
    path: '/api/maintenance/dataPruning/dataElements/{uid}',
    list: '/api/dataElements',
    key: 'dataElements',
  },
  categoryOptionComboUpdateOfCombo: {
    path: '/api/maintenance/categoryOptionComboUpdate/categoryCombo/{uid}',
    list: '/api/categoryCombos',
    key: 'categoryCombos',
  },
} as const;
export type ObjectOperation = keyof typeof OBJECT_OPERATIONS;

export const MAINTENANCE = ['maintenance'] as const;
/** What a started run changes. */
export const CHANGED = [ALL_RUNS] as const;

export const useOperations = () =>
  useQuery({
    queryKey: [...MAINTENANCE, 'operations'],
    queryFn: ({ signal }) => get<readonly Operation[]>(at('/api/maintenance/operations'), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

interface How {
  readonly dryRun?: boolean;
  readonly report?: boolean;
  readonly async?: boolean;
}

function addressOf(asked: Asked, how: How): Address {
  if ('operation' in asked) return at(OBJECT_OPERATIONS[asked.operation].path, { uid: asked.target }, how);
  const { operations, zeroPattern, failFast } = asked;
  const flags = Object.fromEntries(operations.map((name) => [name, true]));
  return at(
    '/api/maintenance',
    {},
    {
      ...flags,
      ...how,
      ...(failFast && { failFast }),
      ...(operations.includes('zeroDataValueRemoval') && { zeroPattern }),
    },
  );
}

/** Counting reads the tables themselves. */
const PREVIEW_SECONDS = 300;

/** What the operations would do now; counted anew each time it is asked for. */
export const usePreview = (asked: Asked | undefined) =>
  useQuery({
    queryKey: [...MAINTENANCE, 'preview', asked],
    queryFn: async ({ signal }) => {
      if (!asked) throw new Error('Nothing was chosen.');
      const { response } = await post<{ readonly response: MaintenanceReport }>(
        addressOf(asked, { dryRun: true, report: true }),
        undefined,
        { signal, seconds: PREVIEW_SECONDS },
      );
      return response;
    },
    enabled: asked !== undefined,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });

/** Starts a run. @returns its uid */
export const startMaintenance = async (asked: Asked): Promise<string> =>
  (await post<{ readonly response: { readonly id: string } }>(addressOf(asked, { async: true }))).response.id;

export interface Named {
  readonly id: string;
  readonly displayName: string;
}

const MOST_FOUND = 50;

/** Objects whose name has the text, the first of them by name. */
export const useObjects = (operation: ObjectOperation, text: string) =>
  useQuery({
    queryKey: [...MAINTENANCE, 'objects', operation, text],
    queryFn: async ({ signal }) => {
      const { list, key } = OBJECT_OPERATIONS[operation];
      const query = {
        fields: 'id,displayName',
        order: 'displayName:asc',
        pageSize: MOST_FOUND,
        ...(text !== '' && { filter: `displayName:ilike:${text}` }),
      };
      return (await get<Readonly<Record<string, readonly Named[]>>>(at(list, {}, query), { signal }))[key] ?? [];
    },
    placeholderData: keepPreviousData,
  });
