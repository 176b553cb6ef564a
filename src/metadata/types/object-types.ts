import type { MetadataObject } from '../model/type.js';

/** `dataElementAttribute` → `DATA_ELEMENT`. */
const FLAG = /^([a-z][a-zA-Z]*)Attribute$/;

/** Attributes name their object types in a list; older payloads have a flag for each. */
export function objectTypesFromFlags(object: MetadataObject): MetadataObject {
  const flags = Object.entries(object).filter(([name]) => FLAG.test(name));
  if (flags.length === 0 || object.objectTypes !== undefined) return object;
  const named = flags
    .filter(([, set]) => set === true)
    .map(([name]) => (FLAG.exec(name)?.[1] ?? '').replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase());
  const others = Object.entries(object).filter(([name]) => !FLAG.test(name));
  return { ...Object.fromEntries(others), objectTypes: named };
}
