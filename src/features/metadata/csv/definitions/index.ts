import { IDENTITY, text } from '../columns.js';
import { type CsvDefinition, memberships, objects, withShortName } from '../definition.js';
import { categories, categoryCombos } from './category.js';
import { dataElements } from './data-element.js';
import { indicators } from './indicator.js';
import { optionGroupSets, optionGroups, optionSets } from './option.js';
import { organisationUnits } from './organisation-unit.js';
import { validationRules } from './validation-rule.js';

/** Objects that a file names and describes no further. */
const named = (plural: string): CsvDefinition =>
  objects(plural, [...IDENTITY, text('shortName', { max: 50 })], withShortName);

/** Files that put objects into groups and describe neither. */
export const MEMBERSHIPS: ReadonlyMap<string, CsvDefinition> = new Map([
  ['DATA_ELEMENT_GROUP_MEMBERSHIP', memberships('dataElementGroups', 'dataElements')],
  ['INDICATOR_GROUP_MEMBERSHIP', memberships('indicatorGroups', 'indicators')],
  ['OPTION_GROUP_SET_MEMBERSHIP', memberships('optionGroupSets', 'optionGroups')],
  ['ORGANISATION_UNIT_GROUP_MEMBERSHIP', memberships('organisationUnitGroups', 'organisationUnits')],
]);

/** What each class key of the peer takes (contract: imports.md §8.1). A new one is a definition and a line here. */
export const DEFINITIONS: ReadonlyMap<string, CsvDefinition> = new Map([
  ...MEMBERSHIPS,
  ['CATEGORY', categories],
  ['CATEGORY_COMBO', categoryCombos],
  ['CATEGORY_OPTION', named('categoryOptions')],
  ['CATEGORY_OPTION_GROUP', named('categoryOptionGroups')],
  ['DATA_ELEMENT', dataElements],
  ['DATA_ELEMENT_GROUP', named('dataElementGroups')],
  ['INDICATOR', indicators],
  ['OPTION_GROUP', optionGroups],
  ['OPTION_GROUP_SET', optionGroupSets],
  ['OPTION_SET', optionSets],
  ['ORGANISATION_UNIT', organisationUnits],
  ['ORGANISATION_UNIT_GROUP', named('organisationUnitGroups')],
  ['VALIDATION_RULE', validationRules],
]);
