import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued, conflict, objectNotFound } from '../../kernel/errors/index.js';
import type { Sharing } from '../model/sharing.js';
import type { MetadataType } from '../model/type.js';
import { sharingFrom, WriteAccess } from './access.js';
import { isDefaultUid, type StoredObject } from './bundle.js';
import { storedObjects } from './known.js';

/** An object with its sharing and with the names of those that it names. */
export interface SharedObject {
  readonly id: string;
  readonly name: string | null;
  readonly sharing: Sharing;
  /** The object's owner, if known. */
  readonly owner: { readonly id: string; readonly name: string } | null;
  /** Names of users and groups, by uid. */
  readonly names: Readonly<Record<string, string>>;
  readonly mayPublish: boolean;
}

/**
 * Who an object is shared with.
 *
 * @throws OrderlyError 404 for an unknown object, 403 E3014 without the right to manage it, 409 E3019 for types without sharing
 */
export async function readSharing(db: Db, type: MetadataType, uid: string, user: CurrentUser): Promise<SharedObject> {
  const access = await WriteAccess.of(db, user);
  const { name, sharing: stored } = await manageable(db, type, uid, access);
  const sharing = access.sharingBefore(type, stored);
  const { rows } = await sql<{ uid: string; name: string }>`
    select userinfo.uid, userinfo.name
    from userinfo
    where userinfo.uid = any (${[sharing.owner ?? '', ...Object.keys(sharing.users ?? {})]})
    union all
    select usergroup.uid, usergroup.name from usergroup where usergroup.uid = any (${Object.keys(sharing.userGroups ?? {})})
  `.execute(db);
  const names = Object.fromEntries(rows.map((row) => [row.uid, row.name]));
  const owner = sharing.owner != null ? names[sharing.owner] : undefined;
  return {
    id: uid,
    name,
    sharing,
    owner: owner === undefined || sharing.owner == null ? null : { id: sharing.owner, name: owner },
    names,
    mayPublish: access.mayPublish(type),
  };
}

/**
 * Replaces the sharing of an object by what a client sent.
 *
 * @throws OrderlyError as {@link readSharing}, 409 for access strings that are none and for rights that the user cannot give
 */
export async function writeSharing(
  db: Db,
  type: MetadataType,
  uid: string,
  given: unknown,
  user: CurrentUser,
): Promise<void> {
  await transaction(db, async (handle) => {
    const access = await WriteAccess.of(handle, user);
    const { key, sharing: stored } = await manageable(handle, type, uid, access);
    const before = access.sharingBefore(type, stored);
    const sharing = sharingFrom(given, type, before);
    if (!sharing) throw catalogued('E3010', JSON.stringify(given).slice(0, 200));
    if (!access.mayShare(type, sharing, before)) throw catalogued('E3008', user.username, type.simpleName);
    await sql`
      update ${sql.table(type.table)} as changed set sharing = ${JSON.stringify(sharing)}::jsonb, lastupdated = localtimestamp
      where changed.${sql.id(type.key)} = ${key}
    `.execute(handle);
  });
}

async function manageable(db: Db, type: MetadataType, uid: string, access: WriteAccess): Promise<StoredObject> {
  if (!type.traits.has('sharing') && !type.traits.has('dataSharing')) throw catalogued('E3019', type.simpleName);
  const [stored] = await storedObjects(db, type, [uid]);
  if (!stored) throw objectNotFound(type.simpleName, uid);
  if (isDefaultUid(uid))
    throw conflict(`Sharing settings of system default metadata object of type ${type.simpleName} cannot be modified.`);
  if (!access.mayUpdate(type, stored.sharing)) throw catalogued('E3014');
  return stored;
}
