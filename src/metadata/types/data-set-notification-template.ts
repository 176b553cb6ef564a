import { constant, flag, integer, members, reference, text, values } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { DELIVERY_CHANNELS } from './constants.js';

export const dataSetNotificationTemplate = defineType({
  name: 'dataSetNotificationTemplate',
  plural: 'dataSetNotificationTemplates',
  label: 'Data set notification template',
  klass: 'org.hisp.dhis.dataset.notifications.DataSetNotificationTemplate',
  table: 'datasetnotificationtemplate',
  traits: ['translations'],
  authorities: sharedAuthorities('DATASET'),
  properties: {
    subjectTemplate: text({ max: 100, translatedAs: 'SUBJECT_TEMPLATE' }),
    messageTemplate: text({ required: true, max: 10000, translatedAs: 'MESSAGE_TEMPLATE' }),
    relativeScheduledDays: integer(),
    notifyParentOrganisationUnitOnly: flag(),
    notifyUsersInHierarchyOnly: flag(),
    sendStrategy: constant(['COLLECTIVE_SUMMARY', 'SINGLE_NOTIFICATION']),
    recipientUserGroup: reference('userGroup', { column: 'usergroupid' }),
    dataSetNotificationTrigger: constant(['DATA_SET_COMPLETION', 'SCHEDULED_DAYS']),
    notificationRecipient: constant(['ORGANISATION_UNIT_CONTACT', 'USER_GROUP'], {
      column: 'notificationrecipienttype',
    }),
    deliveryChannels: values('CONSTANT', {
      table: 'datasetnotificationtemplate_deliverychannel',
      own: 'datasetnotificationtemplateid',
      column: 'deliverychannel',
      constants: DELIVERY_CHANNELS,
    }),
    dataSets: members('dataSet', {
      table: 'datasetnotification_datasets',
      own: 'datasetnotificationtemplateid',
      item: 'datasetid',
    }),
  },
});
