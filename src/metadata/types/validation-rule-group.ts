import { members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const validationRuleGroup = defineType({
  name: 'validationRuleGroup',
  plural: 'validationRuleGroups',
  label: 'Validation rule group',
  klass: 'org.hisp.dhis.validation.ValidationRuleGroup',
  table: 'validationrulegroup',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('VALIDATIONRULEGROUP'),
  naming: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    validationRules: members('validationRule', {
      table: 'validationrulegroupmembers',
      own: 'validationgroupid',
      item: 'validationruleid',
    }),
  },
});
