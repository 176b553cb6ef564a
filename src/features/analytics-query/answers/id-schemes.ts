import type { Db } from '../../../database/index.js';
import { badRequest } from '../../../kernel/errors/index.js';
import { type IdScheme, isUidScheme, namesOf, parseIdScheme } from '../../imports/index.js';
import type { Item } from '../query.js';
import type { AnalyticsParameters } from '../request/parameters.js';

/** Kinds of items that a request can name by schemes of their own. */
export type ItemKind = 'element' | 'data' | 'unit' | 'other';

export type OutputSchemes = Readonly<Record<ItemKind, IdScheme>>;

const ATTRIBUTE = /^ATTRIBUTE:[a-zA-Z][a-zA-Z0-9]{10}$/i;
const WORDS = ['UID', 'ID', 'UUID', 'CODE', 'NAME'];
/** Inside the database objects have numbers and uids, and no other names: whoever asks for one of these gets the uid. */
const SAME_AS_UID = new Set(['ID', 'UUID']);

/**
 * A scheme of a parameter (contract: analytics-query.md §2).
 *
 * @throws OrderlyError 400 when the text is none
 */
export function schemeOf(parameter: string, text: string): IdScheme {
  const word = text.toUpperCase();
  if (!WORDS.includes(word) && !ATTRIBUTE.test(text)) {
    throw badRequest(
      `Value '${text}' is not valid for parameter ${parameter}. Valid values are: [${WORDS.join(', ')}, ATTRIBUTE:{uid of an attribute}]`,
    );
  }
  return parseIdScheme(SAME_AS_UID.has(word) ? 'UID' : text);
}

/** By what the items of an answer are called; the scheme of a kind goes before the one for all. */
export function outputSchemes(parameters: Pick<AnalyticsParameters, SchemeParameter>): OutputSchemes {
  const own = (name: SchemeParameter, otherwise: IdScheme): IdScheme => {
    const text = parameters[name];
    return text === undefined || text === '' ? otherwise : schemeOf(name, text);
  };
  const other = own('outputIdScheme', parseIdScheme('UID'));
  const data = own('outputDataItemIdScheme', other);
  return {
    other,
    data,
    element: own('outputDataElementIdScheme', data),
    unit: own('outputOrgUnitIdScheme', other),
  };
}

/** Uids for everything. */
export const UIDS: OutputSchemes = {
  other: parseIdScheme('UID'),
  data: parseIdScheme('UID'),
  element: parseIdScheme('UID'),
  unit: parseIdScheme('UID'),
};

type SchemeParameter = Extract<keyof AnalyticsParameters, `output${string}`>;

/** Where the attributes of items stand. */
const TABLES: Readonly<Record<ItemKind, readonly string[]>> = {
  element: ['dataelement', 'categoryoptioncombo'],
  data: [
    'indicator',
    'programindicator',
    'dataset',
    'program',
    'dataelement',
    'trackedentityattribute',
    'validationrule',
    'categoryoptioncombo',
  ],
  unit: ['organisationunit'],
  other: [
    'categoryoptioncombo',
    'categoryoption',
    'categoryoptiongroup',
    'dataelementgroup',
    'orgunitgroup',
    'organisationunit',
  ],
};

/**
 * What a scheme calls items, by uid; those that it has no name for are left out. Codes and names come with the items, the values of attributes are read; of items with
 * several parts, such as operands, each part must have one.
 */
export async function writtenAs(
  db: Db,
  kind: ItemKind,
  scheme: IdScheme,
  items: readonly Item[],
): Promise<ReadonlyMap<string, string>> {
  if (isUidScheme(scheme)) return new Map();
  if ('property' in scheme) {
    const property = scheme.property === 'code' ? 'code' : 'name';
    return new Map(items.flatMap((item) => (item[property] ? [[item.uid, item[property]] as const] : [])));
  }
  const partsOf = (uid: string): readonly string[] => uid.split('.');
  const values = await namesOf(db, TABLES[kind], scheme, [...new Set(items.flatMap(({ uid }) => partsOf(uid)))]);
  return new Map(
    items.flatMap(({ uid }) => {
      const parts = partsOf(uid).map((part) => values.get(part) ?? (part === '*' ? part : undefined));
      return parts.every((part) => part !== undefined) ? [[uid, parts.join('.')] as const] : [];
    }),
  );
}
