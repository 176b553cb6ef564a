import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued, conflict, type ErrorCode, type OrderlyError } from '../../kernel/errors/index.js';
import { isDataReadable, isReadable } from '../../metadata/index.js';
import { isViewed } from '../data-values/index.js';
import { identifier, parseIdScheme } from '../imports/index.js';
import type { ExportQuery } from './parameters.js';

/** An object that the request names. */
export interface NamedObject {
  readonly name: string;
  readonly key: number;
  readonly uid: string;
  /** Of an organisation unit. */
  readonly path: string | null;
}

/** One of the kinds of object that a request can name. */
interface Kind {
  readonly table: string;
  readonly key: string;
  /** Whether the user may know of the row `object`; what they may not is not there for them. */
  readonly known: (user: CurrentUser) => RawBuilder<boolean>;
  readonly missing: (name: string) => OrderlyError;
  /** Whether they may have its data, where that is a matter of the object itself. */
  readonly allowed?: (user: CurrentUser) => RawBuilder<boolean>;
  readonly refused?: ErrorCode;
}

const anybody = (): RawBuilder<boolean> => sql`true`;
const shared = (user: CurrentUser): RawBuilder<boolean> => isReadable('object', user);

const DATA_SET: Kind = {
  table: 'dataset',
  key: 'datasetid',
  known: shared,
  allowed: (user) => isDataReadable('object', user),
  missing: (name) => catalogued('E1105', name),
  refused: 'E2010',
};
const DATA_ELEMENT: Kind = {
  table: 'dataelement',
  key: 'dataelementid',
  known: shared,
  missing: (name) => catalogued('E1100', name),
};
const DATA_ELEMENT_GROUP: Kind = {
  table: 'dataelementgroup',
  key: 'dataelementgroupid',
  known: shared,
  missing: (name) => conflict(`Data element group not found or not accessible: \`${name}\``),
};
const UNIT: Kind = {
  table: 'organisationunit',
  key: 'organisationunitid',
  known: anybody,
  allowed: (user) => isViewed('object', user),
  missing: (name) => catalogued('E1102', name),
  refused: 'E2012',
};
const UNIT_GROUP: Kind = {
  table: 'orgunitgroup',
  key: 'orgunitgroupid',
  known: shared,
  missing: (name) => conflict(`Organisation unit group not found or not accessible: \`${name}\``),
};
const OPTION_COMBO: Kind = {
  table: 'categoryoptioncombo',
  key: 'categoryoptioncomboid',
  known: anybody,
  allowed: (user) => sql`not exists (
    ${hiddenOptionCombos(user)} and link.categoryoptioncomboid = object.categoryoptioncomboid
  )`,
  missing: (name) => catalogued('E1104', name),
  refused: 'E2011',
};

/** Option combos with an option whose data the user may not read; the default option is everybody's. */
export const hiddenOptionCombos = (user: CurrentUser): RawBuilder<unknown> => sql`
  select link.categoryoptioncomboid from categoryoptioncombos_categoryoptions as link
  join categoryoption on categoryoption.categoryoptionid = link.categoryoptionid
  where categoryoption.name <> 'default' and not ${isDataReadable('categoryoption', user)}
`;

export interface NamedObjects {
  readonly dataSets: readonly NamedObject[];
  readonly dataElements: readonly NamedObject[];
  readonly dataElementGroups: readonly NamedObject[];
  readonly units: readonly NamedObject[];
  readonly unitGroups: readonly NamedObject[];
  readonly attributeOptionCombos: readonly NamedObject[];
}

/**
 * Finds everything that the request names, with one statement for each kind of object, and checks that the user may have its data. What is not found is told: an export without a part
 * that was asked for would pass for a whole one.
 *
 * @throws OrderlyError 409 E1100, E1102, E1104, E1105 for what is not there; E2010, E2011, E2012 for what is not for the user
 */
export async function namedObjects(db: Db, query: ExportQuery, user: CurrentUser): Promise<NamedObjects> {
  const find = (kind: Kind, names: readonly string[], scheme: string | undefined) =>
    findNamed(db, kind, names, scheme ?? query.inputIdScheme, user);
  return {
    dataSets: await find(DATA_SET, query.dataSet, query.inputDataSetIdScheme),
    dataElements: await find(DATA_ELEMENT, query.dataElement, query.inputDataElementIdScheme),
    dataElementGroups: await find(DATA_ELEMENT_GROUP, query.dataElementGroup, query.inputDataElementGroupIdScheme),
    units: await find(UNIT, query.orgUnit, query.inputOrgUnitIdScheme),
    unitGroups: await find(UNIT_GROUP, query.orgUnitGroup, undefined),
    attributeOptionCombos: await find(OPTION_COMBO, query.attributeOptionCombo, undefined),
  };
}

async function findNamed(
  db: Db,
  kind: Kind,
  names: readonly string[],
  scheme: string | undefined,
  user: CurrentUser,
): Promise<readonly NamedObject[]> {
  if (names.length === 0) return [];
  const name = identifier(parseIdScheme(scheme));
  const { rows } = await sql<NamedObject & { readonly allowed: boolean }>`
    select ${name} as name, ${sql.ref(`object.${kind.key}`)} as key, object.uid, ${kind.allowed?.(user) ?? anybody()} as allowed,
      ${kind === UNIT ? sql`object.path` : sql`null`} as path
    from ${sql.table(kind.table)} as object
    where ${name} = any (${[...names]}::text[]) and ${kind.known(user)}
    order by key
  `.execute(db);
  const found = new Set(rows.map((row) => row.name));
  const missing = names.find((one) => !found.has(one));
  if (missing !== undefined) throw kind.missing(missing);
  const refused = rows.find((row) => !row.allowed);
  if (refused && kind.refused) throw catalogued(kind.refused, refused.uid);
  return rows;
}
