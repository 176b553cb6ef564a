import { constant, embedded, integer, memberOf, members, periodType, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { plainAuthorities } from './authorities.js';

export const predictor = defineType({
  name: 'predictor',
  plural: 'predictors',
  label: 'Predictor',
  klass: 'org.hisp.dhis.predictor.Predictor',
  table: 'predictor',
  traits: ['translations'],
  authorities: plainAuthorities('PREDICTOR'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    generator: embedded('expression', { column: 'generatorexpressionid', required: true }),
    output: reference('dataElement', { column: 'generatoroutput', required: true }),
    outputCombo: reference('categoryOptionCombo', { column: 'generatoroutputcombo' }),
    sampleSkipTest: embedded('expression', { column: 'skiptestexpressionid' }),
    periodType: periodType({ required: true }),
    sequentialSampleCount: integer({ fallback: 0, min: 0 }),
    annualSampleCount: integer({ fallback: 0, min: 0 }),
    sequentialSkipCount: integer(),
    organisationUnitDescendants: constant(['SELECTED', 'DESCENDANTS'], { fallback: 'SELECTED' }),
    organisationUnitLevels: members('organisationUnitLevel', {
      table: 'predictororgunitlevels',
      own: 'predictorid',
      item: 'orgunitlevelid',
    }),
    predictorGroups: memberOf('predictorGroup', {
      table: 'predictorgroupmembers',
      own: 'predictorid',
      item: 'predictorgroupid',
    }),
  },
});
