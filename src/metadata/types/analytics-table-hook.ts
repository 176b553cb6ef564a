import { constant, text } from '../model/property.js';
import { defineType } from '../model/type.js';

export const analyticsTableHook = defineType({
  name: 'analyticsTableHook',
  plural: 'analyticsTableHooks',
  label: 'Analytics table hook',
  klass: 'org.hisp.dhis.analytics.AnalyticsTableHook',
  table: 'tablehook',
  key: 'analyticstablehookid',
  authorities: { create: ['F_PERFORM_MAINTENANCE'], delete: ['F_PERFORM_MAINTENANCE'] },
  naming: { max: 255, unique: true },
  properties: {
    phase: constant(['RESOURCE_TABLE_POPULATED', 'ANALYTICS_TABLE_POPULATED'], {
      column: 'analyticstablephase',
      required: true,
    }),
    resourceTableType: text({ max: 50 }),
    analyticsTableType: text({ max: 50 }),
    sql: text({ required: true }),
  },
});
