import {
  isComplex,
  isLink,
  isList,
  type Json,
  type MetadataType,
  type Property,
  propertyOf,
  typeNamed,
  type World,
} from './world.js';

export interface Condition {
  readonly path: readonly string[];
  readonly operator: string;
  readonly value: string;
}

const SAME: Readonly<Record<string, string>> = {
  neq: '!eq',
  ne: '!eq',
  ge: 'gte',
  le: 'lte',
  startsWith: '$ilike',
  endsWith: 'ilike$',
  empty: 'null',
  '!empty': '!null',
};

/** Whether an object complies, worked out in memory by the words of http.md §8. */
export function complies(world: World, type: MetadataType, object: Json, condition: Condition): boolean {
  const operator = SAME[condition.operator] ?? condition.operator;
  return holds(world, type, object, condition.path, operator, condition.value);
}

function holds(
  world: World,
  type: MetadataType,
  object: Json,
  path: readonly string[],
  operator: string,
  value: string,
): boolean {
  const [name = '', ...rest] = path;
  const property = propertyOf(type, name);
  if (!property) return unnamed(world, type, object, name, operator, value);
  if (rest.length > 0 && isLink(property)) {
    const rows = world.behind(object, name, property);
    const target = typeNamed(property.to);
    if (operator === 'null') return !rows.some((row) => holds(world, target, row, rest, '!null', value));
    return rows.some((row) => holds(world, target, row, rest, operator, value));
  }
  const here = object[name];
  if (isList(property)) return holdsForList(property, here as readonly unknown[], operator, value);
  if (operator === 'null') return here === undefined;
  if (operator === '!null') return here !== undefined;
  if (here === undefined) return false;
  if (isComplex(property)) throw new Error('Stored JSON is not compared.');
  return isLink(property)
    ? compares('TEXT', (here as Json).id, operator, value)
    : compares(typeOf(property), here, operator, value);
}

const typeOf = (property: Property): string => ('type' in property ? property.type : 'TEXT');

function unnamed(
  world: World,
  type: MetadataType,
  object: Json,
  name: string,
  operator: string,
  value: string,
): boolean {
  if (name === 'identifiable')
    return ['id', 'code', 'name', 'shortName'].some(
      (own) => type.properties.has(own) && holds(world, type, object, [own], operator, value),
    );
  const entries = object.attributeValues as readonly {
    readonly attribute: { readonly id: string };
    readonly value: string;
  }[];
  const said = entries.find(({ attribute }) => attribute.id === name)?.value;
  if (operator === 'null' || operator === '!null') return (said === undefined) === (operator === 'null');
  return said !== undefined && compares('TEXT', said, operator, value);
}

/** Lists are compared by their size, plain values one by one too. */
function holdsForList(property: Property, list: readonly unknown[], operator: string, value: string): boolean {
  if (operator === 'null') return list.length === 0;
  if (operator === '!null') return list.length > 0;
  const bySize = isLink(property) || /^[gl]te?$/.test(operator);
  if (bySize) return compares('INTEGER', list.length, operator, value);
  return list.some((element) => compares(typeOf(property), element, operator, value));
}

function compares(type: string, here: unknown, operator: string, value: string): boolean {
  if (operator.startsWith('!')) return !compares(type, here, operator.slice(1), value);
  const text = String(here);
  const [low, lowValue] = [text.toLowerCase(), value.toLowerCase()];
  switch (operator) {
    case 'ieq':
      return low === lowValue;
    case 'like':
      return text.includes(value);
    case '$like':
      return text.startsWith(value);
    case 'like$':
      return text.endsWith(value);
    case 'ilike':
      return low.includes(lowValue);
    case '$ilike':
      return low.startsWith(lowValue);
    case 'ilike$':
      return low.endsWith(lowValue);
    case 'token':
      return value.split(/\s+/).every((word) => word === '' || startsWord(text, word));
    case 'in':
      return value !== '[]' && inside(value).some((item) => same(type, here, item));
    case 'eq':
      return same(type, here, value);
    default:
      return ordered(type, here, operator, value);
  }
}

const inside = (list: string): readonly string[] =>
  list
    .slice(1, -1)
    .split(',')
    .map((item) => item.trim());

function startsWord(text: string, word: string): boolean {
  const pattern = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`(^|[^\\p{L}\\p{N}])${pattern}`, 'iu').test(text);
}

const same = (type: string, here: unknown, value: string): boolean =>
  type === 'CONSTANT'
    ? String(here).toLowerCase() === value.toLowerCase()
    : comparable(type, String(here)) === comparable(type, value);

function ordered(type: string, here: unknown, operator: string, value: string): boolean {
  const [own, other] = [comparable(type, String(here)), comparable(type, value)];
  return { gt: own > other, gte: own >= other, lt: own < other, lte: own <= other }[operator] ?? false;
}

/** Moments in the form of the wire sort as they follow each other. */
function comparable(type: string, text: string): string | number {
  if (type === 'INTEGER' || type === 'NUMBER') return Number(text);
  if (type === 'BOOLEAN') return text.toLowerCase() === 'true' ? 1 : 0;
  return type === 'DAY' || type === 'DATE'
    ? `${text}T00:00:00.000`.slice(0, text.includes('T') ? 23 : undefined)
    : text;
}
