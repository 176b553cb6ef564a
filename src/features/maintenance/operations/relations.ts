import type { Skipped } from '../operation.js';

/** Relations are counted by their names. */
export const relations = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(names.map((name) => [name, 1]));

export const asSkipped = (failed: readonly { readonly name: string; readonly message: string }[]): readonly Skipped[] =>
  failed.map(({ name, message }) => ({ id: name, reason: message }));
