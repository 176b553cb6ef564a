import { type RawBuilder, sql } from 'kysely';
import { isUid } from '../../kernel/uid.js';
import type { Property, ValueType } from '../model/property.js';
import type { ReadContext } from '../model/read-context.js';
import { isCollection, isLink, type LinkProperty, typeNamed } from '../model/registry.js';
import type { MetadataType } from '../model/type.js';
import { compared, type ScalarProperty, TEXTUAL, wireDate } from './expressions.js';
import { badFilter, type Filter, type FilterOperator, listOf } from './filter-parser.js';
import { comparable } from './filter-values.js';
import { linkedRows } from './links.js';
import { isSecret } from './selection.js';

const IDENTIFIABLE = ['id', 'code', 'name', 'shortName'];

/** Turns filters into conditions on the row `alias` of `type`. Every value is bound. */
export class FilterCompiler {
  readonly #context: ReadContext;
  readonly #nextAlias: () => string;

  constructor(context: ReadContext, nextAlias: () => string) {
    this.#context = context;
    this.#nextAlias = nextAlias;
  }

  all(type: MetadataType, alias: string, filters: readonly Filter[], junction: 'AND' | 'OR'): RawBuilder<boolean> {
    if (filters.length === 0) return sql`true`;
    // A condition that is null, because there is no value, counts as false; nothing here negates it, so that indexes stay of use.
    const conditions = filters.map((filter) => this.#condition(type, alias, filter.path, filter));
    return sql`(${sql.join(conditions, junction === 'AND' ? sql` and ` : sql` or `)})`;
  }

  #condition(type: MetadataType, alias: string, path: readonly string[], filter: Filter): RawBuilder<boolean> {
    const [name = '', ...rest] = path;
    const property = type.properties.get(name);
    if (!property || isSecret(property)) {
      if (rest.length > 0) throw unknown(filter);
      return this.#unnamed(type, alias, name, filter);
    }
    if (rest.length > 0) {
      if (!isLink(property))
        throw badFilter(
          'Simple type was found before finished parsing path expression, please check your path string.',
        );
      return this.#through(type, property, alias, rest, filter);
    }
    if (property.kind === 'values') return this.#values(type, property, alias, filter);
    if (isLink(property)) return this.#linked(type, property, alias, filter);
    const valueType = property.kind === 'periodType' ? 'TEXT' : property.type;
    return compare(
      valueType === 'DATE' ? this.#moment(property, alias) : compared(property, alias, this.#context),
      valueType,
      filter,
      property.kind === 'value' ? property.constants : undefined,
    );
  }

  /** As exact as it is shown, so that a moment that was read finds its object again. */
  #moment(property: ScalarProperty, alias: string): RawBuilder<unknown> {
    return sql`date_trunc('milliseconds', ${compared(property, alias, this.#context)})`;
  }

  /** A name that is no property: `identifiable`, or the uid of an attribute. */
  #unnamed(type: MetadataType, alias: string, name: string, filter: Filter): RawBuilder<boolean> {
    if (name === 'identifiable') {
      const known = IDENTIFIABLE.filter((property) => type.properties.has(property));
      if (known.length === 0) throw unknown(filter);
      return sql`(${sql.join(
        known.map((property) => this.#condition(type, alias, [property], filter)),
        sql` or `,
      )})`;
    }
    if (!isUid(name) || !type.traits.has('attributes')) throw unknown(filter);
    return compare(sql`(${sql.ref(`${alias}.attributevalues`)} -> ${name}::text ->> 'value')`, 'TEXT', filter);
  }

  /** A path that goes on behind a link: one of the rows there has to comply; `null` means that none has a value. */
  #through(
    type: MetadataType,
    property: LinkProperty,
    alias: string,
    rest: readonly string[],
    filter: Filter,
  ): RawBuilder<boolean> {
    const child = this.#nextAlias();
    const { from } = linkedRows(property, type, alias, child);
    const { operator } = filter;
    if (operator.kind === 'null' && !operator.negated) {
      const some: Filter = { ...filter, operator: { kind: 'null', negated: true } };
      return sql`not exists (select ${from} and ${this.#condition(typeNamed(property.to), child, rest, some)})`;
    }
    return sql`exists (select ${from} and ${this.#condition(typeNamed(property.to), child, rest, filter)})`;
  }

  /** A link itself: lists are compared by their size, references by the identifier of what they refer to. */
  #linked(type: MetadataType, property: LinkProperty, alias: string, filter: Filter): RawBuilder<boolean> {
    const child = this.#nextAlias();
    const { from } = linkedRows(property, type, alias, child);
    if (filter.operator.kind === 'null')
      return filter.operator.negated ? sql`exists (select ${from})` : sql`not exists (select ${from})`;
    if (isCollection(property)) return compareSize(sql`(select count(*) ${from})`, filter);
    const target = typeNamed(property.to);
    if (!target.properties.has('id')) throw unknown(filter);
    return this.#through(type, property, alias, ['id'], filter);
  }

  #values(
    type: MetadataType,
    property: Extract<Property, { readonly kind: 'values' }>,
    alias: string,
    filter: Filter,
  ): RawBuilder<boolean> {
    const child = this.#nextAlias();
    const from = sql`from ${sql.table(property.table)} as ${sql.ref(child)}
      where ${sql.ref(`${child}.${property.own}`)} = ${sql.ref(`${alias}.${type.key}`)}`;
    if (filter.operator.kind === 'null')
      return filter.operator.negated ? sql`exists (select ${from})` : sql`not exists (select ${from})`;
    if (filter.operator.kind === 'compare') return compareSize(sql`(select count(*) ${from})`, filter);
    const value = sql.ref(`${child}.${property.column}`);
    return sql`exists (select ${from} and ${compare(value, property.type, filter, property.constants)})`;
  }
}

const unknown = (filter: Filter) => badFilter(`Unknown path property: ${filter.path.join('.')}`);

function compareSize(size: RawBuilder<unknown>, { operator, value = '' }: Filter): RawBuilder<boolean> {
  const wanted = Number(value);
  if (!/^\d{1,9}$/.test(value)) throw badFilter(`Collection size must be integer \`${value}\``);
  if (operator.kind === 'compare') return sql`${size} ${sql.raw(operator.sign)} ${wanted}`;
  if (operator.kind === 'equal') return sql`${size} ${operator.negated ? sql`<>` : sql`=`} ${wanted}`;
  throw badFilter('A collection can be compared by its size or with null and empty only.');
}

/** One value against one filter; null where there is no value, which no comparison accepts. */
function compare(
  value: RawBuilder<unknown>,
  type: ValueType,
  { operator, value: text = '' }: Filter,
  constants?: readonly string[],
): RawBuilder<boolean> {
  if (type === 'COMPLEX' && operator.kind !== 'null') throw badFilter(`Unable to parse \`${text}\` to \`Object\`.`);
  const asText = (): RawBuilder<unknown> => textOf(value, type);
  const cast = castOf(type);
  switch (operator.kind) {
    case 'null':
      return operator.negated ? sql`${value} is not null` : sql`${value} is null`;
    case 'equal': {
      const sign = operator.negated ? sql`<>` : sql`=`;
      if (operator.ignoreCase) return sql`lower(${asText()}) ${sign} lower(${text})`;
      return sql`${value} ${sign} ${comparable(type, text, constants)}${cast}`;
    }
    case 'compare': {
      const collation = TEXTUAL.has(type) ? sql` collate "C"` : sql``;
      return sql`${value} ${sql.raw(operator.sign)} ${comparable(type, text, constants)}${cast}${collation}`;
    }
    case 'in': {
      const values = listOf(text).map((item) => comparable(type, item, constants));
      const list = sql`${values}${cast}[]`;
      return operator.negated ? sql`${value} <> all (${list})` : sql`${value} = any (${list})`;
    }
    case 'like':
      return likeCondition(asText(), operator, text);
    case 'token': {
      const words = text.split(/\s+/).filter((word) => word !== '');
      // The empty pattern is for values without words: like every other it holds for whatever is there, and only for that.
      const patterns = ['', ...words.map(startsWord)].map((pattern) => sql`${asText()} ~* ${pattern}`);
      const match = sql<boolean>`(${sql.join(patterns, sql` and `)})`;
      return operator.negated ? sql`not ${match}` : match;
    }
  }
}

/** The value as it is sent, for operators that look at its letters. */
function textOf(value: RawBuilder<unknown>, type: ValueType): RawBuilder<unknown> {
  if (TEXTUAL.has(type)) return value;
  return type === 'DAY' || type === 'DATE' ? wireDate(value) : sql`(${value})::text`;
}

function likeCondition(
  value: RawBuilder<unknown>,
  { ignoreCase, negated, at }: Extract<FilterOperator, { readonly kind: 'like' }>,
  text: string,
): RawBuilder<boolean> {
  const escaped = text.replace(/[\\%_]/g, '\\$&');
  const pattern = `${at === 'start' ? '' : '%'}${escaped}${at === 'end' ? '' : '%'}`;
  return sql`${value} ${negated ? sql`not ` : sql``}${ignoreCase ? sql`ilike` : sql`like`} ${pattern}`;
}

/** A regular expression for a word that begins with `word`, whatever characters it has. */
const startsWord = (word: string): string => `(^|[^[:alnum:]])${word.replace(/[^\p{L}\p{N}]/gu, '\\$&')}`;

function castOf(type: ValueType): RawBuilder<unknown> {
  switch (type) {
    case 'INTEGER':
      return sql`::bigint`;
    case 'NUMBER':
      return sql`::double precision`;
    case 'BOOLEAN':
      return sql`::boolean`;
    case 'DAY':
    case 'DATE':
      return sql`::timestamp`;
    default:
      return sql`::text`;
  }
}
