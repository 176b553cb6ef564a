import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { endSessionsOf } from '../../http/index.js';
import type { NewToken } from './restore-tokens.js';

/** A row of `userinfo` with what decides about invitations, restored passwords and the state of an account. */
export interface Account {
  readonly id: number;
  readonly uid: string;
  readonly username: string;
  readonly email: string | null;
  readonly invitation: boolean;
  readonly disabled: boolean;
  /** Who the user is, is found out elsewhere: there is no password here. */
  readonly externalAuth: boolean;
  readonly restoreToken: string | null;
  /** Milliseconds since 1970. */
  readonly restoreExpiresAt: number | null;
  readonly accountExpiresAt: number | null;
  readonly welcomeMessage: string | null;
}

const epoch = (column: string): RawBuilder<number | null> =>
  sql`extract(epoch from ${sql.ref(`userinfo.${column}`)}::timestamptz) * 1000`;

async function accounts(db: Db, condition: RawBuilder<unknown>): Promise<readonly Account[]> {
  const { rows } = await sql<Account>`
    select
      userinfo.userinfoid as id, userinfo.uid, userinfo.username, userinfo.email, userinfo.invitation is true as invitation,
      userinfo.disabled is true as disabled, userinfo.externalauth is true as "externalAuth",
      userinfo.restoretoken as "restoreToken", ${epoch('restoreexpiry')} as "restoreExpiresAt",
      ${epoch('accountexpiry')} as "accountExpiresAt", userinfo.welcomemessage as "welcomeMessage"
    from userinfo
    where ${condition}
    limit 2
  `.execute(db);
  return rows;
}

export async function accountByUid(db: Db, uid: string): Promise<Account | undefined> {
  const [account] = await accounts(db, sql`userinfo.uid = ${uid}`);
  return account;
}

export async function accountByIdToken(db: Db, idToken: string): Promise<Account | undefined> {
  const [account] = await accounts(db, sql`userinfo.idtoken = ${idToken}`);
  return account;
}

/** The account with this name, or the only one with this address. */
export async function accountByNameOrEmail(db: Db, text: string): Promise<Account | undefined> {
  const [named] = await accounts(db, sql`lower(userinfo.username) = lower(${text})`);
  if (named) return named;
  const addressed = await accounts(db, sql`lower(userinfo.email) = lower(${text})`);
  return addressed.length === 1 ? addressed[0] : undefined;
}

/** Whether somebody has the name already; letters count the same in both cases, as when logging in. */
export async function isNameTaken(db: Db, username: string): Promise<boolean> {
  const [holder] = await accounts(db, sql`lower(userinfo.username) = lower(${username})`);
  return holder !== undefined;
}

/** Makes the token the only one that is good for the account. */
export async function writeToken(db: Db, id: number, { columns }: NewToken): Promise<void> {
  await sql`
    update userinfo
    set idtoken = ${columns.idtoken}, restoretoken = ${columns.restoretoken}, restoreexpiry = ${columns.restoreexpiry}::timestamp
    where userinfo.userinfoid = ${id}
  `.execute(db);
}

/** The same, unless the account got another token since it was read; gives whether it is good now. Of several who ask at the same time one gets it. */
export async function replaceToken(db: Db, { id, restoreToken }: Account, { columns }: NewToken): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update userinfo
    set idtoken = ${columns.idtoken}, restoretoken = ${columns.restoretoken}, restoreexpiry = ${columns.restoreexpiry}::timestamp
    where userinfo.userinfoid = ${id} and userinfo.restoretoken is not distinct from ${restoreToken}
  `.execute(db);
  return numAffectedRows === 1n;
}

/** Takes a token back, if no other has replaced it. */
export async function removeToken(db: Db, { columns }: NewToken): Promise<void> {
  await sql`
    update userinfo set idtoken = null, restoretoken = null, restoreexpiry = null where userinfo.idtoken = ${columns.idtoken}
  `.execute(db);
}

/** What an invited user says of themself. */
export interface Person {
  readonly username: string;
  readonly firstName: string;
  readonly surname: string;
  readonly phoneNumber?: string | undefined;
  /** The link came by mail: the address is theirs. */
  readonly verified: boolean;
}

/**
 * Uses the account's token up: sets the password, ends the sessions, and takes the account for accepted. False when the token has been used or replaced
 * meanwhile.
 */
export async function restoreAccount(
  db: Db,
  account: Account,
  passwordHash: string,
  person?: Person,
): Promise<boolean> {
  const details = person
    ? sql`, username = ${person.username}, firstname = ${person.firstName}, surname = ${person.surname},
        phonenumber = coalesce(${person.phoneNumber ?? null}, userinfo.phonenumber),
        verifiedemail = case
          when ${person.verified} and not exists (
            select from userinfo as other where other.verifiedemail = userinfo.email and other.userinfoid <> userinfo.userinfoid
          ) then userinfo.email
          else userinfo.verifiedemail
        end`
    : sql``;
  const { numAffectedRows } = await sql`
    update userinfo
    set password = ${passwordHash}, passwordlastupdated = localtimestamp, lastupdated = localtimestamp,
      idtoken = null, restoretoken = null, restoreexpiry = null, invitation = false ${details}
    where userinfo.userinfoid = ${account.id} and userinfo.restoretoken = ${account.restoreToken}
  `.execute(db);
  if (numAffectedRows !== 1n) return false;
  await endSessionsOf(db, account.id);
  return true;
}

/** Replaces the password, so that nobody comes in with the old one. */
export async function replacePassword(db: Db, id: number, passwordHash: string, editor: number): Promise<void> {
  await sql`
    update userinfo
    set password = ${passwordHash}, passwordlastupdated = localtimestamp, lastupdated = localtimestamp, lastupdatedby = ${editor}
    where userinfo.userinfoid = ${id}
  `.execute(db);
  await endSessionsOf(db, id);
}
