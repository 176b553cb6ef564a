import { beforeAll, describe, expect, it } from 'vitest';
import { OPERATORS } from '../../../src/metadata/read/filter-parser.js';
import { ATTRIBUTES, enrichMetadata } from '../../support/metadata-fixture.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const ANC = 'fbfJHSPpUQD';

interface Element {
  readonly id: string;
  readonly name: string;
  readonly code?: string;
  readonly description?: string;
  readonly created: string;
  readonly zeroIsSignificant: boolean;
  readonly valueType: string;
  readonly optionSet?: object;
  readonly attributeValues: readonly { readonly attribute: { readonly id: string }; readonly value: string }[];
  readonly dataElementGroups: readonly { readonly id: string }[];
  readonly dataSetElements: readonly { readonly dataSet: { readonly id: string } }[];
  readonly aggregationLevels: readonly number[];
}

let all: readonly Element[] = [];

beforeAll(async () => {
  await enrichMetadata(server.db);
  all = (await server.request('/api/dataElements?paging=false&fields=:all')).json.dataElements;
});

const ask = async (filters: readonly string[], more = '', path = 'dataElements') => {
  const query = filters.map((filter) => `filter=${encodeURIComponent(filter)}`).join('&');
  return await server.request(`/api/${path}?paging=false&fields=id&${query}${more}`);
};

/** Uids of what a filter finds, which has to be some of all and the same as `wanted`. */
const finds = async (filter: string, wanted: (element: Element) => boolean): Promise<void> => {
  const { status, json, text } = await ask([filter]);
  expect(status, text).toBe(200);
  const ids = json.dataElements.map(({ id }: Element) => id);
  expect(ids.toSorted()).toEqual(
    all
      .filter(wanted)
      .map(({ id }) => id)
      .toSorted(),
  );
  expect(ids.length, 'the filter decides something').toBeGreaterThan(0);
  expect(ids.length, 'the filter decides something').toBeLessThan(all.length);
};

const has = (text: string | undefined, test: (present: string) => boolean): boolean => text !== undefined && test(text);
const lower = (text: string): string => text.toLowerCase();

describe('operators', () => {
  const CASES: readonly (readonly [readonly string[], string, (element: Element) => boolean])[] = [
    [['eq', 'EQ'], 'DE_00001', ({ code }) => code === 'DE_00001'],
    [['!eq', 'ne', 'neq'], 'DE_00001', ({ code }) => has(code, (text) => text !== 'DE_00001')],
    [['ieq'], 'de_00001', ({ code }) => code === 'DE_00001'],
    [['gt'], 'DE_00050', ({ code }) => has(code, (text) => text > 'DE_00050')],
    [['ge', 'gte'], 'DE_00050', ({ code }) => has(code, (text) => text >= 'DE_00050')],
    [['lt'], 'DE_00050', ({ code }) => has(code, (text) => text < 'DE_00050')],
    [['le', 'lte'], 'DE_00050', ({ code }) => has(code, (text) => text <= 'DE_00050')],
    [['like'], '_0005', ({ code }) => has(code, (text) => text.includes('_0005'))],
    [['!like'], '_0005', ({ code }) => has(code, (text) => !text.includes('_0005'))],
    [['$like'], 'DE_0000', ({ code }) => has(code, (text) => text.startsWith('DE_0000'))],
    [['!$like'], 'DE_0000', ({ code }) => has(code, (text) => !text.startsWith('DE_0000'))],
    [['like$'], '1', ({ code }) => has(code, (text) => text.endsWith('1'))],
    [['!like$'], '1', ({ code }) => has(code, (text) => !text.endsWith('1'))],
    [['ilike'], 'e_0005', ({ code }) => has(code, (text) => lower(text).includes('e_0005'))],
    [['!ilike'], 'e_0005', ({ code }) => has(code, (text) => !lower(text).includes('e_0005'))],
    [['$ilike', 'startsWith', 'startswith'], 'de_0000', ({ code }) => has(code, (text) => /^de_0000/i.test(text))],
    [['!$ilike'], 'de_0000', ({ code }) => has(code, (text) => !/^de_0000/i.test(text))],
    [['ilike$', 'endsWith'], '5', ({ code }) => has(code, (text) => text.endsWith('5'))],
    [['!ilike$'], '5', ({ code }) => has(code, (text) => !text.endsWith('5'))],
    [['token'], 'de 0000', ({ code }) => has(code, (text) => /^de_0000/i.test(text))],
    [['!token'], 'de 0000', ({ code }) => has(code, (text) => !/^de_0000/i.test(text))],
    [['in'], '[DE_00001, DE_00002,nothing]', ({ code }) => code === 'DE_00001' || code === 'DE_00002'],
    [['!in'], '[DE_00001,DE_00002]', ({ code }) => has(code, (text) => !/^DE_0000[12]$/.test(text))],
    [['null', 'empty'], '', ({ code }) => code === undefined],
    [['!null', '!empty'], '', ({ code }) => code !== undefined],
  ];

  it('are all here', () => {
    const tried = new Set(CASES.flatMap(([spellings]) => spellings));
    for (const spelling of Object.keys(OPERATORS)) expect(tried).toContain(spelling);
  });

  it.each(
    CASES.flatMap(([spellings, value, wanted]) => spellings.map((spelling) => [spelling, value, wanted] as const)),
  )('code:%s:%s', async (spelling, value, wanted) => {
    await finds(`code:${spelling}:${value}`, wanted);
  });

  it('take values with every kind of character as they are', async () => {
    await finds('description:like:100% of _all_', ({ description }) =>
      has(description, (text) => text.includes('100%')),
    );
    await finds('description:like:\\back\\', ({ description }) =>
      has(description, (text) => text.includes('\\back\\')),
    );
    await finds('description:eq:été', ({ description }) => description === 'été');
    await finds('description:ieq:ÉTÉ', ({ description }) => description === 'été');
    await finds('description:$ilike:éTé:', ({ description }) => has(description, (text) => text.startsWith('Été:')));
    await finds('description:token:first VIS', ({ description }) =>
      has(description, (text) => text.includes('"first" visit')),
    );
    await finds('description:token:"first', ({ description }) => has(description, (text) => text.includes('"first')));
    await finds('description:eq:', ({ description }) => description === '');
    await finds('description:token:', ({ description }) => description !== undefined);
    expect((await ask(['description:!token:'])).json.dataElements).toEqual([]);
    for (const text of [
      "'; drop table dataelement; --",
      '%',
      '_',
      '\\',
      '(',
      '.*',
      '[[:alpha:]',
      '*',
      '\u{1F600}',
      '$1',
    ])
      for (const operator of ['eq', 'like', 'ilike$', 'token', '!token', 'gt'])
        expect((await ask([`name:${operator}:${text}`])).status, `${operator} ${text}`).toBe(200);
  });
});

describe('types of values', () => {
  it('numbers, flags, days and moments', async () => {
    await finds('zeroIsSignificant:eq:true', ({ zeroIsSignificant }) => zeroIsSignificant);
    await finds('zeroIsSignificant:!eq:TRUE', ({ zeroIsSignificant }) => !zeroIsSignificant);
    await finds('zeroIsSignificant:in:[true]', ({ zeroIsSignificant }) => zeroIsSignificant);
    await finds('valueType:eq:number', ({ valueType }) => valueType === 'NUMBER');
    await finds('valueType:in:[NUMBER,TEXT]', ({ valueType }) => ['NUMBER', 'TEXT'].includes(valueType));
    await finds('created:lt:2020-02', ({ created }) => created < '2020-02-01');
    await finds('created:ge:2020-02-01T10:11', ({ created }) => created >= '2020-02-01T10:11');
    await finds('created:like:2020-02', ({ created }) => created.startsWith('2020-02'));
    await finds('created:ilike$:-03T10:11:12.123', ({ created }) => created.slice(8, 10) === '03');
  });

  it('a moment that was read finds its object again, in every form', async () => {
    const created = all.find(({ id }) => id === ANC)?.created ?? '';
    expect(created).toBe('2020-01-01T10:11:12.123');
    const epoch = new Date(created).getTime();
    const forms = [created, String(epoch), new Date(epoch).toISOString(), `${created.replace('T', ' ')}Z`.slice(0, -1)];
    for (const form of forms) await finds(`created:eq:${form}`, ({ id }) => id === ANC);
    await finds('created:gt:20200201', ({ created: text }) => text > '2020-02-01');
    const east = new Date(epoch + 3 * 3_600_000).toISOString().replace('Z', '+0300');
    await finds(`created:in:[${east}]`, ({ id }) => id === ANC);
  }, 60_000);

  it('units by level and day', async () => {
    const { json } = await ask(['level:le:2', 'level:gt:1', 'openingDate:ge:1990'], '', 'organisationUnits');
    expect(json.organisationUnits.length).toBeGreaterThan(0);
    expect(
      (await ask(['closedDate:eq:2021-02-03', 'level:in:[4]'], '', 'organisationUnits')).json.organisationUnits,
    ).not.toEqual([]);
    expect((await ask(['closedDate:eq:2021-02-04'], '', 'organisationUnits')).json.organisationUnits).toEqual([]);
    expect((await ask(['leaf:eq:false', 'parent:null'], '', 'organisationUnits')).json.organisationUnits).toHaveLength(
      1,
    );
  });

  it.each([
    ['level:eq:x', 'Unable to parse `x` as `Integer`.'],
    ['level:in:[1,99999999999]', 'Unable to parse `99999999999` as `Integer`.'],
    ['leaf:eq:maybe', 'Unable to parse `maybe` as `Boolean`.'],
    ['created:gt:yesterday', 'Unable to parse `yesterday` as `Date`.'],
    ['created:gt:2024-02-30', 'Unable to parse `2024-02-30` as `Date`.'],
    ['openingDate:eq:2024-01-01T25:00', 'Unable to parse `2024-01-01T25:00` as `Date`.'],
    ['geometry:eq:{}', 'Unable to parse `{}` to `Object`.'],
    ['children:gt:x', 'Collection size must be integer `x`'],
    ['name:in:abc', 'Invalid argument `abc` for in operator.'],
    ['name:in:[abc', 'Invalid argument `[abc` for in operator.'],
    ['name', 'Invalid filter => name'],
    ['name:eq', 'Invalid filter => name:eq'],
    [':eq:1', 'Invalid filter => :eq:1'],
    ['nothing:eq:1', 'Unknown path property: nothing'],
    ['parent.nothing:eq:1', 'Unknown path property: parent.nothing'],
    ['nothing.id:eq:1', 'Unknown path property: nothing.id'],
    ['toString:eq:1', 'Unknown path property: toString'],
    ['constructor.x:eq:1', 'Unknown path property: constructor.x'],
    ['name:approx:1', '`approx` is not a valid operator.'],
    ['name:constructor:1', '`constructor` is not a valid operator.'],
    ['name.id:eq:1', 'Simple type was found before finished parsing path expression, please check your path string.'],
    ['users.password:like:x', 'Unknown path property: users.password'],
    ['dataSets.dataSetElements.identifiable:eq:x', 'Unknown path property: dataSets.dataSetElements.identifiable'],
  ])('%s is refused', async (filter, message) => {
    const { status, json } = await ask([filter], '', 'organisationUnits');
    expect([status, json]).toEqual([
      400,
      { httpStatus: 'Bad Request', httpStatusCode: 400, status: 'ERROR', message, errorCode: 'E1003' },
    ]);
  });

  it('indicator types are compared as numbers', async () => {
    const { json } = await ask(['factor:eq:100'], '', 'indicatorTypes');
    expect(json.indicatorTypes).toHaveLength(1);
    expect((await ask(['value:gt:0.03', 'value:lt:3.6e-2'], '', 'constants')).json.constants).toHaveLength(1);
    expect((await ask(['value:gt:x'], '', 'constants')).json.message).toBe('Unable to parse `x` as `Double`.');
  });
});

describe('paths', () => {
  it('lead through references and lists', async () => {
    const [element] = all.filter(({ dataSetElements }) => dataSetElements.length > 0);
    const dataSet = element?.dataSetElements[0]?.dataSet.id ?? '';
    await finds(`dataSetElements.dataSet.id:eq:${dataSet}`, ({ dataSetElements }) =>
      dataSetElements.some((entry) => entry.dataSet.id === dataSet),
    );
    await finds('lastUpdatedBy.username:eq:admin', (row) => 'lastUpdatedBy' in row);
    await finds('optionSet:!null', ({ optionSet }) => optionSet !== undefined);
    await finds('optionSet.id:null', ({ optionSet }) => optionSet === undefined);
    await finds('optionSet.name:eq:Sex', ({ optionSet }) => optionSet !== undefined);
    await finds('categoryCombo:eq:bjDvmb4bfuf', (row) =>
      JSON.stringify(row).includes('"categoryCombo":{"id":"bjDvmb4bfuf"}'),
    );
    await finds('dataSetElements.dataSet.dataSetElements.dataElement.id:eq:fbfJHSPpUQD', ({ dataSetElements }) =>
      dataSetElements.some(({ dataSet: { id } }) =>
        all.find((other) => other.id === ANC)?.dataSetElements.some((own) => own.dataSet.id === id),
      ),
    );
  });

  it('compare lists by their size', async () => {
    await finds('dataElementGroups:gt:1', ({ dataElementGroups }) => dataElementGroups.length > 1);
    await finds('dataElementGroups:eq:2', ({ dataElementGroups }) => dataElementGroups.length === 2);
    await finds('dataElementGroups:!eq:2', ({ dataElementGroups }) => dataElementGroups.length !== 2);
    await finds('dataSetElements:empty', ({ dataSetElements }) => dataSetElements.length === 0);
    await finds('dataSetElements:!empty', ({ dataSetElements }) => dataSetElements.length > 0);
    await finds('aggregationLevels:ge:1', ({ aggregationLevels }) => aggregationLevels.length > 0);
    await finds('aggregationLevels:eq:3', ({ aggregationLevels }) => aggregationLevels.includes(3));
    await finds('aggregationLevels:null', ({ aggregationLevels }) => aggregationLevels.length === 0);
    await finds('style:null', (row) => !('style' in row));
  });

  it('take the uid of an attribute', async () => {
    const said = ({ attributeValues }: Element, attribute: string) =>
      attributeValues.find((entry) => entry.attribute.id === attribute)?.value;
    await finds(`${ATTRIBUTES.note}:eq:other`, (row) => said(row, ATTRIBUTES.note) === 'other');
    await finds(`${ATTRIBUTES.note}:$like:Note`, (row) => said(row, ATTRIBUTES.note)?.startsWith('Note') === true);
    await finds(`${ATTRIBUTES.rank}:in:[1,5]`, (row) => ['1', '5'].includes(said(row, ATTRIBUTES.rank) ?? ''));
    await finds(`${ATTRIBUTES.rank}:null`, (row) => said(row, ATTRIBUTES.rank) === undefined);
    await finds(
      `attributeValues.attribute.id:eq:${ATTRIBUTES.rank}`,
      (row) => said(row, ATTRIBUTES.rank) !== undefined,
    );
    await finds('attributeValues.value:like:Note', (row) => said(row, ATTRIBUTES.note)?.startsWith('Note') === true);
    await finds('attributeValues.attribute.code:eq:RANK', (row) => said(row, ATTRIBUTES.rank) !== undefined);
  });

  it('identifiable is id, code, name or short name', async () => {
    await finds(`identifiable:eq:${ANC}`, ({ id }) => id === ANC);
    await finds('identifiable:eq:DE_00001', ({ id }) => id === ANC);
    await finds('identifiable:in:[DE_00001,ANC 1st visit]', ({ id }) => id === ANC);
    await finds('identifiable:token:anc 1st', ({ id }) => id === ANC);
  });
});
