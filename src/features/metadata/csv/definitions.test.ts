import { describe, expect, it } from 'vitest';
import { refusal } from '../../../../test/support/refusal.js';
import { isUid } from '../../../kernel/uid.js';
import type { MetadataObject } from '../../../metadata/index.js';
import { isMembershipCsv, readMetadataCsv } from './index.js';

const GROUP = 'fbfJHSPpUQD';
const MEMBER = 'cYeuwXTCPkU';
const OTHER = 'Jtf34kNZhzP';

/** The rows below a header, as a file. */
const read = (classKey: string, ...lines: readonly string[]): MetadataObject =>
  readMetadataCsv(classKey, ['header', ...lines].join('\n'));

describe('metadata in CSV', () => {
  it('reads data elements with every column', () => {
    const line = `"Women, ""all""",${GROUP},W_1,Women,A description,Form,tracker,TEXT,NONE,bjDvmb4bfuf,http://x.org,TRUE,${MEMBER},${OTHER},ignored`;
    expect(read('DATA_ELEMENT', line)).toEqual({
      dataElements: [
        {
          name: 'Women, "all"',
          id: GROUP,
          code: 'W_1',
          shortName: 'Women',
          description: 'A description',
          formName: 'Form',
          domainType: 'TRACKER',
          valueType: 'TEXT',
          aggregationType: 'NONE',
          categoryCombo: { id: 'bjDvmb4bfuf' },
          url: 'http://x.org',
          zeroIsSignificant: true,
          optionSet: { id: MEMBER },
          commentOptionSet: { id: OTHER },
        },
      ],
    });
  });

  it('fills in what a short line leaves out', () => {
    const name = 'n'.repeat(60);
    expect(read('DATA_ELEMENT', name)).toEqual({
      dataElements: [
        {
          name,
          shortName: 'n'.repeat(50),
          domainType: 'AGGREGATE',
          valueType: 'INTEGER',
          aggregationType: 'SUM',
          zeroIsSignificant: false,
        },
      ],
    });
  });

  it.each([
    ['CATEGORY_OPTION', 'categoryOptions'],
    ['CATEGORY_OPTION_GROUP', 'categoryOptionGroups'],
    ['DATA_ELEMENT_GROUP', 'dataElementGroups'],
    ['ORGANISATION_UNIT_GROUP', 'organisationUnitGroups'],
  ])('reads %s', (classKey, plural) => {
    expect(read(classKey, `Male,${GROUP},M`, 'Female,,,F')).toEqual({
      [plural]: [
        { name: 'Male', id: GROUP, code: 'M', shortName: 'Male' },
        { name: 'Female', shortName: 'F' },
      ],
    });
  });

  it.each([
    ['DATA_ELEMENT_GROUP_MEMBERSHIP', 'dataElementGroups', 'dataElements'],
    ['INDICATOR_GROUP_MEMBERSHIP', 'indicatorGroups', 'indicators'],
    ['OPTION_GROUP_SET_MEMBERSHIP', 'optionGroupSets', 'optionGroups'],
    ['ORGANISATION_UNIT_GROUP_MEMBERSHIP', 'organisationUnitGroups', 'organisationUnits'],
  ])('reads %s', (classKey, plural, list) => {
    const lines = [`${GROUP},${MEMBER}`, `${OTHER},${MEMBER}`, `${GROUP},${OTHER}`, `${GROUP},${MEMBER}`];
    expect(read(classKey, ...lines)).toEqual({
      [plural]: [
        { id: GROUP, [list]: [{ id: MEMBER }, { id: OTHER }] },
        { id: OTHER, [list]: [{ id: MEMBER }] },
      ],
    });
    expect(isMembershipCsv(classKey)).toBe(true);
    expect(isMembershipCsv('DATA_ELEMENT')).toBe(false);
    const sentence = 'Line 2 of the CSV file needs two columns with uids, the group and its member.';
    expect(refusal(409, () => read(classKey, GROUP))).toBe(sentence);
    expect(refusal(409, () => read(classKey, `${GROUP},no uid`))).toBe(sentence);
  });

  it('reads indicators', () => {
    expect(read('INDICATOR', `Rate,,R,About,Rt,1,one,#{x},ex,true,2,${GROUP}`, 'Bare')).toEqual({
      indicators: [
        {
          name: 'Rate',
          code: 'R',
          description: 'About',
          shortName: 'Rt',
          denominator: '1',
          denominatorDescription: 'one',
          numerator: '#{x}',
          numeratorDescription: 'ex',
          annualized: true,
          decimals: 2,
          indicatorType: { id: GROUP },
        },
        { name: 'Bare', shortName: 'Bare', annualized: false },
      ],
    });
    expect(refusal(409, () => read('INDICATOR', 'Rate,,,,,,,,,,two'))).toBe(
      'Line 2 of the CSV file has `two` for `decimals`, which should be a whole number.',
    );
  });

  it('reads categories and their combos', () => {
    expect(read('CATEGORY', 'Sex,,,By sex,ATTRIBUTE,true', 'Age')).toEqual({
      categories: [
        { name: 'Sex', shortName: 'Sex', description: 'By sex', dataDimensionType: 'ATTRIBUTE', dataDimension: true },
        { name: 'Age', shortName: 'Age', dataDimensionType: 'DISAGGREGATION', dataDimension: false },
      ],
    });
    expect(read('CATEGORY_COMBO', 'Sex and age,,,,true')).toEqual({
      categoryCombos: [{ name: 'Sex and age', dataDimensionType: 'DISAGGREGATION', skipTotal: true }],
    });
  });

  it('reads organisation units', () => {
    const point = `Clinic,${GROUP},C,${MEMBER},Cl,d,2010-02-03,2020-01-01,note,POINT,"[-11.4, 8.1]",http://x.org,Ann,Road 1,a@x.org,+47`;
    expect(read('ORGANISATION_UNIT', point, 'Bare')).toEqual({
      organisationUnits: [
        {
          name: 'Clinic',
          id: GROUP,
          code: 'C',
          parent: { id: MEMBER },
          shortName: 'Cl',
          description: 'd',
          openingDate: '2010-02-03',
          closedDate: '2020-01-01',
          comment: 'note',
          geometry: { type: 'Point', coordinates: [-11.4, 8.1] },
          url: 'http://x.org',
          contactPerson: 'Ann',
          address: 'Road 1',
          email: 'a@x.org',
          phoneNumber: '+47',
        },
        { name: 'Bare', shortName: 'Bare', openingDate: '1970-01-01' },
      ],
    });
    const placed = (featureType: string, coordinates: string) =>
      read('ORGANISATION_UNIT', `A,,,,,,,,,${featureType},"${coordinates}"`);
    expect(placed('NONE', '[1,2]')).toEqual(placed('POLYGON', ''));
    expect(refusal(409, () => placed('POINT', '1 2'))).toMatch(/has coordinates that are no JSON list/);
    expect(refusal(409, () => placed('POINT', '7'))).toMatch(/has coordinates that are no JSON list/);
    for (const bad of ['SYMBOL', 'constructor']) {
      expect(refusal(409, () => placed(bad, '[1,2]'))).toBe(
        `Line 2 of the CSV file has \`${bad}\` for the feature type, which should be one of NONE, POINT, POLYGON, MULTI_POLYGON.`,
      );
    }
  });

  it('reads polygons that are longer than any other value', () => {
    const ring = JSON.stringify([Array.from({ length: 40_000 }, (_, index) => [index, 8.123456])]);
    const file = read('ORGANISATION_UNIT', `A,,,,,,,,,POLYGON,"${ring}"`);
    expect(file).toMatchObject({ organisationUnits: [{ geometry: { type: 'Polygon' } }] });
  });

  it('reads validation rules', () => {
    const line =
      'Rule,,,d,i,HIGH,VALIDATION,less_than,quarterly,#{a},left,SKIP_IF_ANY_VALUE_MISSING,#{b},right,NEVER_SKIP';
    expect(read('VALIDATION_RULE', line, 'Bare')).toEqual({
      validationRules: [
        {
          name: 'Rule',
          description: 'd',
          instruction: 'i',
          importance: 'HIGH',
          operator: 'less_than',
          periodType: 'Quarterly',
          leftSide: { expression: '#{a}', description: 'left', missingValueStrategy: 'SKIP_IF_ANY_VALUE_MISSING' },
          rightSide: { expression: '#{b}', description: 'right', missingValueStrategy: 'NEVER_SKIP' },
        },
        {
          name: 'Bare',
          importance: 'MEDIUM',
          operator: 'equal_to',
          periodType: 'Monthly',
          leftSide: { missingValueStrategy: 'NEVER_SKIP' },
          rightSide: { missingValueStrategy: 'NEVER_SKIP' },
        },
      ],
    });
  });

  it('reads option sets with their options', () => {
    const lines = [`Colour,${GROUP},COL,Blue,${MEMBER},B`, 'Shape,,,Round,,RND', `Colour,,,Green,${OTHER},G`];
    const { options, optionSets } = read('OPTION_SET', ...lines) as Record<string, MetadataObject[]>;
    const [colour, shape] = optionSets ?? [];
    expect(colour).toEqual({
      name: 'Colour',
      id: GROUP,
      code: 'COL',
      valueType: 'TEXT',
      options: [{ id: MEMBER }, { id: OTHER }],
    });
    expect(isUid(String(shape?.id))).toBe(true);
    expect(options).toEqual([
      { name: 'Blue', id: MEMBER, code: 'B', sortOrder: 1, optionSet: { id: GROUP } },
      { name: 'Green', id: OTHER, code: 'G', sortOrder: 2, optionSet: { id: GROUP } },
      { name: 'Round', id: expect.toSatisfy(isUid), code: 'RND', sortOrder: 1, optionSet: { id: shape?.id } },
    ]);
    expect(refusal(409, () => read('OPTION_SET', 'Colour,,,Blue'))).toBe(
      'Line 2 of the CSV file needs the code of an option in its sixth column.',
    );
    expect(refusal(409, () => read('OPTION_SET', ',,,Blue,,B'))).toBe(
      'Line 2 of the CSV file needs the name of an option set in its first column.',
    );
  });

  it('reads option groups and their sets', () => {
    expect(read('OPTION_GROUP', `Warm,,W,,${GROUP},${MEMBER}`, 'Warm,,,,,,RED')).toEqual({
      optionGroups: [
        {
          name: 'Warm',
          code: 'W',
          shortName: 'Warm',
          optionSet: { id: GROUP },
          options: [{ id: MEMBER }, { code: 'RED' }],
        },
      ],
    });
    expect(refusal(409, () => read('OPTION_GROUP', `Warm,,W,,${GROUP}`))).toMatch(/needs the uid of an option/);
    expect(read('OPTION_GROUP_SET', `Heat,,,true,d,${GROUP},X`, 'Cold,,,,,,X', 'Bare')).toEqual({
      optionGroupSets: [
        { name: 'Heat', dataDimension: true, description: 'd', optionSet: { id: GROUP } },
        { name: 'Cold', dataDimension: false, optionSet: { code: 'X' } },
        { name: 'Bare', dataDimension: false },
      ],
    });
  });
});
