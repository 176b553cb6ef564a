import type { Db } from '../../src/database/index.js';
import { type DataValueKeys, defaultOptionCombo } from '../../src/features/data-values/index.js';
import { periodKeys, storedObjects, typeNamed } from '../../src/metadata/index.js';

/** A value as the wire has it, its objects by uid (contract: imports.md §2.1). */
export interface WireDataValue {
  readonly dataElement: string;
  /** ISO name. */
  readonly period: string;
  readonly orgUnit: string;
  /** The default combination unless given; so it is with `attributeOptionCombo`. */
  readonly categoryOptionCombo?: string | undefined;
  readonly attributeOptionCombo?: string | undefined;
}

/** The first thing that a value names and that is not there. */
export interface UnknownPart {
  readonly unknown: keyof WireDataValue;
  readonly value: string;
}

/**
 * The keys of each value's objects, in the order of the values, with one statement for each kind of object. Rows of `period` that are not there are made.
 *
 * @returns for a value that names what is not there, the first such part of it
 */
export async function dataValueKeys(
  db: Db,
  values: readonly WireDataValue[],
): Promise<readonly (DataValueKeys | UnknownPart)[]> {
  const elements = await keysByUid(db, 'dataElement', values, ['dataElement']);
  const units = await keysByUid(db, 'organisationUnit', values, ['orgUnit']);
  const combos = await keysByUid(db, 'categoryOptionCombo', values, ['categoryOptionCombo', 'attributeOptionCombo']);
  const byDefault = await defaultOptionCombo(db);
  const periods = await periodKeys(
    db,
    values.map(({ period }) => period),
  );
  return values.map((value) => {
    const { dataElement, period, orgUnit, categoryOptionCombo, attributeOptionCombo } = value;
    const unknown = (name: keyof WireDataValue): UnknownPart => ({ unknown: name, value: value[name] ?? '' });
    const dataElementId = elements.get(dataElement);
    if (dataElementId === undefined) return unknown('dataElement');
    const periodId = periods.get(period);
    if (periodId === undefined) return unknown('period');
    const sourceId = units.get(orgUnit);
    if (sourceId === undefined) return unknown('orgUnit');
    const categoryOptionComboId = categoryOptionCombo === undefined ? byDefault : combos.get(categoryOptionCombo);
    if (categoryOptionComboId === undefined) return unknown('categoryOptionCombo');
    const attributeOptionComboId = attributeOptionCombo === undefined ? byDefault : combos.get(attributeOptionCombo);
    if (attributeOptionComboId === undefined) return unknown('attributeOptionCombo');
    return { dataElementId, periodId, sourceId, categoryOptionComboId, attributeOptionComboId };
  });
}

async function keysByUid(
  db: Db,
  type: string,
  values: readonly WireDataValue[],
  parts: readonly (keyof WireDataValue)[],
): Promise<ReadonlyMap<string, number>> {
  const uids = new Set(values.flatMap((value) => parts.flatMap((part) => value[part] ?? [])));
  const objects = await storedObjects(db, typeNamed(type), [...uids]);
  return new Map(objects.map(({ uid, key }) => [uid, key]));
}
