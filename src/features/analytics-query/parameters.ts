import { type Static, Type } from 'typebox';
import { listParameter } from '../../http/index.js';
import { AGGREGATION_TYPES } from '../../metadata/index.js';

const flag = Type.Boolean({ default: false });
const text = Type.Optional(Type.String());
const scheme = ['UID', 'CODE', 'NAME', 'ID'] as const;

/** Query of `GET /api/analytics` (contract: analytics-query.md §2). Which aggregation types can be answered is another question (§4). `ID` is the same as `UID`: internal numbers stay inside. */
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
  hierarchyMeta: flag,
  showHierarchy: flag,
  ignoreLimit: flag,
  includeNumDen: flag,
  includeMetadataDetails: flag,
  displayProperty: Type.Enum(['NAME', 'SHORTNAME'], { default: 'NAME' }),
  outputIdScheme: Type.Enum([...scheme], { default: 'UID' }),
  outputDataItemIdScheme: Type.Optional(Type.Enum([...scheme])),
  outputDataElementIdScheme: Type.Optional(Type.Enum([...scheme])),
  outputOrgUnitIdScheme: Type.Optional(Type.Enum([...scheme])),
  inputIdScheme: Type.Enum(['UID', 'ID'], { default: 'UID' }),
  order: Type.Optional(Type.Enum(['ASC', 'DESC'])),
  columns: text,
  rows: text,
  approvalLevel: text,
  relativePeriodDate: text,
  userOrgUnit: text,
  userOrgUnitType: Type.Optional(Type.Enum(['DATA_CAPTURE', 'DATA_OUTPUT', 'TEI_SEARCH'])),
});

export type AnalyticsParameters = Static<typeof analyticsQuery>;
export type OutputScheme = AnalyticsParameters['outputIdScheme'];
