import type { Field, FieldSelection } from '../../../http/index.js';
import { isCollection, isLink, type MetadataType, properties, typeNamed } from '../../../metadata/index.js';
import type { GistField } from './fields.js';

type Row = Readonly<Record<string, unknown>>;

/** Writes addresses: relative to the API, or whole. */
export type Address = (path: string) => string;

/** What has to be read for the members: links by the ids of what they lead to, or as a number. */
export function readSelection(fields: readonly GistField[]): FieldSelection {
  const named = new Map<string, Field>([['id', { transformers: [] }]]);
  for (const field of fields) named.set(field.name, readField(field));
  return { presets: new Set(), dropped: new Set(), named };
}

const COUNTED = ['size', 'isEmpty', 'isNotEmpty', 'linked'];

function readField({ property, form, nested }: GistField): Field {
  if (!isLink(property)) return { nested, transformers: [] };
  if (isCollection(property) && COUNTED.includes(form.kind)) return { transformers: [{ name: 'size', args: [] }] };
  const wanted = form.kind === 'pluck' ? properties([form.name]) : (nested ?? properties([]));
  return { nested: withId(wanted), transformers: [] };
}

const withId = (selection: FieldSelection): FieldSelection => ({
  ...selection,
  named: new Map([...selection.named, ['id', { transformers: [] }]]),
});

/** An object as the request wants it; with the addresses of what is shown shortened. */
export function shaped(type: MetadataType, fields: readonly GistField[], row: Row, address: Address): Row {
  const item: Record<string, unknown> = {};
  const endpoints: Record<string, string> = {};
  for (const field of fields) {
    const { shownAs } = field;
    const value = memberOf(field, row[field.name]);
    if (value !== undefined) item[shownAs] = value;
    const path = pathOf(type, field, row);
    if (path !== undefined) endpoints[shownAs] = address(path);
  }
  return { ...item, ...(Object.keys(endpoints).length > 0 && { apiEndpoints: endpoints }) };
}

function memberOf({ property, form }: GistField, raw: unknown): unknown {
  if (!isLink(property) || form.kind === 'plain') return raw ?? undefined;
  const linked = Array.isArray(raw) ? (raw as readonly Row[]) : raw ? [raw as Row] : [];
  const count = typeof raw === 'number' ? raw : linked.length;
  const collection = isCollection(property);
  switch (form.kind) {
    case 'linked':
      return undefined;
    case 'size':
      return count;
    case 'isEmpty':
      return count === 0;
    case 'isNotEmpty':
      return count > 0;
    case 'member':
      return linked.some(({ id }) => id === form.id);
    case 'notMember':
      return !linked.some(({ id }) => id === form.id);
    case 'ids':
      return collection ? linked.map(({ id }) => id) : linked[0]?.id;
    case 'idObjects':
      return collection ? linked.map(({ id }) => ({ id })) : linked[0] && { id: linked[0].id };
    case 'pluck':
      return collection ? linked.map((one) => one[form.name]) : linked[0]?.[form.name];
  }
}

/** Where the whole of a link is to be found; undefined where there is nothing, or no path to it. */
function pathOf(type: MetadataType, { name, property, form }: GistField, row: Row): string | undefined {
  if (!isLink(property) || form.kind === 'plain') return undefined;
  if (isCollection(property)) return `/${type.plural}/${String(row.id)}/${name}/gist`;
  const target = typeNamed(property.to);
  const id = (row[name] as Row | null | undefined)?.id;
  return id === undefined || !target.standalone ? undefined : `/${target.plural}/${String(id)}/gist`;
}
