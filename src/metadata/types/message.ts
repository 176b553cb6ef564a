import { flag, members, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';

/** One message of a conversation. */
export const message = defineType({
  name: 'message',
  plural: 'messages',
  label: 'Message',
  klass: 'org.hisp.dhis.message.Message',
  table: 'message',
  standalone: false,
  code: false,
  naming: false,
  anonymous: true,
  properties: {
    text: text({ column: 'messagetext' }),
    sender: reference('user', { column: 'userid' }),
    internal: flag(),
    metaData: text({ column: 'metadata' }),
    attachments: members('fileResource', { table: 'messageattachments', own: 'messageid', item: 'fileresourceid' }),
  },
});
