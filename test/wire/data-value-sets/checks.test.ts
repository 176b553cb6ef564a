import { beforeEach, describe, expect, it } from 'vitest';
import {
  CLINIC,
  clearValues,
  countPeriods,
  DEFAULT,
  ELEMENTS,
  MALE,
  MONTHLY_SET,
  OTHER,
  PROJECT_SET,
  poster,
  ROOT,
  readShort,
  value,
  WATER,
  withDataValueFixture,
} from '../../support/data-value-fixture.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';

const server = testServer();
withDataValueFixture(server);
const post = poster(server);
beforeEach(() => clearValues(server.db));

/** Refused with the option, taken without it. */
type Fields = Readonly<Record<string, unknown>>;
const STRICT: readonly (readonly [string, string, Fields, Fields, Fields])[] = [
  [
    'E7630',
    'requireCategoryOptionCombo',
    {},
    {},
    {
      object: ELEMENTS.number,
      property: 'categoryOptionCombo',
      value: 'Category option combo is required but is not specified',
    },
  ],
  [
    'E7631',
    'requireAttributeOptionCombo',
    {},
    { categoryOptionCombo: DEFAULT },
    {
      object: ELEMENTS.number,
      property: 'attributeOptionCombo',
      value: 'Attribute option combo is required but is not specified',
    },
  ],
  [
    'E7632',
    'strictPeriods',
    {},
    { period: '2015W4' },
    {
      object: '2015W4',
      objects: { period: '2015W4', dataElement: ELEMENTS.number },
      value: `Period type of period: \`2015W4\` not valid for data element: \`${ELEMENTS.number}\``,
    },
  ],
  [
    'E7633',
    'strictDataElements',
    { dataSet: PROJECT_SET },
    {},
    {
      object: ELEMENTS.number,
      property: 'dataElement',
      value: `Data element: \`${ELEMENTS.number}\` is not part of dataset(s): \`${PROJECT_SET}\``,
    },
  ],
  [
    'E7634',
    'strictCategoryOptionCombos',
    {},
    { categoryOptionCombo: MALE },
    {
      object: MALE,
      property: 'categoryOptionCombo',
      value: `Category option combo: \`${MALE}\` must be part of category combo of data element: \`${ELEMENTS.number}\``,
    },
  ],
  [
    'E7635',
    'strictAttributeOptionCombos',
    {},
    { attributeOptionCombo: WATER },
    {
      object: WATER,
      property: 'attributeOptionCombo',
      value: `Attribute option combo: \`${WATER}\` must be part of category combo of data sets of data element: \`${ELEMENTS.number}\``,
    },
  ],
  [
    'E7636',
    'strictOrganisationUnits',
    {},
    { orgUnit: ROOT },
    {
      object: ROOT,
      property: 'orgUnit',
      value: `Data element: \`${ELEMENTS.number}\` must be assigned through data sets to organisation unit: \`${ROOT}\``,
    },
  ],
];

describe.each(STRICT)('%s', (errorCode, option, head, sent, told) => {
  it(`is asked by ${option}`, async () => {
    const body = { ...head, dataValues: [value(sent)] };
    const strict = await post(body, `?${option}=true`);
    expect([strict.status, strict.json.response.conflicts]).toMatchObject([
      409,
      [{ errorCode, ...told, indexes: [0] }],
    ]);
    expect(strict.json.response.conflicts[0].property).toBe(told.property);
    expect([await readShort(server.db), await countPeriods(server.db)]).toEqual([[], 0]);
    expect((await post(body)).json.response.conflicts).toEqual([]);
  });

  it('is asked by the setting of the system', async () => {
    const key = `keyDataImport${option[0]?.toUpperCase()}${option.slice(1)}`;
    await configureServer(server, { [key]: 'true' });
    const { json } = await post({ ...head, dataValues: [value(sent)] });
    await configureServer(server, { [key]: 'false' });
    expect(json.response.conflicts).toMatchObject([{ errorCode }]);
    expect(json.response.importOptions[option]).toBe(false);
  });
});

it('takes with all the strict options what is right, and a combo of the head for one of the values', async () => {
  const options = STRICT.map(([, option]) => `${option}=true`).join('&');
  const dataValues = [
    value({ categoryOptionCombo: DEFAULT }),
    value({ dataElement: ELEMENTS.bySex, categoryOptionCombo: MALE, orgUnit: OTHER }),
  ];
  const body = { dataSet: MONTHLY_SET, attributeOptionCombo: DEFAULT, dataValues };
  expect((await post(body, `?${options}`)).json.response).toMatchObject({
    status: 'SUCCESS',
    importCount: { imported: 2 },
  });
});

describe('values', () => {
  it.each([
    [ELEMENTS.number, '1e5', 'E7619', 'Data value is not numeric'],
    [ELEMENTS.bySex, '1.5', 'E7619', 'Data value is not an integer'],
    [ELEMENTS.truth, 'perhaps', 'E7619', 'Data value is not a boolean'],
    [ELEMENTS.text, 'x'.repeat(50_001), 'E7619', 'Data value is longer than 50000 characters'],
    [ELEMENTS.file, 'x.pdf', 'E7619', 'Data value is not the identifier of a file resource'],
  ])('%s does not take %.10s', async (dataElement, text, errorCode, reason) => {
    const { json } = await post({ dataValues: [value({ dataElement, value: text })] });
    expect(json.response.conflicts).toMatchObject([
      {
        errorCode,
        object: dataElement,
        property: 'value',
        value: `Value must match value type of data element \`${dataElement}\`: \`${reason}\``,
      },
    ]);
  });

  it.each([
    [ELEMENTS.colour, ['red', 'blue'], ['RED', 'red,blue', 'Red']],
    [ELEMENTS.colours, ['red', 'red,blue', 'blue,red'], ['green', 'red,green', 'red,', 'Red,blue']],
  ])('%s takes only the codes of its options', async (dataElement, good, bad) => {
    const texts = [...good, ...bad];
    const dataValues = texts.map((text, index) => value({ dataElement, value: text, period: String(201501 + index) }));
    const { json } = await post({ dataValues });
    expect(json.response.conflicts).toEqual([
      {
        object: dataElement,
        objects: { dataElement },
        value: `Data value is not a valid option of the data element option set: \`${dataElement}\``,
        errorCode: 'E7621',
        property: 'value',
        indexes: bad.map((_, index) => good.length + index),
      },
    ]);
    expect((await readShort(server.db)).map((text) => text.split(' ').at(-1))).toEqual(good);
  });

  it('a long comment and a long name of a user are refused', async () => {
    const { json } = await post({
      dataValues: [value({ comment: 'c'.repeat(50_001) }), value({ period: '201502', storedBy: 's'.repeat(256) })],
    });
    expect(json.response.conflicts).toMatchObject([
      { errorCode: 'E7620', property: 'comment', value: 'Invalid comment: Comment is longer than 50000 characters' },
      { errorCode: 'E7637', property: 'storedBy', value: 'Invalid storedBy: Username is longer than 255 characters' },
    ]);
    const most = { comment: 'c'.repeat(50_000), storedBy: 's'.repeat(255) };
    expect((await post({ dataValues: [value(most)] })).json.response.importCount.imported).toBe(1);
  });

  it('a file that is not there cannot be deleted', async () => {
    const file = value({ dataElement: ELEMENTS.file, value: 'fileResourc' });
    await post({ dataValues: [file] });
    const gone = { ...file, period: '201502', deleted: true };
    const { json } = await post({ dataValues: [{ ...file, deleted: true }, gone, value({ deleted: true })] });
    expect(json.response).toMatchObject({ importCount: { deleted: 1, ignored: 2 }, rejectedIndexes: [1] });
    expect(json.response.conflicts).toEqual([
      {
        object: ELEMENTS.file,
        objects: { dataElement: ELEMENTS.file },
        value: `No data value for file resource exist for the given combination for data element: \`${ELEMENTS.file}\``,
        errorCode: 'E7645',
        property: 'dataElement',
        indexes: [1],
      },
    ]);
  });

  it('all faults of a value are told on request, those of its objects before those of the rest', async () => {
    const dataValues = [
      value({ dataElement: 'nothing', period: 'never', orgUnit: 'nowhere', value: 'x', storedBy: 's'.repeat(256) }),
      value({ value: 'x', comment: 'c'.repeat(50_001), storedBy: 's'.repeat(256), categoryOptionCombo: MALE }),
    ];
    const codes = async (query: string) => {
      const { json } = await post({ dataValues }, query);
      expect(json.response.rejectedIndexes).toEqual([0, 1]);
      return json.response.conflicts.map(
        (found: { errorCode: string; indexes: number[] }) => `${found.errorCode} ${found.indexes}`,
      );
    };
    expect(await codes('?strictCategoryOptionCombos=true')).toEqual(['E7610 0', 'E7619 1']);
    expect(await codes('?strictCategoryOptionCombos=true&reportMode=ALL')).toEqual([
      'E7610 0',
      'E7611 0',
      'E7612 0',
      'E7619 1',
      'E7620 1',
      'E7634 1',
      'E7637 1',
    ]);
  });

  it('a key given twice is told with both places, and the last value counts', async () => {
    const { json } = await post({ dataValues: [value({ value: 1 }), value({ period: '2015-01', value: 2 })] });
    expect(json.response).toMatchObject({ importCount: { imported: 1, ignored: 1 }, rejectedIndexes: [0] });
    expect(json.response.conflicts).toMatchObject([{ errorCode: 'E7649', object: ELEMENTS.number, indexes: [0, 1] }]);
    expect(await readShort(server.db)).toEqual([`${ELEMENTS.number} 201501 ${CLINIC} ${DEFAULT} ${DEFAULT} 2`]);
  });
});
