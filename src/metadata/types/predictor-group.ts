import { members, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { plainAuthorities } from './authorities.js';

export const predictorGroup = defineType({
  name: 'predictorGroup',
  plural: 'predictorGroups',
  label: 'Predictor group',
  klass: 'org.hisp.dhis.predictor.PredictorGroup',
  table: 'predictorgroup',
  traits: ['sharing', 'translations', 'author'],
  authorities: plainAuthorities('PREDICTORGROUP'),
  naming: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    predictors: members('predictor', { table: 'predictorgroupmembers', own: 'predictorgroupid', item: 'predictorid' }),
  },
});
