import { conflict } from '../../../kernel/errors/index.js';
import type { MetadataObject } from '../../../metadata/index.js';
import { DEFINITIONS, MEMBERSHIPS } from './definitions/index.js';
import { readRows } from './rows.js';

/**
 * The payload of a metadata import that a CSV file stands for, e.g. `{"dataElements": [{…}]}` (contract: imports.md §8.1). Columns count by position, and those at
 * the end may be missing. Words, dates and references are passed on as they are for the import to check.
 *
 * @throws OrderlyError 409 for a class key that is not known, a file that is no CSV or has no rows, and a cell that makes no sense
 */
export function readMetadataCsv(classKey: string, text: string, { firstRowIsHeader = true } = {}): MetadataObject {
  const definition = DEFINITIONS.get(classKey);
  if (!definition) throw conflict(`Cannot find Csv import class:  ${classKey}`);
  return definition(readRows(text, firstRowIsHeader));
}

/** Whether files of this class key only put objects into groups: their payload is to be added to the groups' lists, and to replace nothing. */
export const isMembershipCsv = (classKey: string): boolean => MEMBERSHIPS.has(classKey);
