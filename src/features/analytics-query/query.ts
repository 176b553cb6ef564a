import type { IsoDate } from '../../kernel/calendar.js';
import type { Period, PeriodTypeName } from '../../kernel/periods/index.js';

/** Anything that appears in `metaData.items`. */
export interface Item {
  readonly uid: string;
  readonly name: string;
  readonly code?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

export type AggregationType =
  | 'SUM'
  | 'AVERAGE'
  | 'AVERAGE_SUM_ORG_UNIT'
  | 'COUNT'
  | 'MIN'
  | 'MAX'
  | 'STDDEV'
  | 'VARIANCE';

export const AGGREGATION_TYPES: readonly AggregationType[] = [
  'SUM',
  'AVERAGE',
  'AVERAGE_SUM_ORG_UNIT',
  'COUNT',
  'MIN',
  'MAX',
  'STDDEV',
  'VARIANCE',
];

/** A data element, or with `combo` an operand: the element for one category option combo. */
export interface DataItem extends Item {
  readonly element: string;
  readonly combo: string | undefined;
  readonly aggregationType: AggregationType;
  readonly isBoolean: boolean;
  /** Period type of the data set by which the element is collected. */
  readonly periodType: PeriodTypeName | undefined;
}

export interface OrgUnitItem extends Item {
  readonly level: number;
  readonly path: string;
}

/** Units of one level. */
export interface OrgUnitGroup {
  readonly level: number;
  readonly units: readonly OrgUnitItem[];
  /** Units above whose descendants of the level are exactly these; undefined when the list itself is needed. */
  readonly boundaries: readonly OrgUnitItem[] | undefined;
}

export interface PeriodSelection {
  readonly periods: readonly Period[];
  /** A range of days instead of periods. */
  readonly range: { readonly startDate: IsoDate; readonly endDate: IsoDate } | undefined;
}

/** A dimension with a column of its own: a group set, a category, `co` or `ao`. */
export interface ColumnDimension {
  readonly name: string;
  readonly title: string;
  /** The items asked for; undefined for all that occur. */
  readonly items: readonly Item[] | undefined;
}

export type DimensionName = string;

/** A request understood: what is asked, of which items, and what only restricts. */
export interface AnalyticsRequest {
  /** Names of the dimensions in request order; each has a column in the answer. */
  readonly dimensions: readonly DimensionName[];
  readonly filters: readonly DimensionName[];
  readonly data: readonly DataItem[];
  readonly periods: PeriodSelection;
  readonly orgUnits: readonly OrgUnitGroup[];
  readonly columns: readonly ColumnDimension[];
  /** Names and keywords that the metadata explains besides the items. */
  readonly keywords: readonly Item[];
}
