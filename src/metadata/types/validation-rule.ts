import { constant, embedded, flag, memberOf, periodType, text, values } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const validationRule = defineType({
  name: 'validationRule',
  plural: 'validationRules',
  label: 'Validation rule',
  klass: 'org.hisp.dhis.validation.ValidationRule',
  table: 'validationrule',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('VALIDATIONRULE'),
  naming: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    shortName: text({ max: 50, translatedAs: 'SHORT_NAME' }),
    instruction: text({ translatedAs: 'INSTRUCTION' }),
    importance: constant(['HIGH', 'MEDIUM', 'LOW'], { fallback: 'MEDIUM' }),
    operator: constant(
      [
        'equal_to',
        'not_equal_to',
        'greater_than',
        'greater_than_or_equal_to',
        'less_than',
        'less_than_or_equal_to',
        'compulsory_pair',
        'exclusive_pair',
      ],
      { required: true },
    ),
    leftSide: embedded('expression', { column: 'leftexpressionid', required: true }),
    rightSide: embedded('expression', { column: 'rightexpressionid', required: true }),
    skipFormValidation: flag(),
    periodType: periodType({ required: true }),
    organisationUnitLevels: values('INTEGER', {
      table: 'validationruleorganisationunitlevels',
      own: 'validationruleid',
      column: 'organisationunitlevel',
    }),
    validationRuleGroups: memberOf('validationRuleGroup', {
      table: 'validationrulegroupmembers',
      own: 'validationruleid',
      item: 'validationgroupid',
    }),
    notificationTemplates: memberOf('validationNotificationTemplate', {
      table: 'validationnotificationtemplatevalidationrules',
      own: 'validationruleid',
      item: 'validationnotificationtemplateid',
    }),
  },
});
