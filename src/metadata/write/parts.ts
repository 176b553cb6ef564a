import type { Db } from '../../database/index.js';
import type { Property } from '../model/property.js';
import { typeNamed } from '../model/registry.js';
import type { MetadataType } from '../model/type.js';
import { deleteRows, selectKeys, type Tally } from './statements.js';

/** Rows that can go only after their owners have let go of them. */
export interface Released {
  readonly type: MetadataType;
  readonly keys: readonly number[];
}

/**
 * Removes what belongs to the rows and would be written again, or goes with them: rows between objects, parts, values. Gives the rows that the owners still refer
 * to by a column.
 *
 * @param affects the properties that are to be cleared; all of the object's own unless given
 * @param counts told what went
 */
export async function removeParts(
  db: Db,
  type: MetadataType,
  keys: readonly number[],
  affects: (name: string, property: Property) => boolean = () => true,
  counts?: Tally,
): Promise<readonly Released[]> {
  const released: Released[] = [];
  for (const [name, property] of type.properties) {
    if (!property.owner || !affects(name, property)) continue;
    switch (property.kind) {
      case 'values':
        await deleteRows(db, property.table, property.own, keys, counts);
        break;
      case 'members': {
        const items =
          property.embedded === true ? await selectKeys(db, property.table, property.item, property.own, keys) : [];
        await deleteRows(db, property.table, property.own, keys, counts);
        await removeRows(db, typeNamed(property.to), items, counts);
        break;
      }
      case 'children': {
        if (!property.embedded) break;
        const target = typeNamed(property.to);
        await removeRows(db, target, await selectKeys(db, target.table, target.key, property.by, keys), counts);
        break;
      }
      case 'embedded':
        released.push({
          type: typeNamed(property.to),
          keys: await selectKeys(db, type.table, property.column, type.key, keys),
        });
        break;
      default:
    }
  }
  return released;
}

/** Removes rows with everything that belongs to them. */
export async function removeRows(db: Db, type: MetadataType, keys: readonly number[], counts?: Tally): Promise<void> {
  if (keys.length === 0) return;
  const released = await removeParts(db, type, keys, undefined, counts);
  await deleteRows(db, type.table, type.key, keys, counts);
  for (const part of released) await removeRows(db, part.type, part.keys, counts);
}
