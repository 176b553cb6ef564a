import { formatTimestamp } from '../../kernel/clock.js';
import { generateUid, isUid } from '../../kernel/uid.js';
import type { ValuesProperty } from '../model/property.js';
import { typeNamed } from '../model/registry.js';
import type { MetadataObject, MetadataType } from '../model/type.js';
import { sharingFrom, type WriteAccess } from './access.js';
import type { BundleObject } from './bundle.js';
import { isObject } from './bundle.js';
import { attributeValuesOf } from './check-attributes.js';
import type { KnownObjects } from './known.js';
import type { ImportOptions } from './options.js';
import { elementsOf, isEmbedded, partsIn, referenceOf } from './references.js';
import { convert } from './values.js';

/** A row by column. */
export type Row = Record<string, unknown>;

/** Everything that an object becomes: its row, the rows of its parts and the rows of the tables between. */
export interface ObjectRows {
  /** Rows of the objects, by type; those of parts hang on the keys of their owners. */
  readonly rows: Map<MetadataType, Row[]>;
  /** Rows of tables between objects. */
  readonly links: Map<string, Row[]>;
}

export interface RowContext {
  readonly known: KnownObjects;
  readonly access: WriteAccess;
  readonly options: ImportOptions;
  readonly now: Date;
  /** Keys of periods by their names. */
  readonly periods: ReadonlyMap<string, number>;
  /** The next free key. */
  readonly nextKey: () => number;
}

/** The row of an object of a payload, and with it all rows that belong to it. */
export function objectRow(object: BundleObject, context: RowContext, out: ObjectRows): Row {
  const { type, source } = object;
  const row = rowOf(type, source, object.key, context, out);
  row.uid = object.uid;
  Object.assign(row, identityColumns(object, context), object.columns);
  return row;
}

/** Columns that every object has and that a payload decides in part only. */
function identityColumns(object: BundleObject, { access, options, now, known }: RowContext): Row {
  const { type, source, stored } = object;
  const columns: Row = {};
  const time = formatTimestamp(now);
  const isNew = stored === undefined;
  columns.created = isNew ? (wireTime(source.created) ?? time) : (stored.created ?? time);
  columns.lastupdated = isNew ? (wireTime(source.lastUpdated) ?? time) : time;
  const editor = type.properties.get('lastUpdatedBy');
  if (editor?.kind === 'reference') {
    const given = isNew ? userKey(source.lastUpdatedBy, known) : undefined;
    columns[editor.column] = given ?? access.user.id;
  }
  const author = type.properties.get('createdBy');
  if (author?.kind === 'reference')
    columns[author.column] = isNew
      ? (userKey(source.createdBy ?? source.user, known) ?? access.user.id)
      : stored.author;
  if (type.traits.has('sharing') || type.traits.has('dataSharing')) {
    const before = access.sharingBefore(type, stored?.sharing);
    columns.sharing = (options.skipSharing ? undefined : sharingFrom(source.sharing, type, before)) ?? before;
  }
  if (type.traits.has('translations')) {
    const given = options.skipTranslation || !Array.isArray(source.translations) ? undefined : source.translations;
    columns.translations = given ?? stored?.translations ?? [];
  }
  if (type.traits.has('attributes')) {
    const values = [...attributeValuesOf(source.attributeValues)].map(([uid, value]) => [uid, { value }]);
    columns.attributevalues =
      stored && source.attributeValues === undefined ? (stored.attributeValues ?? {}) : Object.fromEntries(values);
  }
  return columns;
}

function wireTime(raw: unknown): string | undefined {
  const converted = convert('', { kind: 'value', type: 'DATE', column: '', owner: true }, raw);
  return 'value' in converted && typeof converted.value === 'string' ? converted.value : undefined;
}

function userKey(raw: unknown, known: KnownObjects): number | undefined {
  const reference = referenceOf(raw);
  return reference ? known.find(typeNamed('user'), { ...reference, code: undefined })?.key : undefined;
}

/** The columns of one row, with the rows that hang on it put out on the way. */
function rowOf(type: MetadataType, source: MetadataObject, key: number, context: RowContext, out: ObjectRows): Row {
  const row: Row = { [type.key]: key };
  for (const [name, property] of type.properties) {
    if (property.readOnly === true && !('fallback' in property && property.fallback !== undefined)) continue;
    const raw = property.readOnly === true ? undefined : source[name];
    switch (property.kind) {
      case 'value': {
        if (property.secret === true) break;
        const converted = convert(name, property, raw);
        const value = 'value' in converted ? converted.value : null;
        row[property.column] = value ?? property.fallback ?? null;
        break;
      }
      case 'periodType':
        row[property.column] = context.known.periodTypes.get(String(raw)) ?? null;
        break;
      case 'reference':
        row[property.column] = referenceKey(property, raw, context);
        break;
      case 'embedded':
        row[property.column] = isObject(raw) ? partRow(typeNamed(property.to), raw, context, out).key : null;
        break;
      case 'children':
        if (property.embedded) {
          partsIn(property, raw).forEach((part, index) => {
            const { row: partial } = partRow(typeNamed(property.to), part, context, out);
            partial[property.by] = key;
            if (property.sort !== undefined) partial[property.sort] ??= index + 1;
          });
        }
        break;
      case 'members':
        if (property.owner && !(property.keptWhenAbsent === true && raw === undefined))
          addLinks(property, raw, key, context, out);
        break;
      case 'values':
        // Without positions the list is a set.
        plainValues(name, property, raw).forEach((value, index) => {
          push(out.links, property.table, {
            [property.own]: key,
            [property.column]: value,
            ...(property.sort !== undefined && { [property.sort]: index }),
          });
        });
        break;
      default:
    }
  }
  return row;
}

function plainValues(name: string, property: ValuesProperty, raw: unknown): readonly unknown[] {
  const list = elementsOf(raw).flatMap((element) => {
    const converted = convert(name, { ...property, kind: 'value' }, element);
    return 'value' in converted && converted.value !== null ? [converted.value] : [];
  });
  return property.sort === undefined ? [...new Set(list)] : list;
}

/** A part of an object: a row of its own that nobody else refers to. */
function partRow(
  type: MetadataType,
  source: MetadataObject,
  context: RowContext,
  out: ObjectRows,
): { readonly key: number; readonly row: Row } {
  const key = context.nextKey();
  const row = rowOf(type, source, key, context, out);
  if (type.identifiable) {
    const time = formatTimestamp(context.now);
    row.uid = typeof source.id === 'string' && isUid(source.id) ? source.id : generateUid();
    row.created = wireTime(source.created) ?? time;
    row.lastupdated = wireTime(source.lastUpdated) ?? time;
    const editor = type.properties.get('lastUpdatedBy');
    if (editor?.kind === 'reference') row[editor.column] = context.access.user.id;
    if (type.traits.has('translations'))
      row.translations = Array.isArray(source.translations) ? source.translations : [];
  }
  push(out.rows, type, row);
  return { key, row };
}

function referenceKey(
  property: { readonly to: string; readonly fallback?: string },
  raw: unknown,
  { known, periods }: RowContext,
): number | null {
  const reference = referenceOf(raw);
  if (property.to === 'period') return periods.get(reference?.id ?? '') ?? null;
  const target = typeNamed(property.to);
  if (reference) return known.find(target, reference)?.key ?? null;
  return property.fallback === undefined ? null : (known.byUid(target, property.fallback)?.key ?? null);
}

type MembersLike = Extract<ReturnType<MetadataType['properties']['get']>, { readonly kind: 'members' }>;

function addLinks(property: MembersLike, raw: unknown, key: number, context: RowContext, out: ObjectRows): void {
  const seen = new Set<number>();
  let position = 0;
  const embedded = isEmbedded(property);
  for (const element of embedded ? partsIn(property, raw) : elementsOf(raw)) {
    const item = embedded
      ? partRow(typeNamed(property.to), element as MetadataObject, context, out).key
      : referenceKey(property, element, context);
    if (item === null || seen.has(item)) continue;
    seen.add(item);
    push(out.links, property.table, {
      [property.own]: key,
      [property.item]: item,
      ...(property.sort !== undefined && { [property.sort]: position }),
    });
    position += 1;
  }
}

/** Adds a row to a list of a map. */
export function push<K>(map: Map<K, Row[]>, key: K, row: Row): void {
  const list = map.get(key);
  if (list) list.push(row);
  else map.set(key, [row]);
}
