import type { TableColumns } from '../columns.js';

const FORMAT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A count for readers. */
export const count = (value: number): string => FORMAT.format(value);

/** A short name of closed columns: the deepest level, the shortest period type, and the rest; `dx by level 3 and monthly`. */
export function nameOf(columns: readonly string[], { levels, periods }: TableColumns): string {
  const own = new Set(columns);
  const depth = levels.filter((level) => own.has(level)).length;
  const used = periods.filter(({ name }) => own.has(name));
  const shortest = used.filter(({ frequencyOrder }) => frequencyOrder === used[0]?.frequencyOrder);
  const coarser = new Set([...levels, ...periods.map(({ name }) => name)]);
  const plain = columns.filter((name) => !coarser.has(name));
  const what = plain.includes('dx') ? ['dx', ...plain.filter((name) => name !== 'dx')] : plain;
  const by = [...(depth > 0 ? [`level ${depth}`] : []), ...shortest.map(({ name }) => name)];
  return [what.join(', ') || 'all', by.join(' and ')].filter((part) => part !== '').join(' by ');
}
