import { flag, integer, text } from '../model/property.js';
import { defineType } from '../model/type.js';

/** A stored file, as other objects refer to it. */
export const fileResource = defineType({
  name: 'fileResource',
  plural: 'fileResources',
  label: 'File resource',
  klass: 'org.hisp.dhis.fileresource.FileResource',
  table: 'fileresource',
  traits: ['author'],
  standalone: false,
  properties: {
    contentType: text({ max: 255, required: true }),
    contentLength: integer({ required: true }),
    assigned: flag({ column: 'isassigned' }),
    domain: text({ max: 40 }),
  },
});
