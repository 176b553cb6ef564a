import type { Db } from '../../database/index.js';
import { resolveOrgUnits } from '../analytics-query/index.js';
import type { ProgramItem } from './model.js';

type UnitOptions = Parameters<typeof resolveOrgUnits>[2];

/** Words that stand for units wherever units are named. */
const KEYWORD = /^(LEVEL-|OU_GROUP-|USER_ORGUNIT)/;

/**
 * Items whose values are units may be restricted by what stands for units, too: those of the user, of a level or of a group (contract: analytics-query.md §3.3).
 *
 * @throws OrderlyError E7143 when a word stands for none
 */
export async function withUnits(
  db: Db,
  items: readonly ProgramItem[],
  options: UnitOptions,
): Promise<readonly ProgramItem[]> {
  const found: ProgramItem[] = [];
  for (const item of items) {
    const filters = [];
    for (const filter of item.filters) {
      const isAsked = item.valueType === 'ORGANISATION_UNIT' && filter.values.some((value) => KEYWORD.test(value));
      const units = isAsked ? (await resolveOrgUnits(db, filter.values, options)).units : [];
      filters.push(isAsked ? { ...filter, values: units.map(({ uid }) => uid) } : filter);
    }
    found.push({ ...item, filters });
  }
  return found;
}
