import { isSimple, type Json, type MetadataType, propertyOf } from './world.js';

export interface Term {
  readonly name: string;
  readonly direction: string;
}

type Comparison = (a: Json, b: Json) => number;

/** Sorts by the words of http.md §9; what is missing comes last. */
export function sorted(type: MetadataType, objects: readonly Json[], terms: readonly Term[]): readonly Json[] {
  const comparisons = terms.flatMap(({ name, direction }): readonly Comparison[] => {
    const property = propertyOf(type, name);
    if (!property || !isSimple(property)) return [];
    return [byMember(name, direction.endsWith('desc'), direction.startsWith('i'))];
  });
  const name = type.properties.get('name');
  const usual = name?.kind === 'value' ? [byMember('name', false, true)] : [];
  const all = [...(comparisons.length > 0 ? comparisons : usual), byMember('id', false, false)];
  return objects.toSorted((a, b) => {
    for (const compare of all) {
      const result = compare(a, b);
      if (result !== 0) return result;
    }
    return 0;
  });
}

function byMember(name: string, descending: boolean, ignoreCase: boolean): Comparison {
  const keyOf = (object: Json): string | number | undefined => {
    const value = object[name];
    if (typeof value === 'boolean') return Number(value);
    return typeof value === 'string' && ignoreCase ? value.toLowerCase() : (value as string | number | undefined);
  };
  return (a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    if (left === right) return 0;
    if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
    const up = left < right ? -1 : 1;
    return descending ? -up : up;
  };
}
