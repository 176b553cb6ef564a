import { compare, hash } from '@node-rs/bcrypt';
import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

const COST = 10;
/** bcrypt reads no further; a longer password would be cut without a word. */
const LONGEST_BYTES = 72;
/** Compared with when there is no such user, so that the answer takes as long as with one. */
const NOBODYS_HASH = '$2a$10$fCLFVIz1p/vkzT884olO3uKksF5yiL9tQbhQIwinum/hj4py2tjRK';

/** Whether `password` belongs to `stored`; false, and as slow, for an unknown user or a password that was never set. */
export async function verifyPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const usable = stored?.startsWith('$2') === true;
  try {
    const matches = await compare(password, usable ? stored : NOBODYS_HASH);
    return matches && usable;
  } catch {
    return false;
  }
}

export async function hashPassword(password: string): Promise<string> {
  if (Buffer.byteLength(password) > LONGEST_BYTES) throw new RangeError('The password is longer than 72 bytes.');
  // The library writes `$2y`, the peer `$2a`; they are the same algorithm.
  return (await hash(password, COST)).replace(/^\$2y/, '$2a');
}

/** Sets the password of the user `admin` if that user has none yet; tells whether it did. */
export async function ensureAdminPassword(db: Db, password: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update userinfo set password = ${await hashPassword(password)}, passwordlastupdated = localtimestamp
    where userinfo.username = 'admin' and (userinfo.password is null or userinfo.password !~ '^\\$2')
  `.execute(db);
  return numAffectedRows === 1n;
}

/** Whether the user `admin` exists and has no password yet. */
export async function adminNeedsPassword(db: Db): Promise<boolean> {
  const { rows } = await sql<{ needed: boolean }>`
    select exists (
      select from userinfo
      where userinfo.username = 'admin' and (userinfo.password is null or userinfo.password !~ '^\\$2')
    ) as needed
  `.execute(db);
  return rows[0]?.needed === true;
}
