import type { AnalyticsRequest } from '../query.js';
import type { DimensionParameter } from './parse.js';

/**
 * What the parameters name that the request has nothing of: objects that do not exist, or that the user may not read (contract: analytics-query.md §8 no. 15).
 * Periods are never among them, for one that is none refuses the request.
 */
export function ignoredItems(asked: readonly DimensionParameter[], request: AnalyticsRequest): readonly string[] {
  const keywords = new Set(request.keywords.map(({ uid }) => uid));
  const units = new Set(request.orgUnits.units.map(({ uid }) => uid));
  const isUnit = (item: string): boolean =>
    units.has(item) || keywords.has(item) || keywords.has(item.replace(/^[A-Z_]+-/, ''));
  const others = asked.flatMap(({ name, items }) => {
    if (name === 'ou') return items.filter((item) => !isUnit(item));
    const column = request.columns.find((one) => one.name === name);
    const known = column?.items && new Set(column.items.map(({ uid }) => uid));
    return known ? items.filter((item) => !known.has(item)) : [];
  });
  return [...new Set([...request.ignored, ...others])];
}
