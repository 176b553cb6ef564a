import { PERIOD_COLUMNS } from '../../resource-tables/index.js';
import type { Instance } from '../instances.js';

/** What rows of the analytics table are put together by, for one roll-up or several. */
export interface KeySet {
  /** Columns that are not of periods. */
  readonly columns: readonly string[];
  /** Columns that follow from those, and make next to no further rows. */
  readonly follow: readonly string[];
  /** Columns of periods; none where `pe` stands for all of them. */
  readonly periods: readonly string[];
  /** Whether the period itself is a key. All columns of periods follow from it. */
  readonly byPeriod: boolean;
}

type Shape = Pick<Instance, 'columns' | 'elements'>;

export const PERIOD = 'pe';
const PERIODS = new Set(PERIOD_COLUMNS.map(({ column }) => column));
/** From so many on, one key is quicker than the columns of periods are, though there may be more rows. */
const SEVERAL = 3;
/** `grouping` takes 31 columns. */
const MOST_COLUMNS = 31;
/** Each holds its groups in memory until all rows are read. */
const MOST_SETS = 12;

/** By column, another from which its value follows: a group set of data elements from the element, a category from the option combo. */
export type Determined = ReadonlyMap<string, string>;

/**
 * The sets of keys from which all the roll-ups can be made: each roll-up has a set that has all its columns or more. Those that one reading has no room for are left out.
 *
 * @param hasPeriod whether the analytics table has a column with the period itself
 * @param determined a set is given columns that follow from its own rather than that there is one more; should they not follow, it only has more rows
 */
export function keySets(shapes: readonly Shape[], hasPeriod: boolean, determined: Determined): readonly KeySet[] {
  const width = widthBy(determined);
  const own = shapes.map((shape) => ownSet(shape, hasPeriod)).toSorted((a, b) => width(b) - width(a));
  const sets: KeySet[] = [];
  const columns = new Set<string>();
  for (const set of own) {
    if (sets.some((wider) => hasAll(wider, set))) continue;
    const added = keysOf(set).filter((column) => !columns.has(column));
    if (columns.size + added.length > MOST_COLUMNS) continue;
    const widened = sets.map((wider) => withFollowing(wider, set, determined));
    const at = widened.findIndex((wider) => hasAll(wider, set));
    const wide = widened[at];
    if (wide) sets[at] = wide;
    else if (sets.length < MOST_SETS) sets.push(set);
    else continue;
    for (const column of added) columns.add(column);
  }
  return sets;
}

/** The set with the columns of another that follow from its own. */
function withFollowing(wider: KeySet, { columns }: KeySet, determined: Determined): KeySet {
  const known = columnsOf(wider);
  const follow = columns.filter(
    (column) => !known.includes(column) && wider.columns.includes(determined.get(column) ?? ''),
  );
  return { ...wider, follow: [...wider.follow, ...follow] };
}

const columnsOf = ({ columns, follow }: KeySet): readonly string[] => [...columns, ...follow];

/** The columns that a set is grouped by. */
export const keysOf = (set: KeySet): readonly string[] => [
  ...columnsOf(set),
  ...set.periods,
  ...(set.byPeriod ? [PERIOD] : []),
];

/** The columns of periods among those of a roll-up. */
export const periodsOf = ({ columns }: Pick<Instance, 'columns'>): readonly string[] =>
  columns.filter((column) => PERIODS.has(column));

/** Whether a roll-up can be made of rows that are put together by a set. */
export const canMake = (set: KeySet, shape: Shape): boolean => {
  const periods = periodsOf(shape);
  return hasAll(set, { columns: othersOf(shape), follow: [], periods, byPeriod: false });
};

/** Whether the rows of a set differ in what a roll-up is grouped by, periods aside, so that they need not be put together for it. */
export const differIn = ({ columns }: KeySet, shape: Shape): boolean =>
  columns.every((column) => shape.columns.includes(column));

/** Columns that follow from others do not count: a set can take them up. */
const widthBy =
  (determined: Determined) =>
  (set: KeySet): number => {
    const own = set.columns.filter((column) => !set.columns.includes(determined.get(column) ?? ''));
    return own.length + set.periods.length + (set.byPeriod ? PERIODS.size : 0);
  };

const othersOf = ({ columns, elements }: Shape): readonly string[] => [
  ...new Set([...columns.filter((column) => !PERIODS.has(column)), ...(elements.length > 0 ? ['dx'] : [])]),
];

function ownSet(shape: Shape, hasPeriod: boolean): KeySet {
  const columns = othersOf(shape);
  const periods = periodsOf(shape);
  // What the columns of a period are is looked up by a data element that has values of it.
  const byPeriod = hasPeriod && periods.length >= SEVERAL && columns.includes('dx');
  return { columns, follow: [], periods: byPeriod ? [] : periods, byPeriod };
}

const hasAll = (wider: KeySet, set: KeySet): boolean =>
  set.columns.every((column) => columnsOf(wider).includes(column)) &&
  (wider.byPeriod || (!set.byPeriod && set.periods.every((column) => wider.periods.includes(column))));
