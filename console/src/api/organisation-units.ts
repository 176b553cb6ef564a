import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { PagerInfo } from '../parts/table';
import { at, get } from './client';

interface Parent {
  readonly displayName: string;
  readonly parent?: Parent;
}

export interface OrganisationUnit {
  readonly id: string;
  readonly displayName: string;
  /** uids from the root to the unit itself, each after a slash. */
  readonly path: string;
  /** Nothing is below it. */
  readonly leaf: boolean;
  readonly parent?: Parent;
}

export interface UnitSearch {
  /** Part of the name; empty: the units below `below`. */
  readonly name: string;
  /** uid; left out for the roots. */
  readonly below: string | undefined;
  readonly page: number;
}

const FIELDS =
  'id,displayName,path,leaf,parent[displayName,parent[displayName,parent[displayName,parent[displayName]]]]';
const PAGE_SIZE = 20;

/** A page of the organisation units with such a name wherever they are, or of those right below another; by name. */
export const useOrganisationUnits = ({ name, below, page }: UnitSearch) =>
  useQuery({
    queryKey: ['organisation-units', { name, below, page }],
    queryFn: ({ signal }) => {
      const filter =
        name !== '' ? `displayName:ilike:${name}` : below === undefined ? 'level:eq:1' : `parent.id:eq:${below}`;
      return get<{ readonly pager: PagerInfo; readonly organisationUnits: readonly OrganisationUnit[] }>(
        at(
          '/api/organisationUnits',
          {},
          { fields: FIELDS, filter, order: 'displayName:asc', page, pageSize: PAGE_SIZE },
        ),
        { signal },
      );
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** Names of the units above one, the root first. */
export function namesAbove({ parent }: { readonly parent?: Parent }): readonly string[] {
  return parent ? [...namesAbove(parent), parent.displayName] : [];
}

/** Whether one unit is another, or below it. */
export const isWithin = ({ path }: Pick<OrganisationUnit, 'path'>, other: Pick<OrganisationUnit, 'path'>): boolean =>
  path === other.path || path.startsWith(`${other.path}/`);
