import type { MetadataObject } from '../model/type.js';

/** A payload's object without what cannot be kept, and what that was: the beginning of each such value by its property. */
export interface Storable {
  readonly object: MetadataObject;
  readonly unstorable: ReadonlyMap<string, string>;
}

const HALF = /\p{Surrogate}/u;
const HALVES = /\p{Surrogate}/gu;
const LONGEST_SHOWN = 300;
const NOTHING: ReadonlyMap<string, string> = new Map();

/**
 * Takes out the properties in which somewhere a character stands that PostgreSQL keeps in no text: the character zero, and halves of characters. They would end a
 * whole import with an error of the database, wherever they are used first.
 */
export function storable(object: MetadataObject): Storable {
  const bad = Object.entries(object).filter(([name, value]) => !isStorable(name) || !isStorable(value));
  if (bad.length === 0) return { object, unstorable: NOTHING };
  const unstorable = new Map(bad.map(([name, value]) => [name, shown(value)]));
  return { object: Object.fromEntries(Object.entries(object).filter(([name]) => !unstorable.has(name))), unstorable };
}

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\u0000') && !HALF.test(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isStorable);
  return Object.entries(value).every(([name, member]) => isStorable(name) && isStorable(member));
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.slice(0, LONGEST_SHOWN).replaceAll('\u0000', '\ufffd').replaceAll(HALVES, '\ufffd');
}

const DEEPEST = 500;

/** Whether lists and objects stand in each other deeper than anything that somebody means. Deeper ones would exhaust the stack of whoever walks them. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((element) =>
      typeof element === 'object' && element !== null
        ? Object.values(element).filter((member) => typeof member === 'object' && member !== null)
        : [],
    );
  }
  return false;
}
