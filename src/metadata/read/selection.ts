import type { Field, FieldSelection } from '../../http/index.js';
import type { Property } from '../model/property.js';
import type { MetadataType } from '../model/type.js';

const NAMED_PRESETS: Readonly<Record<string, readonly string[]>> = {
  identifiable: ['id', 'name', 'code', 'created', 'lastUpdated', 'lastUpdatedBy'],
  nameable: ['id', 'name', 'shortName', 'description', 'code', 'created', 'lastUpdated'],
  id: ['id'],
  code: ['code'],
  idName: ['id', 'displayName'],
};

/** Taken from payloads, never shown: for readers it does not exist. */
export const isSecret = (property: Property): boolean => property.kind === 'value' && property.secret === true;

/** One value that can be compared and sorted. */
export const isSimple = (property: Property): boolean =>
  property.kind === 'periodType' ||
  ((property.kind === 'value' || property.kind === 'computed') && property.type !== 'COMPLEX');

/** Which properties a preset takes of all that are not hidden. */
const PROPERTY_PRESETS: Readonly<Record<string, (property: Property) => boolean>> = {
  all: () => true,
  owner: (property) => property.owner,
  persisted: (property) => property.kind !== 'computed' || property.owner,
  simple: isSimple,
};

export const isPreset = (name: string): boolean =>
  Object.hasOwn(NAMED_PRESETS, name) || Object.hasOwn(PROPERTY_PRESETS, name);

const PLAIN: Field = { transformers: [] };
/** Parts that come with their owner in an export. */
const OWNED: Field = { nested: preset('owner'), transformers: [] };

/** The selection that asks for one preset. */
export function preset(name: string): FieldSelection {
  return { presets: new Set([name]), dropped: new Set(), named: new Map() };
}

/** The selection that asks for some properties by name. */
export function properties(names: readonly string[]): FieldSelection {
  return { presets: new Set(), dropped: new Set(), named: new Map(names.map((name) => [name, PLAIN])) };
}

/**
 * The properties of `type` that a selection means, with what was said about each: presets, then names, then what is dropped (contract: http.md §7). Names that the
 * type does not have are passed over.
 */
export function selected(type: MetadataType, selection: FieldSelection): ReadonlyMap<string, Field> {
  const wanted = new Map<string, Field>();
  const presets = new Set(selection.presets);
  if (presets.size === 0 && selection.named.size === 0) presets.add('all');
  for (const name of presets) {
    for (const property of namesOf(type, name))
      wanted.set(property, name === 'owner' ? ownedField(type, property) : PLAIN);
  }
  for (const [name, field] of selection.named) {
    const property = type.properties.get(name);
    if (property && !isSecret(property)) wanted.set(name, field);
  }
  for (const name of selection.dropped) wanted.delete(name);
  return wanted;
}

function namesOf(type: MetadataType, name: string): readonly string[] {
  const names = Object.hasOwn(NAMED_PRESETS, name) ? NAMED_PRESETS[name] : undefined;
  if (names) return names.filter((property) => type.properties.has(property));
  const takes = Object.hasOwn(PROPERTY_PRESETS, name) ? PROPERTY_PRESETS[name] : undefined;
  if (!takes) return [];
  return [...type.properties].flatMap(([property, definition]) =>
    definition.hidden !== true && !isSecret(definition) && takes(definition) ? [property] : [],
  );
}

function ownedField(type: MetadataType, name: string): Field {
  const property = type.properties.get(name);
  return property && 'embedded' in property && property.embedded === true ? OWNED : PLAIN;
}
