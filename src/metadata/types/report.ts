import { constant, json, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';

export const report = defineType({
  name: 'report',
  plural: 'reports',
  label: 'Report',
  klass: 'org.hisp.dhis.report.Report',
  table: 'report',
  traits: ['sharing', 'translations', 'author'],
  authorities: {
    createPublic: ['F_REPORT_PUBLIC_ADD'],
    createPrivate: ['F_REPORT_PRIVATE_ADD'],
    delete: ['F_REPORT_DELETE'],
  },
  properties: {
    type: constant(['JASPER_REPORT_TABLE', 'JASPER_JDBC', 'HTML']),
    designContent: text(),
    visualization: reference('visualization'),
    relativePeriods: json(),
  },
});
