import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { at, get, Problem, patch, post, remove } from '../../api/client';
import { i18n } from '../../i18n';
import type { PagerInfo } from '../../parts/table';

export const VIEW_TYPES = ['VIEW', 'MATERIALIZED_VIEW', 'QUERY'] as const;
export type ViewType = (typeof VIEW_TYPES)[number];

export const typeName = (type: ViewType): string =>
  type === 'VIEW' ? i18n.t('View') : type === 'QUERY' ? i18n.t('Query') : i18n.t('Materialized view');

export interface SqlView {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly type: ViewType;
  readonly lastUpdated: string;
}

export interface SqlViewDetails extends SqlView {
  readonly sqlQuery: string;
  readonly access: { readonly update: boolean; readonly delete: boolean };
}

export const SQL_VIEWS = ['sql-views'] as const;

export const useSqlViews = (name: string, page: number) =>
  useQuery({
    queryKey: [...SQL_VIEWS, 'list', name, page],
    queryFn: ({ signal }) => {
      const query = {
        fields: 'id,name,description,type,lastUpdated',
        order: 'name:asc',
        page,
        pageSize: 50,
        ...(name !== '' && { filter: `name:ilike:${name}` }),
      };
      return get<{ readonly pager: PagerInfo; readonly sqlViews: readonly SqlView[] }>(at('/api/sqlViews', {}, query), {
        signal,
      });
    },
    placeholderData: keepPreviousData,
  });

export const useSqlView = (uid: string) =>
  useQuery({
    queryKey: [...SQL_VIEWS, 'one', uid],
    queryFn: ({ signal }) =>
      get<SqlViewDetails>(
        at('/api/sqlViews/{uid}', { uid }, { fields: 'id,name,description,type,lastUpdated,sqlQuery,access' }),
        { signal },
      ),
  });

/** A page of the rows. */
export interface Rows {
  readonly pager?: PagerInfo;
  readonly listGrid: {
    readonly headers: readonly { readonly name: string; readonly column: string }[];
    readonly rows: readonly (readonly unknown[])[];
  };
}

/** Reading rows may take as long as the statement does. */
const ROWS_SECONDS = 120;

/**
 * Null while the view does not stand in the database.
 *
 * @param variables values of the variables of the statement; undefined: nothing is read
 */
export const useRows = (uid: string, variables: Readonly<Record<string, string>> | undefined, page: number) =>
  useQuery({
    queryKey: [...SQL_VIEWS, 'rows', uid, variables, page],
    queryFn: async ({ signal }) => {
      const given = Object.entries(variables ?? {}).map(([name, value]) => `${name}:${value}`);
      const query = { page, pageSize: 50, ...(given.length > 0 && { var: given }) };
      try {
        return await get<Rows>(at('/api/sqlViews/{uid}/data', { uid }, query), { signal, seconds: ROWS_SECONDS });
      } catch (error) {
        // The server tells which request would make it; here is a button for that.
        if (error instanceof Problem && error.status === 409 && error.message.includes(`/sqlViews/${uid}/execute`))
          return null;
        throw error;
      }
    },
    enabled: variables !== undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });

export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly type: ViewType;
  readonly sqlQuery: string;
}

/** @returns its uid */
export const createView = async (draft: Draft): Promise<string> =>
  (await post<{ readonly response: { readonly uid: string } }>(at('/api/sqlViews'), draft)).response.uid;

/** Changes what the form has; sharing, translations and the rest stay. */
export const updateView = (uid: string, { name, description, sqlQuery }: Draft) =>
  patch(
    at('/api/sqlViews/{uid}', { uid }),
    Object.entries({ name, description, sqlQuery }).map(([key, value]) => ({ op: 'add', path: `/${key}`, value })),
  );

/** Makes the relation in the database, anew if it is there. */
export const makeRelation = (uid: string) =>
  post(at('/api/sqlViews/{uid}/execute', { uid }), undefined, { seconds: ROWS_SECONDS });

/** Reads the rows of a materialized view anew. */
export const refreshView = (uid: string) =>
  post(at('/api/sqlViews/{uid}/refresh', { uid }), undefined, { seconds: ROWS_SECONDS });

export const deleteView = (uid: string) => remove(at('/api/sqlViews/{uid}', { uid }));

const VARIABLE = /\$\{\s*([-a-zA-Z0-9_]+)\s*\}/g;

/** Variables of a statement that a request has to give; the server knows who asks by itself. */
export const variablesOf = (statement: string): readonly string[] => [
  ...new Set(
    [...statement.matchAll(VARIABLE)].map(([, name = '']) => name).filter((name) => !name.startsWith('_current_user')),
  ),
];
