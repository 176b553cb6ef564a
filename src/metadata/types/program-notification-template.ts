import { constant, flag, integer, reference, text, values } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { DELIVERY_CHANNELS } from './constants.js';

export const programNotificationTemplate = defineType({
  name: 'programNotificationTemplate',
  plural: 'programNotificationTemplates',
  label: 'Program notification template',
  klass: 'org.hisp.dhis.program.notification.ProgramNotificationTemplate',
  table: 'programnotificationtemplate',
  traits: ['translations'],
  authorities: sharedAuthorities('PROGRAM'),
  properties: {
    subjectTemplate: text({ max: 100, translatedAs: 'SUBJECT_TEMPLATE' }),
    messageTemplate: text({ required: true, max: 10000, translatedAs: 'MESSAGE_TEMPLATE' }),
    notificationTrigger: constant([
      'ENROLLMENT',
      'COMPLETION',
      'PROGRAM_RULE',
      'SCHEDULED_DAYS_DUE_DATE',
      'SCHEDULED_DAYS_INCIDENT_DATE',
      'SCHEDULED_DAYS_ENROLLMENT_DATE',
    ]),
    notificationRecipient: constant(
      [
        'TRACKED_ENTITY_INSTANCE',
        'ORGANISATION_UNIT_CONTACT',
        'USERS_AT_ORGANISATION_UNIT',
        'USER_GROUP',
        'PROGRAM_ATTRIBUTE',
        'DATA_ELEMENT',
        'WEB_HOOK',
      ],
      { column: 'notificationrecipienttype' },
    ),
    relativeScheduledDays: integer(),
    recipientUserGroup: reference('userGroup', { column: 'usergroupid' }),
    recipientProgramAttribute: reference('trackedEntityAttribute', { column: 'trackedentityattributeid' }),
    recipientDataElement: reference('dataElement', { column: 'dataelementid' }),
    notifyParentOrganisationUnitOnly: flag(),
    notifyUsersInHierarchyOnly: flag(),
    sendRepeatable: flag(),
    program: reference('program', { hidden: true }),
    programStage: reference('programStage', { hidden: true }),
    deliveryChannels: values('CONSTANT', {
      table: 'programnotificationtemplate_deliverychannel',
      own: 'programnotificationtemplatedeliverychannelid',
      column: 'deliverychannel',
      constants: DELIVERY_CHANNELS,
    }),
  },
});
