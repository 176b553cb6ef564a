import { sql } from 'kysely';
import {
  computed,
  constant,
  flag,
  integer,
  json,
  memberOf,
  members,
  parts,
  reference,
  text,
} from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';
import { AGGREGATION_TYPES, DEFAULT_CATEGORY_COMBO } from './constants.js';

export const programIndicator = defineType({
  name: 'programIndicator',
  plural: 'programIndicators',
  label: 'Program indicator',
  klass: 'org.hisp.dhis.program.ProgramIndicator',
  table: 'programindicator',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('PROGRAM_INDICATOR'),
  naming: { unique: true },
  shortName: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    formName: text({ translatedAs: 'FORM_NAME' }),
    style: json(),
    program: reference('program', { required: true }),
    expression: text(),
    filter: text(),
    aggregationType: constant(AGGREGATION_TYPES),
    decimals: integer(),
    aggregateExportCategoryOptionCombo: text({ max: 255 }),
    aggregateExportAttributeOptionCombo: text({ max: 255 }),
    aggregateExportDataElement: text({ max: 255 }),
    displayInForm: flag(),
    analyticsType: constant(['EVENT', 'ENROLLMENT'], { fallback: 'EVENT' }),
    orgUnitField: text(),
    categoryCombo: reference('categoryCombo', { fallback: DEFAULT_CATEGORY_COMBO }),
    attributeCombo: reference('categoryCombo', { fallback: DEFAULT_CATEGORY_COMBO }),
    categoryMappingIds: json({ fallback: [] }),
    analyticsPeriodBoundaries: parts('analyticsPeriodBoundary', { by: 'programindicatorid' }),
    legendSets: members('legendSet', {
      table: 'programindicatorlegendsets',
      own: 'programindicatorid',
      item: 'legendsetid',
      sort: 'sort_order',
    }),
    programIndicatorGroups: memberOf('programIndicatorGroup', {
      table: 'programindicatorgroupmembers',
      own: 'programindicatorid',
      item: 'programindicatorgroupid',
    }),
    dimensionItem: computed('TEXT', (alias) => sql.ref(`${alias}.uid`)),
    dimensionItemType: computed('CONSTANT', () => sql`'PROGRAM_INDICATOR'`),
  },
});
