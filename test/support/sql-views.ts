import { sql } from 'kysely';
import { generateUid } from '../../src/kernel/uid.js';
import { layout } from './dhis2/layout.js';
import { anyRow, makeRow } from './make-row.js';
import type { testServer } from './server.js';

export interface ViewPayload {
  readonly name?: string;
  readonly type?: 'VIEW' | 'MATERIALIZED_VIEW' | 'QUERY';
  readonly sqlQuery: string;
  readonly [property: string]: unknown;
}

/** Makes a SQL view as a client does, beside a DHIS2 as that does; gives its uid. */
export async function makeSqlView(
  server: Pick<ReturnType<typeof testServer>, 'request' | 'db'>,
  payload: ViewPayload,
): Promise<string> {
  const uid = generateUid();
  const body: ViewPayload = { id: uid, name: `View ${uid}`, type: 'QUERY', ...payload };
  if (layout !== undefined) {
    const { name, type, sqlQuery, description, cacheStrategy = 'RESPECT_SYSTEM_SETTING', sharing = {} } = body;
    const { uid: owner } = await anyRow(server.db, 'userinfo', sql`username = 'admin'`);
    await makeRow(server.db, 'sqlview', {
      ...{ uid, name, type, description, sqlquery: sqlQuery, cachestrategy: cacheStrategy },
      sharing: { owner, external: false, public: 'rw------', users: {}, userGroups: {}, ...(sharing as object) },
    });
    return uid;
  }
  const { status, text } = await server.request('/api/sqlViews', { method: 'POST', body });
  if (status !== 201) throw new Error(text);
  return uid;
}
