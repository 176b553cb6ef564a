import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** The name of the user with this uid, as records of deletions keep it; null for a job that runs for nobody. */
export async function requesterName(db: Db, uid: string | undefined): Promise<string | null> {
  if (uid === undefined) return null;
  const { rows } = await sql<{ username: string | null }>`
    select userinfo.username from userinfo where userinfo.uid = ${uid}
  `.execute(db);
  return rows[0]?.username ?? null;
}
