import { ALL_TYPES } from '../types/index.js';
import { READ_ONLY_TYPES } from '../types/read-only.js';
import type { Property } from './property.js';
import type { MetadataType } from './type.js';

const BY_NAME = new Map([...ALL_TYPES, ...READ_ONLY_TYPES].map((type) => [type.name, type]));
const BY_PLURAL = new Map(ALL_TYPES.map((type) => [type.plural, type]));
const BY_KLASS = new Map(ALL_TYPES.map((type) => [type.simpleName, type]));

/** The type called `name`; a descriptor that names one that is not there is a defect. */
export function typeNamed(name: string): MetadataType {
  const type = BY_NAME.get(name);
  if (!type) throw new Error(`There is no metadata type ${name}.`);
  return type;
}

const IMPORTED = new Map(ALL_TYPES.map((type) => [type.name, type]));
export const findType = (name: string): MetadataType | undefined => IMPORTED.get(name);
export const findByPlural = (plural: string): MetadataType | undefined => BY_PLURAL.get(plural);
/** By the peer's class name, whole or its last part. */
export const findByKlass = (klass: string): MetadataType | undefined =>
  BY_KLASS.get(klass.slice(klass.lastIndexOf('.') + 1));

/** The types that have paths of their own, in the order of their names. */
export const STANDALONE_TYPES: readonly MetadataType[] = ALL_TYPES.filter((type) => type.standalone).toSorted((a, b) =>
  a.plural < b.plural ? -1 : 1,
);

/** Properties that lead to other types. */
export type LinkProperty = Extract<Property, { readonly to: string }>;

export const isLink = (property: Property): property is LinkProperty => 'to' in property;
/** Links to any number of objects. */
export const isCollection = (property: Property): boolean =>
  ['members', 'children', 'derivedRows', 'values'].includes(property.kind) &&
  !(property.kind === 'members' && property.single === true);
