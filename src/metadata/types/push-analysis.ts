import { flag, members, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';

export const pushAnalysis = defineType({
  name: 'pushAnalysis',
  plural: 'pushAnalysis',
  label: 'Push analysis',
  klass: 'org.hisp.dhis.pushanalysis.PushAnalysis',
  table: 'pushanalysis',
  authorities: { create: ['F_PUSH_ANALYSIS_ADD'], delete: ['F_PUSH_ANALYSIS_DELETE'] },
  naming: { max: 255 },
  properties: {
    title: text({ max: 255 }),
    message: text(),
    enabled: flag(),
    dashboard: reference('dashboard', { column: 'dashboard', required: true }),
    recipientUserGroups: members('userGroup', {
      table: 'pushanalysisrecipientusergroups',
      own: 'usergroupid',
      item: 'elt',
    }),
  },
});
