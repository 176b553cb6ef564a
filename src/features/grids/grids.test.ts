import { expect, it } from 'vitest';
import {
  type Grid,
  gridToCsv,
  gridToHtml,
  gridToJrxml,
  gridToJson,
  gridToXlsx,
  gridToXml,
  textHeader,
} from './index.js';

const number = { ...textHeader('value'), valueType: 'NUMBER', type: 'java.lang.Double' };
const hidden = { ...textHeader('key'), hidden: true };
const GRID: Grid = {
  title: 'A & B',
  subtitle: '',
  headers: [textHeader('name'), hidden, number],
  rows: [
    ['x', 'k1', '1.50'],
    ['=1+1', 'k2', '12345678901234567'],
    ['\u0001', null, undefined],
  ],
};
const HEIGHT = 2500;

async function* inBatches(): AsyncGenerator<readonly (readonly number[])[]> {
  for (let at = 0; at < HEIGHT; at += 1000)
    yield Array.from({ length: Math.min(1000, HEIGHT - at) }, (_one, index) => [at + index]);
}

const long = (): Grid => ({ title: '', subtitle: '', headers: [textHeader('n')], rows: inBatches(), height: HEIGHT });

async function text(pieces: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const piece of pieces) all += piece;
  return all;
}

it('rows may come at once or in batches', async () => {
  const parsed = JSON.parse(await text(gridToJson(long())));
  expect([parsed.height, parsed.rows.length, parsed.rows[2499]]).toEqual([HEIGHT, HEIGHT, [2499]]);
  expect((await text(gridToCsv(long()))).split('\n').length).toBe(HEIGHT + 2);
  expect((await text(gridToXml(long()))).match(/<row>/g)?.length).toBe(HEIGHT);
  expect((await text(gridToHtml(long(), { styled: false }))).match(/<tr>/g)?.length).toBe(HEIGHT + 1);
  expect(JSON.parse(await text(gridToJson({ ...GRID, rows: [] }))).rows).toEqual([]);
});

it('people do not see hidden columns, machines do', async () => {
  expect(await text(gridToHtml(GRID, { styled: true }))).not.toContain('k1');
  expect(await text(gridToCsv(GRID))).toContain('x,k1,1.50');
  expect(await text(gridToXml(GRID))).toContain(
    '<header name="key" column="key" type="java.lang.String" hidden="true"',
  );
});

it('XML holds nothing that it may not', async () => {
  expect(await text(gridToXml(GRID))).toContain('title="A &amp; B"');
  expect(await text(gridToXml(GRID))).toContain('<field>\ufffd</field>');
});

it('a workbook says when it cannot hold the rows', async () => {
  const row = Array.from({ length: 250 }, () => 1);
  const wide: Grid = {
    ...GRID,
    headers: row.map((_one, index) => textHeader(`c${index}`)),
    rows: Array.from({ length: 8000 }, () => row),
  };
  await expect(gridToXlsx(wide)).rejects.toThrow(
    'A workbook of this server holds 8000 rows of 250 columns, and there are more.',
  );
  expect((await gridToXlsx(GRID)).subarray(0, 2).toString()).toBe('PK');
});

it('what depends on the rows stands behind them', async () => {
  let read = 0;
  const grid: Grid = {
    title: '',
    subtitle: '',
    headers: [textHeader('n')],
    rows: (async function* () {
      for await (const rows of inBatches()) {
        read += rows.length;
        yield rows;
      }
    })(),
    height: () => read + 1,
    members: () => Promise.resolve({ metaData: { read } }),
  };
  const parsed = JSON.parse(await text(gridToJson(grid)));
  expect(Object.keys(parsed).toSorted()).toEqual(['headerWidth', 'headers', 'height', 'metaData', 'rows', 'width']);
  expect([parsed.metaData.read, parsed.height, parsed.headerWidth]).toEqual([HEIGHT, HEIGHT, 1]);
  read = 0;
  expect(await text(gridToXml({ ...grid, rows: long().rows }))).toContain('height="1"');
});

it('a report template has a field for each column and shows those that people see', async () => {
  const template = await text(gridToJrxml({ ...GRID, title: 'A ]]> B' }));
  expect(template.match(/<field /g)).toHaveLength(3);
  expect(template.match(/<textField /g)).toHaveLength(2);
  expect(template).toContain('<![CDATA[A ]] > B]]>');
  expect(template).toContain('<![CDATA[$F{value}]]>');
});
