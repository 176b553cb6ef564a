import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { isDataReadable, isReadable } from '../../metadata/index.js';

/** What the sharing of a view allows the user. */
export interface ViewRights {
  readonly readable: boolean;
  readonly dataReadable: boolean;
}

export async function rightsOn(db: Db, uid: string, user: CurrentUser): Promise<ViewRights> {
  const { rows } = await sql<ViewRights>`
    select ${isReadable('view', user)} as readable, ${isDataReadable('view', user)} as "dataReadable" from sqlview as view where view.uid = ${uid}
  `.execute(db);
  return rows[0] ?? { readable: false, dataReadable: false };
}
