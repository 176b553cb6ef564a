import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { PERIOD_COLUMNS, RESOURCE_TABLES } from '../resource-tables/index.js';
import type { AnalyticsColumn, BuildSource } from './definition.js';

/** A kind of dynamic column group of the contract (tables.md §4): where its objects are and which resource table holds their members. */
interface DimensionGroup {
  readonly resource: string;
  readonly objects: (db: Db) => Promise<readonly string[]>;
}

const uids = async (query: ReturnType<typeof sql<{ uid: string }>>, db: Db): Promise<readonly string[]> =>
  (await query.execute(db)).rows.map(({ uid }) => uid);

const GROUPS = {
  dataElementGroupSets: {
    resource: RESOURCE_TABLES.dataElementGroups,
    objects: (db) =>
      uids(sql`select dataelementgroupset.uid from dataelementgroupset where datadimension order by name, uid`, db),
  },
  orgUnitGroupSets: {
    resource: RESOURCE_TABLES.orgUnitGroups,
    objects: (db) =>
      uids(sql`select orgunitgroupset.uid from orgunitgroupset where datadimension order by name, uid`, db),
  },
  disaggregationOptionGroupSets: {
    resource: RESOURCE_TABLES.categories,
    objects: (db) => uids(optionGroupSets('DISAGGREGATION'), db),
  },
  attributeOptionGroupSets: {
    resource: RESOURCE_TABLES.categories,
    objects: (db) => uids(optionGroupSets('ATTRIBUTE'), db),
  },
  disaggregationCategories: {
    resource: RESOURCE_TABLES.categories,
    objects: (db) => uids(categories('DISAGGREGATION'), db),
  },
  attributeCategories: { resource: RESOURCE_TABLES.categories, objects: (db) => uids(categories('ATTRIBUTE'), db) },
} as const satisfies Record<string, DimensionGroup>;

export type DimensionGroupName = keyof typeof GROUPS;

const optionGroupSets = (kind: 'DISAGGREGATION' | 'ATTRIBUTE') => sql<{ uid: string }>`
  select categoryoptiongroupset.uid
  from categoryoptiongroupset
  where datadimension and datadimensiontype = ${kind}
  order by name, uid
`;

const categories = (kind: 'DISAGGREGATION' | 'ATTRIBUTE') => sql<{ uid: string }>`
  select category.uid from category where datadimension and datadimensiontype = ${kind} order by name, uid
`;

/**
 * The columns of one dynamic group, one for each of its objects that the resource table has a column for. `alias` is the resource table's name in the load
 * statement.
 */
export async function dimensionColumns(
  source: BuildSource,
  group: DimensionGroupName,
  alias: string,
): Promise<readonly AnalyticsColumn[]> {
  const { resource, objects } = GROUPS[group];
  const present = source.resourceColumns.get(resource) ?? new Set<string>();
  return (await objects(source.db))
    .filter((uid) => present.has(uid))
    .map((uid) => ({ name: uid, type: 'char(11)', value: sql`${sql.ref(`${alias}.${uid}`)}` }));
}

/** `uidlevel1 … uidlevelN`, N the deepest level that the structure table knows. */
export function levelColumns(source: BuildSource, alias: string): readonly AnalyticsColumn[] {
  return levels(source).map((level) => ({
    name: `uidlevel${level}`,
    type: 'char(11)',
    value: sql`${sql.ref(`${alias}.uidlevel${level}`)}`,
  }));
}

/** 1 … N. */
export function levels(source: BuildSource): readonly number[] {
  const present = source.resourceColumns.get(RESOURCE_TABLES.orgUnit) ?? new Set<string>();
  const count = [...present].filter((column) => /^uidlevel\d+$/.test(column)).length;
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** One `text` column for each period type that the resource tables know, lower case (contract: tables.md §4, `[PERIODS]`). */
export function periodColumns(source: BuildSource, alias: string): readonly AnalyticsColumn[] {
  const present = source.resourceColumns.get(RESOURCE_TABLES.period) ?? new Set<string>();
  return PERIOD_COLUMNS.filter(({ column }) => present.has(column)).map(({ column }) => ({
    name: column,
    type: 'text',
    value: sql`${sql.ref(`${alias}.${column}`)}`,
  }));
}
