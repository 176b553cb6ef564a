import { useQuery } from '@tanstack/react-query';
import { at, get, post, put, remove } from '../../api/client';

/** The part of the profile that users change themselves. */
export interface Profile {
  readonly firstName: string;
  readonly surname: string;
  readonly email: string;
  readonly phoneNumber: string;
  readonly jobTitle: string;
  readonly employer: string;
}

export const PROFILE: readonly (keyof Profile)[] = [
  'firstName',
  'surname',
  'email',
  'phoneNumber',
  'jobTitle',
  'employer',
];

/** Who is logged in. Times are the server's. */
export interface Account extends Partial<Profile> {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly emailVerified: boolean;
  readonly created: string;
  readonly twoFactorType: string;
  readonly authorities: readonly string[];
  readonly settings: { readonly keyUiLocale: string };
}

const FIELDS = [
  ...PROFILE,
  ...['id', 'name', 'username', 'emailVerified', 'created', 'twoFactorType', 'authorities', 'settings'],
];

export const ACCOUNT = ['account'] as const;

export const useAccount = () =>
  useQuery({
    queryKey: ACCOUNT,
    queryFn: ({ signal }) => get<Account>(at('/api/me', {}, { fields: FIELDS }), { signal }),
  });

export const saveProfile = (profile: Profile) =>
  put(at('/api/me'), Object.fromEntries(Object.entries(profile).map(([name, text]) => [name, text.trim() || null])));

export const changePassword = (passwords: { readonly oldPassword: string; readonly newPassword: string }) =>
  put(at('/api/me/changePassword'), passwords);

export const chooseLanguage = (value: string) => post(at('/api/userSettings/{key}', { key: 'keyUiLocale' }, { value }));

/** The limits of a token, in the form of the server. */
export type Limit =
  | { readonly type: 'IpAllowedList'; readonly allowedIps: readonly string[] }
  | { readonly type: 'MethodAllowedList'; readonly allowedMethods: readonly string[] }
  | { readonly type: 'RefererAllowedList'; readonly allowedReferrers: readonly string[] };

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** A personal access token, without its key. */
export interface Token {
  readonly id: string;
  /** What its owner calls it. */
  readonly code?: string | null;
  readonly created: string;
  /** Milliseconds since 1970. */
  readonly expire: number;
  readonly attributes: readonly Limit[];
}

export const TOKENS = ['api-tokens'] as const;

/** The tokens of the user who asks; the server sends all at once. */
export const useTokens = () =>
  useQuery({
    queryKey: TOKENS,
    queryFn: async ({ signal }) =>
      (await get<{ readonly apiToken: readonly Token[] }>(at('/api/apiTokens'), { signal })).apiToken,
  });

export interface TokenDraft {
  readonly code: string;
  readonly expire: number;
  readonly attributes: readonly Limit[];
}

/** @returns the key, which no other answer shows */
export const createToken = async ({ code, ...draft }: TokenDraft): Promise<string> =>
  (
    await post<{ readonly response: { readonly key: string } }>(at('/api/apiTokens'), {
      ...draft,
      ...(code !== '' && { code }),
    })
  ).response.key;

export const deleteToken = (uid: string) => remove(at('/api/apiTokens/{uid}', { uid }));
