import type { Database } from '../../database/index.js';
import type { Clock } from '../../kernel/clock.js';
import { forgetFailures, isLocked, recordFailure } from './failed-logins.js';
import { type LoginPolicy, readLoginPolicy } from './login-policy.js';
import { verifyPassword } from './password.js';
import { verifyTotp } from './totp.js';
import { type Account, accountByName, hasTwoFactor, isExpired, isPasswordExpired } from './user-store.js';

/** What a client shows as it claims to be somebody. */
export interface Attempt {
  readonly username: string;
  readonly password: string;
  readonly twoFactorCode?: string | undefined;
}

/** Why somebody may not come in, in the words of `loginStatus` (contract: http.md §2.2); wrong credentials have no status there. */
export type Refusal =
  | 'BAD_CREDENTIALS'
  | 'ACCOUNT_LOCKED'
  | 'ACCOUNT_DISABLED'
  | 'ACCOUNT_EXPIRED'
  | 'INCORRECT_TWO_FACTOR_CODE_TOTP'
  | 'INCORRECT_TWO_FACTOR_CODE_EMAIL'
  | 'REQUIRES_TWO_FACTOR_ENROLMENT';

export type LoginResult =
  | { readonly status: 'SUCCESS'; readonly account: Account }
  /** Everything is right but the age of the password; the account may change it, and do nothing else. */
  | { readonly status: 'PASSWORD_EXPIRED'; readonly expired: Account; readonly account?: never }
  | { readonly status: Refusal; readonly account?: never };

/**
 * Checks a name and a password, and a code where the account asks for one: the one way in for forms, JSON and basic credentials. Nothing but the lock is told
 * to those who do not know the password.
 */
export async function verifyLogin(database: Database, clock: Clock, attempt: Attempt): Promise<LoginResult> {
  const { db } = database;
  // PostgreSQL stores no NUL, so no account has one.
  if (attempt.username.includes('\0')) return { status: 'BAD_CREDENTIALS' };
  const policy = await readLoginPolicy(db);
  if (policy.locksAccounts && (await isLocked(db, attempt.username))) return { status: 'ACCOUNT_LOCKED' };
  const result = await compare(database, clock, policy, attempt);
  if (!policy.locksAccounts) return result;
  if (isGuess(result, attempt)) {
    await recordFailure(db, attempt.username);
  } else if (result.status === 'SUCCESS' || result.status === 'PASSWORD_EXPIRED') {
    // Guesses that are made at the same time all pass the first look; the right one of them must not pass the second.
    if (await isLocked(db, attempt.username)) return { status: 'ACCOUNT_LOCKED' };
    await forgetFailures(db, attempt.username);
  }
  return result;
}

/** A wrong password, or a wrong code; a client that sent no code has only learnt that it needs one. */
const isGuess = ({ status }: LoginResult, { twoFactorCode = '' }: Attempt): boolean =>
  status === 'BAD_CREDENTIALS' || (status === 'INCORRECT_TWO_FACTOR_CODE_TOTP' && twoFactorCode !== '');

async function compare(
  { db, dhis2 }: Database,
  clock: Clock,
  policy: LoginPolicy,
  attempt: Attempt,
): Promise<LoginResult> {
  const account = await accountByName(db, attempt.username);
  const matches = await verifyPassword(attempt.password, account?.password);
  if (!account || !matches || account.externalAuth) return { status: 'BAD_CREDENTIALS' };
  const now = clock.now();
  if (account.disabled) return { status: 'ACCOUNT_DISABLED' };
  if (isExpired(account, now)) return { status: 'ACCOUNT_EXPIRED' };
  if (hasTwoFactor(account)) {
    if (account.twoFactor.startsWith('EMAIL')) return { status: 'INCORRECT_TWO_FACTOR_CODE_EMAIL' };
    if (!verifyTotp(account.secret ?? '', attempt.twoFactorCode ?? '', now))
      return { status: 'INCORRECT_TWO_FACTOR_CODE_TOTP' };
  } else if (dhis2 && account.needsTwoFactor) {
    // Enrolling is done there; a server that stands alone has no place for it.
    return { status: 'REQUIRES_TWO_FACTOR_ENROLMENT' };
  }
  if (isPasswordExpired(account, policy.passwordMonths, now)) return { status: 'PASSWORD_EXPIRED', expired: account };
  return { status: 'SUCCESS', account };
}
