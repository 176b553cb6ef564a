import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Corner, makeCorner, storedMinMax } from '../../support/min-max.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const PATH = '/api/minMaxDataElements';
const NOTHING = 'a1234567890';
let corner: Corner;

beforeAll(async () => {
  corner = await makeCorner(server.db);
});
beforeEach(async () => {
  await sql`delete from minmaxdataelement`.execute(server.db);
});

const row = (element = 0, unit = 1, combo = 0) => ({
  dataElement: corner.elements[element]?.uid,
  orgUnit: corner.units[unit]?.uid,
  optionCombo: corner.combos[combo]?.uid,
});
describe('many values', () => {
  const bulk = (name: 'upsert' | 'delete', body: unknown, headers = {}, query = '') =>
    server.request(`${PATH}/${name}${query}`, { method: 'POST', body, headers });
  const csv = (name: 'upsert' | 'delete', lines: readonly string[], query = `?dataSet=${corner.dataSet.uid}`) =>
    bulk(name, lines.join('\n'), { 'content-type': 'text/csv' }, query);
  const cells = (...parts: Parameters<typeof row>) => Object.values(row(...parts)).join(',');

  it('come as JSON and go as JSON', async () => {
    const { optionCombo, ...other } = row(1, 2, 1);
    const values = [
      { ...row(), minValue: 9, maxValue: 10 },
      { ...row(), minValue: 10, maxValue: 100, generated: false },
      { ...other, categoryOptionCombo: optionCombo, minValue: '1', maxValue: '2' },
      { ...row(), dataElement: NOTHING, minValue: 1, maxValue: 2 },
      { ...row(), orgUnit: 'no uid', minValue: 1, maxValue: 2 },
    ];
    const made = await bulk('upsert', { dataSet: corner.dataSet.uid, values });
    expect([made.status, made.json]).toEqual([
      200,
      { message: 'Successfully imported 3 min-max values', successful: 3, ignored: 2 },
    ]);
    expect(await storedMinMax(server.db)).toMatchObject([
      { min: 10, max: 100, generated: false },
      { min: 1, max: 2, generated: true },
    ]);
    const gone = await bulk('delete', { dataSet: corner.dataSet.uid, values: [row(), row(2, 2, 1), row(1, 2, 1)] });
    expect(gone.json).toEqual({ message: 'Successfully deleted 2 min-max values', successful: 2, ignored: 1 });
    expect(await storedMinMax(server.db)).toEqual([]);
    expect((await bulk('upsert', { dataSet: corner.dataSet.uid })).json.successful).toBe(0);
  });

  it('come as CSV and go as CSV', async () => {
    const made = await csv('upsert', [
      'orgUnit,maxValue,dataElement,optionCombo,minValue,generated',
      `${corner.units[1].uid},10,${corner.elements[0].uid},${corner.combos[0].uid},5,false`,
      '',
      `${corner.units[2].uid},20,${corner.elements[0].uid},${corner.combos[0].uid},-5,`,
    ]);
    expect(made.json).toEqual({ message: 'Successfully imported 2 min-max values', successful: 2, ignored: 0 });
    expect(await storedMinMax(server.db)).toMatchObject([
      { min: 5, max: 10, generated: false },
      { min: -5, max: 20, generated: true },
    ]);
    expect((await csv('delete', ['dataElement,orgUnit,optionCombo', cells(0, 1), cells(0, 2)])).json.successful).toBe(
      2,
    );
    expect(await storedMinMax(server.db)).toEqual([]);
  });

  it('come packed', async () => {
    const body = gzipSync(
      JSON.stringify({ dataSet: corner.dataSet.uid, values: [{ ...row(), minValue: 1, maxValue: 2 }] }),
    );
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect((await bulk('upsert', new Uint8Array(body), headers)).json.successful).toBe(1);
    for (const broken of [body.subarray(0, body.length - 12), Buffer.from('{"dataSet":1}')]) {
      const { status, json } = await bulk('upsert', new Uint8Array(broken), headers);
      expect([status, json.errorCode]).toEqual([409, 'E2048']);
      expect(json.message).toMatch(/^Error processing gzipped content: /);
    }
  });

  it.each<[string, () => unknown, number, string | undefined, string]>([
    [
      'an unknown data set',
      () => ({ dataSet: NOTHING, values: [] }),
      409,
      'E1105',
      `Data set not found or not accessible: \`${NOTHING}\``,
    ],
    ['no data set', () => ({ values: [] }), 409, 'E1105', 'Data set not found or not accessible: `null`'],
    ['a data set that is a number', () => ({ dataSet: 5, values: [] }), 409, 'E1105', ''],
    [
      'a data element of another set',
      () => ({ dataSet: corner.dataSet.uid, values: [{ ...row(3), minValue: 1, maxValue: 2 }] }),
      400,
      'E2021',
      'does not contain data element',
    ],
    ['a missing bound', () => ({ dataSet: corner.dataSet.uid, values: [{ ...row(), maxValue: 2 }] }), 400, 'E2042', ''],
    [
      'another missing bound',
      () => ({ dataSet: corner.dataSet.uid, values: [{ ...row(), minValue: 2 }] }),
      400,
      'E2043',
      '',
    ],
    [
      'bounds the wrong way round',
      () => ({ dataSet: corner.dataSet.uid, values: [{ ...row(), minValue: 3, maxValue: 2 }] }),
      400,
      'E2044',
      '',
    ],
    [
      'a missing unit',
      () => ({ dataSet: corner.dataSet.uid, values: [{ ...row(), orgUnit: null, minValue: 1, maxValue: 2 }] }),
      400,
      'E1102',
      '',
    ],
    [
      'values that are no list',
      () => ({ dataSet: corner.dataSet.uid, values: {} }),
      400,
      undefined,
      'values has to be a list',
    ],
    [
      'values that are no objects',
      () => ({ dataSet: corner.dataSet.uid, values: [1] }),
      400,
      undefined,
      'values has to be a list',
    ],
  ])('are refused with %s, all of them', async (_, body, status, code, message) => {
    const sent = body() as { values?: unknown[] };
    if (Array.isArray(sent.values) && sent.values.length > 0)
      sent.values.unshift({ ...row(1), minValue: 1, maxValue: 2 });
    const answer = await bulk('upsert', sent);
    expect([answer.status, answer.json.errorCode]).toEqual([status, code]);
    expect(answer.json.message).toContain(message);
    expect(await storedMinMax(server.db)).toEqual([]);
  });

  it.each<[readonly string[], string]>([
    [['dataElement,orgUnit,optionCombo,maxValue', 'a,b,c,1'], 'Required columns missing: [minValue]'],
    [['a'], 'Required columns missing: [dataElement, orgUnit, optionCombo, minValue, maxValue]'],
    [['dataElement,orgUnit,optionCombo,minValue,maxValue'], 'No data found in the CSV file.'],
    [[''], 'No data found in the CSV file.'],
    [['dataElement,orgUnit,optionCombo,minValue,maxValue', '"a'], ''],
  ])('are refused as the CSV %j', async (lines, message) => {
    const { status, json } = await csv('upsert', lines);
    expect([status, json.errorCode]).toEqual([400, 'E2046']);
    expect(json.message).toContain(`Error parsing CSV file: ${message}`);
  });

  it('are refused as CSV with bad cells', async () => {
    const header = 'dataElement,orgUnit,optionCombo,minValue,maxValue';
    expect((await csv('upsert', [header, `${cells()},,5`])).json.errorCode).toBe('E2042');
    expect((await csv('upsert', [header, `${cells()},one,5`])).status).toBe(400);
    expect((await csv('upsert', [header, ',,,1,2'])).json.errorCode).toBe('E1100');
    expect((await csv('upsert', [header, `${cells()},1,5`], '')).json.errorCode).toBe('E1105');
  });
});
