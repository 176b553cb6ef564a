import { isUid } from '../../../kernel/uid.js';
import type { MetadataObject } from '../../../metadata/index.js';
import { type Column, cut, objectOf } from './columns.js';
import { badRow, type CsvRow } from './rows.js';

/** Turns the rows of one class key into a payload of the metadata import. */
export type CsvDefinition = (rows: readonly CsvRow[]) => MetadataObject;

type Finish = (object: MetadataObject, row: CsvRow) => MetadataObject;

/** One object for each row. `finish` adds what follows from several cells. */
export const objects =
  (plural: string, columns: readonly Column[], finish: Finish = (object) => object): CsvDefinition =>
  (rows) => ({ [plural]: rows.map((row) => finish(objectOf(row, columns), row)) });

/** The beginning of the name, where a file says nothing else. */
export function withShortName(object: MetadataObject): MetadataObject {
  return typeof object.name === 'string' ? { shortName: cut(object.name, 50), ...object } : object;
}

/** Rows of two uids, a group and its member: for each group an object with nothing but the members of the file. */
export const memberships =
  (plural: string, list: string): CsvDefinition =>
  (rows) => {
    const groups = new Map<string, Set<string>>();
    for (const row of rows) {
      const [group = '', member = ''] = row.values;
      if (!isUid(group) || !isUid(member)) throw badRow(row, 'needs two columns with uids, the group and its member');
      groups.set(group, (groups.get(group) ?? new Set()).add(member));
    }
    return { [plural]: [...groups].map(([id, members]) => ({ id, [list]: [...members].map((uid) => ({ id: uid })) })) };
  };
