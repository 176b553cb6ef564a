import { beforeEach, expect, it } from 'vitest';
import {
  CLINIC,
  clearValues,
  DEFAULT,
  ELEMENTS,
  FEMALE,
  MONTHLY_SET,
  poster,
  readShort,
  readValues,
  withDataValueFixture,
} from '../../support/data-value-fixture.js';
import { testServer } from '../../support/server.js';

const server = testServer();
withDataValueFixture(server);
const post = poster(server);
beforeEach(() => clearValues(server.db));

const csv = async (text: string, query = '') => await post(text, query, { type: 'application/csv' });
const place = `${ELEMENTS.number},201501,${CLINIC}`;
const stored = `${ELEMENTS.number} 201501 ${CLINIC} ${DEFAULT} ${DEFAULT} 5`;

it.each([
  [
    'in the order of the peer',
    `dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value\n${place},,,5`,
  ],
  ['in another order', `value,orgUnit,dataElement,period\n5,${CLINIC},${ELEMENTS.number},201501\n`],
  ['written otherwise', `"Data Element","PERIOD",org_unit,value\r\n${place},5\r\n`],
  ['behind a BOM', `\ufeffdataelement,period,orgunit,value\n${place},5\n`],
  [
    'with blanks and empty lines',
    `dataelement , period,orgunit, value\n\n ${ELEMENTS.number} ,201501, ${CLINIC}, 5 \n\n`,
  ],
  ['of the lines of old machines', `dataelement,period,orgunit,value\r${place},5\r`],
])('names columns by a header %s', async (_name, text) => {
  const { json } = await csv(text);
  expect(json.response.importCount).toEqual({ imported: 1, updated: 0, ignored: 0, deleted: 0 });
  expect(await readShort(server.db)).toEqual([stored]);
});

it('takes columns by position where there is no header', async () => {
  const lines = [
    `${place},,,5`,
    `${ELEMENTS.bySex},201501,${CLINIC},${FEMALE},${DEFAULT},4,clerk,2015-02-03,"seen, ""well""\nand twice",true,false`,
  ];
  const { json } = await csv(lines.join('\n'), '?firstRowIsHeader=false');
  expect(json.response.importCount.imported).toBe(2);
  expect(await readValues(server.db)).toMatchObject([
    {
      element: ELEMENTS.bySex,
      combo: FEMALE,
      value: '4',
      storedBy: 'clerk',
      comment: 'seen, "well"\nand twice',
      followup: true,
    },
    { element: ELEMENTS.number, value: '5', storedBy: 'admin' },
  ]);
});

it('takes the data set from the query', async () => {
  const text = `dataelement,period,orgunit,value\n${place},5`;
  const { json } = await csv(text, `?dataSet=${MONTHLY_SET}`);
  expect([json.response.status, json.response.importOptions.dataSet]).toEqual(['SUCCESS', MONTHLY_SET]);
  const unknown = await csv(text, '?dataSet=nowhere');
  expect([unknown.status, unknown.json.response]).toMatchObject([
    409,
    { status: 'ERROR', conflicts: [{ errorCode: 'E7600', object: 'nowhere' }] },
  ]);
});

it('deletes what it says is deleted', async () => {
  await csv(`dataelement,period,orgunit,value\n${place},5`);
  const { json } = await csv(`dataelement,period,orgunit,deleted\n${place},true`);
  expect(json.response.importCount.deleted).toBe(1);
  expect(await readShort(server.db)).toEqual([`${stored} deleted`]);
});

it('is an import of nothing when there is nothing but a header', async () => {
  const { status, json } = await csv('dataelement,period,orgunit,value\n');
  expect([status, json.response.status]).toEqual([200, 'SUCCESS']);
});

it.each([
  ['a word', 'abc', '', /unknown column `abc`/],
  ['a word where no header is', 'abc', '?firstRowIsHeader=false', /line 1 has too few cells/],
  ['an unknown column', `dataelement,period,orgunit,value,colour\n${place},5,red`, '', /unknown column `colour`/],
  ['a column twice', `dataelement,period,orgunit,value,Value\n${place},5,6`, '', /named twice/],
  ['no element', `period,orgunit,value\n201501,${CLINIC},5`, '', /`dataElement` is missing/],
  ['no period', `dataelement,orgunit,value\n${ELEMENTS.number},${CLINIC},5`, '', /`period` is missing/],
  ['no unit', `dataelement,period,value\n${ELEMENTS.number},201501,5`, '', /`orgUnit` is missing/],
  ['more cells than columns', `dataelement,period,orgunit,value\n${place},5,6`, '', /line 2 has 5 cells/],
  ['twelve cells', `${place},,,5,,,,,,more`, '?firstRowIsHeader=false', /line 1 has 12 cells/],
  ['a quote without end', `dataelement,period,orgunit,value\n${place},"5`, '', /CSV parse error/],
  ['JSON', '{"dataValues":[]}', '', /CSV parse error/],
  ['nothing', '', '', /empty/],
  [
    'a flag that is none',
    `dataelement,period,orgunit,value,deleted\n${place},5,perhaps`,
    '',
    /`deleted` must be true or false/,
  ],
  [
    'an endless line',
    `dataelement,period,orgunit,value\n${place},${'5'.repeat(2 * 1024 * 1024)}`,
    '',
    /CSV parse error/,
  ],
])('refuses %s as a whole', async (_name, text, query, message) => {
  const first = text.startsWith('dataelement,period,orgunit,value\n')
    ? text.replace('\n', `\n${ELEMENTS.text},201501,${CLINIC},before\n`)
    : text;
  const { status, json } = await csv(text.includes('line') ? first : text, query);
  expect([status, json?.message]).toEqual([400, expect.stringMatching(message)]);
  expect(await readShort(server.db)).toEqual([]);
});
