import type { Db } from '../../../database/index.js';
import { type IdScheme, isUidScheme, uidsOf } from '../../imports/index.js';
import { schemeOf } from '../answers/id-schemes.js';
import type { AnalyticsParameters } from './parameters.js';
import { type DimensionParameter, parseDimensions } from './parse.js';

const COMBO_TABLES = ['categoryoptioncombo'];
const DIMENSION_TABLES = ['dataelementgroupset', 'orgunitgroupset', 'category', 'categoryoptiongroupset'];
/** Where the items of a dimension stand, the likeliest first; those of group sets and categories when it is none of these. */
const ITEM_TABLES: Readonly<Record<string, readonly string[]>> = {
  dx: [
    'dataelement',
    'indicator',
    'programindicator',
    'dataset',
    'program',
    'validationrule',
    'trackedentityattribute',
    ...COMBO_TABLES,
  ],
  ou: ['organisationunit'],
  co: COMBO_TABLES,
  ao: COMBO_TABLES,
};
const MEMBER_TABLES = ['dataelementgroup', 'orgunitgroup', 'categoryoption', 'categoryoptiongroup'];
/** Items that name what they collect. */
const PREFIX_TABLES: Readonly<Record<string, string>> = {
  'DE_GROUP-': 'dataelementgroup',
  'IN_GROUP-': 'indicatorgroup',
  'OU_GROUP-': 'orgunitgroup',
  'DS-': 'dataset',
  'PR-': 'program',
};

/**
 * The parameters with uids in `dimension` and `filter` in place of the names that `inputIdScheme` gives the objects. What the scheme does not name, such as
 * `LEVEL-2`, `USER_ORGUNIT` or a period, stays as it is (contract: analytics-query.md §2).
 *
 * @throws OrderlyError 400 when there is no such scheme
 */
export async function withUids(db: Db, parameters: AnalyticsParameters): Promise<AnalyticsParameters> {
  const scheme = schemeOf('inputIdScheme', parameters.inputIdScheme);
  if (isUidScheme(scheme)) return parameters;
  const translate = async (texts: readonly string[]): Promise<string[]> => {
    const found: string[] = [];
    for (const dimension of parseDimensions(texts)) found.push(await translated(db, scheme, dimension));
    return found;
  };
  return {
    ...parameters,
    dimension: await translate(parameters.dimension),
    filter: await translate(parameters.filter),
    ...(parameters.userOrgUnit !== undefined && {
      userOrgUnit: (await itemUids(db, scheme, 'ou', parameters.userOrgUnit.split(';'))).join(';'),
    }),
  };
}

async function translated(db: Db, scheme: IdScheme, { name, items }: DimensionParameter): Promise<string> {
  if (name === 'pe') return written(name, items);
  const isFixed = Object.hasOwn(ITEM_TABLES, name);
  const uid = isFixed ? name : ((await uidsOf(db, DIMENSION_TABLES, scheme, [name])).get(name) ?? name);
  return written(uid, await itemUids(db, scheme, name, items));
}

const written = (name: string, items: readonly string[]): string =>
  items.length === 0 ? name : `${name}:${items.join(';')}`;

/** Uids of items, whole or part by part, e.g. both of `element.combo`, or of what stands behind a prefix. */
async function itemUids(
  db: Db,
  scheme: IdScheme,
  dimension: string,
  items: readonly string[],
): Promise<readonly string[]> {
  const tables = ITEM_TABLES[dimension] ?? MEMBER_TABLES;
  const prefixed = new Map<string, string>();
  for (const [prefix, table] of Object.entries(PREFIX_TABLES)) {
    const names = items.filter((item) => item.startsWith(prefix)).map((item) => item.slice(prefix.length));
    for (const [name, uid] of await uidsOf(db, [table], scheme, names))
      prefixed.set(`${prefix}${name}`, `${prefix}${uid}`);
  }
  const whole = await uidsOf(db, tables, scheme, items);
  const parts = items.filter((item) => !whole.has(item) && item.includes('.')).flatMap((item) => item.split('.'));
  const byPart = await uidsOf(db, tables, scheme, [...new Set(parts)]);
  return items.map((item) => {
    const found = prefixed.get(item) ?? whole.get(item);
    if (found !== undefined) return found;
    return item
      .split('.')
      .map((part) => byPart.get(part) ?? part)
      .join('.');
  });
}
