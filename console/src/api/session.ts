import { i18n, speak } from '../i18n';
import { at, get, Problem, post, urlOf } from './client';
import { queries } from './queries';
import { session, type User } from './session-state';
import { useStore } from './store';

interface Me {
  readonly id: string;
  readonly username: string;
  readonly name?: string;
  readonly displayName?: string;
  readonly authorities: readonly string[];
  readonly settings?: { readonly keyUiLocale?: string };
}

const ME = ['id', 'username', 'name', 'displayName', 'authorities', 'settings'];

/** How a login ended: in, or what the account needs first (contract: http.md §2.2). */
export type LoginOutcome = 'in' | 'code' | 'wrong-code' | 'password-expired';

/** Finds out who is logged in, and speaks their language. */
export async function findUser(): Promise<void> {
  try {
    await enter(await get<Me>(at('/api/me', {}, { fields: ME }), { asNobody: true }));
  } catch (error) {
    await speak(navigator.language);
    if (!(error instanceof Problem) || error.kind !== 'login') throw error;
    session.state.set({ is: 'out' });
  }
}

async function enter({ id, username, name, displayName, authorities, settings }: Me): Promise<void> {
  const before = session.state.get();
  const user: User = {
    id,
    username,
    name: displayName ?? name ?? username,
    authorities,
    locale: settings?.keyUiLocale,
  };
  // What another user left on the screen is not for this one.
  if (before.is === 'ended' && before.user.id !== id) location.reload();
  await speak(user.locale ?? navigator.language);
  session.state.set({ is: 'in', user });
}

const REFUSED: Readonly<Record<string, () => string>> = {
  ACCOUNT_LOCKED: () => i18n.t('The account is locked after too many wrong passwords. Wait 15 minutes and try again.'),
  ACCOUNT_DISABLED: () => i18n.t('The account is disabled. Ask an administrator to enable it.'),
  ACCOUNT_EXPIRED: () => i18n.t('The account has expired. Ask an administrator to prolong it.'),
};

/** @throws Problem when the name or the password is wrong, or the account may not be used */
export async function logIn(
  username: string,
  password: string,
  twoFactorCode: string | undefined,
): Promise<LoginOutcome> {
  try {
    const { loginStatus } = await post<{ readonly loginStatus: string }>(
      at('/api/auth/login'),
      { username, password, ...(twoFactorCode !== undefined && { twoFactorCode }) },
      { asNobody: true },
    );
    if (loginStatus.startsWith('INCORRECT_TWO_FACTOR_CODE')) return twoFactorCode === undefined ? 'code' : 'wrong-code';
    if (loginStatus === 'PASSWORD_EXPIRED') return 'password-expired';
    if (loginStatus !== 'SUCCESS')
      throw new Problem('login', REFUSED[loginStatus]?.() ?? loginStatus, '', { status: 200 });
  } catch (error) {
    if (error instanceof Problem && error.status === 401)
      throw new Problem('login', i18n.t('User name or password is wrong.'), '', { status: 401 });
    throw error;
  }
  await findUser();
  return 'in';
}

/** Sets a new password for one that has expired, and goes in with it. */
export async function renewPassword(username: string, oldPassword: string, newPassword: string): Promise<LoginOutcome> {
  await post(at('/api/auth/updatePassword'), { username, oldPassword, newPassword }, { asNobody: true });
  return await logIn(username, newPassword, undefined);
}

export async function logOut(): Promise<void> {
  await fetch(urlOf('dhis-web-commons-security/logout.action'), { method: 'POST', redirect: 'manual' });
  leave();
}

/** Shows the login, and forgets what was read: the next one may not see it. */
export function leave(): void {
  queries.clear();
  session.state.set({ is: 'out' });
}

/** The user who is logged in. Pages are shown to users only. */
export function useUser(): User {
  const state = useStore(session.state);
  if (state.is !== 'in' && state.is !== 'ended') throw new Error('A page was shown to nobody.');
  return state.user;
}

export const hasAuthority = ({ authorities }: User, ...needed: readonly string[]): boolean =>
  needed.length === 0 || authorities.includes('ALL') || needed.some((one) => authorities.includes(one));

/** Whether the user has one of the authorities; without any, everybody does. */
export const useAuthority = (...needed: readonly string[]): boolean => hasAuthority(useUser(), ...needed);
