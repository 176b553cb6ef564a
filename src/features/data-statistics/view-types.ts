/** What is viewed → table of the objects that are viewed by it (contract: data-admin.md §4). */
export const VIEW_TYPES = {
  VISUALIZATION_VIEW: 'visualization',
  MAP_VIEW: 'map',
  EVENT_REPORT_VIEW: 'eventvisualization',
  EVENT_CHART_VIEW: 'eventvisualization',
  EVENT_VISUALIZATION_VIEW: 'eventvisualization',
  DASHBOARD_VIEW: 'dashboard',
  PASSIVE_DASHBOARD_VIEW: 'dashboard',
  DATA_SET_REPORT_VIEW: 'dataset',
} as const;
export type ViewType = keyof typeof VIEW_TYPES;

/** Event reports and event charts are event visualizations of the old applications: a view of one is recorded as a view of the other too. */
export const OLD_VIEW_TYPES: readonly ViewType[] = ['EVENT_REPORT_VIEW', 'EVENT_CHART_VIEW'];
