import { formatValue } from '../answers/format.js';

const DECIMALS = 2;
const DECIMALS_UNROUNDED = 10;

/**
 * A number with the decimals of its indicator, or two: `94.0` unless it has none at all, which is `94` (contract: analytics-query.md §4 "Rounding").
 *
 * @param decimals null where the indicator does not say
 */
export function writeNumber(value: number, decimals: number | null, skipRounding: boolean): string {
  const text = formatValue(value, skipRounding ? DECIMALS_UNROUNDED : (decimals ?? DECIMALS));
  const isWhole = decimals === 0 && !skipRounding;
  return isWhole || text.includes('.') ? text : `${text}.0`;
}
