import { type RawBuilder, sql } from 'kysely';
import type { Field, FieldSelection, Transformer } from '../../http/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import type { Property, ValuesProperty } from '../model/property.js';
import type { ReadContext } from '../model/read-context.js';
import { isCollection, isLink, type LinkProperty, typeNamed } from '../model/registry.js';
import type { MetadataType } from '../model/type.js';
import { shown } from './expressions.js';
import { pickedMembers } from './json-members.js';
import { linkedRows } from './links.js';
import { preset, properties, selected } from './selection.js';
import { type Shape, transformed } from './transformers.js';

/** PostgreSQL cuts longer names. */
const LONGEST_COLUMN = 63;

/** Turns a selection into the expressions of one statement. One for each statement: it numbers the aliases. */
export class Projector {
  readonly #context: ReadContext;
  #aliases = 0;

  constructor(context: ReadContext) {
    this.#context = context;
  }

  alias(): string {
    this.#aliases += 1;
    return `t${this.#aliases}`;
  }

  /** The row `alias` of `type` as a JSON object with the selected properties. */
  object(type: MetadataType, selection: FieldSelection, alias: string): RawBuilder<unknown> {
    const row = this.alias();
    return sql`(select row_to_json(${sql.ref(row)}) from (select ${this.#columns(type, selection, alias)}) as ${sql.ref(row)})`;
  }

  /** `expression as "name"` for each selected property. */
  #columns(type: MetadataType, selection: FieldSelection, alias: string): RawBuilder<unknown> {
    const columns = new Map<string, RawBuilder<unknown>>();
    for (const [name, field] of selected(type, selection)) {
      const property = type.properties.get(name);
      if (!property) throw new Error(`${type.name} has no property ${name}.`);
      const shownAs = memberName(name, field);
      columns.set(shownAs, sql`${this.#value(type, property, field, alias)} as ${sql.id(shownAs)}`);
    }
    return columns.size === 0 ? sql`` : sql.join([...columns.values()]);
  }

  #value(type: MetadataType, property: Property, field: Field, alias: string): RawBuilder<unknown> {
    const transformers = field.transformers.filter((transformer) => transformer.name !== 'rename');
    if (!isLink(property)) {
      const { expression, shape } = this.#plain(type, property, field, alias);
      return transformed(expression, shape, transformers);
    }
    const [first] = transformers;
    if (isCollection(property) && first?.name === 'size') {
      const rows = linkedRows(property, type, alias, this.alias());
      return transformed(sql`(select count(*) ${rows.from})`, 'other', transformers.slice(1));
    }
    const shape = isCollection(property) ? 'list' : 'object';
    return transformed(this.#linked(type, property, nestedFor(property, field, first), alias), shape, transformers);
  }

  #plain(
    type: MetadataType,
    property: Exclude<Property, LinkProperty>,
    field: Field,
    alias: string,
  ): { readonly expression: RawBuilder<unknown>; readonly shape: Shape } {
    if (property.kind === 'values') return { expression: valueList(property, type, alias), shape: 'list' };
    const expression = shown(property, alias, this.#context);
    const complex = property.kind !== 'periodType' && property.type === 'COMPLEX';
    if (!complex) return { expression, shape: isText(property) ? 'text' : 'other' };
    return {
      expression: field.nested ? pickedMembers(expression, field.nested, () => this.alias()) : expression,
      shape: 'unknown',
    };
  }

  /** What stands behind a link: an object, or a list of them. */
  #linked(type: MetadataType, property: LinkProperty, nested: FieldSelection, alias: string): RawBuilder<unknown> {
    const child = this.alias();
    const row = this.alias();
    const { from, order } = linkedRows(property, type, alias, child);
    const columns = this.#columns(typeNamed(property.to), nested, child);
    if (!isCollection(property))
      return sql`(select row_to_json(${sql.ref(row)}) from (select ${columns} ${from} limit 1) as ${sql.ref(row)})`;
    return sql`(
      select coalesce(json_agg(row_to_json(${sql.ref(row)})), '[]')
      from (select ${columns} ${from} ${order ? sql`order by ${order}` : sql``}) as ${sql.ref(row)}
    )`;
  }
}

/** The name that a field asks for, which becomes the name of a column and therefore has bounds. */
function memberName(name: string, { transformers }: Field): string {
  const rename = transformers.findLast((transformer) => transformer.name === 'rename')?.args[0];
  if (rename === undefined) return name;
  if (Buffer.byteLength(rename) > LONGEST_COLUMN || /\p{Cc}/u.test(rename))
    throw badRequest(`\`${rename}\` cannot be the name of a property.`, { code: 'E1003' });
  return rename;
}

/** References show their identifier, parts all of themselves, unless something else was said. */
function nestedFor(property: LinkProperty, field: Field, first: Transformer | undefined): FieldSelection {
  if (field.nested) return field.nested;
  const target = typeNamed(property.to);
  const embedded = property.kind === 'embedded' || ('embedded' in property && property.embedded === true);
  const plain = embedded && target.identifiable ? preset('all') : properties(target.bare);
  if (first?.name !== 'pluck' && first?.name !== 'keyBy') return plain;
  const key = first.args[0] ?? 'id';
  return first.name === 'pluck'
    ? properties([key])
    : { ...plain, named: new Map([...plain.named, [key, { transformers: [] }]]) };
}

function valueList(property: ValuesProperty, type: MetadataType, alias: string): RawBuilder<unknown> {
  const column = sql.id(property.column);
  return sql`(
    select coalesce(json_agg(entry.${column} order by entry.${property.sort === undefined ? column : sql.id(property.sort)}), '[]')
    from ${sql.table(property.table)} as entry
    where entry.${sql.id(property.own)} = ${sql.ref(`${alias}.${type.key}`)}
  )`;
}

const isText = (property: Property): boolean =>
  property.kind === 'periodType' ||
  ((property.kind === 'value' || property.kind === 'computed') &&
    !['INTEGER', 'NUMBER', 'BOOLEAN'].includes(property.type));
