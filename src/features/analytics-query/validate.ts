import { catalogued } from '../../kernel/errors/index.js';
import type { DimensionParameter } from './parse.js';

export interface ValidationInput {
  readonly dimensions: readonly DimensionParameter[];
  readonly filters: readonly DimensionParameter[];
  readonly startDate: string | undefined;
  readonly endDate: string | undefined;
}

/** Refuses what no query can be made of, in the peer's order (contract: analytics-query.md §5.7). */
export function validateShape({ dimensions, filters, startDate, endDate }: ValidationInput): void {
  const names = dimensions.map(({ name }) => name);
  const filterNames = filters.map(({ name }) => name);
  const has = (name: string): boolean => names.includes(name) || filterNames.includes(name);
  if (dimensions.length === 0) throw catalogued('E7101');
  if (!has('dx')) throw catalogued('E7102');
  const both = names.filter((name) => filterNames.includes(name));
  if (both.length > 0) throw catalogued('E7103', `[${both.join(', ')}]`);
  const ranged = startDate !== undefined && endDate !== undefined;
  if (!has('pe') && !ranged) throw catalogued('E7104');
  if (has('pe') && (startDate !== undefined || endDate !== undefined)) throw catalogued('E7105');
  if (ranged && startDate > endDate) throw catalogued('E7106');
  if (filterNames.includes('co')) throw catalogued('E7110');
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw catalogued('E7111', `[${[...new Set(twice)].join(', ')}]`);
}
