import { describe, expect, it } from 'vitest';
import { element, importsOf, unit } from '../../support/imports.js';
import { testServer } from '../../support/server.js';

const server = testServer();
const { importing, expectRefused, expectRefusedFor } = importsOf({ request: (...args) => server.request(...args) });

const ELEMENT = 'org.hisp.dhis.dataelement.DataElement';

describe('a report of what is wrong', () => {
  it('has the shape and the sentence of the peer', async () => {
    const { shortName: _, ...object } = element({ id: 'a3kGcGDCuk6' });
    const { status, json } = await importing({ dataElements: [object] });
    expect(status).toBe(409);
    const stats = { created: 0, updated: 0, deleted: 0, ignored: 1, total: 1 };
    expect(json).toEqual({
      httpStatus: 'Conflict',
      httpStatusCode: 409,
      status: 'WARNING',
      message: 'One or more errors occurred, please see full details in import report.',
      response: {
        responseType: 'ImportReport',
        status: 'ERROR',
        stats,
        typeReports: [
          {
            klass: ELEMENT,
            stats,
            objectReports: [
              {
                klass: ELEMENT,
                index: 0,
                uid: 'a3kGcGDCuk6',
                displayName: 'Bad input',
                errorReports: [
                  {
                    message: 'Missing required property `shortName`',
                    args: ['shortName'],
                    mainKlass: ELEMENT,
                    mainId: 'a3kGcGDCuk6',
                    errorCode: 'E4000',
                    errorProperty: 'shortName',
                    errorProperties: ['shortName'],
                  },
                ],
              },
            ],
          },
        ],
      },
    });
  });

  it('of a single object is an object report', async () => {
    const { status, json } = await server.request('/api/dataElements', { method: 'POST', body: { name: 'X' } });
    expect(status).toBe(409);
    expect(json).toMatchObject({
      httpStatusCode: 409,
      status: 'ERROR',
      message: 'One or more errors occurred, please see full details in import report.',
      response: { responseType: 'ObjectReport', klass: ELEMENT },
    });
    expect(json.response.errorReports.map(({ errorProperty }: { errorProperty: string }) => errorProperty)).toEqual([
      'shortName',
      'valueType',
      'domainType',
      'aggregationType',
    ]);
  });

  it('gives the position of each object in its list', async () => {
    const { json } = await importing({
      categoryOptions: [
        { id: 'xYerKDKCefk', name: 'default', shortName: 'default' },
        { name: 'Good', shortName: 'Good' },
        { shortName: 'Bad' },
      ],
    });
    expect(json.response.typeReports[0].objectReports.map(({ index }: { index: number }) => index)).toEqual([2]);
  });
});

describe('values that are none', () => {
  const cases: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['a number as a constant', { valueType: 5 }, 'E4027 valueType'],
    ['a list as a constant', { valueType: ['NUMBER'] }, 'E4027 valueType'],
    ['an unknown constant', { aggregationType: 'SOMEHOW' }, 'E4027 aggregationType'],
    ['a text as a flag', { zeroIsSignificant: 'perhaps' }, 'E4027 zeroIsSignificant'],
    ['a name of every object as a flag', { zeroIsSignificant: 'constructor' }, 'E4027 zeroIsSignificant'],
    ['a list as a flag', { zeroIsSignificant: [true] }, 'E4027 zeroIsSignificant'],
    ['an object as a text', { description: { text: 'x' } }, 'E4027 description'],
    ['a list as a text', { description: ['x'] }, 'E4027 description'],
    ['a text as an object', { style: 'red' }, 'E4027 style'],
    ['a number as an object', { style: 5 }, 'E4027 style'],
    ['a number as a reference', { optionSet: 5 }, 'E5002 optionSet'],
    ['a list as a reference', { optionSet: [{ id: 'xYerKDKCefk' }] }, 'E5002 optionSet'],
    ['an object without an id as a reference', { optionSet: {} }, 'E5002 optionSet'],
    ['a reference to nothing', { optionSet: { id: 'Zz9Zz9Zz9Zz' } }, 'E5002 optionSet'],
    ['references to nothing', { legendSets: [{ id: 'Zz9Zz9Zz9Zz' }] }, 'E5002 legendSets'],
    ['a word in a list of numbers', { aggregationLevels: ['two'] }, 'E4027 aggregationLevels'],
    ['a fraction in a list of whole numbers', { aggregationLevels: [1.5] }, 'E4027 aggregationLevels'],
    ['a uid that is too short', { id: 'abc' }, 'E4014 id'],
    ['a number as a uid', { id: 12345678901 }, 'E4014 id'],
    ['a list as a uid', { id: ['a3kGcGDCuk6'] }, 'E4014 id'],
    ['a name of blanks', { name: ' \t\n ' }, 'E4000 name'],
    ['an empty name', { name: '' }, 'E4000 name'],
    ['a name that is too long', { name: 'n'.repeat(231) }, 'E4001 name'],
    ['a code that is too long', { code: 'c'.repeat(51) }, 'E4001 code'],
    ['the character zero in a name', { name: 'a\u0000b' }, 'E4027 name'],
    ['half a character in a name', { name: 'a\ud800b' }, 'E4027 name'],
    ['half a character within an object', { style: { icon: ['\udc00'] } }, 'E4027 style'],
    ['the character zero in a uid', { id: 'a3kGcGDCuk\u0000' }, 'E4027 id'],
    ['the character zero in a reference', { optionSet: { id: 'a\u0000' } }, 'E4027 optionSet'],
    ['translations that are no list', { translations: 'x' }, 'E4027 translations'],
    ['a translation that is none', { translations: [5] }, 'E4027 translations'],
    ['a translation without text', { translations: [{ locale: 'fr', property: 'NAME' }] }, 'E4000 translations'],
    [
      'two translations for one place',
      {
        translations: [
          { locale: 'fr', property: 'NAME', value: 'a' },
          { locale: 'fr', property: 'NAME', value: 'b' },
        ],
      },
      'E1106 translations',
    ],
    ['a sharing setting that is none', { sharing: 'all' }, 'E3010 sharing'],
    ['an access string that is none', { sharing: { public: 'everybody' } }, 'E3010 sharing'],
    [
      'a value of an attribute that is not there',
      { attributeValues: [{ attribute: { id: 'Zz9Zz9Zz9Zz' }, value: 'x' }] },
      'E4015 attributeValues',
    ],
    ['attribute values that are no list', { attributeValues: 'x' }, 'E4027 attributeValues'],
  ];
  it.each(cases)('%s', async (_name, more, error) => {
    await expectRefused({ dataElements: [element(more)] }, [error]);
  });

  const others: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['a day that does not exist', { organisationUnits: [unit({ openingDate: '2023-02-30' })] }, 'E4027 openingDate'],
    ['a word as a day', { organisationUnits: [unit({ openingDate: 'yesterday' })] }, 'E4027 openingDate'],
    ['a number that is no time', { organisationUnits: [unit({ closedDate: 1e300 })] }, 'E4027 closedDate'],
    ['a geometry that is none', { organisationUnits: [unit({ geometry: { type: 'Square' } })] }, 'E4027 geometry'],
    [
      'a geometry of a group that is none',
      { organisationUnitGroups: [{ name: 'G', shortName: 'G', geometry: { type: 'Point', coordinates: 1 } }] },
      'E4027 geometry',
    ],
    ['an address that is no mail address', { organisationUnits: [unit({ email: 'nobody' })] }, 'E4003 email'],
    ['a colour that is none', { organisationUnitGroups: [{ name: 'G', shortName: 'G', color: 'red' }] }, 'E4006 color'],
    ['a number beyond all columns', { organisationUnitLevels: [{ name: 'L', level: 4e9 }] }, 'E4027 level'],
    ['a number beyond the range', { organisationUnitLevels: [{ name: 'L', level: 1_000 }] }, 'E4008 level'],
    ['a word as a number', { constants: [{ name: 'C', shortName: 'C', value: 'much' }] }, 'E4027 value'],
    ['a hexadecimal number', { constants: [{ name: 'C', shortName: 'C', value: '0x10' }] }, 'E4027 value'],
    ['an unknown period type', { dataSets: [{ name: 'D', shortName: 'D', periodType: 'Hourly' }] }, 'E4027 periodType'],
    [
      'a period that is none',
      {
        dataSets: [
          { name: 'D', shortName: 'D', periodType: 'Monthly', dataInputPeriods: [{ period: { id: '2024XX' } }] },
        ],
      },
      'E5002 period',
    ],
    [
      'garbage as a part',
      { dataSets: [{ name: 'D', shortName: 'D', periodType: 'Monthly', dataSetElements: ['x', 5, [[]]] }] },
      'E4027 dataSetElements',
    ],
    [
      'a part without what it needs',
      { dataSets: [{ name: 'D', shortName: 'D', periodType: 'Monthly', dataSetElements: [{ categoryCombo: null }] }] },
      'E4000 dataElement',
    ],
    [
      'a reference of a part to nothing',
      {
        dataSets: [
          {
            name: 'D',
            shortName: 'D',
            periodType: 'Monthly',
            dataSetElements: [{ dataElement: { id: 'Zz9Zz9Zz9Zz' } }],
          },
        ],
      },
      'E5002 dataElement',
    ],
    [
      'a list as the one part that there is',
      {
        predictors: [
          {
            name: 'P',
            shortName: 'P',
            periodType: 'Monthly',
            output: { id: 'Zz9Zz9Zz9Zz' },
            generator: [{ expression: '1' }],
          },
        ],
      },
      'E4027 generator',
    ],
  ];
  it.each(others)('%s', async (_name, body, error) => {
    await expectRefusedFor(body, error);
  });

  it('are named by their beginning, however long they are, and at once', async () => {
    const started = Date.now();
    const response = await expectRefused({ dataElements: [element({ name: 'n'.repeat(10_000_000) })] }, ['E4001 name']);
    expect(Date.now() - started).toBeLessThan(8_000);
    const [report] = response.typeReports[0].objectReports;
    expect(report.errorReports[0].message).toBe(
      'Maximum length of property `name`is 230, but given length was 10000000',
    );
    expect(JSON.stringify(response).length).toBeLessThan(3_000);
    const long = await expectRefused({ dataElements: [element({ id: 'i'.repeat(5_000_000) })] }, ['E4014 id']);
    expect(JSON.stringify(long).length).toBeLessThan(3_000);
  });

  it('that say the same in another form are taken', async () => {
    const { status, json, text } = await importing({
      dataElements: [
        element({ id: 'BadInput001', zeroIsSignificant: 'TRUE', valueType: 'number', code: 17, url: null }, 'Taken'),
      ],
      organisationUnitLevels: [{ id: 'BadInput002', name: 'Deep', level: '77', offlineLevels: 2.0 }],
      organisationUnits: [unit({ id: 'BadInput003', openingDate: 1_700_000_000_000 })],
    });
    expect([status, json?.response?.stats.created], text).toEqual([200, 3]);
    expect((await server.request('/api/dataElements/BadInput001?fields=:owner')).json).toMatchObject({
      zeroIsSignificant: true,
      valueType: 'NUMBER',
      code: '17',
    });
    expect((await server.request('/api/organisationUnitLevels/BadInput002')).json.level).toBe(77);
    expect((await server.request('/api/organisationUnits/BadInput003')).json.openingDate).toMatch(/^2023-11-14/);
  });
});
