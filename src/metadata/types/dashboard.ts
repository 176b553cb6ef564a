import { flag, json, members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { personalAuthorities } from './authorities.js';

export const dashboard = defineType({
  name: 'dashboard',
  plural: 'dashboards',
  label: 'Dashboard',
  klass: 'org.hisp.dhis.dashboard.Dashboard',
  table: 'dashboard',
  traits: ['sharing', 'translations', 'author'],
  authorities: personalAuthorities('DASHBOARD'),
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    restrictFilters: flag(),
    allowedFilters: json(),
    layout: json(),
    itemConfig: json(),
    embedded: json(),
    dashboardItems: members('dashboardItem', {
      table: 'dashboard_items',
      own: 'dashboardid',
      item: 'dashboarditemid',
      sort: 'sort_order',
      embedded: true,
    }),
  },
});
