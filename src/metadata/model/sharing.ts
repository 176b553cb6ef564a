import { type RawBuilder, sql } from 'kysely';
import type { CurrentUser } from '../../http/index.js';

/** What a sharing setting can allow, as a pattern of its access string (contract: schema.md §2.9). */
export const ACCESS = {
  read: 'r%',
  write: '_w%',
  dataRead: '__r%',
  dataWrite: '___w%',
} as const;

export type Access = keyof typeof ACCESS;

/** Whether the user may read the metadata of rows of `alias`, by their sharing (contract: schema.md §2.9). */
export const isReadable = (alias: string, user: CurrentUser): RawBuilder<boolean> => isShared(alias, user, 'read');

/** Whether the user may read the data that rows of `alias` stand for, which sharing grants apart from the metadata. */
export const isDataReadable = (alias: string, user: CurrentUser): RawBuilder<boolean> =>
  isShared(alias, user, 'dataRead');

/** Whether the sharing of rows of `alias` grants the user this access, never null. Rows without sharing settings are everybody's. */
export function isShared(alias: string, user: CurrentUser, access: Access): RawBuilder<boolean> {
  if (user.isSuper) return sql`true`;
  const pattern = ACCESS[access];
  const sharing = sql.ref(`${alias}.sharing`);
  // The groups of the user are worked out once in a statement, because nothing in the inner query depends on the row.
  return sql`(
    coalesce(${sharing} ->> 'public', 'rwrw') like ${pattern}
    or coalesce(${sharing} ->> 'owner' = ${user.uid}, false)
    or coalesce(${sharing} -> 'users' -> ${user.uid} ->> 'access' like ${pattern}, false)
    or exists (
      select
      from unnest(array(
        select usergroup.uid
        from usergroupmembers
        join usergroup on usergroup.usergroupid = usergroupmembers.usergroupid
        where usergroupmembers.userid = ${user.id}
      )) as own (uid)
      where ${sharing} -> 'userGroups' -> own.uid ->> 'access' like ${pattern}
    )
  )`;
}

/** A sharing setting as it is stored and sent. */
export interface Sharing {
  readonly owner?: string | null;
  readonly public?: string | null;
  readonly external?: boolean;
  readonly users?: Readonly<Record<string, { readonly id: string; readonly access: string }>> | null;
  readonly userGroups?: Readonly<Record<string, { readonly id: string; readonly access: string }>> | null;
}

const POSITION: Readonly<Record<Access, number>> = { read: 0, write: 1, dataRead: 2, dataWrite: 3 };

/** The same question as {@link isShared}, for a setting that is at hand. `groups` are the uids of the user's groups. */
export function grants(
  sharing: Sharing | null,
  user: CurrentUser,
  groups: ReadonlySet<string>,
  access: Access,
): boolean {
  if (user.isSuper) return true;
  const position = POSITION[access];
  const letter = position % 2 === 0 ? 'r' : 'w';
  const allows = (text: string | null | undefined): boolean => text?.charAt(position) === letter;
  if (sharing === null || sharing.public == null || allows(sharing.public)) return true;
  if (sharing.owner === user.uid || allows(sharing.users?.[user.uid]?.access)) return true;
  return Object.entries(sharing.userGroups ?? {}).some(
    ([uid, { access: granted }]) => groups.has(uid) && allows(granted),
  );
}
