import { type Static, Type } from 'typebox';
import { listParameter } from '../../../http/index.js';
import { AGGREGATION_TYPES } from '../../../metadata/index.js';

const flag = Type.Boolean({ default: false });
const text = Type.Optional(Type.String());

/**
 * Query of `GET /api/analytics` (contract: analytics-query.md §2). Which aggregation types can be answered is another question (§4). `completedOnly`, `timeField` and
 * `orgUnitField` are about event items; `tableLayout` says nothing that `columns` and `rows` do not say.
 */
export const analyticsQuery = Type.Object({
  dimension: listParameter(),
  filter: listParameter(),
  aggregationType: Type.Optional(Type.Enum([...AGGREGATION_TYPES])),
  measureCriteria: text,
  preAggregationMeasureCriteria: text,
  startDate: text,
  endDate: text,
  skipMeta: flag,
  skipData: flag,
  skipRounding: flag,
  completedOnly: flag,
  hierarchyMeta: flag,
  showHierarchy: flag,
  ignoreLimit: flag,
  hideEmptyRows: flag,
  hideEmptyColumns: flag,
  includeNumDen: flag,
  includeMetadataDetails: flag,
  displayProperty: Type.Enum(['NAME', 'SHORTNAME'], { default: 'NAME' }),
  outputIdScheme: Type.String({ default: 'UID' }),
  outputDataItemIdScheme: text,
  outputDataElementIdScheme: text,
  outputOrgUnitIdScheme: text,
  inputIdScheme: Type.String({ default: 'UID' }),
  order: Type.Optional(Type.Enum(['ASC', 'DESC'])),
  columns: text,
  rows: text,
  tableLayout: flag,
  timeField: text,
  orgUnitField: text,
  approvalLevel: text,
  relativePeriodDate: text,
  /** Our own: whether everything is read from the table itself and nothing from its roll-ups (contract: aggregates.md §6.4). */
  skipAggregates: flag,
  userOrgUnit: text,
  userOrgUnitType: Type.Optional(Type.Enum(['DATA_CAPTURE', 'DATA_OUTPUT', 'TEI_SEARCH'])),
});

export type AnalyticsParameters = Static<typeof analyticsQuery>;
