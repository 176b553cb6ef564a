/** Mean of at least one number. */
export const mean = (values: readonly number[]): number => sum(values) / values.length;

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Variance of a sample, or of a whole population; 0 for a single number (contract: the peer's, job-types.md §3.1 PREDICTOR). */
export function variance(values: readonly number[], of: 'sample' | 'population'): number {
  if (values.length === 1) return 0;
  const center = mean(values);
  const squares = sum(values.map((value) => (value - center) ** 2));
  return squares / (of === 'sample' ? values.length - 1 : values.length);
}

/** The number below which the fraction of the numbers lies, between two of them in proportion, as spreadsheets do it. */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? 0;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (position - below);
}

const FAR = 8;

/** Probability that a normally distributed number is at most `x`; NaN for a standard deviation that is not positive. */
export function normalCumulative(x: number, center: number, deviation: number): number {
  if (!(deviation > 0)) return Number.NaN;
  const z = (x - center) / deviation;
  if (z < -FAR) return 0;
  if (z > FAR) return 1;
  // The series of the integral from 0 on, until a term changes nothing any more.
  let term = z;
  let total = z;
  for (let n = 3; ; n += 2) {
    term *= (z * z) / n;
    if (total + term === total) break;
    total += term;
  }
  return 0.5 + total * normalDensity(z, 0, 1);
}

/** Density of the normal distribution at `x`; NaN for a standard deviation that is not positive. */
export function normalDensity(x: number, center: number, deviation: number): number {
  if (!(deviation > 0)) return Number.NaN;
  return Math.exp(-(((x - center) / deviation) ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI));
}
