import type { Logger } from 'pino';
import { type Db, transaction } from '../../database/index.js';
import { type CurrentUser, hashPassword } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { badRequest, catalogued, conflict } from '../../kernel/errors/index.js';
import { isMailAddress, isMailConfigured } from '../mail/index.js';
import { readSettings } from '../settings/index.js';
import {
  type Account,
  accountByIdToken,
  accountByNameOrEmail,
  isNameTaken,
  type Person,
  removeToken,
  replacePassword,
  replaceToken,
  restoreAccount,
  writeToken,
} from './account-store.js';
import { withManagedUser } from './managed-user.js';
import { randomPassword, refusedPassword } from './passwords.js';
import { sendRestoreMail } from './restore-mails.js';
import { drawToken, isSecret, type RestoreKind, readToken, sentAt } from './restore-tokens.js';
import { isUsername } from './usernames.js';

export interface RestoreServices {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
}

/** An account gets no second mail within this time, however often somebody asks. */
const PAUSE_MS = 60_000;
const RECOVERY: readonly RestoreKind[] = ['recovery', 'reset'];
const INVITATION: readonly RestoreKind[] = ['inviteWithChoice', 'inviteWithName'];

/** The account that a token is for, if the token is good now. */
async function holderOf(
  { db, clock }: RestoreServices,
  encoded: string,
  kinds: readonly RestoreKind[],
): Promise<{ readonly account?: Account | undefined; readonly kind?: RestoreKind; readonly good: boolean }> {
  const token = readToken(encoded);
  const account = token && (await accountByIdToken(db, token.idToken));
  const matches = await isSecret(token?.secret ?? '', account?.restoreToken);
  if (!token || !account) return { good: false };
  const now = clock.now().getTime();
  const open = (account.restoreExpiresAt ?? 0) > now && !isShut(account, now);
  return { account, kind: token.kind, good: matches && open && kinds.includes(token.kind) };
}

/** No link opens an account that an administrator has closed, or whose passwords are kept elsewhere. */
const isShut = ({ disabled, externalAuth, accountExpiresAt }: Account, now: number): boolean =>
  disabled || externalAuth || (accountExpiresAt !== null && accountExpiresAt <= now);

export interface Acceptance extends Omit<Person, 'username' | 'verified'> {
  readonly token: string;
  readonly username?: string | undefined;
  readonly password: string;
}

/**
 * Accepts an invitation. Gives the account's key.
 *
 * @throws OrderlyError 400 for a link that is not good, a name that is taken, a password that is too weak
 */
export async function acceptInvitation(services: RestoreServices, wanted: Acceptance): Promise<number> {
  const { account, kind, good } = await holderOf(services, wanted.token, INVITATION);
  if (!account) throw badRequest('Invitation link not valid');
  if (!good || !account.invitation) throw badRequest('Invitation code not valid');
  const username = await usernameFor(services.db, account, kind, wanted.username);
  const problem = await refusedPassword(services.db, wanted.password, username, account.email);
  if (problem !== undefined) throw badRequest(problem);
  const hash = await hashPassword(wanted.password);
  const { firstName, surname, phoneNumber } = wanted;
  const { autoVerifyInvitedUserEmail: verified } = await readSettings(services.db);
  const restored = await transaction(services.db, (handle) =>
    restoreAccount(handle, account, hash, { username, firstName, surname, phoneNumber, verified }),
  );
  if (!restored) throw badRequest('Invitation code not valid');
  return account.id;
}

/** The name that an invited user gets: the one that was given to them, or the one that they choose where none was. */
async function usernameFor(
  db: Db,
  account: Account,
  kind: RestoreKind | undefined,
  wanted: string | undefined,
): Promise<string> {
  const refused = badRequest('Username is not specified or invalid');
  if (kind === 'inviteWithName') {
    if (wanted === undefined || wanted === account.username) return account.username;
    throw refused;
  }
  if (wanted === undefined || !isUsername(wanted) || (await isNameTaken(db, wanted))) throw refused;
  return wanted;
}

/**
 * Sends a link with which a user chooses a new password, if there is such a user who may have one. Nothing tells the caller whether there is: not the answer,
 * and not the time that it takes, because the work is left to `later`.
 *
 * @throws OrderlyError 409 when accounts cannot be recovered on this server at all
 */
export async function forgotPassword(
  services: RestoreServices,
  nameOrEmail: string,
  baseUrl: string,
  later: (work: Promise<void>) => void,
): Promise<void> {
  const settings = await readSettings(services.db);
  if (!settings.keyAccountRecovery) throw conflict('Account recovery is not enabled');
  if (!isMailConfigured(settings)) throw catalogued('E6203');
  later(sendRecovery(services, nameOrEmail, baseUrl));
}

/**
 * The token is stored before the mail goes: anybody can ask, and nobody who asks shall hold a connection to the database for as long as a mail server takes. One
 * that did not get out is taken back, so that asking again is not asking too often.
 */
async function sendRecovery({ db, clock, log }: RestoreServices, nameOrEmail: string, baseUrl: string): Promise<void> {
  try {
    const account = nameOrEmail.includes('\0') ? undefined : await accountByNameOrEmail(db, nameOrEmail);
    const now = clock.now();
    if (!account || account.invitation || isShut(account, now.getTime()) || !isMailAddress(account.email)) return;
    const { restoreExpiresAt, username, email } = account;
    if (restoreExpiresAt !== null && sentAt(restoreExpiresAt, 'recovery') > now.getTime() - PAUSE_MS) return;
    const token = await drawToken('recovery', now);
    if (!(await replaceToken(db, account, token))) return;
    try {
      await sendRestoreMail(db, { kind: 'recovery', to: email, token: token.encoded, username, baseUrl });
    } catch (error) {
      await removeToken(db, token);
      throw error;
    }
  } catch (error) {
    log.warn({ err: error }, 'a link for a new password could not be sent');
  }
}

/**
 * Sets the password that the holder of a link chose.
 *
 * @throws OrderlyError 400 or 409
 */
export async function resetPassword(services: RestoreServices, token: string, password: string): Promise<void> {
  const { account, kind, good } = await holderOf(services, token, RECOVERY);
  const { keyAccountRecovery } = await readSettings(services.db);
  if (!keyAccountRecovery && kind !== 'reset') throw conflict('Account recovery is not enabled');
  if (!account) throw conflict('Account recovery failed');
  if (!good) throw badRequest('Account could not be restored');
  const problem = await refusedPassword(services.db, password, account.username, account.email);
  if (problem !== undefined) throw badRequest(problem);
  const hash = await hashPassword(password);
  const restored = await transaction(services.db, (handle) => restoreAccount(handle, account, hash));
  if (!restored) throw badRequest('Account could not be restored');
}

/**
 * Takes a user's password away and sends them a link with which they choose a new one.
 *
 * @throws OrderlyError 404, 403, 409
 */
export async function sendReset(
  { db, clock }: RestoreServices,
  uid: string,
  { user, baseUrl }: { readonly user: CurrentUser; readonly baseUrl: string },
): Promise<void> {
  const hash = await hashPassword(randomPassword());
  await withManagedUser(db, uid, user, async (handle, account) => {
    if (account.externalAuth || !isMailAddress(account.email)) throw catalogued('E6202');
    if (account.invitation) throw conflict('The user has not accepted the invitation yet: send it again instead.');
    const token = await drawToken('reset', clock.now());
    await writeToken(handle, account.id, token);
    await replacePassword(handle, account.id, hash, user.id);
    const { email, username } = account;
    await sendRestoreMail(handle, { kind: 'reset', to: email, token: token.encoded, username, baseUrl });
  });
}
