import {
  isComplex,
  isLink,
  isList,
  isPart,
  isSimple,
  type Json,
  type MetadataType,
  propertyOf,
  typeNamed,
  visible,
  type World,
} from './world.js';

/** A selection as it was made up, before it became text. */
export interface Selection {
  readonly presets: readonly string[];
  readonly dropped: readonly string[];
  readonly named: readonly NamedField[];
}

export interface NamedField {
  readonly name: string;
  readonly nested?: Selection | undefined;
  readonly transformers: readonly { readonly name: string; readonly arg?: string | undefined }[];
}

type Wanted = Omit<NamedField, 'name'>;

const PLAIN: Wanted = { transformers: [] };
const named = (names: readonly string[]): Selection => ({
  presets: [],
  dropped: [],
  named: names.map((name) => ({ name, transformers: [] })),
});
const preset = (name: string): Selection => ({ presets: [name], dropped: [], named: [] });

const LISTS: Readonly<Record<string, readonly string[]>> = {
  identifiable: ['id', 'name', 'code', 'created', 'lastUpdated', 'lastUpdatedBy'],
  nameable: ['id', 'name', 'shortName', 'description', 'code', 'created', 'lastUpdated'],
  id: ['id'],
  code: ['code'],
  idName: ['id', 'displayName'],
};

/** What `fields` makes of a whole object, worked out in memory by the words of http.md §7. */
export function project(world: World, type: MetadataType, object: Json, selection: Selection): Json {
  const result: Record<string, unknown> = {};
  for (const [name, wanted] of wantedOf(type, selection)) {
    const rename = wanted.transformers.findLast((transformer) => transformer.name === 'rename')?.arg;
    const value = wanted.transformers
      .filter((transformer) => transformer.name !== 'rename')
      .reduce(
        (before, { name: how, arg }) => transform(before, how, arg ?? 'id'),
        shown(world, type, object, name, wanted),
      );
    if (value !== undefined) result[rename ?? name] = value;
  }
  return result;
}

function wantedOf(type: MetadataType, { presets, dropped, named: fields }: Selection): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const name of presets.length + fields.length === 0 ? ['all'] : presets)
    for (const [property, definition] of visible(type)) {
      const owner = definition.owner;
      const taken =
        LISTS[name]?.includes(property) ??
        (name === 'all' ||
          (name === 'owner' && owner) ||
          (name === 'persisted' && (owner || definition.kind !== 'computed')) ||
          (name === 'simple' && isSimple(definition)));
      if (taken)
        wanted.set(property, name === 'owner' && isPart(definition) ? { ...PLAIN, nested: preset('owner') } : PLAIN);
    }
  for (const { name, ...field } of fields) if (propertyOf(type, name)) wanted.set(name, field);
  for (const name of dropped) wanted.delete(name);
  return wanted;
}

function shown(
  world: World,
  type: MetadataType,
  object: Json,
  name: string,
  { nested, transformers }: Wanted,
): unknown {
  const property = propertyOf(type, name);
  if (!property) return undefined;
  if (!isLink(property)) {
    const value = object[name];
    return nested && isComplex(property) ? members(value, nested) : value;
  }
  const target = typeNamed(property.to);
  const [first] = transformers.filter((transformer) => transformer.name !== 'rename');
  const plain = isPart(property) && target.identifiable ? preset('all') : named(target.bare);
  const key = first?.arg ?? 'id';
  // Without a word about what is wanted of the elements, the property that is plucked is wanted.
  const without =
    first?.name === 'pluck'
      ? named([key])
      : first?.name === 'keyBy'
        ? { ...plain, named: [...plain.named, ...named([key]).named] }
        : plain;
  const found = world.behind(object, name, property).map((row) => project(world, target, row, nested ?? without));
  return isList(property) ? found : found[0];
}

/** Members of stored JSON, which has no schema. */
function members(value: unknown, selection: Selection): unknown {
  if (Array.isArray(value)) return value.map((element) => members(element, selection));
  if (typeof value !== 'object' || value === null) return value;
  const everything =
    selection.presets.some((name) => ['all', 'owner', 'persisted'].includes(name)) ||
    (selection.presets.length === 0 && selection.named.length === 0);
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value))
    if (everything && !selection.dropped.includes(name)) result[name] = member;
  for (const { name, nested } of selection.named) {
    const member = (value as Json)[name];
    if (member !== undefined && !selection.dropped.includes(name))
      result[name] = nested ? members(member, nested) : member;
  }
  return result;
}

function transform(value: unknown, how: string, arg: string): unknown {
  if (value === undefined) return undefined;
  const length = lengthOf(value);
  if (how === 'size') return length ?? value;
  if (how === 'isEmpty') return length === undefined ? value : length === 0;
  if (how === 'isNotEmpty') return length === undefined ? value : length > 0;
  if (!Array.isArray(value)) return value;
  if (how === 'pluck')
    return value.map((element) => (element as Json | null)?.[arg]).filter((member) => member != null);
  if (how !== 'keyBy') return value;
  const groups = new Map<string, unknown[]>();
  for (const element of value) {
    const key = (element as Json | null)?.[arg];
    if (key != null) groups.set(textOf(key), [...(groups.get(textOf(key)) ?? []), element]);
  }
  return Object.fromEntries(
    [...groups].map(([key, elements]) => [key, elements.length === 1 ? elements[0] : elements]),
  );
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string' || Array.isArray(value))
    return typeof value === 'string' ? [...value].length : value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}
