import { flag, IDENTITY, reference, text, wholeNumber } from '../columns.js';
import { objects, withShortName } from '../definition.js';

/** Empty decimals leave the number open; the peer would fix it at none. */
export const indicators = objects(
  'indicators',
  [
    ...IDENTITY,
    text('description', { max: 255 }),
    text('shortName', { max: 50 }),
    text('denominator'),
    text('denominatorDescription', { max: 255 }),
    text('numerator'),
    text('numeratorDescription', { max: 255 }),
    flag('annualized'),
    wholeNumber('decimals'),
    reference('indicatorType'),
  ],
  withShortName,
);
