import { flag, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';

export const document = defineType({
  name: 'document',
  plural: 'documents',
  label: 'Document',
  klass: 'org.hisp.dhis.document.Document',
  table: 'document',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: { createPublic: ['F_DOCUMENT_PUBLIC_ADD'], delete: ['F_DOCUMENT_DELETE'], implicitPrivate: true },
  properties: {
    url: text({ required: true }),
    fileResource: reference('fileResource', { column: 'fileresource' }),
    external: flag(),
    contentType: text({ max: 255 }),
    attachment: flag(),
  },
});
