import type { Section } from './section.js';

export const tables: Section = {
  title: 'Resource and analytics tables',
  about: 'The tables that queries read. Each operation starts a job; its id is in the answer.',
  operations: {
    'POST PUT /api/resourceTables': 'Build the resource tables',
    'GET /api/resourceTables/analytics': 'Rows, size and age of the analytics tables, by type',
    'POST PUT /api/resourceTables/analytics':
      'Build the analytics tables, all or the last years; with `lastYears=0` only what changed',
    'POST PUT /api/resourceTables/monitoring': 'Evaluate the validation rules and keep what violates them',
    'GET /api/analytics/tableTypes': 'Types of analytics tables, with state and age',
  },
};

export const aggregates: Section = {
  title: 'Aggregates',
  about: 'Roll-ups of the analytics tables, kept by maintenance jobs, from which queries are answered faster.',
  operations: {
    'GET /api/aggregateOrganizations': 'Organizations of the AtScale API',
    'GET /api/aggregateOrganizations/{id}': 'One organization',
    'PUT /api/aggregateOrganizations/{id}': 'Create or change an organization',
    'DELETE /api/aggregateOrganizations/{id}': 'Delete an organization',
    'GET /api/aggregates': 'Aggregates with state, size and use, and the share of questions that they answered',
    'POST /api/aggregates/maintenance': 'Run maintenance of the aggregates of an organization',
    'POST /api/aggregates/batch': 'Build the aggregates of an organization: those that are behind, or all anew',
    'POST /api/aggregates/{id}/block': 'Take an aggregate away and keep it from being built again',
    'POST /api/aggregates/{id}/unblock': 'Let a blocked aggregate be built again',
    'DELETE /api/aggregates/{id}': 'Remove an aggregate that somebody defined',
  },
};

/** Its operations have texts of their own. */
export const atScale: Section = {
  title: 'AtScale',
  about:
    'The aggregate maintenance API of AtScale, over the roll-ups. Each path is served with `/api/1.0` before it as well.',
  operations: {},
};

export const analytics: Section = {
  title: 'Analytics of aggregate data',
  about: 'Values by data, period, organisation unit and other dimensions.',
  operations: {
    ...inForms('/api/analytics', 'Aggregated values by dimensions'),
    'GET /api/analytics/dataValueSet': 'The same values as a payload of data values',
    'GET /api/analytics/rawData': 'Values as they were entered, by dimensions',
    'GET /api/analytics/explain': 'Statements that answer a query, with plan and rows of each',
    'GET /api/analytics/debug/sql': 'Statement that answers a query',
    ...inForms('/api/analytics/outlierDetection', 'Values far from the others of their series'),
  },
};

export const programAnalytics: Section = {
  title: 'Analytics of programs',
  about: 'Events, enrollments and tracked entities: as lists, counted, or on a map.',
  operations: {
    ...inForms('/api/analytics/events/query/{program}', 'List of events'),
    ...inForms('/api/analytics/events/aggregate/{program}', 'Numbers of events, or aggregated values, by dimensions'),
    ...inForms('/api/analytics/enrollments/query/{program}', 'List of enrollments'),
    ...inForms('/api/analytics/enrollments/aggregate/{program}', 'Numbers of enrollments by dimensions'),
    ...inForms('/api/analytics/trackedEntities/query/{program}', 'List of tracked entities of a type'),
    ...inForms('/api/analytics/events/cluster/{program}', 'Events gathered to clusters on a map'),
    'GET /api/analytics/events/count/{program}': 'Number and extent of the events of a query',
    'GET /api/analytics/events/query/{program}/explain': 'Statements that answer such a query',
    'GET /api/analytics/events/aggregate/{program}/explain': 'Statements that answer such a query',
    'GET /api/analytics/enrollments/query/{program}/explain': 'Statements that answer such a query',
    'GET /api/analytics/enrollments/aggregate/{program}/explain': 'Statements that answer such a query',
    'GET /api/analytics/events/query/dimensions': 'Dimensions for lists of events',
    'GET /api/analytics/events/aggregate/dimensions': 'Dimensions for aggregates of events',
    'GET /api/analytics/enrollments/query/dimensions': 'Dimensions for lists of enrollments',
    'GET /api/analytics/enrollments/aggregate/dimensions': 'Dimensions for aggregates of enrollments',
    'GET /api/analytics/trackedEntities/query/dimensions': 'Dimensions for lists of tracked entities',
  },
};

export const sqlViews: Section = {
  title: 'SQL views',
  about: 'Queries that administrators keep; they run as a role that may only read.',
  operations: {
    ...inForms('/api/sqlViews/{uid}/data', 'Rows of an SQL view', ['', '.html', '.html+css']),
    'POST /api/sqlViews/{uid}/execute': 'Make the database view of an SQL view',
    'POST /api/sqlViews/{uid}/refresh': 'Fill a materialized view anew',
  },
};

/** A table in the forms that are named by the end of the path; others by `Accept` or an extension such as `.csv`. */
function inForms(
  path: string,
  what: string,
  ends: readonly string[] = ['', '.html', '.html+css', '.jrxml'],
): Readonly<Record<string, string>> {
  const forms: Readonly<Record<string, string>> = {
    '': '',
    '.html': ', as an HTML table',
    '.html+css': ', as an HTML page with styles',
    '.jrxml': ', as a JasperReports template',
  };
  return Object.fromEntries(ends.map((end) => [`GET ${path}${end}`, `${what}${forms[end] ?? ''}`]));
}
