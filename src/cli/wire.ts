/** Readers of answers: servers of several makes and versions answer, and none of them is trusted to send what it should. */

export type Wire = Readonly<Record<string, unknown>>;

/** An object; an empty one for everything else. */
export const record = (value: unknown): Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : {};

/** The objects of a list; none for everything else. */
export const list = (value: unknown): readonly Wire[] => (Array.isArray(value) ? value.map(record) : []);

/** Text, also of numbers and truth values; empty for everything else. */
export const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

export const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
