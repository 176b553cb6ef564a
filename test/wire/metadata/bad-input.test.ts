import { describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';

const server = testServer();

/** What there was after the last refusal, as long as nothing has been taken since. */
let untouched: string | undefined;

const importing = async (body: unknown, query = '') => {
  const answer = await server.request(`/api/metadata${query}`, { method: 'POST', body });
  if (answer.status === 200) untouched = undefined;
  return answer;
};

/** Everything that there is, as text. */
const everything = async (): Promise<string> => {
  const { system: _, ...lists } = (await server.request('/api/metadata')).json;
  untouched = JSON.stringify(lists);
  return untouched;
};

const element = (more: Record<string, unknown> = {}, name = 'Bad input') => ({
  name,
  shortName: name.slice(0, 50),
  valueType: 'NUMBER',
  domainType: 'AGGREGATE',
  aggregationType: 'SUM',
  ...more,
});

const unit = (more: Record<string, unknown>) => ({ name: 'U', shortName: 'U', openingDate: '2020-01-01', ...more });

/** Codes, with the property that each is about, of all errors of a report. */
const errorsOf = (json: {
  response: { typeReports: { objectReports: { errorReports: { errorCode: string; errorProperty?: string }[] }[] }[] };
}): readonly string[] =>
  json.response.typeReports.flatMap(({ objectReports }) =>
    objectReports.flatMap(({ errorReports }) =>
      errorReports.map(({ errorCode, errorProperty }) => `${errorCode} ${errorProperty ?? ''}`.trim()),
    ),
  );

/** An import that is refused whole: 409, and everything as it was. */
async function expectRefused(body: unknown, errors: readonly string[], query = '') {
  const before = untouched ?? (await everything());
  const { status, json, text } = await importing(body, query);
  expect(status, text.slice(0, 2_000)).toBe(409);
  expect([...new Set(errorsOf(json))]).toEqual(errors);
  expect(json.response.status).toBe('ERROR');
  const { ignored, total } = json.response.stats;
  expect(ignored).toBe(total);
  expect(await everything()).toBe(before);
  return json.response;
}

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
    const before = untouched ?? (await everything());
    const { status, json, text } = await importing(body);
    expect(status, text.slice(0, 2_000)).toBe(409);
    expect(errorsOf(json)).toContain(error);
    expect(await everything()).toBe(before);
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

describe('objects that get in each other’s way', () => {
  it('by a code that another one has', async () => {
    expect((await importing({ dataElements: [element({ id: 'BadInput011', code: 'TAKEN' }, 'First')] })).status).toBe(
      200,
    );
    const { typeReports } = await expectRefused(
      { dataElements: [element({ id: 'BadInput012', code: 'TAKEN' }, 'Second')] },
      ['E5003 code'],
    );
    expect(typeReports[0].objectReports[0].errorReports[0]).toMatchObject({
      message:
        'Property `code` with value `TAKEN` on object Second [BadInput012] (DataElement) already exists on object BadInput011',
      value: 'TAKEN',
    });
    const single = await server.request('/api/dataElements', {
      method: 'POST',
      body: element({ code: 'TAKEN' }, 'Second'),
    });
    expect([single.status, single.json.response.errorReports[0].errorCode]).toEqual([409, 'E5003']);
  });

  it('by a code or a name that both have', async () => {
    await expectRefused(
      {
        dataElements: [
          element({ id: 'BadInput013', code: 'BOTH', shortName: 'a' }, 'Same'),
          element({ id: 'BadInput014', code: 'BOTH', shortName: 'b' }, 'Same'),
        ],
      },
      ['E5005 code', 'E5005 name'],
    );
  });

  it('by a uid that both have: the first counts', async () => {
    const twice = [element({ id: 'BadInput015' }, 'Once'), element({ id: 'BadInput015' }, 'Twice')];
    await expectRefused({ dataElements: twice }, ['E5004']);
    const { json } = await importing({ dataElements: twice }, '?atomicMode=NONE');
    untouched = undefined;
    expect(json.response.stats).toMatchObject({ created: 1, ignored: 1 });
    expect((await server.request('/api/dataElements/BadInput015')).json.name).toBe('Once');
  });

  it('by a pair that only one may have', async () => {
    const optionSet = { id: 'BadInput020', name: 'Bad set', valueType: 'TEXT' };
    const option = (id: string, set = optionSet.id) => ({ id, name: id, code: 'A', optionSet: { id: set } });
    await expectRefused({ optionSets: [optionSet], options: [option('BadInput021'), option('BadInput022')] }, [
      'E5005 code',
    ]);
    const other = { id: 'BadInput023', name: 'Other set', valueType: 'TEXT' };
    const good = await importing({
      optionSets: [optionSet, other],
      options: [option('BadInput021'), option('BadInput022', other.id)],
    });
    expect(good.status, good.text).toBe(200);
    await expectRefused({ options: [option('BadInput024')] }, ['E5003 code']);
    const dataSets = [{ id: 'BadInput025', name: 'D', shortName: 'D', periodType: 'Monthly' }];
    const section = { name: 'Part', dataSet: { id: 'BadInput025' } };
    expect((await importing({ dataSets, sections: [section] })).status).toBe(200);
    await expectRefused({ sections: [section] }, ['E5003 name']);
  });

  it('by parts that belong to one of them', async () => {
    const attribute = { id: 'BadInput030', name: 'A', shortName: 'A', valueType: 'TEXT', aggregationType: 'NONE' };
    const parts = [{ id: 'BadInput032', trackedEntityAttribute: { id: attribute.id } }];
    const program = (id: string) => ({
      id,
      name: id,
      shortName: id,
      programType: 'WITH_REGISTRATION',
      programTrackedEntityAttributes: parts,
    });
    const both = { trackedEntityAttributes: [attribute], programs: [program('BadInput033'), program('BadInput034')] };
    await expectRefused(both, ['E5003 programTrackedEntityAttributes']);
    expect((await importing({ ...both, programs: [program('BadInput033')] })).status).toBe(200);
    await expectRefused({ programs: [program('BadInput034')] }, ['E5003 programTrackedEntityAttributes']);
    // The first one lets go of it in the same payload.
    const moved = [{ ...program('BadInput033'), programTrackedEntityAttributes: [] }, program('BadInput034')];
    expect((await importing({ programs: moved })).status).toBe(200);
    expect((await server.request('/api/programs/BadInput034')).json.programTrackedEntityAttributes).toMatchObject(
      parts,
    );
  });
});

describe('organisation units above themselves', () => {
  const CHAIN = ['BadInput041', 'BadInput042', 'BadInput043', 'BadInput044'];
  const chain = CHAIN.map((id, index) =>
    unit({ id, name: id, shortName: id, ...(index > 0 && { parent: { id: CHAIN[index - 1] } }) }),
  );

  it('are refused, in a payload, by an update and by a patch, through any number of others', async () => {
    await expectRefused({ organisationUnits: [unit({ id: 'BadInput040', parent: { id: 'BadInput040' } })] }, [
      'E4027 parent',
    ]);
    const closed = chain.map((object, index) => (index === 0 ? { ...object, parent: { id: CHAIN[3] } } : object));
    await expectRefused({ organisationUnits: closed }, ['E4027 parent']);
    await expectRefused({ organisationUnits: closed }, ['E4027 parent'], '?skipValidation=true');
    const made = await importing({ organisationUnits: chain.toReversed() });
    expect(made.status, made.text).toBe(200);
    expect((await server.request(`/api/organisationUnits/${CHAIN[3]}`)).json.path).toBe(`/${CHAIN.join('/')}`);
    await expectRefused({ organisationUnits: [closed[0]] }, ['E4027 parent']);
    const patched = await server.request(`/api/organisationUnits/${CHAIN[0]}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([{ op: 'add', path: '/parent', value: { id: CHAIN[3] } }]),
    });
    expect([patched.status, patched.json.response.errorReports[0].errorCode], patched.text).toEqual([409, 'E4027']);
    expect((await server.request(`/api/organisationUnits/${CHAIN[3]}`)).json.level).toBe(4);
  });

  it('are none when the tree is turned round', async () => {
    const turned = chain.map((object, index) => {
      const { parent: _, ...rest } = object as { parent?: unknown };
      return index === 3 ? rest : { ...rest, parent: { id: CHAIN[index + 1] } };
    });
    const { status, text } = await importing({ organisationUnits: turned });
    expect(status, text).toBe(200);
    expect((await server.request(`/api/organisationUnits/${CHAIN[0]}`)).json.path).toBe(
      `/${CHAIN.toReversed().join('/')}`,
    );
  });

  it('and those deeper than a path can say are refused', async () => {
    const ids = Array.from({ length: 22 }, (_, index) => `BadDeep${String(index).padStart(4, '0')}`);
    const deep = ids.map((id, index) =>
      unit({ id, name: id, shortName: id, ...(index > 0 && { parent: { id: ids[index - 1] } }) }),
    );
    const { typeReports } = await expectRefused({ organisationUnits: deep }, ['E4001 parent']);
    expect(typeReports[0].objectReports).toHaveLength(1);
    expect((await importing({ organisationUnits: deep.slice(0, 21) })).status).toBe(200);
    // A tree that is hung below another one is as deep as both.
    await expectRefused({ organisationUnits: [{ ...chain[3], parent: { id: ids[19] } }] }, ['E4001 parent']);
  });
});

describe('bodies that are none', () => {
  const bodies: readonly (readonly [string, string])[] = [
    ['a list', '[]'],
    ['a text', '"text"'],
    ['a number', '5'],
    ['null', 'null'],
    ['nothing', ''],
    ['half an object', '{"name": '],
    ['a word', 'x'],
    ['a key of every object’s prototype', '{"__proto__": {"admin": true}}'],
    ['lists without end', '['.repeat(100_000)],
    ['lists in lists', `{"dataElements": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ];
  const JSON_TYPE = { 'content-type': 'application/json' };

  it.each(bodies)('%s', async (_name, body) => {
    for (const [path, method] of [
      ['/api/metadata', 'POST'],
      ['/api/metadata?async=true', 'POST'],
      ['/api/dataElements', 'POST'],
      ['/api/dataElements/BadInput001', 'PUT'],
      ['/api/dataElements/BadInput001', 'PATCH'],
      ['/api/dataElementGroups/BadInput001/dataElements', 'POST'],
      ['/api/dataElements/BadInput001/translations', 'PUT'],
    ] as const) {
      // A patch of no operations is one.
      if (method === 'PATCH' && body === '[]') continue;
      const { status, text } = await server.request(path, { method, headers: JSON_TYPE, body });
      expect([400, 404, 409], `${method} ${path}: ${text.slice(0, 300)}`).toContain(status);
    }
  });

  it('malformed JSON is 400 for imports and 409 on the paths of a type', async () => {
    const options = { method: 'POST', headers: JSON_TYPE, body: '{"name": x}' };
    expect((await server.request('/api/metadata', options)).status).toBe(400);
    expect((await server.request('/api/dataElements', options)).status).toBe(409);
  });

  it('deep values are refused or kept, never the end of the server', async () => {
    const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const body = (depth: number) =>
      JSON.stringify(element({}, `Deep ${depth}`)).replace('}', `,"style":${nested(depth)}}`);
    const post = (depth: number) =>
      server.request('/api/dataElements', { method: 'POST', headers: JSON_TYPE, body: body(depth) });
    const deepest = await post(50_000);
    expect([deepest.status, deepest.json.message]).toEqual([400, 'JSON parse error: the body is nested too deep.']);
    const fine = await post(400);
    expect(fine.status, fine.text.slice(0, 500)).toBe(201);
    const read = await server.request(`/api/dataElements/${fine.json.response.uid}?fields=style`);
    expect(read.text).toContain(nested(400));
  });

  it('lists of a payload have to be lists of objects', async () => {
    for (const list of [{}, 'x', 5, true, ['x'], [null], [[]]]) {
      const { status, json } = await importing({ dataElements: list });
      expect([status, json.message]).toEqual([400, 'JSON parse error: dataElements has to be a list of objects.']);
      expect((await importing({ dataElements: list }, '?async=true')).status).toBe(400);
    }
    expect((await importing({ dataElements: null, unheardOf: 5, dataSets: [] })).json.response.stats.total).toBe(0);
  });

  it('keys that reach into prototypes change nothing', async () => {
    const body = `{"dataElements":[{"constructor":{"prototype":{"polluted":1}},"name":"C","shortName":"C"}]}`;
    const { status } = await server.request('/api/metadata', { method: 'POST', headers: JSON_TYPE, body });
    expect([400, 409]).toContain(status);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('a hundred thousand references are looked up at once', async () => {
    const references = Array.from({ length: 100_000 }, (_, index) => ({ id: `R${String(index).padStart(10, '0')}` }));
    const started = Date.now();
    const group = { name: 'Large', shortName: 'Large' };
    const unknown = await importing({ dataElementGroups: [{ ...group, dataElements: references }] });
    expect(unknown.status).toBe(409);
    const { id } = (await server.request('/api/dataElements/BadInput001')).json;
    const same = await importing({ dataElementGroups: [{ ...group, dataElements: references.map(() => ({ id })) }] });
    expect(same.status, same.text.slice(0, 500)).toBe(200);
    expect(Date.now() - started).toBeLessThan(15_000);
  });
});

describe('the default objects', () => {
  it('are never changed', async () => {
    const before = await everything();
    for (const [plural, uid] of [
      ['categoryOptions', 'xYerKDKCefk'],
      ['categories', 'GLevLNI9wkl'],
      ['categoryCombos', 'bjDvmb4bfuf'],
      ['categoryOptionCombos', 'HllvX50cXC0'],
    ] as const) {
      const stored = (await server.request(`/api/${plural}/${uid}?fields=:owner`)).json;
      const body = { ...stored, name: 'mine', shortName: 'mine' };
      const put = await server.request(`/api/${plural}/${uid}`, { method: 'PUT', body });
      const gone = await server.request(`/api/${plural}/${uid}`, { method: 'DELETE' });
      expect([put.status, gone.status]).toEqual([409, 409]);
      expect((await importing({ [plural]: [body] })).json.response.stats.total).toBe(0);
      expect((await importing({ [plural]: [body] }, '?importStrategy=DELETE')).json.response.stats.total).toBe(0);
    }
    expect(await everything()).toBe(before);
  });
});
