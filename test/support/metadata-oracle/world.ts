import { type MetadataType, STANDALONE_TYPES, typeNamed } from '../../../src/metadata/index.js';

/** An object as the wire has it. */
export type Json = Readonly<Record<string, unknown>>;

/** The schema as the oracle sees it: what kind of property, not how it is read. */
export type Property = MetadataType['properties'] extends ReadonlyMap<string, infer P> ? P : never;
type Link = Extract<Property, { readonly to: string }>;

/** Every object of every type, read once with `fields=:all`: references in it are followed by their ids. */
export class World {
  readonly #objects = new Map<string, ReadonlyMap<string, Json>>();

  static async read(get: (path: string) => Promise<Json>): Promise<World> {
    const world = new World();
    for (const type of STANDALONE_TYPES) {
      const answer = await get(`/api/${type.plural}?paging=false&fields=:all`);
      const list = answer[type.plural] as readonly Json[];
      world.#objects.set(type.name, new Map(list.map((object) => [String(object.id), object])));
    }
    return world;
  }

  all(type: MetadataType): readonly Json[] {
    return [...(this.#objects.get(type.name)?.values() ?? [])];
  }

  /** What stands behind a link of `object`, complete. Parts without uids stand in the object itself. */
  behind(object: Json, name: string, link: Link): readonly Json[] {
    const value = object[name];
    if (value === undefined) return [];
    const stubs = (Array.isArray(value) ? value : [value]) as readonly Json[];
    const known = this.#objects.get(link.to);
    return stubs.map((stub) => known?.get(String(stub.id)) ?? stub);
  }
}

export const isLink = (property: Property): property is Link => 'to' in property;

export const isList = (property: Property): boolean =>
  property.kind === 'children' ||
  property.kind === 'derivedRows' ||
  property.kind === 'values' ||
  (property.kind === 'members' && property.single !== true);

/** Parts that come with the object whole. */
export const isPart = (property: Property): boolean =>
  property.kind === 'embedded' || ('embedded' in property && property.embedded === true);

export const isComplex = (property: Property): boolean =>
  (property.kind === 'value' || property.kind === 'computed') && property.type === 'COMPLEX';

export const isSimple = (property: Property): boolean =>
  property.kind === 'periodType' ||
  ((property.kind === 'value' || property.kind === 'computed') && !isComplex(property));

/** What a reader may ask for and finds in `:all`. */
export function visible(type: MetadataType): readonly (readonly [string, Property])[] {
  return [...type.properties].filter(
    ([, property]) => property.hidden !== true && !(property.kind === 'value' && property.secret === true),
  );
}

export const propertyOf = (type: MetadataType, name: string): Property | undefined =>
  visible(type).find(([known]) => known === name)?.[1];

export { type MetadataType, typeNamed };
