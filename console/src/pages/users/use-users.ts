import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { at, get, post } from '../../api/client';
import type { PagerInfo } from '../../parts/table';

/** A user as the list shows them. Times are the server's. */
export interface ListedUser {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly email?: string;
  readonly lastLogin?: string;
  readonly disabled: boolean;
  readonly accountExpiry?: string;
  readonly invitation: boolean;
  readonly twoFactorType: string;
}

interface Named {
  readonly id: string;
  readonly displayName: string;
}

export interface UserDetails extends ListedUser {
  readonly phoneNumber?: string;
  readonly jobTitle?: string;
  readonly employer?: string;
  readonly created: string;
  readonly passwordLastUpdated?: string;
  readonly externalAuth: boolean;
  readonly emailVerified: boolean;
  readonly createdBy?: Named;
  readonly userRoles: readonly Named[];
  readonly userGroups: readonly Named[];
  readonly organisationUnits: readonly Named[];
  readonly dataViewOrganisationUnits: readonly Named[];
  readonly access: { readonly update: boolean };
}

const LISTED = 'id,name,username,email,lastLogin,disabled,accountExpiry,invitation,twoFactorType';
const SHOWN = `${LISTED},phoneNumber,jobTitle,employer,created,passwordLastUpdated,externalAuth,emailVerified,createdBy[id,displayName],userRoles[id,displayName],userGroups[id,displayName],organisationUnits[id,displayName],dataViewOrganisationUnits[id,displayName],access`;

export const USERS = ['users'] as const;
export const CHANGED = { changes: [USERS] } as const;

/** States of accounts that the list can be narrowed to, with the filter of the server for each. */
export const STATES: Readonly<Record<string, (now: string) => string>> = {
  disabled: () => 'disabled:eq:true',
  expired: (now) => `accountExpiry:le:${now}`,
  invited: () => 'invitation:eq:true',
  'two-factor': () => 'twoFactorType:in:[TOTP_ENABLED,EMAIL_ENABLED]',
  never: () => 'lastLogin:null',
};

export const hasTwoFactor = ({ twoFactorType }: Pick<ListedUser, 'twoFactorType'>): boolean =>
  /^(TOTP|EMAIL)_ENABLED$/.test(twoFactorType);

interface UserFilter {
  readonly text: string;
  readonly state: string;
  readonly page: number;
  /** A time of the server; undefined while it is not known yet. */
  readonly now: string | undefined;
}

interface UserList {
  readonly pager: PagerInfo;
  readonly users: readonly ListedUser[];
}

/** A page of the users, by name. */
export const useUsers = ({ text, state, page, now }: UserFilter) =>
  useQuery({
    queryKey: [...USERS, 'list', { text, state, page }],
    queryFn: ({ signal }) => {
      const filter = STATES[state]?.(now ?? '');
      const query = {
        fields: LISTED,
        order: 'name:asc',
        page,
        pageSize: 50,
        ...(text !== '' && { query: text }),
        ...(filter !== undefined && { filter }),
      };
      return get<UserList>(at('/api/users', {}, query), { signal });
    },
    enabled: now !== undefined,
    placeholderData: keepPreviousData,
  });

export const useOneUser = (uid: string) =>
  useQuery({
    queryKey: [...USERS, 'one', uid],
    queryFn: ({ signal }) => get<UserDetails>(at('/api/users/{uid}', { uid }, { fields: SHOWN }), { signal }),
  });

export const enable = (uid: string) => post(at('/api/users/{uid}/enabled', { uid }));
/** Its sessions end with it. */
export const disable = (uid: string) => post(at('/api/users/{uid}/disabled', { uid }));
/** @param date `yyyy-mm-dd`, from whose beginning on the account is closed */
export const expire = (uid: string, date: string) => post(at('/api/users/{uid}/expired', { uid }, { date }));
export const keepForEver = (uid: string) => post(at('/api/users/{uid}/unexpired', { uid }));
export const resetTwoFactor = (uid: string) => post(at('/api/users/{uid}/twoFA/disabled', { uid }));
/** A mail with a link to choose a new password. */
export const sendReset = (uid: string) => post(at('/api/users/{uid}/reset', { uid }), undefined, { seconds: 60 });
export const inviteAgain = (uid: string) => post(at('/api/users/{uid}/invite', { uid }), undefined, { seconds: 60 });

interface Made {
  readonly response: { readonly uid: string };
}

/** @returns uid of the new user */
export const copyUser = async (uid: string, username: string, password: string): Promise<string> =>
  (await post<Made>(at('/api/users/{uid}/replica', { uid }), { username, password })).response.uid;

export interface Invitation {
  readonly email: string;
  /** Empty: whoever accepts chooses it. */
  readonly username: string;
  readonly firstName: string;
  readonly surname: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly units: readonly string[];
}

const references = (uids: readonly string[]) => uids.map((id) => ({ id }));

/** @returns uid of the new user */
export async function invite({ roles, groups, units, ...person }: Invitation): Promise<string> {
  const said = Object.fromEntries(Object.entries(person).filter(([, text]) => text !== ''));
  const body = {
    ...said,
    userRoles: references(roles),
    userGroups: references(groups),
    organisationUnits: references(units),
    dataViewOrganisationUnits: references(units),
  };
  return (await post<Made>(at('/api/users/invite'), body, { seconds: 60 })).response.uid;
}

const MANY = { fields: 'id,displayName', order: 'displayName:asc', paging: false } as const;

export const useRoles = () =>
  useQuery({
    queryKey: ['user-roles'],
    queryFn: async ({ signal }) =>
      (await get<{ readonly userRoles: readonly Named[] }>(at('/api/userRoles', {}, MANY), { signal })).userRoles,
  });

export const useGroups = () =>
  useQuery({
    queryKey: ['user-groups'],
    queryFn: async ({ signal }) =>
      (await get<{ readonly userGroups: readonly Named[] }>(at('/api/userGroups', {}, MANY), { signal })).userGroups,
  });
