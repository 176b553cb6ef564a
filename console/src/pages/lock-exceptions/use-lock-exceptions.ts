import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { at, get, post, remove } from '../../api/client';
import type { DataSet } from '../../api/data-sets';
import type { OrganisationUnit } from '../../api/organisation-units';
import type { PagerInfo } from '../../parts/table';

interface Named {
  readonly id: string;
  readonly displayName: string;
}

/** What the exceptions of one data set and one period have in common. */
export interface Combination {
  readonly dataSet: Named & Pick<DataSet, 'access'>;
  readonly period: Named;
}

export interface LockException extends Combination {
  readonly organisationUnit: Named;
  readonly created: string;
}

export const LOCK_EXCEPTIONS = ['lock-exceptions'] as const;
export const CHANGED = { changes: [LOCK_EXCEPTIONS] } as const;

const COMMON = 'period[id,displayName],dataSet[id,displayName,access]';

export interface ExceptionFilter {
  /** Part of the name of the data set, the unit or the period. */
  readonly text: string;
  /** uid; empty for all. */
  readonly dataSet: string;
  readonly page: number;
}

/** A page of the exceptions, by data set, unit and period. */
export const useLockExceptions = ({ text, dataSet, page }: ExceptionFilter) =>
  useQuery({
    queryKey: [...LOCK_EXCEPTIONS, 'list', { text, dataSet, page }],
    queryFn: ({ signal }) => {
      const filter = [
        ...(text === '' ? [] : [`name:ilike:${text}`]),
        ...(dataSet === '' ? [] : [`dataSet.id:eq:${dataSet}`]),
      ];
      const query = {
        fields: `created,organisationUnit[id,displayName],${COMMON}`,
        filter,
        order: 'name:asc',
        page,
        pageSize: 50,
      };
      return get<{ readonly pager: PagerInfo; readonly lockExceptions: readonly LockException[] }>(
        at('/api/lockExceptions', {}, query),
        { signal },
      );
    },
    placeholderData: keepPreviousData,
  });

/** Data sets and periods that have exceptions. */
export const useCombinations = () =>
  useQuery({
    queryKey: [...LOCK_EXCEPTIONS, 'combinations'],
    queryFn: async ({ signal }) =>
      (
        await get<{ readonly lockExceptions: readonly Combination[] }>(
          at('/api/lockExceptions/combinations', {}, { fields: COMMON }),
          { signal },
        )
      ).lockExceptions,
  });

/** How many units a combination has exceptions for, as things stand now. */
export const useUnitCount = (combination: Combination | undefined) =>
  useQuery({
    queryKey: [...LOCK_EXCEPTIONS, 'count', combination?.dataSet.id, combination?.period.id],
    queryFn: async ({ signal }) => {
      const filter = [`dataSet.id:eq:${combination?.dataSet.id}`, `period:eq:${combination?.period.id}`];
      const query = { fields: 'created', filter, page: 1, pageSize: 1 };
      return (await get<{ readonly pager: PagerInfo }>(at('/api/lockExceptions', {}, query), { signal })).pager.total;
    },
    enabled: combination !== undefined,
    staleTime: 0,
    gcTime: 0,
  });

export type AssignedUnit = Pick<OrganisationUnit, 'id' | 'path'>;

/** The units that a data set is assigned to. */
export const useAssignedUnits = (dataSet: string) =>
  useQuery({
    queryKey: ['data-set-units', dataSet],
    queryFn: async ({ signal }) =>
      (
        await get<{ readonly organisationUnits: readonly AssignedUnit[] }>(
          at('/api/dataSets/{uid}', { uid: dataSet }, { fields: 'organisationUnits[id,path]', paging: false }),
          { signal },
        )
      ).organisationUnits,
    enabled: dataSet !== '',
    staleTime: 60_000,
  });

export interface Draft {
  readonly dataSet: string;
  /** Its name for the server. */
  readonly period: string;
  /** uids */
  readonly units: readonly string[];
  /** Why, for the audit log. */
  readonly reason: string;
}

/** Makes an exception for each unit, all or none of them; those that exist stay. */
export const addExceptions = ({ dataSet, period, units, reason }: Draft) =>
  post(
    at(
      '/api/lockExceptions',
      {},
      { ds: dataSet, pe: period, ou: units, reason: reason.trim() === '' ? undefined : reason.trim() },
    ),
  );

/** Removes the exception of one unit, or those of all units where none is named. */
export const deleteExceptions = ({
  dataSet,
  period,
  organisationUnit,
}: Combination & { readonly organisationUnit?: Named }) =>
  remove(at('/api/lockExceptions', {}, { ds: dataSet.id, pe: period.id, ou: organisationUnit?.id }));
