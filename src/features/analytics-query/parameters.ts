import { type Static, Type } from 'typebox';
import { listParameter } from '../../http/index.js';

const flag = Type.Boolean({ default: false });
const text = Type.Optional(Type.String());
const scheme = ['UID', 'CODE', 'NAME', 'ID'] as const;

/** Every aggregation type of the wire; which of them can be answered is another question (contract: analytics-query.md §4). */
const WIRE_AGGREGATION_TYPES = [
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
  'STDDEV',
  'VARIANCE',
  'MIN',
  'MAX',
  'MIN_SUM_ORG_UNIT',
  'MAX_SUM_ORG_UNIT',
  'NONE',
  'CUSTOM',
  'DEFAULT',
] as const;

/** Query of `GET /api/analytics` (contract: analytics-query.md §2). `ID` is the same as `UID`: internal numbers stay inside. */
export const analyticsQuery = Type.Object({
  dimension: listParameter(),
  filter: listParameter(),
  aggregationType: Type.Optional(Type.Enum([...WIRE_AGGREGATION_TYPES])),
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
