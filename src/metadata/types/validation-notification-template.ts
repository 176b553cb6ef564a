import { constant, flag, members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const validationNotificationTemplate = defineType({
  name: 'validationNotificationTemplate',
  plural: 'validationNotificationTemplates',
  label: 'Validation notification template',
  klass: 'org.hisp.dhis.validation.notification.ValidationNotificationTemplate',
  table: 'validationnotificationtemplate',
  traits: ['translations'],
  authorities: sharedAuthorities('VALIDATIONRULE'),
  properties: {
    subjectTemplate: text({ max: 100, translatedAs: 'SUBJECT_TEMPLATE' }),
    messageTemplate: text({ max: 1000, translatedAs: 'MESSAGE_TEMPLATE' }),
    notifyUsersInHierarchyOnly: flag(),
    sendStrategy: constant(['COLLECTIVE_SUMMARY', 'SINGLE_NOTIFICATION'], { fallback: 'COLLECTIVE_SUMMARY' }),
    recipientUserGroups: members('userGroup', {
      table: 'validationnotificationtemplate_recipientusergroups',
      own: 'validationnotificationtemplateid',
      item: 'usergroupid',
    }),
    validationRules: members('validationRule', {
      table: 'validationnotificationtemplatevalidationrules',
      own: 'validationnotificationtemplateid',
      item: 'validationruleid',
    }),
  },
});
