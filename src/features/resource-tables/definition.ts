import type { RawBuilder } from 'kysely';
import type { ColumnDefinition, IndexDefinition } from '../../database/build/index.js';
import { type Db, generatedName } from '../../database/index.js';

/** Names of the resource tables in 2.42 (contract: tables.md §5), as statements write them, in the order in which they are built: a later one may read an earlier one. */
export const RESOURCE_TABLES = {
  orgUnit: 'analytics_rs_orgunitstructure',
  dataSetTargets: 'analytics_rs_datasetorganisationunitcategory',
  comboNames: 'analytics_rs_categoryoptioncomboname',
  dataElementGroups: 'analytics_rs_dataelementgroupsetstructure',
  indicatorGroups: 'analytics_rs_indicatorgroupsetstructure',
  orgUnitGroups: 'analytics_rs_organisationunitgroupsetstructure',
  categories: 'analytics_rs_categorystructure',
  dataElement: 'analytics_rs_dataelementstructure',
  datePeriod: 'analytics_rs_dateperiodstructure',
  period: 'analytics_rs_periodstructure',
  elementCombos: 'analytics_rs_dataelementcategoryoptioncombo',
  dataSet: 'analytics_rs_dataset',
  relationship: 'analytics_rs_relationship',
  approvalRemapLevel: 'analytics_rs_dataapprovalremaplevel',
  approvalMinLevel: 'analytics_rs_dataapprovalminlevel',
} as const;

export type ResourceTableKey = keyof typeof RESOURCE_TABLES;

/** The resource tables that the DHIS2 of `db` has, or a standalone database, by key, and what they are called there. */
export const resourceTableNames = (db: Db): ReadonlyMap<ResourceTableKey, string> =>
  new Map(
    Object.entries(RESOURCE_TABLES).flatMap(([key, table]) => {
      const name = generatedName(db, table);
      return name === undefined ? [] : [[key as ResourceTableKey, name]];
    }),
  );

/** What a definition may look at when it makes its plan. */
export interface ResourceSource {
  readonly db: Db;
  /** The quoted name of a resource table: the one this run has built already, else the one in use. */
  readonly table: (key: ResourceTableKey) => RawBuilder<unknown>;
  readonly options: ResourceOptions;
}

export interface ResourceOptions {
  readonly currentYear: number;
  /** `keyAnalyticsPeriodYearsOffset`: −1 for 1975 to 25 years ahead, else years around those of the data. */
  readonly periodYearsOffset: number;
}

/** A column and where its value comes from is one thing here: the select list of the source is in the order of the columns. */
export interface ResourceTablePlan {
  readonly columns: readonly ColumnDefinition[];
  /** A `select` whose columns are those above, in order. */
  readonly select: RawBuilder<unknown>;
  readonly primaryKey: readonly string[];
  readonly indexes: readonly IndexDefinition[];
}

export interface ResourceTableDefinition {
  readonly key: ResourceTableKey;
  /** Name of the type for SQL hooks (contract: tables.md §3.7). */
  readonly type: string;
  plan(source: ResourceSource): Promise<ResourceTablePlan>;
}
