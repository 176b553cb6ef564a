import { sql } from 'kysely';
import { beforeAll } from 'vitest';
import type { Db } from '../../src/database/index.js';
import { giveMetadata } from './metadata.js';
import type { testServer } from './server.js';

type Server = ReturnType<typeof testServer>;

export const DEFAULT = 'HllvX50cXC0';
export const ATTRIBUTE = 'attribute01';
export const ROOT = 'unitRoot001';
export const [CLINIC, OTHER] = ['unitClinic1', 'unitClinic2'];
export const [MALE, FEMALE] = ['comboMale01', 'comboFemal1'];
/** Attribute option combos of {@link PROJECT_SET}. */
export const [WATER, LIGHT] = ['comboWater1', 'comboLight1'];
export const ELEMENTS = {
  number: 'elemNumber1',
  bySex: 'elemBySex01',
  text: 'elemText001',
  truth: 'elemTruth01',
  colour: 'elemColour1',
  colours: 'elemColour2',
  file: 'elemFile001',
  /** In no data set. */
  loose: 'elemLoose01',
  /** In the data set with attribute options. */
  project: 'elemProjec1',
};
export const [MONTHLY_SET, PROJECT_SET] = ['dataSetMon1', 'dataSetPro1'];

const named = (id: string, name: string, more: object = {}) => ({
  id,
  name,
  shortName: name,
  code: name.toUpperCase().replaceAll(' ', '_'),
  attributeValues: [{ attribute: { id: ATTRIBUTE }, value: `national ${id}` }],
  ...more,
});
const reference = (id: string) => ({ id });
const element = (id: string, name: string, valueType: string, more: object = {}) =>
  named(id, name, {
    valueType,
    domainType: 'AGGREGATE',
    aggregationType: 'SUM',
    categoryCombo: reference('bjDvmb4bfuf'),
    zeroIsSignificant: true,
    ...more,
  });

const METADATA = {
  attributes: [
    {
      id: ATTRIBUTE,
      name: 'National number',
      shortName: 'National number',
      valueType: 'TEXT',
      dataElementAttribute: true,
      organisationUnitAttribute: true,
      dataSetAttribute: true,
      categoryOptionComboAttribute: true,
      categoryOptionAttribute: true,
      optionSetAttribute: true,
      categoryAttribute: true,
      categoryComboAttribute: true,
    },
  ],
  organisationUnits: [
    named(ROOT, 'Country', { openingDate: '2000-01-01' }),
    named(CLINIC, 'Clinic one', { openingDate: '2000-01-01', parent: reference(ROOT) }),
    named(OTHER, 'Clinic two', { openingDate: '2000-01-01', parent: reference(ROOT) }),
  ],
  categoryOptions: [
    named('optionMale1', 'Male'),
    named('optionFemal', 'Female'),
    named('optionWater', 'Water'),
    named('optionLight', 'Light'),
  ],
  categories: [
    named('categorySex', 'Sex', {
      dataDimensionType: 'DISAGGREGATION',
      categoryOptions: [reference('optionMale1'), reference('optionFemal')],
    }),
    named('categoryPro', 'Project', {
      dataDimensionType: 'ATTRIBUTE',
      categoryOptions: [reference('optionWater'), reference('optionLight')],
    }),
  ],
  categoryCombos: [
    named('catComboSex', 'Sex', { dataDimensionType: 'DISAGGREGATION', categories: [reference('categorySex')] }),
    named('catComboPro', 'Project', { dataDimensionType: 'ATTRIBUTE', categories: [reference('categoryPro')] }),
  ],
  categoryOptionCombos: (
    [
      [MALE, 'Male', 'catComboSex', 'optionMale1'],
      [FEMALE, 'Female', 'catComboSex', 'optionFemal'],
      [WATER, 'Water', 'catComboPro', 'optionWater'],
      [LIGHT, 'Light', 'catComboPro', 'optionLight'],
    ] as const
  ).map(([id, name, combo, option]) =>
    named(id, name, { categoryCombo: reference(combo), categoryOptions: [reference(option)] }),
  ),
  optionSets: [
    named('optionSet01', 'Colours', {
      valueType: 'TEXT',
      options: [reference('optionRed01'), reference('optionBlue1')],
    }),
    named('optionSet02', 'More colours', {
      valueType: 'MULTI_TEXT',
      options: [reference('optionRed02'), reference('optionBlue2')],
    }),
  ],
  options: [
    { id: 'optionRed01', name: 'Red', code: 'red', optionSet: reference('optionSet01') },
    { id: 'optionBlue1', name: 'Blue', code: 'blue', optionSet: reference('optionSet01') },
    { id: 'optionRed02', name: 'Red', code: 'red', optionSet: reference('optionSet02') },
    { id: 'optionBlue2', name: 'Blue', code: 'blue', optionSet: reference('optionSet02') },
  ],
  dataElements: [
    element(ELEMENTS.number, 'Visits', 'NUMBER'),
    element(ELEMENTS.bySex, 'Births', 'INTEGER', { categoryCombo: reference('catComboSex') }),
    element(ELEMENTS.text, 'Remark', 'TEXT', { aggregationType: 'NONE' }),
    element(ELEMENTS.truth, 'Open', 'BOOLEAN'),
    element(ELEMENTS.colour, 'Colour', 'TEXT', { aggregationType: 'NONE', optionSet: reference('optionSet01') }),
    element(ELEMENTS.colours, 'All colours', 'MULTI_TEXT', {
      aggregationType: 'NONE',
      optionSet: reference('optionSet02'),
    }),
    element(ELEMENTS.file, 'Scan', 'FILE_RESOURCE', { aggregationType: 'NONE' }),
    element(ELEMENTS.loose, 'Loose', 'TEXT', { aggregationType: 'NONE' }),
    element(ELEMENTS.project, 'Spent', 'NUMBER'),
  ],
  dataSets: [
    named(MONTHLY_SET, 'Monthly report', {
      periodType: 'Monthly',
      openFuturePeriods: 0,
      categoryCombo: reference('bjDvmb4bfuf'),
      organisationUnits: [reference(CLINIC), reference(OTHER)],
      dataSetElements: Object.values(ELEMENTS)
        .slice(0, -2)
        .map((id) => ({ dataElement: reference(id) })),
    }),
    named(PROJECT_SET, 'Project report', {
      periodType: 'Monthly',
      openFuturePeriods: 0,
      categoryCombo: reference('catComboPro'),
      organisationUnits: [reference(CLINIC)],
      dataSetElements: [{ dataElement: reference(ELEMENTS.project) }],
    }),
  ],
};

/** Before the tests of a file, gives its server a small country of three units, whose objects everybody may read and enter data for. */
export function withDataValueFixture(server: Server): void {
  beforeAll(async () => {
    const { attributes, ...objects } = METADATA;
    for (const body of [{ attributes }, objects]) await giveMetadata(server, body);
    await openToAll(server.db);
  }, 60_000);
}

async function openToAll(db: Db): Promise<void> {
  for (const table of ['dataelement', 'dataset', 'categoryoption'])
    await sql`update ${sql.table(table)} set sharing = '{"public": "rwrw----"}'`.execute(db);
}

export interface StoredValue {
  readonly element: string;
  readonly period: string;
  readonly unit: string;
  readonly combo: string;
  readonly attribute: string;
  readonly value: string | null;
  readonly comment: string | null;
  readonly followup: boolean;
  readonly deleted: boolean;
  readonly storedBy: string;
}

/** All values, in the order of their keys. */
export async function readValues(db: Db): Promise<readonly StoredValue[]> {
  const { rows } = await sql<StoredValue>`
    select element.uid as element, orderly.period_iso(periodtype.name, period.startdate) as period, unit.uid as unit, combo.uid as combo,
      attribute.uid as attribute, stored.value, stored.comment, coalesce(stored.followup, false) as followup, stored.deleted, stored.storedby as "storedBy"
    from datavalue as stored
    join dataelement as element using (dataelementid)
    join period using (periodid)
    join periodtype using (periodtypeid)
    join organisationunit as unit on unit.organisationunitid = stored.sourceid
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = stored.categoryoptioncomboid
    join categoryoptioncombo as attribute on attribute.categoryoptioncomboid = stored.attributeoptioncomboid
    order by element.uid collate "C", period.startdate, unit.uid collate "C", combo.uid collate "C", attribute.uid collate "C"
  `.execute(db);
  return rows;
}

/** `element period unit combo attribute value`, with a mark at those that are deleted. */
export const readShort = async (db: Db): Promise<readonly string[]> =>
  (await readValues(db)).map(({ element: name, period, unit, combo, attribute, value, deleted }) =>
    [name, period, unit, combo, attribute, value, ...(deleted ? ['deleted'] : [])].join(' '),
  );

/** Takes all values, their audits and their periods away. */
export async function clearValues(db: Db): Promise<void> {
  for (const table of ['datavalueaudit', 'datavalue', 'completedatasetregistration', 'lockexception', 'period'])
    await sql`delete from ${sql.table(table)}`.execute(db);
}

export const countPeriods = async (db: Db): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from period`.execute(db);
  return rows[0]?.count ?? -1;
};

/** A good value, or with `more` another one. */
export const value = (more: Readonly<Record<string, unknown>> = {}) => ({
  dataElement: ELEMENTS.number,
  period: '201501',
  orgUnit: CLINIC,
  value: '5',
  ...more,
});

/** Posts payloads: texts and bytes as they are, anything else as JSON. */
export const poster =
  (server: Server) =>
  async (
    body: unknown,
    query = '',
    { type, headers }: { type?: string; headers?: Readonly<Record<string, string>> } = {},
  ) =>
    await server.request(`/api/dataValueSets${query}`, {
      method: 'POST',
      body,
      ...(headers && { user: null }),
      headers: { ...headers, ...(type !== undefined && { 'content-type': type }) },
    });
