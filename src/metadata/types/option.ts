import { integer, json, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const option = defineType({
  name: 'option',
  plural: 'options',
  label: 'Option',
  klass: 'org.hisp.dhis.option.Option',
  table: 'optionvalue',
  traits: ['translations', 'attributes'],
  authorities: sharedAuthorities('OPTIONSET'),
  code: { max: 230, required: true, unique: false },
  anonymous: true,
  uniqueTogether: [['code', 'optionSet']],
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    sortOrder: integer({ column: 'sort_order' }),
    formName: text({ translatedAs: 'FORM_NAME' }),
    style: json(),
    optionSet: reference('optionSet'),
  },
});
