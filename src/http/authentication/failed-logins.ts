import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';

const MOST_FAILURES = 5;
const MEMORY_MINUTES = 15;
const FORGOTTEN_AT_ONCE = 100;

/**
 * One key for all spellings that find the same account: the database makes the letters small, as when it looks the account up. Names of nobody have one too,
 * so that a lock does not tell who exists.
 */
const hashOf = (username: string): RawBuilder<string> =>
  sql`encode(sha256(convert_to(lower(${username}::text), 'UTF8')), 'hex')`;

const MEMORY = sql`make_interval(mins => ${MEMORY_MINUTES})`;
const LOCKED = sql<boolean>`(cardinality(login.failed_at) >= ${MOST_FAILURES} and login.expires_at > now())`;

/** Whether the account is locked: five logins failed within fifteen minutes, the last of them less than fifteen minutes ago. */
export async function isLocked(db: Db, username: string): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select ${LOCKED} as locked from orderly.failed_login as login where login.account_hash = ${hashOf(username)}
  `.execute(db);
  return rows[0]?.locked === true;
}

/** Counts a failure. One that comes while the account is locked does not make the lock longer: an attacker would keep the owner out for good. */
export async function recordFailure(db: Db, username: string): Promise<void> {
  await sql`
    insert into orderly.failed_login as login (account_hash, failed_at, expires_at)
    values (${hashOf(username)}, array[now()], now() + ${MEMORY})
    on conflict (account_hash) do update set
      failed_at = array(
        select failure.at from unnest(login.failed_at) as failure (at) where failure.at > now() - ${MEMORY}
      ) || excluded.failed_at,
      expires_at = excluded.expires_at
    where not ${LOCKED}
  `.execute(db);
  await sql`
    delete from orderly.failed_login as login
    where login.account_hash in (
      select old.account_hash from orderly.failed_login as old
      where old.expires_at < now()
      limit ${FORGOTTEN_AT_ONCE}
      for update skip locked
    )
  `.execute(db);
}

/** Forgets the failures of an account whose owner has come in. */
export async function forgetFailures(db: Db, username: string): Promise<void> {
  await sql`delete from orderly.failed_login as login where login.account_hash = ${hashOf(username)}`.execute(db);
}

/** Forgets all failures that count no more; returns of how many accounts. */
export async function forgetOldFailures(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from orderly.failed_login as login where login.expires_at < now()
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}
