import { type RawBuilder, sql } from 'kysely';
import type { Authorities } from './authorities.js';
import {
  accessOf,
  attributeValueRows,
  displayed,
  displayedFormName,
  hrefOf,
  sharingOf,
  translationsOf,
} from './common.js';
import {
  computed,
  derivedRows,
  moment,
  type Property,
  type PropertyBuilder,
  reference,
  text,
  type ValueProperty,
} from './property.js';

/** What a type has beyond its own properties. */
export type Trait =
  /** Access for the public, users and groups. */
  | 'sharing'
  /** Sharing of the data that the object stands for, too. */
  | 'dataSharing'
  | 'translations'
  | 'attributes'
  /** A column with the user who made it. */
  | 'author';

/** An object of a payload or of the database, by the names of the wire. */
export type MetadataObject = Readonly<Record<string, unknown>>;

/** A metadata type: one table, and everything the engine has to know about it. */
export interface MetadataType {
  /** Singular name on the wire, e.g. `dataElement`. */
  readonly name: string;
  /** Plural name: list member and path, e.g. `dataElements`. */
  readonly plural: string;
  /** In sentences, e.g. `Data element`. */
  readonly label: string;
  /** The peer's class name; clients compare its last part (contract: imports.md §8.1). */
  readonly klass: string;
  /** The last part of it, e.g. `DataElement`. */
  readonly simpleName: string;
  readonly table: string;
  /** What is read: the table, or a view with more rows. */
  readonly source: string;
  /** A column by which lists are sorted before the name is looked at. */
  readonly precedence: string | undefined;
  readonly key: string;
  readonly traits: ReadonlySet<Trait>;
  readonly authorities: Authorities;
  readonly properties: ReadonlyMap<string, Property>;
  /** Properties that no two objects have in common, e.g. the code of an option within its set. */
  readonly uniqueTogether: readonly (readonly string[])[];
  /** Rows have uids; false for rows that exist only as part of others. */
  readonly identifiable: boolean;
  /** Has paths of its own and is part of exports; false for types that come with others. */
  readonly standalone: boolean;
  /** What a reference to it shows when nothing is said. */
  readonly bare: readonly string[];
  /** Changes an object of a payload before anything is checked: old spellings, parts that DHIS2 takes elsewhere. */
  readonly normalize: (object: MetadataObject) => MetadataObject;
}

/** What a descriptor file says; the rest follows from it. */
export interface TypeDefinition {
  readonly name: string;
  readonly plural: string;
  readonly label: string;
  readonly klass: string;
  readonly table: string;
  readonly source?: string;
  readonly precedence?: string;
  /** Key column, the table's name with `id` unless given. */
  readonly key?: string;
  readonly traits?: readonly Trait[];
  readonly authorities?: Authorities;
  readonly properties: Readonly<Record<string, PropertyBuilder>>;
  /** How codes are kept; false where the table has none. */
  readonly code?: Partial<ValueProperty> | false;
  /** How names are kept; false where the table has none. */
  readonly naming?: Partial<ValueProperty> | false;
  readonly shortName?: Partial<ValueProperty>;
  /** The table has no column for the last editor. */
  readonly anonymous?: boolean;
  readonly uniqueTogether?: readonly (readonly string[])[];
  readonly identifiable?: boolean;
  readonly standalone?: boolean;
  readonly bare?: readonly string[];
  readonly normalize?: (object: MetadataObject) => MetadataObject;
}

const BARE = ['id'];

/** Completes a descriptor with what all metadata types have in common. */
export function defineType(definition: TypeDefinition): MetadataType {
  const { identifiable = true, standalone = identifiable, traits = [], authorities = {} } = definition;
  const builders = identifiable
    ? { ...identity(definition), ...definition.properties, ...derived(definition) }
    : definition.properties;
  const properties = new Map(Object.entries(builders).map(([name, build]) => [name, build(name)]));
  return {
    name: definition.name,
    plural: definition.plural,
    label: definition.label,
    klass: definition.klass,
    simpleName: definition.klass.slice(definition.klass.lastIndexOf('.') + 1),
    table: definition.table,
    source: definition.source ?? definition.table,
    precedence: definition.precedence,
    key: definition.key ?? `${definition.table}id`,
    traits: new Set(traits),
    authorities,
    properties,
    uniqueTogether: definition.uniqueTogether ?? [],
    identifiable,
    standalone,
    bare: definition.bare ?? (identifiable ? BARE : [...properties.keys()]),
    normalize: definition.normalize ?? ((object) => object),
  };
}

const NO_BUILDERS: Readonly<Record<string, PropertyBuilder>> = {};

/** The columns that nearly all metadata tables share (contract: schema.md §1.2). */
function identity(definition: TypeDefinition): Readonly<Record<string, PropertyBuilder>> {
  const { traits = [], code = {}, naming = {}, shortName, anonymous = false } = definition;
  return {
    id: identifier(),
    ...(code !== false && { code: text({ max: 50, unique: true, ...code }) }),
    created: moment({}),
    lastUpdated: moment({}),
    ...(!anonymous && { lastUpdatedBy: reference('user', { column: 'lastupdatedby' }) }),
    ...(traits.includes('author') && {
      createdBy: reference('user', { column: 'userid' }),
      user: reference('user', { column: 'userid', owner: false, hidden: true, readOnly: true }),
    }),
    ...(naming !== false && { name: text({ max: 230, min: 1, required: true, translatedAs: 'NAME', ...naming }) }),
    ...(shortName && {
      shortName: text({ max: 50, min: 1, required: true, translatedAs: 'SHORT_NAME', ...shortName }),
    }),
  };
}

const identifier = (): PropertyBuilder => () => ({
  kind: 'value',
  type: 'IDENTIFIER',
  column: 'uid',
  owner: true,
  unique: true,
  max: 11,
});

/** What is worked out for every object when it is read. */
function derived(definition: TypeDefinition): Readonly<Record<string, PropertyBuilder>> {
  const { traits = [], naming = {}, shortName, plural, authorities = {}, properties } = definition;
  const has = (trait: Trait): boolean => traits.includes(trait);
  const translated = has('translations');
  const shared = has('sharing') || has('dataSharing');
  const show = (column: string, word: string): PropertyBuilder => computed('TEXT', displayed(column, word, translated));
  const nothing = (): RawBuilder<unknown> => sql`'[]'::jsonb`;
  return {
    ...(naming !== false && { displayName: show('name', 'NAME') }),
    ...(shortName && { displayShortName: show('shortname', 'SHORT_NAME') }),
    ...(properties.description && { displayDescription: show('description', 'DESCRIPTION') }),
    ...(properties.formName && { displayFormName: computed('TEXT', displayedFormName(translated)) }),
    href: computed('URL', hrefOf(plural)),
    access: computed('COMPLEX', accessOf(authorities, shared, has('dataSharing'))),
    favorite: computed('BOOLEAN', () => sql`false`),
    favorites: computed('COMPLEX', nothing),
    ...(shared ? { sharing: computed('COMPLEX', sharingOf, { owner: true }) } : NO_BUILDERS),
    ...(translated
      ? { translations: computed('COMPLEX', translationsOf, { owner: true }) }
      : { translations: computed('COMPLEX', nothing) }),
    ...(has('attributes') && {
      attributeValues: derivedRows('attributeValue', attributeValueRows, { sort: 'attribute' }),
    }),
  };
}
