/** Decimals beyond those asked for that decide about rounding: enough for any decimal text, too few for binary noise. */
const GUARD_DIGITS = 6;
/** Up to here a double still has decimals worth rounding as text. */
const DECIMALS_END = 1e12;
const EXPONENT_BEGIN = 1e21;
/** Numbers of everyday size with so few decimals are rounded as numbers, which is many times faster than as text. */
const SMALL_END = 1e6;
const MOST_DECIMALS_OF_SMALL = 2;
const NOISE = 1e-5;

/** The value as a cell: half up to `decimals`, without zeros at the end, and never with an exponent (contract: analytics-query.md §4 "Rounding", §5.1). */
export function formatValue(value: number, decimals: number): string {
  // Most values are counts.
  if (Number.isSafeInteger(value)) return String(value);
  const factor = 10 ** decimals;
  const size = Math.abs(value);
  if (decimals <= MOST_DECIMALS_OF_SMALL && size < SMALL_END) {
    const whole = Math.floor(size * factor);
    const rest = size * factor - whole;
    // Far enough from a half for binary noise to decide nothing.
    if (Math.abs(rest - 0.5) > NOISE) return String((Math.sign(value) * (rest < 0.5 ? whole : whole + 1)) / factor);
  }
  // Decimal text first: 1.005 × 100 is 100.49999999999999.
  const scaled = size < DECIMALS_END ? Number(`${size.toFixed(decimals + GUARD_DIGITS)}e${decimals}`) : size * factor;
  const rounded = Math.sign(value) * (size < DECIMALS_END ? Math.floor(scaled + 0.5) / factor : size);
  if (size >= EXPONENT_BEGIN) return BigInt(rounded).toString();
  const text = rounded.toFixed(decimals);
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}
