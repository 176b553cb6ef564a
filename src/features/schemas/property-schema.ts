import { isCollection, isLink, type MetadataType, type Property, typeNamed } from '../../metadata/index.js';
import { ANYTHING, itemsOfJson, type JavaType, javaType } from './java-types.js';
import { elementName, fieldName, rolesOf } from './names.js';

/** A property as clients read it, by the keys of the peer's class Property (contract: system.md §11). */
export type PropertySchema = Readonly<Record<string, unknown>> & { readonly name: string };

export const NAMESPACE = 'http://dhis2.org/schema/dxf/2.0';
const LONGEST_TEXT = 2_147_483_647;
const INTEGERS = { min: -2_147_483_648, max: 2_147_483_647 };
const NUMBERS = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
const SIZES = { min: 0, max: Number.MAX_VALUE };

/** The description of one property of a type. `apiRoot` begins the links. */
export function propertySchema(type: MetadataType, name: string, property: Property, apiRoot: string): PropertySchema {
  const items = itemsOf(name, property);
  const own = items ? collectionType(property) : singleType(name, property);
  const target = targetOf(property);
  const collection = items !== undefined;
  const persisted = property.kind !== 'computed' || property.owner;
  const simple = !['REFERENCE', 'COMPLEX'].includes((items ?? own).propertyType);
  return {
    ...own,
    ...(items && { itemKlass: items.klass, itemPropertyType: items.propertyType }),
    name: items ? elementName(name, property) : name,
    fieldName: fieldName(type, name, property),
    persisted,
    ...(collection && { collectionName: name, collectionWrapping: true }),
    namespace: NAMESPACE,
    simple,
    collection,
    ordered: 'sort' in property && property.sort !== undefined,
    owner: property.owner,
    identifiableObject: target?.identifiable ?? false,
    nameableObject: target?.properties.has('shortName') ?? false,
    embeddedObject: isEmbedded(property),
    readable: !(property.kind === 'value' && property.secret),
    writable: property.readOnly !== true,
    unique: property.kind === 'value' && property.unique === true,
    required: property.required === true,
    ...limitsOf(property, own, collection),
    manyToMany: property.kind === 'members' && !property.single,
    oneToOne: property.kind === 'embedded',
    manyToOne: property.kind === 'reference' || (property.kind === 'members' && property.single === true),
    oneToMany: property.kind === 'children',
    ...rolesOf(type, name, property),
    ...('constants' in property && property.constants && { constants: property.constants }),
    ...(target && linksTo(target, apiRoot)),
    ...translationOf(property),
    sortable: persisted && simple && !collection,
  };
}

function singleType(name: string, property: Property): JavaType {
  if (property.kind === 'periodType') return { klass: 'org.hisp.dhis.period.PeriodType', propertyType: 'TEXT' };
  // The peer has a class for all attribute values of an object, and so no collection here.
  if (property.kind === 'derivedRows') {
    return { klass: 'org.hisp.dhis.attribute.AttributeValues', propertyType: 'COMPLEX' };
  }
  return isLink(property) ? linkType(property.to) : javaType(name, property.type);
}

function linkType(to: string): JavaType {
  const { klass, identifiable } = typeNamed(to);
  return { klass, propertyType: identifiable ? 'REFERENCE' : 'COMPLEX' };
}

const collectionType = (property: Property): JavaType => ({
  klass: 'sort' in property && property.sort !== undefined ? 'java.util.List' : 'java.util.Set',
  propertyType: 'COLLECTION',
});

/** What is in a list; undefined where the property is none. */
function itemsOf(name: string, property: Property): JavaType | undefined {
  if (property.kind === 'derivedRows') return undefined;
  if (property.kind === 'values') return javaType(name, property.type);
  if (isLink(property)) return isCollection(property) ? linkType(property.to) : undefined;
  return 'type' in property && property.type === 'COMPLEX' ? itemsOfJson(name) : undefined;
}

const targetOf = (property: Property): MetadataType | undefined =>
  isLink(property) && property.kind !== 'derivedRows' ? typeNamed(property.to) : undefined;

/** Whether the objects behind it live and die with this one. */
export const isEmbedded = (property: Property): boolean =>
  property.kind === 'embedded' || ('embedded' in property && property.embedded === true);

/** Shortest and longest text, least and greatest number, fewest and most elements. */
function limitsOf(property: Property, { klass, propertyType }: JavaType, collection: boolean): object {
  if (collection) return SIZES;
  if (property.kind !== 'value' || propertyType === 'COMPLEX' || klass === ANYTHING) return {};
  const { min, max } = property;
  if (propertyType === 'INTEGER') return { min: min ?? INTEGERS.min, max: max ?? INTEGERS.max };
  if (propertyType === 'NUMBER') return { min: min ?? NUMBERS.min, max: max ?? NUMBERS.max };
  if (klass !== 'java.lang.String') return {};
  if (property.type === 'IDENTIFIER') return { length: max, min: max, max };
  return { length: max ?? LONGEST_TEXT, min: min ?? 0, max: max ?? LONGEST_TEXT };
}

function linksTo({ name, plural, standalone }: MetadataType, apiRoot: string): object {
  const href = `${apiRoot}/schemas/${name}`;
  return standalone ? { href, relativeApiEndpoint: `/${plural}`, apiEndpoint: `${apiRoot}/${plural}` } : { href };
}

function translationOf(property: Property): object {
  const key = property.kind === 'value' ? property.translatedAs : undefined;
  if (key === undefined) return { translatable: false };
  return { translatable: true, translationKey: key, i18nTranslationKey: key.toLowerCase() };
}
