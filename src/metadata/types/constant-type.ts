import { number, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { plainAuthorities } from './authorities.js';

export const constantType = defineType({
  name: 'constant',
  plural: 'constants',
  label: 'Constant',
  klass: 'org.hisp.dhis.constant.Constant',
  table: 'constant',
  key: 'constantid',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: plainAuthorities('CONSTANT'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    value: number({ required: true }),
  },
});
