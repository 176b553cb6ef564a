/** What a feature leaves to the DHIS2 beside which Orderly works: nothing, what changes something, or all of it. */
export type Leaves = 'nothing' | 'changes' | 'everything';

/** Features that are there to be used beside a DHIS2: they change what is Orderly's own, tables that are generated, or what maintenance is asked to remove. */
const WHOLE: ReadonlySet<string> = new Set([
  'aggregates',
  'analytics-query',
  'analytics-tables',
  'api-reference',
  'cluster',
  'console',
  'data-integrity',
  'data-statistics',
  'data-summary',
  'event-analytics',
  'job-configurations',
  'job-progress',
  'maintenance',
  'metrics',
  'resource-tables',
  'roll-ups',
  'sql-views',
  'system',
  'tasks',
  'validation',
]);

/** Those that write data, for who wants data to come in here. */
const IMPORTS: ReadonlySet<string> = new Set(['complete-data-sets', 'data-value-sets', 'single-values']);

/** Those whose reading changes something, or shows what only a DHIS2 has. */
const NOT_THERE: ReadonlySet<string> = new Set(['reserved-values']);

/** Jobs that do the work of the features above. All others are those of DHIS2, which runs them itself. */
const JOBS: ReadonlySet<string> = new Set([
  'AGGREGATE_BATCH',
  'AGGREGATE_MAINTENANCE',
  'ANALYTICS_TABLE',
  'CONTINUOUS_ANALYTICS_TABLE',
  'DATA_INTEGRITY',
  'DATA_INTEGRITY_DETAILS',
  'DATA_STATISTICS',
  'HOUSEKEEPING',
  'MAINTENANCE',
  'MATERIALIZED_SQL_VIEW_UPDATE',
  'MONITORING',
  'RESOURCE_TABLE',
]);
const IMPORT_JOBS: ReadonlySet<string> = new Set(['COMPLETE_DATA_SET_REGISTRATION_IMPORT', 'DATAVALUE_IMPORT']);

/** What the feature called `name` leaves to the DHIS2 when data imports are wanted here or not. */
export function leavesToDhis2(name: string, imports: boolean): Leaves {
  if (NOT_THERE.has(name)) return 'everything';
  return WHOLE.has(name) || (imports && IMPORTS.has(name)) ? 'nothing' : 'changes';
}

/** Whether jobs of a type run beside a DHIS2. */
export const runsBesideDhis2 = (type: string, imports: boolean): boolean =>
  JOBS.has(type) || (imports && IMPORT_JOBS.has(type));
