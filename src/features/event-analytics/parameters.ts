import { type Static, Type } from 'typebox';
import { listParameter } from '../../http/index.js';
import { AGGREGATION_TYPES } from '../../metadata/index.js';

const flag = Type.Boolean({ default: false });
const text = Type.Optional(Type.String());
const EVENT_STATUS = ['ACTIVE', 'COMPLETED', 'SCHEDULE', 'OVERDUE', 'SKIPPED', 'VISITED'] as const;
const ENROLLMENT_STATUS = ['ACTIVE', 'COMPLETED', 'CANCELLED'] as const;
const SCHEMES = ['UID', 'CODE', 'NAME', 'ID'] as const;

/** What all queries on programs take (contract: analytics-query.md §2, §7). */
const shared = {
  dimension: listParameter(),
  filter: listParameter(),
  stage: text,
  startDate: text,
  endDate: text,
  eventDate: listParameter(),
  occurredDate: listParameter(),
  enrollmentDate: listParameter(),
  scheduledDate: listParameter(),
  dueDate: listParameter(),
  incidentDate: listParameter(),
  completedDate: listParameter(),
  lastUpdated: listParameter(),
  created: listParameter(),
  timeField: text,
  orgUnitField: text,
  eventStatus: Type.Array(Type.Enum([...EVENT_STATUS]), { default: [] }),
  programStatus: Type.Array(Type.Enum([...ENROLLMENT_STATUS]), { default: [] }),
  enrollmentStatus: Type.Array(Type.Enum([...ENROLLMENT_STATUS]), { default: [] }),
  completedOnly: flag,
  skipMeta: flag,
  skipData: flag,
  skipRounding: flag,
  hierarchyMeta: flag,
  showHierarchy: flag,
  includeMetadataDetails: flag,
  displayProperty: Type.Enum(['NAME', 'SHORTNAME'], { default: 'NAME' }),
  outputIdScheme: Type.Enum([...SCHEMES], { default: 'UID' }),
  dataIdScheme: Type.Optional(Type.Enum([...SCHEMES])),
  outputType: Type.Optional(Type.Enum(['EVENT', 'ENROLLMENT', 'TRACKED_ENTITY_INSTANCE'])),
  relativePeriodDate: text,
  userOrgUnit: text,
  userOrgUnitType: Type.Optional(Type.Enum(['DATA_CAPTURE', 'DATA_OUTPUT', 'TEI_SEARCH'])),
  coordinatesOnly: flag,
  geometryOnly: flag,
  coordinateOuFallback: flag,
  coordinateField: text,
  fallbackCoordinateField: text,
  /** Four numbers separated by commas, which is how lists come. */
  bbox: listParameter(),
};

/** Query of the lists of events and enrollments. */
export const LIST_QUERY = Type.Object({
  ...shared,
  headers: listParameter(),
  ouMode: Type.Enum(['DESCENDANTS', 'CHILDREN', 'SELECTED'], { default: 'DESCENDANTS' }),
  asc: listParameter(),
  desc: listParameter(),
  page: Type.Integer({ default: 1 }),
  pageSize: Type.Optional(Type.Integer()),
  paging: Type.Boolean({ default: true }),
  totalPages: Type.Boolean({ default: true }),
});

/** Query of the list of tracked entities, which are not counted unless that is asked for. */
export const TRACKED_ENTITY_QUERY = Type.Object({
  ...LIST_QUERY.properties,
  program: text,
  totalPages: flag,
});

/** Query of aggregates. */
export const AGGREGATE_QUERY = Type.Object({
  ...shared,
  value: text,
  aggregationType: Type.Optional(Type.Enum([...AGGREGATION_TYPES])),
  sortOrder: Type.Optional(Type.Enum(['ASC', 'DESC'])),
  limit: Type.Optional(Type.Integer()),
  collapseDataDimensions: flag,
  aggregateData: flag,
  /** Dimensions that go across and down; `tableLayout` says nothing that they do not say. */
  columns: text,
  rows: text,
  tableLayout: flag,
});

/** Query of clusters. */
export const CLUSTER_QUERY = Type.Object({
  ...shared,
  ouMode: LIST_QUERY.properties.ouMode,
  clusterSize: Type.Optional(Type.Integer()),
  includeClusterPoints: flag,
});

export type ListParameters = Static<typeof LIST_QUERY>;
export type AggregateParameters = Static<typeof AGGREGATE_QUERY>;
export type ClusterParameters = Static<typeof CLUSTER_QUERY>;
/** What says which rows count, whatever is made of them. */
export type SharedParameters = Pick<ListParameters, keyof typeof shared>;
