import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { conflict, forbidden, notFound, objectNotFound } from '../../kernel/errors/index.js';
import type { ChildrenProperty, MembersProperty } from '../model/property.js';
import { typeNamed } from '../model/registry.js';
import type { MetadataType } from '../model/type.js';
import { WriteAccess } from './access.js';
import { keepSuperUser } from './account-protection.js';
import { type BundleObject, bundleObject, isDefaultUid, type StoredObject } from './bundle.js';
import { hookOf } from './hooks/index.js';
import type { ImportContext } from './import.js';
import { KnownObjects, storedObjects } from './known.js';
import { DEFAULT_OPTIONS } from './options.js';
import { type ErrorReport, errorReport, NO_STATS, type TypeReport } from './report.js';

/** What is to become of a collection of an object. */
export interface CollectionChange {
  readonly additions: readonly string[];
  readonly deletions: readonly string[];
  /** The additions are all that stays. */
  readonly replace?: boolean;
}

/** Who has the list, and who is in it: two sides of one table between objects. */
interface Sides {
  readonly owner: MetadataType;
  /** The owner's name for the list. */
  readonly name: string;
  readonly property: MembersProperty | ChildrenProperty;
  /** The path addresses a member, and names its owners. */
  readonly inverse: boolean;
}

/**
 * Adds members to a collection of one object and takes some out, with statements for the whole set (contract: imports.md §8.4). A collection can be changed from
 * either side; the right to change the object that owns the list is needed.
 *
 * @throws OrderlyError 404 for an unknown object or collection, 403 without the right
 */
export async function changeCollection(
  db: Db,
  type: MetadataType,
  uid: string,
  collection: string,
  change: CollectionChange,
  context: ImportContext,
): Promise<TypeReport> {
  const sides = sidesOf(type, collection);
  return await transaction(db, async (handle) => {
    const [addressed] = await storedObjects(handle, type, [uid]);
    if (!addressed) throw objectNotFound(type.simpleName, uid);
    const access = await WriteAccess.of(handle, context.user);
    const other = sides.inverse ? sides.owner : typeNamed(sides.property.to);
    const replaced = change.replace === true ? await itemsOf(handle, sides, addressed) : [];
    const named = await storedObjects(handle, other, [
      ...new Set([...change.additions, ...change.deletions, ...replaced]),
    ]);
    const byUid = new Map(named.map((object) => [object.uid, object]));
    const wanted = new Set(change.additions);
    const additions = [...wanted].flatMap((item) => byUid.get(item) ?? []);
    const leaving = [...change.deletions, ...replaced].filter((item) => !wanted.has(item));
    const errors = [...missing(type, uid, other, change, byUid), ...indispensable(type, uid, sides, leaving, byUid)];
    const kept = new Set(replaced.filter((item) => wanted.has(item)));
    const changedOwners = sides.inverse ? named.filter((owner) => !kept.has(owner.uid)) : [addressed];
    for (const owner of changedOwners) {
      if (!access.mayUpdate(sides.owner, owner.sharing))
        throw forbidden("You don't have the proper permissions to update this object.");
      if (isDefaultUid(owner.uid))
        throw conflict(`${sides.owner.label} ${owner.uid} is the same in every installation.`);
    }
    errors.push(...(await refusedByHooks(handle, sides, addressed, changedOwners, additions, access, context)));
    if (errors.length > 0) return report(type, uid, errors);
    const write = sides.property.kind === 'members' ? changeMembers : changeChildren;
    // A list that is replaced gets the order of the new one, too.
    const removed = [...leaving, ...(sides.inverse ? [] : replaced)].flatMap((item) => byUid.get(item)?.key ?? []);
    const added = additions.map(({ key }) => key);
    await keepSuperUser(handle, context.clock.now(), [sides.owner], () =>
      write(handle, sides, addressed, added, removed),
    );
    const owners = changedOwners.map(({ key }) => key);
    await touch(handle, sides.owner, owners, access);
    const changed = owners.map((key) => ({ ...bundleObject(sides.owner, {}), key }));
    if (sides.owner.name !== 'categoryOptionCombo')
      await hookOf(sides.owner).after?.(changed, await hookContext(handle, changed, access, context));
    return report(type, uid, []);
  });
}

function sidesOf(type: MetadataType, collection: string): Sides {
  const property = type.properties.get(collection);
  const changeable =
    property &&
    (property.kind === 'members' || property.kind === 'children') &&
    property.embedded !== true &&
    property.readOnly !== true &&
    typeNamed(property.to).identifiable &&
    !(property.kind === 'members' && property.single === true);
  if (!changeable) throw notFound(`Property ${collection} is no collection of ${type.simpleName} that can be changed`);
  // A place in a hierarchy is changed by moving the object itself, with all that is checked then.
  if (property.kind === 'children' && property.to === type.name)
    throw notFound(`Property ${collection} of ${type.simpleName} cannot be changed here`);
  if (property.owner || property.kind === 'children')
    return { owner: type, name: collection, property, inverse: false };
  const owner = typeNamed(property.to);
  for (const [name, other] of owner.properties) {
    if (other.kind !== 'members' || !other.owner || other.single === true) continue;
    if (other.table === property.table && other.own === property.item)
      return { owner, name, property: other, inverse: true };
  }
  throw notFound(`Property ${collection} of ${type.simpleName} cannot be changed here`);
}

/** Uids of all that are in the list, or that list the object. */
async function itemsOf(db: Db, { owner, property, inverse }: Sides, { key }: StoredObject): Promise<readonly string[]> {
  const item = inverse ? owner : typeNamed(property.to);
  const itemKey = sql.ref(`item.${item.key}`);
  const source =
    property.kind === 'members'
      ? sql`
          from ${sql.table(property.table)} as link
          join ${sql.table(item.table)} as item on ${itemKey} = ${sql.ref(`link.${inverse ? property.own : property.item}`)}
          where ${sql.ref(`link.${inverse ? property.item : property.own}`)} = ${key}`
      : sql`from ${sql.table(item.table)} as item where ${sql.ref(`item.${property.by}`)} = ${key}`;
  const { rows } = await sql<{ uid: string }>`select item.uid ${source}`.execute(db);
  return rows.map(({ uid }) => uid);
}

/** Items that cannot leave, because they are nothing without an owner: a section without its data set. */
function indispensable(
  type: MetadataType,
  uid: string,
  { property }: Sides,
  leaving: readonly string[],
  known: ReadonlyMap<string, unknown>,
): ErrorReport[] {
  if (property.kind !== 'children') return [];
  const child = typeNamed(property.to);
  const bound = [...child.properties.values()].some(
    (back) => back.kind === 'reference' && back.column === property.by && back.required === true,
  );
  if (!bound) return [];
  return leaving
    .filter((item) => known.has(item))
    .map((item) =>
      errorReport(type, 'E1109', [`${child.simpleName} with id ${item} cannot be without ${type.simpleName}`], {
        id: uid,
        klass: child.klass,
      }),
    );
}

function missing(
  type: MetadataType,
  uid: string,
  other: MetadataType,
  { additions, deletions }: CollectionChange,
  known: ReadonlyMap<string, unknown>,
): ErrorReport[] {
  const complain = (code: 'E1108' | 'E1109') => (item: string) =>
    errorReport(type, code, [`${other.simpleName} with id ${item} could not be found`], {
      id: uid,
      klass: other.klass,
    });
  const unknown = (item: string): boolean => !known.has(item);
  return [...additions.filter(unknown).map(complain('E1108')), ...deletions.filter(unknown).map(complain('E1109'))];
}

/** Types whose checks ask who may change an object at all; those of the others look at what comes into a list. */
const CHECKED_WHEN_LOSING = new Set(['user']);

/**
 * What the type's own checks say of the change, e.g. that nobody gives away a role that has more authorities than they have. Owners that only lose something are
 * checked as objects that are changed.
 */
async function refusedByHooks(
  db: Db,
  { owner, name, inverse }: Sides,
  addressed: StoredObject,
  owners: readonly StoredObject[],
  additions: readonly StoredObject[],
  access: WriteAccess,
  context: ImportContext,
): Promise<readonly ErrorReport[]> {
  const check = hookOf(owner).check;
  if (!check || (additions.length === 0 && !CHECKED_WHEN_LOSING.has(owner.name))) return [];
  const gaining = new Set((inverse ? additions : [addressed]).map(({ uid }) => uid));
  const members = (inverse ? [addressed] : additions).map(({ uid }) => ({ id: uid }));
  const objects = owners.flatMap((stored): readonly BundleObject[] => {
    const { uid, key } = stored;
    const gains = gaining.has(uid) && members.length > 0;
    if (!gains && !CHECKED_WHEN_LOSING.has(owner.name)) return [];
    const source = gains ? { id: uid, [name]: members } : { id: uid };
    return [{ ...bundleObject(owner, source), key, stored, action: 'update' }];
  });
  await check(objects, await hookContext(db, objects, access, context));
  return objects.flatMap(({ errors }) => errors);
}

async function hookContext(db: Db, objects: readonly BundleObject[], access: WriteAccess, { clock }: ImportContext) {
  const [first] = objects;
  const bundle = first ? new Map([[first.type, objects]]) : new Map();
  return { db, access, now: clock.now(), known: await KnownObjects.load(db, bundle, DEFAULT_OPTIONS) };
}

type Change = (
  db: Db,
  sides: Sides,
  addressed: StoredObject,
  added: readonly number[],
  /** What is taken out first, so that it comes last if it is added again. */
  removed: readonly number[],
) => Promise<void>;

const changeMembers: Change = async (db, { property, inverse }, { key }, added, removed) => {
  if (property.kind !== 'members') return;
  const table = sql.table(property.table);
  const own = sql.id(inverse ? property.item : property.own);
  const item = sql.id(inverse ? property.own : property.item);
  await sql`delete from ${table} as link where link.${own} = ${key} and link.${item} = any (${removed})`.execute(db);
  const sort = property.sort === undefined ? undefined : sql.id(property.sort);
  // The position comes after the last one that the list of the same owner has.
  const last: RawBuilder<unknown> = sort
    ? sql`, (
        select coalesce(max(present.${sort}), -1) from ${table} as present
        where present.${sql.id(property.own)} = ${inverse ? sql`added.key` : key}
      ) + row_number() over (${inverse ? sql`partition by added.key ` : sql``}order by added.position)`
    : sql``;
  await sql`
    insert into ${table} (${own}, ${item}${sort ? sql`, ${sort}` : sql``})
    select ${key}::bigint, added.key ${last}
    from unnest(${added}::bigint[]) with ordinality as added (key, position)
    where not exists (select from ${table} as link where link.${own} = ${key} and link.${item} = added.key)
  `.execute(db);
};

/** Independent objects that name their owner: those that are added name this one, those that leave name none. */
const changeChildren: Change = async (db, { property }, { key }, added, removed) => {
  if (property.kind !== 'children') return;
  const child = typeNamed(property.to);
  const table = sql.table(child.table);
  const by = sql.id(property.by);
  const childKey = sql.id(child.key);
  const staysHere = new Set(added);
  const leaving = removed.filter((other) => !staysHere.has(other));
  await sql`update ${table} as child set ${by} = null where child.${by} = ${key} and child.${childKey} = any (${leaving})`.execute(
    db,
  );
  const sort = property.sort === undefined ? undefined : sql.id(property.sort);
  // Those that were there keep their places, unless the whole list is given anew.
  const staying = sql`child.${by} = ${key} and child.${childKey} <> all (${removed})`;
  await sql`
    update ${table} as child set ${by} = ${key}${
      sort
        ? sql`, ${sort} = added.position + coalesce((
            select max(child.${sort}) from ${table} as child where ${staying}
          ), 0)`
        : sql``
    }
    from unnest(${added}::bigint[]) with ordinality as added (key, position)
    where child.${childKey} = added.key
      and (child.${by} is distinct from ${key} or child.${childKey} = any (${removed}))
  `.execute(db);
};

async function touch(db: Db, type: MetadataType, keys: readonly number[], { user }: WriteAccess): Promise<void> {
  const editor = type.properties.get('lastUpdatedBy');
  const by = editor?.kind === 'reference' ? sql`, ${sql.id(editor.column)} = ${user.id}` : sql``;
  await sql`
    update ${sql.table(type.table)} as changed set lastupdated = localtimestamp${by} where changed.${sql.id(type.key)} = any (${keys})
  `.execute(db);
}

function report(type: MetadataType, uid: string, errors: readonly ErrorReport[]): TypeReport {
  const good = errors.length === 0;
  return {
    klass: type.klass,
    stats: { ...NO_STATS, updated: good ? 1 : 0, ignored: good ? 0 : 1, total: 1 },
    objectReports: good ? [] : [{ klass: type.klass, index: 0, uid, errorReports: errors }],
  };
}
