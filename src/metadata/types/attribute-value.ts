import { reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';

/** What an object says for one attribute; kept in a JSON column of the object. */
export const attributeValue = defineType({
  name: 'attributeValue',
  plural: 'attributeValues',
  label: 'Attribute value',
  klass: 'org.hisp.dhis.attribute.AttributeValue',
  table: 'attributevalue',
  identifiable: false,
  properties: {
    attribute: reference('attribute', { column: 'attribute', targetColumn: 'uid' }),
    value: text(),
  },
});
