import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type CurrentUser, hasAnyAuthority } from '../../http/index.js';
import { writeAuthorities } from '../model/authorities.js';
import { grants, type Sharing } from '../model/sharing.js';
import type { MetadataType } from '../model/type.js';

/** What a user may do with metadata, decided from one reading of their groups. */
export class WriteAccess {
  readonly user: CurrentUser;
  readonly #groups: ReadonlySet<string>;

  private constructor(user: CurrentUser, groups: ReadonlySet<string>) {
    this.user = user;
    this.#groups = groups;
  }

  static async of(db: Db, user: CurrentUser): Promise<WriteAccess> {
    if (user.isSuper) return new WriteAccess(user, new Set());
    const { rows } = await sql<{ uid: string }>`
      select usergroup.uid
      from usergroupmembers
      join usergroup on usergroup.usergroupid = usergroupmembers.usergroupid
      where usergroupmembers.userid = ${user.id}
    `.execute(db);
    return new WriteAccess(user, new Set(rows.map(({ uid }) => uid)));
  }

  mayCreate(type: MetadataType): boolean {
    const { authorities } = type;
    if (this.user.isSuper || authorities.implicitPrivate === true) return true;
    const needed = writeAuthorities(authorities);
    return needed.length > 0 && hasAnyAuthority(this.user, needed);
  }

  /** Whether objects that the user makes may be everybody's. */
  mayPublish({ authorities }: MetadataType): boolean {
    const needed = authorities.createPublic ?? authorities.create ?? [];
    return this.user.isSuper || needed.some((authority) => this.user.authorities.has(authority));
  }

  /** Whether the user may give an object this sharing: opening it to everybody needs a right of its own. */
  mayShare(type: MetadataType, sharing: Sharing, before: Sharing | undefined): boolean {
    const open = sharing.public == null || sharing.public.startsWith('r');
    return !open || sharing.public === before?.public || this.mayPublish(type);
  }

  mayUpdate(type: MetadataType, sharing: unknown): boolean {
    return this.mayCreate(type) && this.#mayWrite(type, sharing);
  }

  mayDelete(type: MetadataType, sharing: unknown): boolean {
    const { authorities } = type;
    if (this.user.isSuper) return true;
    const needed = authorities.delete ?? [];
    const allowed = authorities.implicitPrivate === true || (needed.length > 0 && hasAnyAuthority(this.user, needed));
    return allowed && this.#mayWrite(type, sharing);
  }

  #mayWrite(type: MetadataType, sharing: unknown): boolean {
    const shared = type.traits.has('sharing') || type.traits.has('dataSharing');
    return !shared || grants(sharing as Sharing | null, this.user, this.#groups, 'write');
  }

  /** The sharing of an object before its payload says anything: the stored one, or what new objects of the user get. */
  sharingBefore(type: MetadataType, stored: unknown): Sharing {
    if (stored !== null && stored !== undefined) return stored as Sharing;
    const publicAccess = this.mayPublish(type) && type.authorities.implicitPrivate !== true ? 'rw------' : '--------';
    return { owner: this.user.uid, public: publicAccess, external: false, users: {}, userGroups: {} };
  }
}

const ACCESS_STRING = /^[r-][w-][r-][w-]-{4}$/;

/**
 * A sharing setting of a payload in the form that is stored; undefined for what is none. What it does not say of owner and public is taken from `before`. Access to
 * data is dropped where the type has no data of its own, as the peer does.
 */
export function sharingFrom(raw: unknown, type: MetadataType, before: Sharing): Sharing | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const { public: open = before.public, owner, users, userGroups } = raw as Readonly<Record<string, unknown>>;
  const dataShared = type.traits.has('dataSharing');
  const everybody = open === null || open === undefined ? null : accessFrom(open, dataShared);
  const [byUser, byGroup] = [entriesOf(users, dataShared), entriesOf(userGroups, dataShared)];
  if (everybody === undefined || !byUser || !byGroup) return undefined;
  return {
    owner: typeof owner === 'string' ? owner : (before.owner ?? null),
    public: everybody,
    external: false,
    users: byUser,
    userGroups: byGroup,
  };
}

function accessFrom(text: unknown, dataShared: boolean): string | undefined {
  if (typeof text !== 'string' || !ACCESS_STRING.test(text)) return undefined;
  return dataShared ? text : `${text.slice(0, 2)}------`;
}

type Entries = Record<string, { readonly id: string; readonly access: string }>;

function entriesOf(raw: unknown, dataShared: boolean): Entries | undefined {
  if (raw === undefined || raw === null) return {};
  if (typeof raw !== 'object' || Array.isArray(raw)) return undefined;
  const entries: Entries = {};
  for (const [id, entry] of Object.entries(raw)) {
    const access = accessFrom((entry as { readonly access?: unknown } | null)?.access, dataShared);
    if (access === undefined) return undefined;
    entries[id] = { id, access };
  }
  return entries;
}
