import { flag, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';

/** That somebody has a conversation, and whether they have read it. */
export const userMessage = defineType({
  name: 'userMessage',
  plural: 'userMessages',
  label: 'User message',
  klass: 'org.hisp.dhis.message.UserMessage',
  table: 'usermessage',
  identifiable: false,
  properties: {
    key: text({ column: 'usermessagekey' }),
    read: flag({ column: 'isread' }),
    followUp: flag({ column: 'isfollowup' }),
    user: reference('user', { column: 'userid' }),
  },
});
