import { sql } from 'kysely';
import { computed, constant, flag, integer, members, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';

export const dashboardItem = defineType({
  name: 'dashboardItem',
  plural: 'dashboardItems',
  label: 'Dashboard item',
  klass: 'org.hisp.dhis.dashboard.DashboardItem',
  table: 'dashboarditem',
  traits: ['translations'],
  naming: false,
  standalone: false,
  properties: {
    visualization: reference('visualization'),
    eventVisualization: reference('eventVisualization'),
    eventChart: reference('eventVisualization', { column: 'eventchartid' }),
    eventReport: reference('eventVisualization', { column: 'eventreport' }),
    map: reference('map'),
    text: text({ column: 'textcontent', translatedAs: 'TEXT' }),
    messages: flag({ fallback: null }),
    appKey: text({ max: 255 }),
    shape: constant(['NORMAL', 'DOUBLE_WIDTH', 'FULL_WIDTH']),
    x: integer(),
    y: integer(),
    height: integer(),
    width: integer(),
    users: members('user', {
      table: 'dashboarditem_users',
      own: 'dashboarditemid',
      item: 'userid',
      sort: 'sort_order',
    }),
    reports: members('report', {
      table: 'dashboarditem_reports',
      own: 'dashboarditemid',
      item: 'reportid',
      sort: 'sort_order',
    }),
    resources: members('document', {
      table: 'dashboarditem_resources',
      own: 'dashboarditemid',
      item: 'resourceid',
      sort: 'sort_order',
    }),
    type: computed(
      'CONSTANT',
      (alias) => sql`case
        when ${sql.ref(`${alias}.visualizationid`)} is not null then 'VISUALIZATION'
        when ${sql.ref(`${alias}.eventvisualizationid`)} is not null then 'EVENT_VISUALIZATION'
        when ${sql.ref(`${alias}.eventchartid`)} is not null then 'EVENT_CHART'
        when ${sql.ref(`${alias}.eventreport`)} is not null then 'EVENT_REPORT'
        when ${sql.ref(`${alias}.mapid`)} is not null then 'MAP'
        when ${sql.ref(`${alias}.textcontent`)} is not null then 'TEXT'
        when ${sql.ref(`${alias}.messages`)} then 'MESSAGES'
        when ${sql.ref(`${alias}.appkey`)} is not null then 'APP'
      end`,
    ),
  },
});
