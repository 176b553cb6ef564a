import { type Static, Type } from 'typebox';
import { listParameter } from '../../http/index.js';

const flag = Type.Boolean({ default: false });
const text = Type.Optional(Type.String());
const repeated = listParameter();

/** Query of `GET /api/analytics` (contract: analytics-query.md §2). */
export const analyticsQuery = Type.Object({
  dimension: repeated,
  filter: repeated,
  aggregationType: text,
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
  includeMetadataDetails: flag,
  displayProperty: Type.Enum(['NAME', 'SHORTNAME'], { default: 'NAME' }),
  outputIdScheme: Type.Enum(['UID', 'CODE', 'NAME', 'ID'], { default: 'UID' }),
  order: Type.Optional(Type.Enum(['ASC', 'DESC'])),
  columns: text,
  rows: text,
  relativePeriodDate: text,
  userOrgUnit: text,
});

export type AnalyticsParameters = Static<typeof analyticsQuery>;
