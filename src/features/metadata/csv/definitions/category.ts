import { flag, IDENTITY, text, word } from '../columns.js';
import { objects, withShortName } from '../definition.js';

export const categories = objects(
  'categories',
  [...IDENTITY, text('description', { max: 255 }), word('dataDimensionType', 'DISAGGREGATION'), flag('dataDimension')],
  withShortName,
);

export const categoryCombos = objects('categoryCombos', [
  ...IDENTITY,
  word('dataDimensionType', 'DISAGGREGATION'),
  flag('skipTotal'),
]);
