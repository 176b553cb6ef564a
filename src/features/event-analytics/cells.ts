import { formatValue } from '../analytics-query/index.js';
import type { AnalyticsHeader } from './headers.js';
import type { LegendSet, OptionSet, ProgramItem } from './model.js';

/** How options and legends are written: as they are kept, or by another name. */
export type DataScheme = 'UID' | 'CODE' | 'NAME' | undefined;

export interface CellOptions {
  readonly skipRounding: boolean;
  readonly scheme: DataScheme;
}

const DECIMALS = 2;
const DECIMALS_UNROUNDED = 10;
const DECIMALS_OF_PLACES = 6;
const DOUBLES = new Set(['NUMBER', 'UNIT_INTERVAL', 'PERCENTAGE']);
const PLACES = new Set(['longitude', 'latitude']);

/** A cell as clients read it: numbers that may have decimals always with one, times with a fraction, nothing as an empty text. */
export function cellOf(
  text: string | null | undefined,
  { name, valueType }: AnalyticsHeader,
  item: ProgramItem | undefined,
  { skipRounding, scheme }: CellOptions,
): string {
  if (text === null || text === undefined) return '';
  const set = item?.optionSet ?? item?.legendSet;
  if (item && set && scheme !== undefined) return inScheme(text, item.optionSet, item.legendSet, scheme);
  if (DOUBLES.has(valueType)) {
    const decimals = PLACES.has(name) ? DECIMALS_OF_PLACES : skipRounding ? DECIMALS_UNROUNDED : DECIMALS;
    return doubleText(Number(text), decimals);
  }
  return valueType === 'DATE' || valueType === 'DATETIME' || valueType === 'AGE' ? timeText(text) : text.trim();
}

/** A number as a double is written. */
export function doubleText(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return '';
  const text = formatValue(value, decimals);
  return text.includes('.') ? text : `${text}.0`;
}

/** `2022-04-07 00:00:00` → `2022-04-07 00:00:00.0`. */
const timeText = (text: string): string => (/:\d{2}$/.test(text) ? `${text}.0` : text);

function inScheme(
  text: string,
  optionSet: OptionSet | undefined,
  legendSet: LegendSet | undefined,
  scheme: 'UID' | 'CODE' | 'NAME',
): string {
  const found = optionSet
    ? optionSet.options.find(({ code }) => code === text)
    : legendSet?.legends.find(({ uid }) => uid === text.trim());
  if (!found) return text;
  return { UID: found.uid, CODE: found.code, NAME: found.name }[scheme];
}
