import type { IsoDate } from '../../kernel/calendar.js';
import type { PeriodTypeName } from '../../kernel/periods/index.js';
import type { StaticCells } from './statements/static-columns.js';

/** Anything that appears in `metaData.items`. */
export interface Item {
  readonly uid: string;
  /** Left out of the metadata when undefined: a keyword such as `USER_ORGUNIT` has no name of its own. */
  readonly name: string | undefined;
  readonly code?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Every way of aggregating that a query can answer; `CUSTOM` and `DEFAULT` of the wire are none (contract: analytics-query.md §4). */
export const AGGREGATION_TYPES = [
  'SUM',
  'AVERAGE',
  'AVERAGE_SUM_ORG_UNIT',
  'LAST',
  'LAST_AVERAGE_ORG_UNIT',
  'LAST_LAST_ORG_UNIT',
  'LAST_IN_PERIOD',
  'LAST_IN_PERIOD_AVERAGE_ORG_UNIT',
  'FIRST',
  'FIRST_AVERAGE_ORG_UNIT',
  'FIRST_FIRST_ORG_UNIT',
  'COUNT',
  'MIN',
  'MAX',
  'MIN_SUM_ORG_UNIT',
  'MAX_SUM_ORG_UNIT',
  'STDDEV',
  'VARIANCE',
  'NONE',
] as const;

export type AggregationType = (typeof AGGREGATION_TYPES)[number];

/** A data element, or an operand: the element for one category option combo, one attribute option combo, or both. */
export interface DataItem extends Item {
  readonly element: string;
  readonly combo: string | undefined;
  readonly attributeCombo: string | undefined;
  /** Undefined when the element cannot be aggregated. */
  readonly aggregationType: AggregationType | undefined;
  readonly isBoolean: boolean;
  /** Whether its values are texts, which are never put together. */
  readonly isText?: boolean;
  /** Period type of the data set by which the element is collected. */
  readonly periodType: PeriodTypeName | undefined;
  /** Categories without which the element has no total (skip total); empty when the total may be taken. */
  readonly neededCategories: readonly string[];
}

/** An item that is no data element: what it is made of is a matter of its kind (see `data-kinds`). */
export interface DerivedItem extends Item {
  readonly kind: string;
}

export interface OrgUnitItem extends Item {
  readonly level: number;
  readonly path: string;
}

/** What units can be collected by: numbers of levels, and uids of groups, data sets and programs. */
export interface Collections {
  readonly levels: readonly number[];
  readonly groups: readonly string[];
  readonly dataSets: readonly string[];
  readonly programs: readonly string[];
}

/** Units of one level: those listed, or when the list would be long, those of the level that lie below one of `within` and are in one of the collections. */
export interface OrgUnitGroup {
  readonly level: number;
  readonly listed: readonly string[] | undefined;
  /** Paths of the units above; undefined for the whole hierarchy. */
  readonly within: readonly string[] | undefined;
  /** Undefined for all of the level. */
  readonly collections?: Collections | undefined;
}

export interface OrgUnitSelection {
  /** The units in request order. */
  readonly units: readonly OrgUnitItem[];
  /** The same by level; none when units do not restrict the request. */
  readonly groups: readonly OrgUnitGroup[];
  readonly keywords: readonly Item[];
}

/** A period of some type, or any range of days, which has no type. */
export interface QueryPeriod {
  readonly type: PeriodTypeName | undefined;
  readonly iso: string;
  readonly startDate: IsoDate;
  readonly endDate: IsoDate;
}

/** A dimension with a column of its own: a group set, a category, `co` or `ao`. */
export interface ColumnDimension {
  readonly name: string;
  readonly title: string;
  /** `CATEGORY`, `ORGANISATION_UNIT_GROUP_SET` …; undefined for option combos. */
  readonly kind?: string;
  /** The items asked for; undefined for all that occur. */
  readonly items: readonly Item[] | undefined;
  /** Whether it only shows something about the organisation unit of the row. */
  readonly isStatic?: boolean;
}

/** Rows of a unit and below that are approved at `level` or further up; without a unit, all rows. */
export interface ApprovalLimit {
  readonly unit: { readonly uid: string; readonly level: number } | undefined;
  readonly level: number;
}

/** A request understood: what is asked, of which items, and what only restricts. */
export interface AnalyticsRequest {
  /** Names of the dimensions in request order; each has a column in the answer. */
  readonly dimensions: readonly string[];
  readonly filters: readonly string[];
  readonly data: readonly DataItem[];
  /** Items that are no data elements: indicators, reporting rates … */
  readonly derived?: readonly DerivedItem[];
  /** All of `dx` in request order, whatever their kind; left out where `data` is all. */
  readonly dx?: readonly Item[];
  /** Days before which, and after which, rows do not count: what a formula says of its items. */
  readonly bounds?: { readonly minDate?: string | undefined; readonly maxDate?: string | undefined };
  /** Option combos of which one has to be a row's: what a formula says of all its data elements. */
  readonly chosen?: {
    readonly combos: readonly string[] | undefined;
    readonly attributeCombos: readonly string[] | undefined;
  };
  /** In request order. */
  readonly periods: readonly QueryPeriod[];
  readonly orgUnits: OrgUnitSelection;
  readonly columns: readonly ColumnDimension[];
  /** Cells of the static columns by organisation unit. */
  readonly staticCells?: ReadonlyMap<string, StaticCells>;
  /** One of these must hold for each row; undefined when approval does not matter. */
  readonly approval: readonly ApprovalLimit[] | undefined;
  /** Names and keywords that the metadata explains besides the items. */
  readonly keywords: readonly Item[];
  /** What the request names that does not exist or may not be read. */
  readonly ignored: readonly string[];
}
