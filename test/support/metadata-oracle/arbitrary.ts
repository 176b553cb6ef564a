import fc from 'fast-check';
import type { NamedField, Selection } from './fields.js';
import type { Condition } from './filters.js';
import type { Term } from './order.js';
import {
  isComplex,
  isLink,
  isList,
  isSimple,
  type Json,
  type MetadataType,
  type Property,
  propertyOf,
  typeNamed,
  visible,
  type World,
} from './world.js';

/** A request as it was made up. */
export interface Question {
  readonly selection: Selection;
  readonly conditions: readonly Condition[];
  readonly junction: 'AND' | 'OR';
  readonly terms: readonly Term[];
  readonly page: { readonly number: number; readonly size: number } | undefined;
}

const PRESETS = ['all', 'owner', 'persisted', 'simple', 'identifiable', 'nameable', 'id', 'code', 'idName', 'nonsense'];
const SMALL_PRESETS = ['identifiable', 'nameable', 'id', 'idName'];
const TRANSFORMERS = ['size', 'isEmpty', 'isNotEmpty', 'pluck', 'keyBy', 'rename', 'nonsense'];
const MEMBERS = ['id', 'name', 'locale', 'property', 'color', 'deep', 'a', 'public', 'read', 'code', 'level'];

/** Any `fields` for a type; deeper selections ask for little, because the answer grows with their product. */
function selectionOf(type: MetadataType, depth: number): fc.Arbitrary<Selection> {
  const names = [...visible(type).map(([name]) => name), 'nonsense'];
  const presets = depth === 0 ? PRESETS : SMALL_PRESETS;
  return fc.record({
    presets: fc.oneof(
      { weight: 2, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...presets), { minLength: 1, maxLength: 2 }) },
    ),
    dropped: fc.oneof(
      { weight: 3, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 }) },
    ),
    named: fc
      .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
      .chain((chosen) => fc.tuple(...chosen.map((name) => fieldOf(type, name, depth)))),
  });
}

function fieldOf(type: MetadataType, name: string, depth: number): fc.Arbitrary<NamedField> {
  const property = propertyOf(type, name);
  const nested: fc.Arbitrary<Selection | undefined> =
    property && isLink(property) && depth < 2
      ? fc.option(
          fc.constant(property.to).chain((to) => selectionOf(typeNamed(to), depth + 1)),
          { nil: undefined },
        )
      : property && isComplex(property)
        ? fc.option(jsonSelection(), { nil: undefined })
        : fc.constant(undefined);
  const transformer = fc
    .constantFrom(...TRANSFORMERS)
    .chain((how) =>
      how === 'rename'
        ? fc.record({ name: fc.constant(how), arg: fc.constant(`${name}Renamed`) })
        : fc.record({ name: fc.constant(how), arg: fc.option(fc.constantFrom(...MEMBERS), { nil: undefined }) }),
    );
  const transformers = fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(transformer, { minLength: 1, maxLength: 3 }) },
  );
  return fc.record({ name: fc.constant(name), nested, transformers });
}

const jsonSelection = (): fc.Arbitrary<Selection> =>
  fc.record({
    presets: fc.constantFrom<string[]>([], ['all'], ['idName']),
    dropped: fc.uniqueArray(fc.constantFrom(...MEMBERS), { maxLength: 2 }),
    named: fc
      .uniqueArray(fc.constantFrom(...MEMBERS), { maxLength: 3 })
      .map((names) => names.map((name): NamedField => ({ name, transformers: [] }))),
  });

const EQUAL = ['eq', '!eq', 'neq', 'ne', 'in', '!in', 'gt', 'gte', 'ge', 'lt', 'lte', 'le'];
const LETTERS = [
  ...[
    'ieq',
    'like',
    '!like',
    '$like',
    '!$like',
    'like$',
    '!like$',
    'ilike',
    '!ilike',
    '$ilike',
    'startsWith',
    '!$ilike',
  ],
  ...['ilike$', 'endsWith', '!ilike$', 'token', '!token'],
];
const NONE = ['null', '!null', 'empty', '!empty'];
const SIZES = ['eq', '!eq', 'ne', 'gt', 'gte', 'ge', 'lt', 'lte', 'le'];

function operatorsFor(property: Property | undefined): readonly string[] {
  if (!property) return [...EQUAL, ...LETTERS, ...NONE];
  if (isComplex(property) || property.kind === 'embedded') return NONE;
  if (isList(property) && property.kind !== 'values') return [...SIZES, ...NONE];
  return [...EQUAL, ...LETTERS, ...NONE];
}

/** Paths of a type: its own properties, and those behind links, a few steps deep. */
function pathOf(type: MetadataType, attributes: readonly string[], depth: number): fc.Arbitrary<readonly string[]> {
  const own = visible(type).map(([name]) => name);
  const extra = [
    ...(type.properties.has('id') ? ['identifiable'] : []),
    ...(type.traits.has('attributes') ? attributes : []),
  ];
  return fc.constantFrom(...own, ...extra).chain((name) => {
    const property = propertyOf(type, name);
    if (!property || !isLink(property) || depth === 2) return fc.constant([name]);
    return fc.oneof(
      fc.constant([name]),
      pathOf(typeNamed(property.to), attributes, depth + 1).map((rest) => [name, ...rest]),
    );
  });
}

/** Values come from the objects themselves, whole or in part, so that conditions decide something. */
function conditionOf(world: World, type: MetadataType, attributes: readonly string[]): fc.Arbitrary<Condition> {
  return pathOf(type, attributes, 0).chain((path) => {
    const last = leafOf(type, path);
    return fc
      .record({
        operator: fc.constantFrom(...operatorsFor(last)),
        which: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
        cut: fc.constantFrom('whole', 'start', 'end', 'upper'),
      })
      .map(({ operator, which, cut }) => {
        const values = which.map((seed) => valueAt(world, type, path, seed, last));
        // Plain values are compared one by one, but by their number where one is greater.
        if (last?.kind === 'values' && /^[gl][te]/.test(operator))
          return { path, operator, value: String((which[0] ?? 0) % 4) };
        const inList = /in$/.test(operator);
        const letters = LETTERS.includes(operator);
        const value = inList ? `[${values.join(',')}]` : letters ? part(values[0] ?? '', cut) : (values[0] ?? '');
        return { path, operator, value: NONE.includes(operator) ? '' : value };
      });
  });
}

function leafOf(type: MetadataType, path: readonly string[]): Property | undefined {
  const [name = '', ...rest] = path;
  const property = propertyOf(type, name);
  return rest.length > 0 && property && isLink(property) ? leafOf(typeNamed(property.to), rest) : property;
}

function valueAt(
  world: World,
  type: MetadataType,
  path: readonly string[],
  seed: number,
  leaf: Property | undefined,
): string {
  let [row, at]: [Json | undefined, MetadataType] = [pick(world.all(type), seed), type];
  for (const name of path.slice(0, -1)) {
    const property = propertyOf(at, name);
    if (!property || !isLink(property) || !row) break;
    row = pick(world.behind(row, name, property), seed);
    at = typeNamed(property.to);
  }
  const name = path.at(-1) ?? '';
  const found = row?.[name === 'identifiable' ? 'name' : name];
  if (leaf && isList(leaf) && leaf.kind !== 'values') return String(seed % 4);
  const value = Array.isArray(found) ? found[0] : ((found as Json | undefined)?.id ?? found);
  return clean(value === undefined ? fallback(leaf, seed) : String(value));
}

const pick = <T>(list: readonly T[], seed: number): T | undefined => list[seed % Math.max(1, list.length)];

function fallback(property: Property | undefined, seed: number): string {
  const type = property && 'type' in property ? property.type : 'TEXT';
  const known = property?.kind === 'value' ? property.constants : undefined;
  if (known) return pick(known, seed) ?? '';
  if (type === 'INTEGER' || type === 'NUMBER') return String(seed % 100);
  if (type === 'BOOLEAN') return String(seed % 2 === 0);
  return type === 'DAY' || type === 'DATE' ? '2021-02-03' : 'Note';
}

/** Commas and brackets separate filters, and what surrounds a filter is cut. */
const clean = (text: string): string => text.replace(/[,[\]]/g, ' ').trim();

function part(text: string, cut: string): string {
  if (cut === 'upper') return text.toUpperCase();
  const some = cut === 'start' ? text.slice(0, 5) : cut === 'end' ? text.slice(-4) : text;
  return some.trim();
}

const isDeep = ({ named }: Selection): boolean => named.some(({ nested }) => nested !== undefined);

/** Any list request for a type. */
export function questionOf(world: World, type: MetadataType, attributes: readonly string[]): fc.Arbitrary<Question> {
  const sortable = visible(type).filter(([, property]) => isSimple(property));
  return fc
    .record({
      selection: selectionOf(type, 0),
      conditions: fc.array(conditionOf(world, type, attributes), { maxLength: 3 }),
      junction: fc.constantFrom('AND' as const, 'OR' as const),
      terms: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom(...sortable.map(([name]) => name), 'nonsense'),
          direction: fc.constantFrom('asc', 'desc', 'iasc', 'idesc'),
        }),
        { maxLength: 3, selector: ({ name }) => name },
      ),
      page: fc.option(fc.record({ number: fc.integer({ min: 1, max: 4 }), size: fc.integer({ min: 1, max: 12 }) }), {
        nil: undefined,
      }),
    })
    .map((question) =>
      isDeep(question.selection) && !question.page ? { ...question, page: { number: 1, size: 12 } } : question,
    );
}

/** The query that asks it. */
export function queryOf({ selection, conditions, junction, terms, page }: Question): string {
  const query = new URLSearchParams({ fields: fieldsText(selection), rootJunction: junction });
  for (const { path, operator, value } of conditions)
    query.append(
      'filter',
      NONE.includes(operator) ? `${path.join('.')}:${operator}` : `${path.join('.')}:${operator}:${value}`,
    );
  if (terms.length > 0) query.append('order', terms.map(({ name, direction }) => `${name}:${direction}`).join(','));
  if (page) {
    query.append('page', String(page.number));
    query.append('pageSize', String(page.size));
  } else query.append('paging', 'false');
  return query.toString();
}

/** The `fields` that asks for a selection. */
export function fieldsText({ presets, dropped, named }: Selection): string {
  return [
    ...presets.map((name) => (name === 'all' ? '*' : `:${name}`)),
    ...named.map(
      ({ name, nested, transformers }) =>
        `${name}${nested ? `[${fieldsText(nested)}]` : ''}${transformers.map((how) => `~${how.name}${how.arg === undefined ? '' : `(${how.arg})`}`).join('')}`,
    ),
    ...dropped.map((name) => `!${name}`),
  ].join(',');
}
