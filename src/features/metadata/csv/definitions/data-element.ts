import { flag, IDENTITY, reference, text, upperCase, word } from '../columns.js';
import { objects, withShortName } from '../definition.js';

export const dataElements = objects(
  'dataElements',
  [
    ...IDENTITY,
    text('shortName', { max: 50 }),
    text('description'),
    text('formName', { max: 230 }),
    upperCase('domainType', 'AGGREGATE'),
    word('valueType', 'INTEGER'),
    word('aggregationType', 'SUM'),
    reference('categoryCombo'),
    text('url', { max: 255 }),
    flag('zeroIsSignificant'),
    reference('optionSet'),
    reference('commentOptionSet'),
  ],
  withShortName,
);
