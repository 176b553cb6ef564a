import { sql } from 'kysely';
import { generateUid } from '../../../src/kernel/uid.js';
import type { Answer, testServer } from '../../support/server.js';

type Server = ReturnType<typeof testServer>;

export interface ViewPayload {
  readonly name?: string;
  readonly type?: 'VIEW' | 'MATERIALIZED_VIEW' | 'QUERY';
  readonly sqlQuery: string;
  readonly [property: string]: unknown;
}

/** SQL views on a server, as a client makes and reads them. */
export function sqlViewsOf(server: Server) {
  const make = async (payload: ViewPayload): Promise<string> => {
    const uid = generateUid();
    const body = { id: uid, name: `View ${uid}`, type: 'QUERY', ...payload };
    const { status, text } = await server.request('/api/sqlViews', { method: 'POST', body });
    if (status !== 201) throw new Error(text);
    return uid;
  };
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
