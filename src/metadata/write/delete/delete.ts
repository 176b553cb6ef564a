import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import type { Property } from '../../model/property.js';
import { typeNamed } from '../../model/registry.js';
import type { MetadataType } from '../../model/type.js';
import type { BundleObject } from '../bundle.js';
import { byType } from '../commit.js';
import { removeRows } from '../parts.js';
import { errorReport } from '../report.js';
import { INSERT_ORDER } from '../type-order.js';
import { ROWS_ALONG } from './along.js';
import { findBlockers } from './blockers.js';
import { referrersOf } from './foreign-keys.js';
import { relationOf } from './holders.js';

/** Rows of one type that go together; each with its uid and with the object because of which it goes. */
interface Group {
  readonly type: MetadataType;
  readonly rows: ReadonlyMap<number, { readonly uid: string; readonly root: BundleObject }>;
}

/**
 * Deletes objects that nothing else refers to; those that something does get `E4030` with what it is. What belongs to an object goes with it: its parts, the
 * objects that it lists as its own, its memberships, soft-deleted data values. Objects of a payload that refer to each other go in the order of their references.
 */
export async function deleteObjects(db: Db, objects: readonly BundleObject[], user: CurrentUser): Promise<void> {
  const groups = byType(objects);
  for (const type of INSERT_ORDER.toReversed()) {
    const list = groups.get(type);
    if (list) await deleteOfType(db, type, list, user);
  }
}

async function deleteOfType(
  db: Db,
  type: MetadataType,
  objects: readonly BundleObject[],
  user: CurrentUser,
): Promise<void> {
  let standing = objects;
  for (;;) {
    const groups = await goingWith(db, type, standing);
    const blocked = await reasons(db, groups);
    if (blocked.size === 0) {
      // What hangs on others goes first.
      for (const group of groups.toReversed()) await remove(db, group, user);
      return;
    }
    for (const [object, sentences] of blocked) {
      const shown = [...new Set(sentences)].join('; ');
      object.errors.push(errorReport(type, 'E4030', [shown], { id: object.uid }));
    }
    standing = standing.filter((object) => !blocked.has(object));
  }
}

/** The objects and the independent objects that they list as their own, however deep, e.g. the stages of a program. */
async function goingWith(db: Db, type: MetadataType, objects: readonly BundleObject[]): Promise<readonly Group[]> {
  const own: Group = { type, rows: new Map(objects.map((object) => [object.key, { uid: object.uid, root: object }])) };
  const groups: Group[] = [own];
  for (const group of groups) {
    if (group.rows.size === 0) continue;
    for (const property of group.type.properties.values()) {
      if (!('to' in property)) continue;
      const children = goingChildren(property, [...group.rows.keys()]);
      if (!children) continue;
      const { rows } = await children.execute(db);
      const found = rows.flatMap(({ key, uid, parent }) => {
        const root = group.rows.get(parent)?.root;
        return root ? [[key, { uid, root }] as const] : [];
      });
      if (found.length > 0) groups.push({ type: typeNamed(property.to), rows: new Map(found) });
    }
  }
  return groups;
}

interface Child {
  readonly key: number;
  readonly uid: string;
  readonly parent: number;
}

/** The independent objects that go with the owners by this property; undefined where none do. */
function goingChildren(property: Property, owners: readonly number[]): RawBuilder<Child> | undefined {
  if (property.kind === 'children' && !property.embedded && (property.owner || property.goesAlong === true)) {
    const child = typeNamed(property.to);
    return sql<Child>`
      select ${sql.ref(`child.${child.key}`)} as key, child.uid, ${sql.ref(`child.${property.by}`)} as parent
      from ${sql.table(child.table)} as child
      where ${sql.ref(`child.${property.by}`)} = any (${owners})
    `;
  }
  if (property.kind === 'members' && property.goesAlong === true) {
    const child = typeNamed(property.to);
    return sql<Child>`
      select ${sql.ref(`child.${child.key}`)} as key, child.uid, ${sql.ref(`link.${property.own}`)} as parent
      from ${sql.table(property.table)} as link
      join ${sql.table(child.table)} as child on ${sql.ref(`child.${child.key}`)} = ${sql.ref(`link.${property.item}`)}
      where ${sql.ref(`link.${property.own}`)} = any (${owners})
    `;
  }
  return undefined;
}

async function reasons(db: Db, groups: readonly Group[]): Promise<ReadonlyMap<BundleObject, readonly string[]>> {
  const going = new Map<MetadataType, Set<number>>();
  for (const { type, rows } of groups) {
    const keys = going.get(type) ?? new Set<number>();
    for (const key of rows.keys()) keys.add(key);
    going.set(type, keys);
  }
  const blocked = new Map<BundleObject, string[]>();
  for (const { type, rows } of groups) {
    if (rows.size === 0) continue;
    const uids = new Map([...rows].map(([key, { uid }]) => [key, uid]));
    for (const [key, sentences] of await findBlockers(db, type, uids, going)) {
      const root = rows.get(key)?.root;
      if (root) blocked.set(root, [...(blocked.get(root) ?? []), ...sentences]);
    }
  }
  return blocked;
}

async function remove(db: Db, { type, rows }: Group, user: CurrentUser): Promise<void> {
  const keys = [...rows.keys()];
  if (keys.length === 0) return;
  for (const along of ROWS_ALONG[type.name] ?? []) {
    const named = along.via
      ? sql`select via.${sql.id(along.via.key)} from ${sql.table(along.via.table)} as via where via.${sql.id(along.via.column)} = any (${keys})`
      : sql`select unnest(${keys}::bigint[])`;
    const condition = along.softDeletedOnly === true ? sql`and along.deleted` : sql``;
    const { rows: purged } = await sql<{ key: number; count: number }>`
      with purged as (
        delete from ${sql.table(along.table)} as along
        where along.${sql.id(along.column)} in (${named}) ${condition}
        returning along.${sql.id(along.column)} as key
      )
      select purged.key, count(*) as count from purged group by purged.key
    `.execute(db);
    if (along.softDeletedOnly !== true) continue;
    for (const { key, count } of purged) {
      const root = rows.get(key)?.root;
      if (root) root.purgedDataValues += count;
    }
  }
  for (const referrer of await referrersOf(db, type.table)) {
    if (relationOf(type, referrer).kind !== 'membership') continue;
    await sql`
      delete from ${sql.table(referrer.table)} as link where link.${sql.id(referrer.column)} = any (${keys})
    `.execute(db);
  }
  await recordDeletion(db, type, keys, user);
  await removeRows(db, type, keys);
}

/** Other servers learn from these rows what is gone. */
async function recordDeletion(db: Db, type: MetadataType, keys: readonly number[], user: CurrentUser): Promise<void> {
  const code = type.properties.has('code') ? sql`gone.code` : sql`null::text`;
  await sql`
    insert into deletedobject (deletedobjectid, klass, uid, code, deleted_at, deleted_by)
    select nextval('deletedobject_sequence'), ${type.simpleName}, gone.uid, ${code}, localtimestamp, ${user.username}
    from ${sql.table(type.table)} as gone
    where ${sql.ref(`gone.${type.key}`)} = any (${keys})
    on conflict (uid) do update set klass = excluded.klass, code = excluded.code, deleted_at = excluded.deleted_at, deleted_by = excluded.deleted_by
  `.execute(db);
}
