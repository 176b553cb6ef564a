import { type RawBuilder, sql } from 'kysely';
import { type Db, keepersOf } from '../../../database/index.js';
import type { Property } from '../../model/property.js';
import { typeNamed } from '../../model/registry.js';
import type { MetadataType } from '../../model/type.js';
import type { BundleObject } from '../bundle.js';
import { byType } from '../commit.js';
import { hookOf } from '../hooks/index.js';
import { type Released, removeParts, removeRows } from '../parts.js';
import { errorReport } from '../report.js';
import { deleteRows, type Tally, tally } from '../statements.js';
import { INSERT_ORDER } from '../type-order.js';
import { LET_GO, rowsAlong, type SoftDeleted } from './along.js';
import { findBlockers } from './blockers.js';
import { relationOf } from './holders.js';

/** A row that is to go: its uid, and the object of the payload because of which it goes. */
interface Leaving {
  readonly uid: string;
  readonly root: BundleObject;
}

/** Who deletes; the server itself has no name. */
export interface Deleter {
  readonly username: string | null;
}

type LeavingRows = ReadonlyMap<MetadataType, ReadonlyMap<number, Leaving>>;

/**
 * Deletes objects that nothing else refers to; those that something does get `E4030` with what it is. What belongs to an object goes with it: its parts, the
 * objects that it lists as its own, its memberships, soft-deleted data values. Objects of a payload do not keep each other, whatever their types.
 *
 * @returns the rows that went or changed, by table
 */
export async function deleteObjects(
  db: Db,
  objects: readonly BundleObject[],
  by: Deleter,
  softDeleted: SoftDeleted = 'purged',
): Promise<Tally> {
  let standing = objects;
  for (;;) {
    const leaving = await goingWith(db, standing);
    const blocked = await reasons(db, leaving, softDeleted);
    if (blocked.size === 0) return await removeAll(db, leaving, by, softDeleted);
    for (const [object, sentences] of blocked) {
      const shown = [...new Set(sentences)].join('; ');
      object.errors.push(errorReport(object.type, 'E4030', [shown], { id: object.uid }));
    }
    standing = standing.filter((object) => !blocked.has(object));
  }
}

/** The objects and the independent objects that they list as their own, however deep, e.g. the stages of a program. */
async function goingWith(db: Db, objects: readonly BundleObject[]): Promise<LeavingRows> {
  const leaving = new Map<MetadataType, Map<number, Leaving>>();
  const open: { readonly type: MetadataType; readonly keys: readonly number[] }[] = [];
  const add = (type: MetadataType, rows: readonly (readonly [number, Leaving])[]): void => {
    const known = leaving.get(type) ?? new Map<number, Leaving>();
    leaving.set(type, known);
    const fresh = rows.filter(([key]) => !known.has(key));
    for (const [key, row] of fresh) known.set(key, row);
    if (fresh.length > 0) open.push({ type, keys: fresh.map(([key]) => key) });
  };
  for (const [type, list] of byType(objects))
    add(
      type,
      list.map((object) => [object.key, { uid: object.uid, root: object }]),
    );
  for (const { type, keys } of open) {
    for (const property of type.properties.values()) {
      if (!('to' in property)) continue;
      const children = goingChildren(property, keys);
      if (!children) continue;
      const { rows } = await children.execute(db);
      const found = rows.flatMap(({ key, uid, parent }) => {
        const root = leaving.get(type)?.get(parent)?.root;
        return root ? [[key, { uid, root }] as const] : [];
      });
      add(typeNamed(property.to), found);
    }
  }
  return leaving;
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

async function reasons(
  db: Db,
  leaving: LeavingRows,
  softDeleted: SoftDeleted,
): Promise<ReadonlyMap<BundleObject, readonly string[]>> {
  const going = new Map(
    [...leaving].map(([type, rows]) => [type, new Map([...rows].map(([key, { uid }]) => [key, uid]))]),
  );
  const blocked = new Map<BundleObject, string[]>();
  for (const [type, rows] of leaving) {
    for (const [key, sentences] of await findBlockers(db, type, going, softDeleted)) {
      const root = rows.get(key)?.root;
      if (root) blocked.set(root, [...(blocked.get(root) ?? []), ...sentences]);
    }
  }
  return blocked;
}

/** Removes the rows: first all that hangs between them and on them, then, type by type, what refers before what is referred to. */
async function removeAll(db: Db, leaving: LeavingRows, by: Deleter, softDeleted: SoftDeleted): Promise<Tally> {
  const counts: Tally = new Map();
  const released: Released[] = [];
  for (const [type, rows] of leaving) {
    const keys = [...rows.keys()];
    await hookOf(type).beforeDelete?.(db, keys, counts);
    await letGo(db, type, keys, counts);
    await removeAlong(db, type, rows, softDeleted, counts);
    await removeMemberships(db, type, keys, counts);
    await recordDeletion(db, type, keys, by);
    released.push(...(await removeParts(db, type, keys, undefined, counts)));
  }
  for (const type of INSERT_ORDER.toReversed()) {
    await deleteRows(db, type.table, type.key, [...(leaving.get(type)?.keys() ?? [])], counts);
    // A part that its owner refers to goes between the owner and what the part itself refers to.
    for (const part of released) if (part.type === type) await removeRows(db, type, part.keys, counts);
  }
  return counts;
}

async function letGo(db: Db, type: MetadataType, keys: readonly number[], counts: Tally): Promise<void> {
  for (const { table, column } of LET_GO[type.name] ?? []) {
    const { numAffectedRows } = await sql`
      update ${sql.table(table)} set ${sql.id(column)} = null where ${sql.id(column)} = any (${keys})
    `.execute(db);
    tally(counts, table, numAffectedRows);
  }
}

async function removeAlong(
  db: Db,
  type: MetadataType,
  rows: ReadonlyMap<number, Leaving>,
  softDeleted: SoftDeleted,
  counts: Tally,
): Promise<void> {
  const keys = [...rows.keys()];
  for (const along of rowsAlong(type, softDeleted)) {
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
    for (const { count } of purged) tally(counts, along.table, count);
    if (along.softDeletedOnly !== true) continue;
    for (const { key, count } of purged) {
      const root = rows.get(key)?.root;
      if (root) root.purgedDataValues += count;
    }
  }
}

async function removeMemberships(db: Db, type: MetadataType, keys: readonly number[], counts: Tally): Promise<void> {
  for (const referrer of await keepersOf(db, type.table)) {
    if (relationOf(type, referrer).kind === 'membership')
      await deleteRows(db, referrer.table, referrer.column, keys, counts);
  }
}

/** Other servers learn from these rows what is gone. */
async function recordDeletion(
  db: Db,
  type: MetadataType,
  keys: readonly number[],
  { username }: Deleter,
): Promise<void> {
  const code = type.properties.has('code') ? sql`gone.code` : sql`null::text`;
  await sql`
    with gone as (
      select gone.uid, ${code} as code from ${sql.table(type.table)} as gone where ${sql.ref(`gone.${type.key}`)} = any (${keys})
    ),
    -- One that was deleted before, and made again since. Not by a conflict: DHIS2 2.40 has no key on the uid alone.
    again as (
      update deletedobject
      set klass = ${type.simpleName}, code = gone.code, deleted_at = localtimestamp, deleted_by = ${username}
      from gone
      where deletedobject.uid = gone.uid
      returning deletedobject.uid
    )
    insert into deletedobject (deletedobjectid, klass, uid, code, deleted_at, deleted_by)
    select nextval('deletedobject_sequence'), ${type.simpleName}, gone.uid, gone.code, localtimestamp, ${username}
    from gone
    where gone.uid not in (select again.uid from again)
  `.execute(db);
}
