import { constant, integer, periodType, text } from '../model/property.js';
import { defineType } from '../model/type.js';

export const analyticsPeriodBoundary = defineType({
  name: 'analyticsPeriodBoundary',
  plural: 'analyticsPeriodBoundaries',
  label: 'Analytics period boundary',
  klass: 'org.hisp.dhis.program.AnalyticsPeriodBoundary',
  table: 'periodboundary',
  naming: false,
  standalone: false,
  properties: {
    boundaryTarget: text({ max: 50 }),
    analyticsPeriodBoundaryType: constant(
      [
        'BEFORE_START_OF_REPORTING_PERIOD',
        'BEFORE_END_OF_REPORTING_PERIOD',
        'AFTER_START_OF_REPORTING_PERIOD',
        'AFTER_END_OF_REPORTING_PERIOD',
      ],
      { required: true },
    ),
    offsetPeriods: integer({ fallback: 0 }),
    offsetPeriodType: periodType({ column: 'offsetperiodtypeid' }),
  },
});
