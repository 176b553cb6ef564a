import { sql } from 'kysely';
import { computed, integer, json, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';

export const interpretation = defineType({
  name: 'interpretation',
  plural: 'interpretations',
  label: 'Interpretation',
  klass: 'org.hisp.dhis.interpretation.Interpretation',
  table: 'interpretation',
  traits: ['sharing', 'author'],
  authorities: { implicitPrivate: true },
  code: false,
  naming: false,
  anonymous: true,
  properties: {
    text: text({ column: 'interpretationtext', required: true }),
    map: reference('map'),
    eventReport: reference('eventVisualization', { column: 'eventreportid' }),
    eventChart: reference('eventVisualization', { column: 'eventchartid' }),
    visualization: reference('visualization'),
    eventVisualization: reference('eventVisualization'),
    dataSet: reference('dataSet'),
    period: reference('period'),
    organisationUnit: reference('organisationUnit'),
    likes: integer({ fallback: 0 }),
    mentions: json({ fallback: [] }),
    type: computed(
      'CONSTANT',
      (alias) => sql`case
        when ${sql.ref(`${alias}.visualizationid`)} is not null then 'VISUALIZATION'
        when ${sql.ref(`${alias}.eventvisualizationid`)} is not null then 'EVENT_VISUALIZATION'
        when ${sql.ref(`${alias}.mapid`)} is not null then 'MAP'
        when ${sql.ref(`${alias}.eventreportid`)} is not null then 'EVENT_REPORT'
        when ${sql.ref(`${alias}.eventchartid`)} is not null then 'EVENT_CHART'
        when ${sql.ref(`${alias}.datasetid`)} is not null then 'DATASET_REPORT'
      end`,
    ),
  },
});
