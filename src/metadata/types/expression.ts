import { constant, flag, json, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { MISSING_VALUE_STRATEGIES } from './constants.js';

/** A formula, as one side of a validation rule or the generator of a predictor. */
export const expression = defineType({
  name: 'expression',
  plural: 'expressions',
  label: 'Expression',
  klass: 'org.hisp.dhis.expression.Expression',
  table: 'expression',
  identifiable: false,
  properties: {
    expression: text({ required: true }),
    description: text({ max: 255, translatedAs: 'DESCRIPTION' }),
    missingValueStrategy: constant(MISSING_VALUE_STRATEGIES, { fallback: 'SKIP_IF_ALL_VALUES_MISSING' }),
    slidingWindow: flag(),
    translations: json({ fallback: [] }),
  },
});
