import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';

export const SESSION_COOKIE = 'JSESSIONID';
export const SESSION_IDLE_SECONDS = 3_600;
const MOST_PER_USER = 10;

const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex');

/** Begins a session; the oldest ones beyond ten of the user end. Returns the value of the cookie. */
export async function beginSession(db: Db, userId: number): Promise<string> {
  const id = randomBytes(24).toString('base64url');
  await transaction(db, async (handle) => {
    await sql`
      insert into orderly.http_session (id_hash, user_id, password_hash)
      select ${hashOf(id)}, userinfo.userinfoid, orderly.password_mark(userinfo.password) from userinfo where userinfo.userinfoid = ${userId}
    `.execute(handle);
    await sql`
      delete from orderly.http_session as session
      where session.seen_at < now() - make_interval(secs => ${SESSION_IDLE_SECONDS})
        or session.id_hash in (
          select older.id_hash from orderly.http_session as older
          where older.user_id = ${userId}
          order by older.created_at desc
          offset ${MOST_PER_USER}
        )
    `.execute(handle);
  });
  return id;
}

/**
 * Whether the user of a session is there and has the password with which it began. Beside a DHIS2 this alone tells: no foreign key and no trigger of Orderly's stand on its users.
 */
const IS_GOOD = sql`exists (
  select from userinfo
  where userinfo.userinfoid = session.user_id
    and (session.password_hash is null or session.password_hash = orderly.password_mark(userinfo.password))
)`;

/** The user of a session that was used within the last hour; being used keeps it alive. */
export async function sessionUser(db: Db, id: string): Promise<number | undefined> {
  const { rows } = await sql<{ userId: number }>`
    update orderly.http_session as session set seen_at = now()
    where session.id_hash = ${hashOf(id)} and session.seen_at > now() - make_interval(secs => ${SESSION_IDLE_SECONDS})
      and ${IS_GOOD}
    returning session.user_id as "userId"
  `.execute(db);
  return rows[0]?.userId;
}

export async function endSession(db: Db, id: string): Promise<void> {
  await sql`delete from orderly.http_session as session where session.id_hash = ${hashOf(id)}`.execute(db);
}

/** Removes the sessions that nobody used within the last hour, and those whose user is gone or has another password; returns how many. */
export async function removeEndedSessions(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from orderly.http_session as session
    where session.seen_at < now() - make_interval(secs => ${SESSION_IDLE_SECONDS}) or not ${IS_GOOD}
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Ends all sessions of a user, e.g. after a change of password. */
export async function endSessionsOf(db: Db, userId: number): Promise<void> {
  await sql`delete from orderly.http_session as session where session.user_id = ${userId}`.execute(db);
}

/** Sends the session's cookie (contract: http.md §2.1). */
export function sendSessionCookie(request: FastifyRequest, reply: FastifyReply, path: string, id: string): void {
  reply.setCookie(SESSION_COOKIE, id, {
    path: path === '' ? '/' : path,
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
  });
}
