import { type RawBuilder, sql } from 'kysely';
import type { Database, Db } from '../../database/index.js';
import type { CurrentUser } from './current-user.js';

/** A user with what decides whether they may come in. */
export interface Account {
  readonly user: CurrentUser;
  readonly password: string | null;
  readonly disabled: boolean;
  /** Milliseconds since 1970 at which the account ends. */
  readonly expiresAt: number | undefined;
  /** Milliseconds since 1970 at which the password was set. */
  readonly passwordSetAt: number | undefined;
  readonly twoFactor: string;
  readonly secret: string | null;
  /** Logs in elsewhere, and never with a password. */
  readonly externalAuth: boolean;
  /** A role of theirs asks for a second factor. */
  readonly needsTwoFactor: boolean;
}

interface AccountRow {
  readonly id: number;
  readonly uid: string;
  readonly username: string;
  readonly name: string;
  readonly password: string | null;
  readonly disabled: boolean | null;
  readonly expiresAt: number | null;
  readonly passwordSetAt: number | null;
  readonly twoFactor: string;
  readonly secret: string | null;
  readonly externalAuth: boolean;
  readonly needsTwoFactor: boolean;
  readonly authorities: readonly string[] | null;
}

/** The restriction of a role whose users must have a second factor. */
const TWO_FACTOR_RESTRICTION = 'R_ENABLE_2FA';

/** The account that `condition` on `userinfo` finds, with all its authorities. */
async function findAccount(db: Db, condition: RawBuilder<unknown>): Promise<Account | undefined> {
  const { rows } = await sql<AccountRow>`
    select
      userinfo.userinfoid as id, userinfo.uid, userinfo.username, userinfo.name, userinfo.password, userinfo.disabled,
      extract(epoch from userinfo.accountexpiry::timestamptz) * 1000 as "expiresAt",
      extract(epoch from userinfo.passwordlastupdated::timestamptz) * 1000 as "passwordSetAt",
      userinfo.twofactortype as "twoFactor", userinfo.secret, userinfo.externalauth is true as "externalAuth",
      exists (
        select from userrolemembers
        join userrolerestrictions on userrolerestrictions.userroleid = userrolemembers.userroleid
        where userrolemembers.userid = userinfo.userinfoid and userrolerestrictions.restriction = ${TWO_FACTOR_RESTRICTION}
      ) as "needsTwoFactor",
      (
        select array_agg(distinct userroleauthorities.authority::text)
        from userrolemembers
        join userroleauthorities on userroleauthorities.userroleid = userrolemembers.userroleid
        where userrolemembers.userid = userinfo.userinfoid
      ) as authorities
    from userinfo
    where ${condition}
  `.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const authorities = new Set(row.authorities ?? []);
  return {
    user: {
      id: row.id,
      uid: row.uid,
      username: row.username,
      name: row.name,
      authorities,
      isSuper: authorities.has('ALL'),
    },
    password: row.password,
    disabled: row.disabled === true,
    expiresAt: row.expiresAt ?? undefined,
    passwordSetAt: row.passwordSetAt ?? undefined,
    twoFactor: row.twoFactor,
    secret: row.secret,
    externalAuth: row.externalAuth,
    needsTwoFactor: row.needsTwoFactor,
  };
}

export const accountByName = (db: Db, username: string): Promise<Account | undefined> =>
  findAccount(db, sql`lower(userinfo.username) = lower(${username})`);

export const accountById = (db: Db, id: number): Promise<Account | undefined> =>
  findAccount(db, sql`userinfo.userinfoid = ${id}`);

/** The user with their authorities, for work on their behalf; undefined when they are gone or disabled. */
export async function userByUid(db: Db, uid: string): Promise<CurrentUser | undefined> {
  const account = await findAccount(db, sql`userinfo.uid = ${uid}`);
  return account && !account.disabled ? account.user : undefined;
}

/**
 * The user whom a token speaks for; undefined when they are gone or may not come in any more, or when their password was set after the token was issued.
 *
 * @param issuedAt seconds since 1970
 */
export async function userOfToken(db: Db, uid: string, issuedAt: number, now: Date): Promise<CurrentUser | undefined> {
  const account = await findAccount(db, sql`userinfo.uid = ${uid}`);
  if (!account || account.disabled || isExpired(account, now)) return undefined;
  return Math.floor((account.passwordSetAt ?? 0) / 1_000) > issuedAt ? undefined : account.user;
}

/** Whether a second factor is switched on. */
export const hasTwoFactor = ({ twoFactor }: Account): boolean => /^(TOTP|EMAIL)_ENABLED$/.test(twoFactor);

export const isExpired = ({ expiresAt }: Account, now: Date): boolean =>
  expiresAt !== undefined && expiresAt <= now.getTime();

/** Whether the password is older than it may become; one whose age nobody knows is not, and with 0 months none is. */
export function isPasswordExpired({ passwordSetAt }: Account, months: number, now: Date): boolean {
  if (months === 0 || passwordSetAt === undefined) return false;
  const end = new Date(passwordSetAt);
  end.setMonth(end.getMonth() + months);
  return end <= now;
}

/** Writes the time of a login. */
export async function rememberLogin({ db, dhis2 }: Database, userId: number): Promise<void> {
  // The users of a DHIS2 are its own.
  if (dhis2) return;
  await sql`update userinfo set lastlogin = localtimestamp where userinfo.userinfoid = ${userId}`.execute(db);
}
