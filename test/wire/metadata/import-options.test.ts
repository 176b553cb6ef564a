import { describe, expect, it } from 'vitest';
import { element, errorsOf, importsOf } from '../../support/imports.js';
import { testServer } from '../../support/server.js';

const server = testServer();
const { everything, importing, expectRefused } = importsOf({ request: (...args) => server.request(...args) });

const read = async (path: string) => (await server.request(`/api/${path}`)).json;
const statsOf = (json: { response: { stats: unknown } }) => json.response.stats;

describe('importMode=VALIDATE', () => {
  const body = {
    categoryOptions: [{ id: 'OptionsA001', name: 'A', shortName: 'A' }],
    categories: [
      { id: 'OptionsA002', name: 'C', shortName: 'C', categoryOptions: [{ id: 'OptionsA001' }] },
      { id: 'OptionsA003', shortName: 'nameless' },
    ],
  };

  it.each(['?importMode=VALIDATE', '?dryRun=true'])(
    '%s says what the import will say, and writes nothing',
    async (query) => {
      for (const mode of ['ALL', 'NONE']) {
        const before = await everything();
        const dry = await importing(body, `${query}&atomicMode=${mode}`);
        expect(await everything()).toBe(before);
        expect(dry.status).toBe(409);
        expect(errorsOf(dry.json)).toEqual(['E4000 name']);
        expect(statsOf(dry.json)).toMatchObject({ created: mode === 'NONE' ? 2 : 0, ignored: mode === 'NONE' ? 1 : 3 });
        if (query === '?dryRun=true') continue;
        const real = await importing(body, `?atomicMode=${mode}`);
        expect(real.json).toEqual(dry.json);
        if (mode === 'NONE') await importing(body, '?importStrategy=DELETE&atomicMode=NONE');
      }
    },
  );

  it('deletes nothing, and knows what cannot be deleted', async () => {
    const { status } = await importing({ ...body, categories: body.categories.slice(0, 1) });
    expect(status).toBe(200);
    const before = await everything();
    const query = '?importStrategy=DELETE&importMode=VALIDATE';
    const all = await importing({ ...body, categories: body.categories.slice(0, 1) }, query);
    expect([all.status, statsOf(all.json)]).toMatchObject([200, { deleted: 2 }]);
    expect(await everything()).toBe(before);
    expect((await server.request('/api/categories/OptionsA002', { method: 'DELETE' })).status).toBe(200);
    expect((await server.request('/api/categoryOptions/OptionsA001', { method: 'DELETE' })).status).toBe(200);
  });
});

describe('importStrategy', () => {
  const stored = element({ id: 'OptionsB001' }, 'Stored');
  const fresh = element({ id: 'OptionsB002' }, 'Fresh');

  it('CREATE makes, and refuses what is there', async () => {
    for (const [index, strategy] of ['CREATE', 'NEW'].entries()) {
      const object = index === 0 ? stored : element({ id: 'OptionsB003' }, 'Third');
      const made = await importing({ dataElements: [object] }, `?importStrategy=${strategy}`);
      expect([made.status, statsOf(made.json)]).toMatchObject([200, { created: 1, updated: 0 }]);
      const { typeReports } = await expectRefused({ dataElements: [stored] }, ['E5000'], `?importStrategy=${strategy}`);
      expect(typeReports[0].objectReports[0].errorReports[0].message).toBe(
        'Found matching object for reference, but import mode is CREATE. Identifier was [OptionsB001], and object was Stored [OptionsB001] (DataElement).',
      );
    }
  });

  it('UPDATE changes, and refuses what is not there', async () => {
    for (const strategy of ['UPDATE', 'UPDATES']) {
      const query = `?importStrategy=${strategy}`;
      const changed = await importing({ dataElements: [{ ...stored, description: strategy }] }, query);
      expect([changed.status, statsOf(changed.json)]).toMatchObject([200, { created: 0, updated: 1 }]);
      expect((await read('dataElements/OptionsB001')).description).toBe(strategy);
      const { typeReports } = await expectRefused({ dataElements: [fresh] }, ['E5001'], query);
      expect(typeReports[0].objectReports[0].errorReports[0].message).toBe(
        'No matching object for reference. Identifier was [OptionsB002], and object was Fresh [OptionsB002] (DataElement).',
      );
    }
  });

  it('CREATE_AND_UPDATE does both, under its old name too', async () => {
    for (const strategy of ['CREATE_AND_UPDATE', 'NEW_AND_UPDATES', 'create_and_update']) {
      const { status, json } = await importing({ dataElements: [stored, fresh] }, `?importStrategy=${strategy}`);
      expect([status, statsOf(json)]).toMatchObject([
        200,
        strategy === 'CREATE_AND_UPDATE' ? { created: 1, updated: 1 } : { created: 0, updated: 2 },
      ]);
    }
  });

  it('DELETE removes, and refuses what is not there', async () => {
    for (const [id, strategy] of [
      ['OptionsB001', 'DELETE'],
      ['OptionsB002', 'DELETES'],
    ]) {
      const query = `?importStrategy=${strategy}`;
      const { status, json } = await importing({ dataElements: [{ id }] }, query);
      expect([status, statsOf(json)]).toMatchObject([200, { deleted: 1, total: 1 }]);
      await expectRefused({ dataElements: [{ id }] }, ['E5001'], query);
    }
  });
});

describe('identifier', () => {
  const optionSet = (code: string, more = {}) => ({ name: `Set ${code}`, code, valueType: 'TEXT', ...more });

  it('CODE finds objects and references by their codes', async () => {
    const body = {
      optionSets: [optionSet('COLOURS', { id: 'OptionsC001' })],
      options: [{ name: 'Red', code: 'RED', optionSet: { code: 'COLOURS' } }],
      dataElements: [element({ code: 'FAVOURITE', optionSet: { code: 'COLOURS' } }, 'Favourite')],
    };
    const made = await importing(body, '?identifier=CODE');
    expect([made.status, statsOf(made.json)], made.text).toMatchObject([200, { created: 3 }]);
    const [found] = (await read('dataElements?filter=code:eq:FAVOURITE&fields=id,optionSet')).dataElements;
    expect(found.optionSet).toEqual({ id: 'OptionsC001' });
    const again = await importing(
      { ...body, options: [], optionSets: [optionSet('COLOURS', { id: 'OptionsC002', name: 'Colours' })] },
      '?identifier=CODE',
    );
    expect([again.status, statsOf(again.json)], again.text).toMatchObject([200, { created: 0, updated: 2 }]);
    expect((await read('optionSets/OptionsC001')).name).toBe('Colours');
    expect((await server.request('/api/optionSets/OptionsC002')).status).toBe(404);
    await expectRefused(
      { dataElements: [element({ optionSet: { id: 'OptionsC001' } }, 'By uid')] },
      ['E5002 optionSet'],
      '?identifier=CODE',
    );
  });

  it('CODE gives an object whose uid is somebody else’s another one', async () => {
    const { status, json, text } = await importing(
      { optionSets: [optionSet('SHAPES', { id: 'OptionsC001' })] },
      '?identifier=CODE',
    );
    expect([status, statsOf(json)], text).toMatchObject([200, { created: 1 }]);
    expect((await read('optionSets/OptionsC001')).code).toBe('COLOURS');
  });

  it('AUTO takes either, the uid first', async () => {
    const body = {
      optionSets: [
        optionSet('COLOURS', { name: 'By code' }),
        optionSet('NEWCODE', { id: 'OptionsC001', name: 'By uid' }),
      ].slice(0, 1),
      dataElements: [
        element({ optionSet: { code: 'COLOURS' } }, 'One'),
        element({ optionSet: { id: 'OptionsC001' } }, 'Two'),
        element({ optionSet: { id: 'OptionsC001', code: 'SHAPES' } }, 'Three'),
      ],
    };
    const { status, json, text } = await importing(body, '?identifier=AUTO');
    expect([status, statsOf(json)], text).toMatchObject([200, { created: 3, updated: 1 }]);
    const { dataElements } = await read('dataElements?filter=name:in:[One,Two,Three]&fields=optionSet');
    expect(dataElements).toEqual(Array.from({ length: 3 }, () => ({ optionSet: { id: 'OptionsC001' } })));
    expect((await read('optionSets/OptionsC001')).name).toBe('By code');
  });

  it('UID knows no codes', async () => {
    await expectRefused({ dataElements: [element({ optionSet: { code: 'COLOURS' } }, 'By code')] }, [
      'E5002 optionSet',
    ]);
    await expectRefused({ optionSets: [optionSet('COLOURS', { name: 'Another' })] }, ['E5003 code']);
  });
});

describe('what an import leaves as it is', () => {
  const translations = [{ locale: 'fr', property: 'NAME', value: 'Nom' }];
  const sharing = { public: 'r-------', users: { M5zQapPyTZI: { id: 'M5zQapPyTZI', access: 'rw------' } } };
  const object = element({ id: 'OptionsD001', translations, sharing }, 'Shared');

  it('skipSharing and skipTranslation keep both', async () => {
    expect((await importing({ dataElements: [object] })).status).toBe(200);
    const other = { ...object, translations: [], sharing: { public: 'rw------' } };
    const kept = await importing({ dataElements: [other] }, '?skipSharing=true&skipTranslation=true');
    expect(kept.status, kept.text).toBe(200);
    expect(await read('dataElements/OptionsD001?fields=sharing,translations')).toMatchObject({ sharing, translations });
    expect((await importing({ dataElements: [other] })).status).toBe(200);
    expect(await read('dataElements/OptionsD001?fields=sharing,translations')).toMatchObject({
      sharing: { public: 'rw------', users: {} },
      translations: [],
    });
  });

  it('new objects get the sharing of new objects and no translations', async () => {
    const fresh = { ...object, id: 'OptionsD002', name: 'New', shortName: 'New' };
    expect((await importing({ dataElements: [fresh] }, '?skipSharing=true&skipTranslation=true')).status).toBe(200);
    expect(await read('dataElements/OptionsD002?fields=sharing,translations')).toMatchObject({
      sharing: { owner: 'M5zQapPyTZI', public: 'rw------', users: {}, userGroups: {} },
      translations: [],
    });
  });
});

describe('importReportMode', () => {
  it('FULL names all objects, ERRORS only the bad ones', async () => {
    const body = { dataElements: [element({ id: 'OptionsE001' }, 'Good'), { id: 'OptionsE002' }] };
    const full = await importing(body, '?importReportMode=FULL&importMode=VALIDATE');
    const [report] = full.json.response.typeReports;
    expect(report.objectReports.map(({ uid, index }: { uid: string; index: number }) => [uid, index])).toEqual([
      ['OptionsE001', 0],
      ['OptionsE002', 1],
    ]);
    expect(report.objectReports[0]).toEqual({
      klass: report.klass,
      index: 0,
      uid: 'OptionsE001',
      displayName: 'Good',
      errorReports: [],
    });
    const errors = await importing(body, '?importReportMode=ERRORS&importMode=VALIDATE');
    expect(errors.json.response.typeReports[0].objectReports).toEqual([report.objectReports[1]]);
  });
});

describe('atomicMode=NONE', () => {
  it('takes the good ones and refuses what refers to bad ones, however far', async () => {
    const body = {
      categoryOptions: [
        { id: 'OptionsF001', name: 'Fine', shortName: 'Fine' },
        { id: 'OptionsF002', shortName: 'Nameless' },
      ],
      categories: [
        { id: 'OptionsF003', name: 'Good', shortName: 'Good', categoryOptions: [{ id: 'OptionsF001' }] },
        { id: 'OptionsF004', name: 'Bad', shortName: 'Bad', categoryOptions: [{ id: 'OptionsF002' }] },
      ],
      categoryCombos: [
        { id: 'OptionsF005', name: 'Good', categories: [{ id: 'OptionsF003' }] },
        { id: 'OptionsF006', name: 'Bad', categories: [{ id: 'OptionsF003' }, { id: 'OptionsF004' }] },
      ],
    };
    const { status, json } = await importing(body, '?atomicMode=NONE');
    expect(status).toBe(409);
    expect(json.response).toMatchObject({ status: 'WARNING', stats: { created: 3, ignored: 3, total: 6 } });
    expect(errorsOf(json).toSorted()).toEqual(['E4000 name', 'E5002 categories', 'E5002 categoryOptions']);
    const { categoryCombos } = await read('categoryCombos?fields=id&filter=id:$like:Options');
    expect(categoryCombos).toEqual([{ id: 'OptionsF005' }]);
  });

  it('takes attributes together with values of them, and holds these to what the attributes say', async () => {
    const attribute = (id: string, more: object) => ({ id, name: id, valueType: 'TEXT', ...more });
    const valued = (id: string, of: string, value: string) => ({
      ...element({ id }, id),
      attributeValues: [{ attribute: { id: of }, value }],
    });
    const body = {
      attributes: [
        attribute('OptionsK001', { dataElementAttribute: true, unique: true }),
        attribute('OptionsK002', { objectTypes: ['DATA_SET'] }),
        attribute('OptionsK003', { dataElementAttribute: true, valueType: 'NOTHING' }),
      ],
      dataElements: [
        valued('OptionsK004', 'OptionsK001', 'one'),
        valued('OptionsK005', 'OptionsK001', 'one'),
        valued('OptionsK006', 'OptionsK002', 'two'),
        valued('OptionsK007', 'OptionsK003', 'three'),
        valued('OptionsK008', 'OptionsK001', 'four'),
      ],
    };
    const { json } = await importing(body, '?atomicMode=NONE');
    expect(errorsOf(json)).toEqual([
      expect.stringMatching(/^E\d+ valueType$/),
      'E4009 attributeValues',
      'E6012 attributeValues',
      'E4015 attributeValues',
    ]);
    expect(
      (await read('dataElements/OptionsK004?fields=attributeValues[value,attribute[id]]')).attributeValues,
    ).toEqual([{ value: 'one', attribute: { id: 'OptionsK001' } }]);
  });

  it('does not let a unit come to stand below itself because its new parent stayed where it was', async () => {
    const unit = (id: string, more = {}) => ({ id, name: id, shortName: id, openingDate: '2020-01-01', ...more });
    const [root, leaf] = [unit('OptionsG001'), unit('OptionsG002', { parent: { id: 'OptionsG001' } })];
    expect((await importing({ organisationUnits: [root, leaf] })).status).toBe(200);
    const turned = [
      { ...root, parent: { id: leaf.id } },
      { ...leaf, parent: null, openingDate: 'never' },
    ];
    const { status, json, text } = await importing({ organisationUnits: turned }, '?atomicMode=NONE');
    expect([status, json?.response?.stats.ignored], text).toEqual([409, 2]);
    expect(errorsOf(json)).toEqual(['E4027 parent', 'E4027 openingDate']);
  });
});

describe('options that are none', () => {
  it.each([
    'importMode=SOMETIMES',
    'importStrategy=SYNC',
    'atomicMode=SOME',
    'identifier=NAME',
    'importReportMode=LONG',
    'preheatMode=WARM',
    'flushMode=NEVER',
    'mergeMode=BOTH',
    'skipSharing=perhaps',
    'async=later',
  ])('%s is 400 with what would be one', async (query) => {
    const { status, json } = await importing({ dataElements: [element({}, 'Never')] }, `?${query}`);
    const [name] = query.split('=');
    expect([status, json.message]).toEqual([400, expect.stringContaining(String(name))]);
    expect(json.message).toMatch(/Valid values are: \[|should be of type boolean/);
  });
});
