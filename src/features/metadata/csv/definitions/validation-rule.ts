import type { MetadataObject } from '../../../../metadata/index.js';
import { IDENTITY, passedOver, periodType, text, word } from '../columns.js';
import { objects } from '../definition.js';

export const validationRules = objects(
  'validationRules',
  [
    ...IDENTITY,
    text('description', { max: 255 }),
    text('instruction', { max: 255 }),
    word('importance', 'MEDIUM'),
    // The type of the rule, which DHIS2 has no longer.
    passedOver,
    word('operator', 'equal_to'),
    periodType('periodType', 'Monthly'),
    text('leftExpression'),
    text('leftDescription', { max: 255 }),
    word('leftStrategy', 'NEVER_SKIP'),
    text('rightExpression'),
    text('rightDescription', { max: 255 }),
    word('rightStrategy', 'NEVER_SKIP'),
  ],
  withSides,
);

function withSides(object: MetadataObject): MetadataObject {
  const { leftExpression, leftDescription, leftStrategy, rightExpression, rightDescription, rightStrategy, ...rule } =
    object;
  return {
    ...rule,
    leftSide: side(leftExpression, leftDescription, leftStrategy),
    rightSide: side(rightExpression, rightDescription, rightStrategy),
  };
}

const side = (expression: unknown, description: unknown, missingValueStrategy: unknown): MetadataObject => ({
  ...(expression !== undefined && { expression }),
  ...(description !== undefined && { description }),
  missingValueStrategy,
});
