import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { viewName } from './view-name.js';

export type SqlViewType = 'VIEW' | 'MATERIALIZED_VIEW' | 'QUERY';

/** An SQL view as it is stored. */
export interface SqlView {
  readonly key: number;
  readonly uid: string;
  readonly name: string;
  readonly description: string | null;
  readonly query: string;
  readonly type: SqlViewType;
  readonly cacheStrategy: string;
}

/** All SQL views, or those with these uids, in the order of their names. */
export async function readSqlViews(db: Db, uids?: readonly string[]): Promise<readonly SqlView[]> {
  const { rows } = await sql<SqlView>`
    select view.sqlviewid as key, view.uid, view.name, view.description, view.sqlquery as query, view.type, view.cachestrategy as "cacheStrategy"
    from sqlview as view
    where ${uids === undefined ? sql`true` : sql`view.uid = any (${[...uids]}::text[])`}
    order by view.name, view.uid
  `.execute(db);
  return rows;
}

/** The relation of a view; a query has none. */
export const relationOf = ({ name, type }: Pick<SqlView, 'name' | 'type'>): string | undefined =>
  type === 'QUERY' ? undefined : viewName(name);
