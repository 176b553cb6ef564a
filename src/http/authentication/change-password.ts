import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { hashPassword } from './password.js';
import { endSessionsOf } from './sessions.js';

/** Sets a user's password; whoever used the old one somewhere has to show the new one. */
export async function changePassword(db: Db, userId: number, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await transaction(db, async (handle) => {
    await sql`
      update userinfo set password = ${hash}, passwordlastupdated = localtimestamp where userinfo.userinfoid = ${userId}
    `.execute(handle);
    await endSessionsOf(handle, userId);
  });
}
