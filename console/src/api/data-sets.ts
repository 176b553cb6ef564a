import { useQuery } from '@tanstack/react-query';
import { at, get } from './client';

export interface DataSet {
  readonly id: string;
  readonly displayName: string;
  /** E.g. `Monthly`. */
  readonly periodType: string;
  /** After the end of a period it is closed for data entry; 0: never. */
  readonly expiryDays: number;
  /** What the user may do with it. */
  readonly access: { readonly update: boolean; readonly delete: boolean };
}

/** All data sets that the user may see, by name. */
export const useDataSets = () =>
  useQuery({
    queryKey: ['data-sets'],
    queryFn: async ({ signal }) => {
      const query = { fields: 'id,displayName,periodType,expiryDays,access', order: 'displayName:asc', paging: false };
      return (await get<{ readonly dataSets: readonly DataSet[] }>(at('/api/dataSets', {}, query), { signal }))
        .dataSets;
    },
    staleTime: 60_000,
  });
