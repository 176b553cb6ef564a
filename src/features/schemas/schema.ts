import { ALL_TYPES, type Authorities, isLink, type MetadataType, typeNamed } from '../../metadata/index.js';
import { titleOf } from './names.js';
import { isEmbedded, NAMESPACE, type PropertySchema, propertySchema } from './property-schema.js';

/** A type as clients read it (contract: system.md §11). */
export type Schema = Readonly<Record<string, unknown>> & {
  readonly singular: string;
  readonly properties: readonly PropertySchema[];
};

/** Orderly imports types in the order of their references, so that no number says more about one than about another. */
const NO_ORDER = 2_147_483_647;

const EMBEDDED: ReadonlySet<string> = new Set(
  ALL_TYPES.flatMap(({ properties }) =>
    [...properties.values()].flatMap((property) => (isLink(property) && isEmbedded(property) ? [property.to] : [])),
  ),
);

/** Types whose paths belong to a feature of their own. */
const OF_FEATURES: ReadonlySet<string> = new Set(['jobConfiguration']);

/** Authorities of a type under the words of the peer. */
const AUTHORITY_TYPES = {
  createPublic: 'CREATE_PUBLIC',
  createPrivate: 'CREATE_PRIVATE',
  create: 'CREATE',
  update: 'UPDATE',
  delete: 'DELETE',
  read: 'READ',
} as const satisfies Partial<Record<keyof Authorities, string>>;

/** The description of a type. `apiRoot` begins the links. */
export function schemaOf(type: MetadataType, apiRoot: string): Schema {
  const { name, plural, klass, identifiable, traits, authorities } = type;
  const served = type.standalone || OF_FEATURES.has(name);
  const dataShareable = traits.has('dataSharing');
  const personal = authorities.implicitPrivate === true;
  return {
    klass,
    identifiableObject: identifiable,
    nameableObject: type.properties.has('shortName'),
    subscribableObject: false,
    embeddedObject: EMBEDDED.has(name),
    singular: name,
    plural,
    metadata: served && identifiable,
    secondaryMetadata: false,
    namespace: NAMESPACE,
    collectionName: plural,
    name,
    displayName: titleOf(name),
    shareable: traits.has('sharing') || dataShareable,
    dataShareable,
    dataWriteShareable: dataShareable,
    dataReadShareable: dataShareable,
    ...(served && { relativeApiEndpoint: `/${plural}`, apiEndpoint: `${apiRoot}/${plural}` }),
    href: `${apiRoot}/schemas/${name}`,
    persisted: true,
    translatable: traits.has('translations'),
    favoritable: isPersisted(type, 'favorites'),
    subscribable: isPersisted(type, 'subscribers'),
    defaultPrivate: personal,
    implicitPrivateAuthority: personal,
    authorities: authorityList(authorities),
    properties: [...type.properties].map(([property, definition]) =>
      propertySchema(type, property, definition, apiRoot),
    ),
    references: referencesOf(type),
    order: NO_ORDER,
  };
}

function isPersisted(type: MetadataType, property: string): boolean {
  const kind = type.properties.get(property)?.kind;
  return kind !== undefined && kind !== 'computed';
}

function authorityList(authorities: Authorities): readonly object[] {
  return Object.entries(AUTHORITY_TYPES).flatMap(([key, type]) => {
    const needed = authorities[key as keyof typeof AUTHORITY_TYPES] ?? [];
    return needed.length === 0 ? [] : [{ type, authorities: needed }];
  });
}

function referencesOf({ properties }: MetadataType): readonly string[] {
  const links = [...properties.values()].filter(isLink).map(({ to }) => typeNamed(to));
  return [...new Set(links.filter(({ identifiable }) => identifiable).map(({ klass }) => klass))].sort();
}
