import type { Field, FieldSelection, Transformer } from '../../../http/index.js';
import {
  isCollection,
  isLink,
  isSecret,
  type MetadataType,
  type Property,
  preset,
  typeNamed,
} from '../../../metadata/index.js';

/** How much `*` stands for, and in which form links are shown (documentation of DHIS2, "Metadata Gist API", `auto`). */
export type GistSize = 'XS' | 'S' | 'M' | 'L' | 'XL';
export const GIST_SIZES: readonly GistSize[] = ['XS', 'S', 'M', 'L', 'XL'];

/** In which form a property is shown. */
export type GistForm =
  | { readonly kind: 'plain' }
  /** By its address alone. */
  | { readonly kind: 'linked' }
  | { readonly kind: 'size' | 'isEmpty' | 'isNotEmpty' | 'ids' | 'idObjects' }
  | { readonly kind: 'member' | 'notMember'; readonly id: string }
  | { readonly kind: 'pluck'; readonly name: string };

/** One member of the answer. */
export interface GistField {
  readonly name: string;
  readonly property: Property;
  readonly shownAs: string;
  readonly form: GistForm;
  /** What of a single object is wanted. */
  readonly nested: FieldSelection | undefined;
}

/** Of no interest in an overview; there for who names them. */
const LEFT_OUT = new Set(['translations', 'sharing', 'access', 'href', 'favorite', 'favorites', 'displayName']);
const TEXTUAL = new Set(['TEXT', 'IDENTIFIER', 'EMAIL', 'URL', 'COLOR', 'CONSTANT']);

/** The members that a request asks for, in its order; names that the type does not have are passed over. */
export function gistFields(
  type: MetadataType,
  asked: FieldSelection | undefined,
  size: GistSize,
): readonly GistField[] {
  const { presets, named, dropped } = asked ?? preset('all');
  const wanted = new Map<string, Field | undefined>();
  if (presets.has('all') || (presets.size === 0 && named.size === 0)) {
    for (const name of everything(type, size)) wanted.set(name, undefined);
  }
  for (const name of presets) {
    if (name !== 'all') for (const property of presetNames(type, name)) wanted.set(property, undefined);
  }
  for (const [name, field] of named) wanted.set(name, field);
  for (const name of dropped) wanted.delete(name.replace(/^-/, ''));
  return [...wanted].flatMap(([name, field]) => {
    const property = type.properties.get(name);
    if (!property || isSecret(property)) return [];
    const rename = field?.transformers.findLast((transformer) => transformer.name === 'rename')?.args[0];
    return [{ name, property, shownAs: rename ?? name, form: formOf(property, field, size), nested: field?.nested }];
  });
}

/** From simple to complex. */
function everything(type: MetadataType, size: GistSize): readonly string[] {
  const shown = [...type.properties].filter(
    ([name, property]) => property.hidden !== true && !isSecret(property) && !LEFT_OUT.has(name),
  );
  const simple = shown.filter(([, property]) => isPlain(property) && (size !== 'XS' || isText(property)));
  const complex = size === 'XS' ? [] : shown.filter(([, property]) => !isPlain(property));
  return [...simple, ...complex.filter(([, property]) => isLink(property) || size !== 'S')].map(([name]) => name);
}

const presetNames = (type: MetadataType, name: string): readonly string[] => {
  const lists: Readonly<Record<string, readonly string[]>> = {
    identifiable: ['id', 'code', 'name', 'created', 'lastUpdated', 'lastUpdatedBy'],
    nameable: ['id', 'code', 'name', 'created', 'lastUpdated', 'lastUpdatedBy', 'shortName', 'description'],
  };
  if (Object.hasOwn(lists, name)) return (lists[name] ?? []).filter((property) => type.properties.has(property));
  const takes = { owner: isOwner, persisted: isPersisted }[name];
  if (!takes) return [];
  return [...type.properties].flatMap(([property, definition]) =>
    takes(definition) && !isSecret(definition) ? [property] : [],
  );
};

const isOwner = (property: Property): boolean => property.owner;
const isPersisted = (property: Property): boolean => property.kind !== 'computed';
const isPlain = (property: Property): boolean =>
  property.kind === 'periodType' ||
  ((property.kind === 'value' || property.kind === 'computed') && property.type !== 'COMPLEX');
const isText = (property: Property): boolean =>
  property.kind === 'periodType' ||
  ((property.kind === 'value' || property.kind === 'computed') && TEXTUAL.has(property.type));

const SIMPLE_FORMS: Readonly<Record<string, 'size' | 'isEmpty' | 'isNotEmpty' | 'ids' | 'idObjects' | 'linked'>> = {
  size: 'size',
  isempty: 'isEmpty',
  isnotempty: 'isNotEmpty',
  ids: 'ids',
  'id-objects': 'idObjects',
  idobjects: 'idObjects',
  none: 'linked',
};

function formOf(property: Property, field: Field | undefined, size: GistSize): GistForm {
  if (!isLink(property)) return { kind: 'plain' };
  const asked = field?.transformers.map((transformer) => askedForm(transformer)).find((form) => form !== undefined);
  if (asked) return asked;
  if (field?.nested) {
    const [name] = field.nested.named.keys();
    return isCollection(property) && name !== undefined ? { kind: 'pluck', name } : { kind: 'plain' };
  }
  return defaultForm(isCollection(property), typeNamed(property.to).identifiable, size);
}

function askedForm({ name, args }: Transformer): GistForm | undefined {
  const word = name.toLowerCase();
  const [first = ''] = args;
  if (word === 'member') return { kind: 'member', id: first };
  if (word === 'notmember' || word === 'not-member') return { kind: 'notMember', id: first };
  if (word === 'pluck') return { kind: 'pluck', name: first === '' ? 'name' : first };
  const kind = SIMPLE_FORMS[word];
  return kind && { kind };
}

/** Parts without ids can be counted at most. */
function defaultForm(collection: boolean, identifiable: boolean, size: GistSize): GistForm {
  if (size === 'XS' || size === 'S') return { kind: 'linked' };
  if (size === 'M' || !identifiable) return { kind: collection ? 'size' : 'linked' };
  return { kind: size === 'L' ? 'ids' : 'idObjects' };
}
