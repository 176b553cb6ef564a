import { sql } from 'kysely';
import type { Answer, testServer } from '../../support/server.js';
import { makeSqlView, type ViewPayload } from '../../support/sql-views.js';

type Server = ReturnType<typeof testServer>;

/** SQL views on a server, as a client makes and reads them. */
export function sqlViewsOf(server: Server) {
  const make = (payload: ViewPayload): Promise<string> => makeSqlView(server, payload);
  const execute = (uid: string): Promise<Answer> => server.request(`/api/sqlViews/${uid}/execute`, { method: 'POST' });
  const refresh = (uid: string): Promise<Answer> => server.request(`/api/sqlViews/${uid}/refresh`, { method: 'POST' });
  const data = (uid: string, parameters = ''): Promise<Answer> =>
    server.request(`/api/sqlViews/${uid}/data${parameters}`);
  /** The rows of all pages. */
  const rows = async (uid: string, parameters = ''): Promise<readonly (readonly unknown[])[]> => {
    const answer = await data(uid, `?paging=false${parameters}`);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.json.listGrid.rows;
  };
  /** Writes a view into the table, past all checks, as another server would. */
  const smuggle = async ({ sqlQuery, ...payload }: ViewPayload): Promise<string> => {
    const uid = await make({ ...payload, sqlQuery: 'select 1' });
    await sql`update sqlview set sqlquery = ${sqlQuery} where uid = ${uid}`.execute(server.db);
    return uid;
  };
  return { make, execute, refresh, data, rows, smuggle };
}
