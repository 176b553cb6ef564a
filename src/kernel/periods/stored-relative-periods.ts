import { RELATIVE_PERIODS } from './relative.js';

/** Names that the object of a favourite spells otherwise than by joining their words. */
const SPELLINGS: Readonly<Record<string, string>> = {
  TODAY: 'thisDay',
  THIS_BIWEEK: 'thisBiWeek',
  LAST_BIWEEK: 'lastBiWeek',
  LAST_4_BIWEEKS: 'last4BiWeeks',
  LAST_6_BIMONTHS: 'last6BiMonths',
  BIMONTHS_THIS_YEAR: 'biMonthsThisYear',
  LAST_2_SIXMONTHS: 'last2SixMonths',
};

/** `LAST_12_MONTHS` → `last12Months` */
const spelled = (name: string): string =>
  SPELLINGS[name] ?? name.toLowerCase().replace(/_(.)/g, (_match, letter: string) => letter.toUpperCase());

/** Wire name by the name in the stored object, e.g. `last12Months` → `LAST_12_MONTHS`. */
export const RELATIVE_BY_SPELLING: ReadonlyMap<string, string> = new Map(
  RELATIVE_PERIODS.map((name) => [spelled(name), name]),
);

/** `["LAST_12_MONTHS"]` → `{"last12Months": true}`, as favourites keep relative periods. */
export const storedRelativePeriods = (names: readonly string[]): Readonly<Record<string, true>> =>
  Object.fromEntries(names.map((name) => [spelled(name), true]));
