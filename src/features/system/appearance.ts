import { FLAG_KEYS, FLAG_NAMES } from './flags-data.js';

interface Choice {
  readonly name: string;
  readonly key: string;
  readonly path: string;
}

const LOWER_CASE = new Set(['and', 'of', 'the', 'da']);

/** Flags for the interface (contract: system.md §8). */
export const FLAGS: readonly Choice[] = FLAG_KEYS.map((key) => ({
  name: FLAG_NAMES[key] ?? capitalized(key),
  key,
  path: `${key}.png`,
}));

/** Style sheets for the interface (contract: system.md §8). */
export const STYLES: readonly Choice[] = (
  [
    ['green', 'Green'],
    ['india', 'India'],
    ['light_blue', 'Light Blue'],
    ['myanmar', 'Myanmar'],
    ['vietnam', 'Vietnam'],
  ] as const
).map(([key, name]) => ({ name, key, path: `${key}/${key}.css` }));

function capitalized(key: string): string {
  return key
    .split('_')
    .map((word) => (LOWER_CASE.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}
