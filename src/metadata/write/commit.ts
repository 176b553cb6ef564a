import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { typeNamed } from '../model/registry.js';
import type { MetadataType } from '../model/type.js';
import type { BundleObject } from './bundle.js';
import { type Released, removeParts, removeRows } from './parts.js';
import { elementsOf, referenceOf } from './references.js';
import { type ObjectRows, objectRow, push, type Row, type RowContext } from './rows.js';
import { deleteRows, insertRows, updateRows } from './statements.js';
import { INSERT_ORDER } from './type-order.js';

/**
 * Writes the objects, set by set: what updates replace goes first, then all new rows in the order of their references, then the changed rows, then the rows
 * between objects.
 */
export async function writeObjects(db: Db, objects: readonly BundleObject[], context: RowContext): Promise<void> {
  const out: ObjectRows = { rows: new Map(), links: new Map() };
  const updates = new Map<MetadataType, Row[]>();
  const kept = new Set<string>();
  for (const object of objects) {
    const row = objectRow(object, context, out);
    for (const column of [...Object.keys(object.columns), ...hiddenColumns(object.type)]) kept.add(column);
    push(object.action === 'create' ? out.rows : updates, object.type, row);
  }
  const released = await clearUpdated(db, objects);
  for (const type of INSERT_ORDER) {
    const rows = out.rows.get(type);
    if (rows) await insertType(db, type, rows);
  }
  for (const [type, rows] of updates) await updateRows(db, type, rows, kept);
  for (const { type, keys } of released) await removeRows(db, type, keys);
  // Users name their groups and groups their users: either may have said it already.
  for (const [table, rows] of out.links) await insertRows(db, table, rows, 'kept');
  await placeChildren(db, objects, context);
}

/** Columns that no reading shows unasked, so that an update which says nothing of them comes from a reading and means to keep them. */
function hiddenColumns(type: MetadataType): readonly string[] {
  return [...type.properties.values()].flatMap((property) =>
    property.kind === 'reference' && property.owner && property.hidden === true ? [property.column] : [],
  );
}

/** Removes what an update replaces. A list that is kept when a payload leaves it out is cleared only where it is given. */
async function clearUpdated(db: Db, objects: readonly BundleObject[]): Promise<readonly Released[]> {
  const released: Released[] = [];
  for (const [type, changed] of byType(objects.filter((object) => object.action === 'update'))) {
    const optional = (property: { readonly kind: string }): boolean =>
      property.kind === 'members' && 'keptWhenAbsent' in property && property.keptWhenAbsent === true;
    const keys = changed.map((object) => object.key);
    released.push(...(await removeParts(db, type, keys, (_name, property) => !optional(property))));
    for (const [name, property] of type.properties) {
      if (property.kind !== 'members' || !optional(property)) continue;
      const given = changed.filter((object) => object.source[name] !== undefined).map((object) => object.key);
      await deleteRows(db, property.table, property.own, given);
    }
  }
  return released;
}

export function byType(objects: readonly BundleObject[]): ReadonlyMap<MetadataType, readonly BundleObject[]> {
  const groups = new Map<MetadataType, BundleObject[]>();
  for (const object of objects) {
    const group = groups.get(object.type);
    if (group) group.push(object);
    else groups.set(object.type, [object]);
  }
  return groups;
}

/**
 * Inserts rows of a type so that each comes after the rows of the same type that it refers to. Where they refer to each other in a circle, e.g. two programs that are
 * related, one of the references follows when both are there.
 */
async function insertType(db: Db, type: MetadataType, rows: readonly Row[]): Promise<void> {
  const columns = [...type.properties.values()].flatMap((property) =>
    property.kind === 'reference' && property.to === type.name && property.owner ? [property.column] : [],
  );
  const ordered = referredFirst(type, rows, columns);
  const later: Row[] = [];
  const place = new Map(ordered.map((row, index) => [row[type.key], index]));
  for (const [index, row] of ordered.entries()) {
    for (const column of columns) {
      const target = place.get(row[column]);
      if (row[column] === null || target === undefined || target <= index) continue;
      later.push({ [type.key]: row[type.key], [column]: row[column] });
      row[column] = null;
    }
  }
  await insertRows(db, type.table, ordered);
  for (const column of columns)
    await updateRows(
      db,
      type,
      later.filter((row) => column in row),
      NO_COLUMNS,
    );
}

const NO_COLUMNS: ReadonlySet<string> = new Set();

function referredFirst(type: MetadataType, rows: readonly Row[], columns: readonly string[]): readonly Row[] {
  if (columns.length === 0) return rows;
  const byKey = new Map(rows.map((row) => [row[type.key], row]));
  const ordered = new Set<Row>();
  for (const first of rows) {
    // A row is visited before what it refers to, and stands in the order after it. No recursion: trees may be deep.
    const open: Row[] = [first];
    const visited = new Set<Row>();
    while (open.length > 0) {
      const row = open.at(-1) as Row;
      const ahead = visited.has(row)
        ? []
        : columns
            .map((column) => byKey.get(row[column]))
            .filter((target) => target !== undefined && !ordered.has(target) && !visited.has(target));
      visited.add(row);
      if (ahead.length > 0) open.push(...(ahead as Row[]));
      else ordered.add(open.pop() as Row);
    }
  }
  return [...ordered];
}

/** Independent objects that their owner lists become its own, in the order of the list. */
async function placeChildren(db: Db, objects: readonly BundleObject[], { known }: RowContext): Promise<void> {
  for (const [type, owners] of byType(objects)) {
    for (const [name, property] of type.properties) {
      if (property.kind !== 'children' || property.embedded || !property.owner) continue;
      const target = typeNamed(property.to);
      const places = owners.flatMap((owner) =>
        elementsOf(owner.source[name]).flatMap((element, index) => {
          const reference = referenceOf(element);
          const found = reference && known.find(target, reference);
          return found ? [{ key: found.key, owner: owner.key, position: index + 1 }] : [];
        }),
      );
      if (places.length === 0) continue;
      const by = sql.id(property.by);
      const sort = property.sort === undefined ? undefined : sql.id(property.sort);
      await sql`
        update ${sql.table(target.table)} as child
        set ${by} = place.owner${sort ? sql`, ${sort} = place.position` : sql``}
        from json_to_recordset(${JSON.stringify(places)}::json) as place (key bigint, owner bigint, position integer)
        where child.${sql.id(target.key)} = place.key
          and (child.${by} is distinct from place.owner${sort ? sql` or child.${sort} is distinct from place.position` : sql``})
      `.execute(db);
    }
  }
}
