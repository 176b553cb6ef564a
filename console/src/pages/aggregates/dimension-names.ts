import { i18n } from '../../i18n';

const NAMES: Readonly<Record<string, () => string>> = {
  dx: () => i18n.t('Data elements'),
  co: () => i18n.t('Category option combinations'),
  ao: () => i18n.t('Attribute option combinations'),
  approvallevel: () => i18n.t('Approval levels'),
};
/** What the names of columns of periods begin with, the shortest first. */
const PERIODS: readonly (readonly [beginning: string, name: () => string])[] = [
  ['daily', () => i18n.t('Days and longer periods')],
  ['weekly', () => i18n.t('Weeks and longer periods')],
  ['biweekly', () => i18n.t('Two weeks and longer periods')],
  ['monthly', () => i18n.t('Months and longer periods')],
  ['bimonthly', () => i18n.t('Two months and longer periods')],
  ['quarterly', () => i18n.t('Quarters and longer periods')],
  ['sixmonthly', () => i18n.t('Half-years and longer periods')],
  ['yearly', () => i18n.t('Years')],
  ['financial', () => i18n.t('Financial years')],
];
const LEVEL = /^uidlevel(\d+)$/;

const isPeriod = (column: string): boolean => PERIODS.some(([beginning]) => column.startsWith(beginning));

/**
 * What people call the columns by which an aggregate groups. With a level and a kind of period it has every coarser one (contract: aggregates.md §6.2), so the finest says it all.
 *
 * @param given names of columns that the server knows
 */
export function dimensionNames(columns: readonly string[], given: Readonly<Record<string, string>>): readonly string[] {
  const levels = columns.filter((column) => LEVEL.test(column)).toSorted((a, b) => levelOf(a) - levelOf(b));
  const deepest = levels.at(-1);
  const shortest = PERIODS.find(([beginning]) => columns.some((column) => column.startsWith(beginning)));
  const others = columns.filter((column) => !LEVEL.test(column) && !isPeriod(column));
  return [
    ...others.toSorted((a, b) => placeOf(a) - placeOf(b)).map((column) => NAMES[column]?.() ?? given[column] ?? column),
    ...(deepest === undefined
      ? []
      : [i18n.t('Organisation units down to {{level}}', { level: given[deepest] ?? levelName(deepest) })]),
    ...(shortest ? [shortest[1]()] : []),
  ];
}

/** Data first, and after what is known that which has a name of its own. */
const placeOf = (column: string): number => [...Object.keys(NAMES), column].indexOf(column);
const levelOf = (column: string): number => Number(LEVEL.exec(column)?.[1] ?? 0);
const levelName = (column: string): string => i18n.t('level {{level}}', { level: levelOf(column) });
