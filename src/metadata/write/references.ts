import { type LinkProperty, typeNamed } from '../model/registry.js';
import type { MetadataObject, MetadataType } from '../model/type.js';
import { isObject } from './bundle.js';
import type { ImportOptions } from './options.js';

/** How a payload names another object. */
export interface Reference {
  readonly id: string | undefined;
  readonly code: string | undefined;
}

/** A place of a payload where another object is named. */
export interface ReferencePlace {
  readonly property: string;
  readonly target: MetadataType;
  readonly reference: Reference;
  /** Who made or changed something is taken over if the user is known, and never a reason to refuse. */
  readonly lenient: boolean;
}

const AUTHORSHIP = new Set(['createdBy', 'lastUpdatedBy']);

/** `{"id": …}`, `{"code": …}` or the identifier itself; undefined for nothing. */
export function referenceOf(value: unknown): Reference | undefined {
  if (typeof value === 'string' && value.trim() !== '') return { id: value, code: value };
  if (!isObject(value)) return undefined;
  const id = typeof value.id === 'string' ? value.id : undefined;
  const code = typeof value.code === 'string' ? value.code : undefined;
  return id === undefined && code === undefined ? undefined : { id, code };
}

/** The identifiers of a reference in the order in which they are tried. */
export function identifiersOf(
  reference: Reference,
  { identifier }: Pick<ImportOptions, 'identifier'>,
): {
  readonly uid: string | undefined;
  readonly code: string | undefined;
} {
  return {
    uid: identifier === 'CODE' ? undefined : reference.id,
    code: identifier === 'UID' ? undefined : reference.code,
  };
}

/** Elements of a list property; one object counts as a list of one. */
export function elementsOf(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Everything that an object of `type` and its parts refer to. Periods are not objects that have to be there before. */
export function* referencePlaces(type: MetadataType, object: MetadataObject): Generator<ReferencePlace> {
  for (const [name, property] of type.properties) {
    if (!('to' in property) || property.kind === 'derivedRows') continue;
    if (property.readOnly === true || object[name] === undefined || object[name] === null) continue;
    const target = typeNamed(property.to);
    if (isEmbedded(property)) {
      for (const part of partsIn(property, object[name])) yield* referencePlaces(target, part);
    } else if (target.identifiable && isWritable(property)) {
      for (const element of elementsOf(object[name])) {
        const reference = referenceOf(element);
        if (reference) yield { property: name, target, reference, lenient: AUTHORSHIP.has(name) };
      }
    }
  }
}

export const isEmbedded = (property: LinkProperty): boolean =>
  property.kind === 'embedded' || ('embedded' in property && property.embedded === true);

/** Whether the property names one object, and not a list of them. */
export const isSingle = (property: LinkProperty): boolean =>
  property.kind === 'reference' || (property.kind === 'members' && property.single === true);

/** Whether a payload decides about the property: the object's own, and lists of independent objects that name their owner. */
export const isWritable = (property: LinkProperty): boolean => property.owner && property.readOnly !== true;

/** The parts that a payload gives an object. One that is there twice, by its id or by what makes parts distinct, counts once. */
export function partsIn(property: LinkProperty, raw: unknown): readonly MetadataObject[] {
  const distinctBy = property.kind === 'children' ? property.distinctBy : undefined;
  const seen = new Set<string>();
  return elementsOf(raw)
    .filter(isObject)
    .filter((part) => {
      const identities = [
        typeof part.id === 'string' ? `id ${part.id}` : undefined,
        distinctBy === undefined ? undefined : nameOf(part[distinctBy]),
      ].filter((identity) => identity !== undefined);
      if (identities.some((identity) => seen.has(identity))) return false;
      for (const identity of identities) seen.add(identity);
      return true;
    });
}

const nameOf = (raw: unknown): string | undefined => {
  const reference = referenceOf(raw);
  return reference?.id ?? reference?.code;
};

/** How many rows of parts an object brings with it, at all depths. */
export function countParts(type: MetadataType, object: MetadataObject): number {
  let count = 0;
  for (const [name, property] of type.properties) {
    if (!('to' in property) || property.readOnly === true || !isEmbedded(property)) continue;
    for (const part of elementsOf(object[name]))
      if (isObject(part)) count += 1 + countParts(typeNamed(property.to), part);
  }
  return count;
}
