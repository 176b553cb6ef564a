import { i18n } from '../../i18n';
import { formatIdentifier } from '../../parts/format';
import type { Interval } from './use-usage';

export const INTERVAL_NAMES: Readonly<Record<Interval, () => string>> = {
  DAY: () => i18n.t('Day'),
  WEEK: () => i18n.t('Week'),
  MONTH: () => i18n.t('Month'),
  YEAR: () => i18n.t('Year'),
};

/** What is counted in each interval, by the server's key. */
export const FIGURES: Readonly<Record<string, () => string>> = {
  totalViews: () => i18n.t('Views: all'),
  visualizationViews: () => i18n.t('Views: visualizations'),
  dashboardViews: () => i18n.t('Views: dashboards'),
  passiveDashboardViews: () => i18n.t('Views: dashboards, passive'),
  mapViews: () => i18n.t('Views: maps'),
  eventVisualizationViews: () => i18n.t('Views: event visualizations'),
  eventReportViews: () => i18n.t('Views: event reports'),
  eventChartViews: () => i18n.t('Views: event charts'),
  dataSetReportViews: () => i18n.t('Views: data set reports'),
  savedDataValues: () => i18n.t('Saved: data values'),
  savedVisualizations: () => i18n.t('Saved: visualizations'),
  savedDashboards: () => i18n.t('Saved: dashboards'),
  savedMaps: () => i18n.t('Saved: maps'),
  savedEventVisualizations: () => i18n.t('Saved: event visualizations'),
  savedEventReports: () => i18n.t('Saved: event reports'),
  savedEventCharts: () => i18n.t('Saved: event charts'),
  savedIndicators: () => i18n.t('Saved: indicators'),
  activeUsers: () => i18n.t('Active users'),
  users: () => i18n.t('Users'),
};

/** Objects that people save. Event reports and charts are event visualizations, too. */
export const SAVED_OBJECTS: readonly string[] = [
  'savedVisualizations',
  'savedDashboards',
  'savedMaps',
  'savedEventVisualizations',
  'savedIndicators',
];

interface ObjectGroup {
  readonly title: () => string;
  readonly names: Readonly<Record<string, () => string>>;
}

/** Kinds of objects, as the summary counts them; those of users stand elsewhere. */
export const OBJECT_GROUPS: readonly ObjectGroup[] = [
  {
    title: () => i18n.t('Data'),
    names: {
      dataValue: () => i18n.t('Data values'),
      trackedEntity: () => i18n.t('Tracked entities'),
      enrollment: () => i18n.t('Enrollments'),
      event: () => i18n.t('Events'),
      period: () => i18n.t('Periods'),
    },
  },
  {
    title: () => i18n.t('Organisation and collection'),
    names: {
      organisationUnit: () => i18n.t('Organisation units'),
      organisationUnitGroup: () => i18n.t('Organisation unit groups'),
      dataSet: () => i18n.t('Data sets'),
      program: () => i18n.t('Programs'),
      validationRule: () => i18n.t('Validation rules'),
    },
  },
  {
    title: () => i18n.t('Data elements and indicators'),
    names: {
      dataElement: () => i18n.t('Data elements'),
      dataElementGroup: () => i18n.t('Data element groups'),
      indicator: () => i18n.t('Indicators'),
      indicatorType: () => i18n.t('Indicator types'),
      indicatorGroup: () => i18n.t('Indicator groups'),
    },
  },
  {
    title: () => i18n.t('Dashboards and what is on them'),
    names: {
      dashboard: () => i18n.t('Dashboards'),
      visualization: () => i18n.t('Visualizations'),
      eventVisualization: () => i18n.t('Event visualizations'),
      map: () => i18n.t('Maps'),
    },
  },
];

const OF_USERS = ['user', 'userGroup'];

/** Names of before 2.42 for what is counted under its new name as well. */
const OLD_NAMES = ['trackedEntityInstance', 'programInstance', 'programStageInstance'];

/** Kinds that no group has, e.g. of a newer server. */
export const otherKinds = (counts: Readonly<Record<string, number>>): readonly (readonly [string, string])[] =>
  Object.keys(counts)
    .filter((kind) => ![...OLD_NAMES, ...OF_USERS].includes(kind) && !OBJECT_GROUPS.some(({ names }) => kind in names))
    .map((kind) => [kind, formatIdentifier(kind)]);
