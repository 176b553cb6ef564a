// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the variables of SQL views
import { inflateRawSync } from 'node:zlib';
import { XMLParser } from 'fast-xml-parser';
import { type RawBuilder, sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { sqlViewsOf } from './sql-views.js';

const server = testServer({ demo: true, flags: { sqlViewTimeoutSeconds: '3' } });
const views = sqlViewsOf(server);

const ROWS = `(values
  (1, 'Alpha', '2020-01-01'::date, true, 1.5, null),
  (2, 'beta', '2021-01-01'::date, false, 12345678901234567890::numeric, 'x'),
  (3, '50% "off", <b>&', '2022-01-01'::date, null, -0.1, 'y'),
  (4, 'Alphabet_', '2023-01-01'::date, true, 0, 'x y')
) as t (n, "Name", day, flag, amount, note)`;
let table = '';

beforeAll(async () => {
  table = await views.make({ name: 'All kinds', description: 'of <values>', sqlQuery: `select * from ${ROWS}` });
});

const numbers = async (parameters: string): Promise<readonly unknown[]> =>
  (await views.rows(table, parameters)).map(([n]) => n);

describe('rows as JSON', () => {
  it('are a list grid with a pager', async () => {
    const { status, headers, json } = await views.data(table);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(json.pager).toEqual({ page: 1, total: 4, pageSize: 50, pageCount: 1 });
    const { rows, headers: columns, ...grid } = json.listGrid;
    expect(grid).toEqual({
      metaData: {},
      headerWidth: 6,
      width: 6,
      height: 4,
      title: 'All kinds',
      subtitle: 'of <values>',
    });
    expect(columns[1]).toEqual({
      name: 'Name',
      column: 'Name',
      valueType: 'TEXT',
      type: 'java.lang.String',
      hidden: false,
      meta: false,
    });
    expect(rows).toEqual([
      [1, 'Alpha', '2020-01-01', true, 1.5, null],
      [2, 'beta', '2021-01-01', false, '12345678901234567890', 'x'],
      [3, '50% "off", <b>&', '2022-01-01', null, -0.1, 'y'],
      [4, 'Alphabet_', '2023-01-01', true, 0, 'x y'],
    ]);
    expect((await views.data(table, '.json')).json).toEqual(json);
  });

  it('come in pages', async () => {
    const { json } = await views.data(table, '?pageSize=3&page=2');
    expect(json.pager).toMatchObject({ page: 2, total: 4, pageSize: 3, pageCount: 2 });
    expect(json.pager.prevPage).toBe(`${server.url}/api/sqlViews/${table}/data?pageSize=3`);
    expect(json.listGrid.rows.map(([n]: readonly unknown[]) => n)).toEqual([4]);
    expect(json.listGrid.height).toBe(1);
    expect((await views.data(table, '?pageSize=3&page=9')).json.listGrid.rows).toEqual([]);
    for (const parameters of ['?paging=false', '?skipPaging=true']) {
      const whole = (await views.data(table, parameters)).json;
      expect(whole.pager).toBeUndefined();
      expect(whole.listGrid.height).toBe(4);
    }
  });

  it('can be columns of a choice', async () => {
    const { json } = await views.data(table, '?fields=name,n');
    expect(json.listGrid.headers.map(({ name }: { readonly name: string }) => name)).toEqual(['Name', 'n']);
    expect(json.listGrid.rows[0]).toEqual(['Alpha', 1]);
    const unknown = await views.data(table, '?fields=n,secret');
    expect(unknown.status).toBe(409);
    expect(unknown.json.message).toBe(
      'The SQL view has no column secret. Its columns are: n, Name, day, flag, amount, note',
    );
  });

  it('are as many as they are, however long', async () => {
    const long = await views.make({
      sqlQuery: "select n, repeat('é', 100) as text from generate_series(1, 25000) as n",
    });
    const rows = await views.rows(long);
    expect(rows.length).toBe(25_000);
    expect(rows.at(-1)?.[0]).toBe(25_000);
    const { text } = await views.data(long, '.csv');
    expect(text.split('\n').length).toBe(25_002);
    const { text: xml } = await views.data(long, '.xml');
    expect(new XMLParser({ ignoreAttributes: false }).parse(xml).grid['@_height']).toBe('25000');
  });

  it('that nobody reads to the end hold nothing in the database', async () => {
    const endless = await views.make({ sqlQuery: "select repeat('x', 1000) as text from generate_series(1, 2000000)" });
    const stop = new AbortController();
    const response = await fetch(`${server.url}/api/sqlViews/${endless}/data.csv`, {
      headers: { authorization: `Basic ${Buffer.from('admin:district').toString('base64')}` },
      signal: stop.signal,
    });
    expect(response.status).toBe(200);
    await response.body?.getReader().read();
    const connections = async (condition: RawBuilder<unknown>) =>
      (
        await sql<{ pid: number }>`
          select pid from pg_stat_activity where datname = current_database() and ${condition}
        `.execute(server.db)
      ).rows.map(({ pid }) => pid);
    const reading = () => connections(sql`query like 'fetch % from sql_view_rows' and state <> 'idle'`);
    const [reader] = await reading();
    expect(reader).toBeDefined();
    stop.abort();
    while ((await reading()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    // It was given back, not ended by the database for being idle.
    expect(await connections(sql`pid = ${reader}`)).toEqual([reader]);
    expect((await views.data(table)).status).toBe(200);
  });

  it('two columns may have one name', async () => {
    const twins = await views.make({ sqlQuery: 'select 1 as a, 2 as a' });
    expect(await views.rows(twins)).toEqual([[1, 2]]);
  });
});

describe('the row limit', () => {
  const setLimit = async (limit: number) => {
    await configureServer(server, { keySqlViewMaxLimit: String(limit) });
  };

  it('holds for pages and for all rows', async () => {
    await setLimit(3);
    expect(await numbers('')).toEqual([1, 2, 3]);
    const { json } = await views.data(table, '?pageSize=2&page=2');
    expect(json.pager).toMatchObject({ total: 3, pageCount: 2 });
    expect(json.listGrid.rows.length).toBe(1);
    expect((await views.data(table, '.csv')).text.split('\n').length).toBe(5);
    await setLimit(-1);
    expect(await numbers('')).toEqual([1, 2, 3, 4]);
  });
});

describe('other forms', () => {
  it('CSV', async () => {
    const { headers, text } = await views.data(table, '.csv');
    expect(headers.get('content-type')).toBe('text/csv;charset=UTF-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="All_kinds.csv"');
    expect(text).toBe(
      [
        'n,Name,day,flag,amount,note',
        '1,Alpha,2020-01-01,true,1.5,',
        '2,beta,2021-01-01,false,12345678901234567890,x',
        '3,"50% ""off"", <b>&",2022-01-01,,-0.1,y',
        '4,Alphabet_,2023-01-01,true,0,x y',
        '',
      ].join('\n'),
    );
  });

  it('XML', async () => {
    const { headers, text } = await views.data(table, '.xml');
    expect(headers.get('content-type')).toBe('application/xml;charset=UTF-8');
    const { grid } = new XMLParser({ ignoreAttributes: false, parseTagValue: false }).parse(text);
    expect(grid).toMatchObject({
      '@_title': 'All kinds',
      '@_subtitle': 'of <values>',
      '@_width': '6',
      '@_height': '4',
    });
    expect(grid.headers.header[0]).toEqual({
      '@_name': 'n',
      '@_column': 'n',
      '@_type': 'java.lang.String',
      '@_hidden': 'false',
      '@_meta': 'false',
    });
    expect(grid.rows.row[2].field).toEqual(['3', '50% "off", <b>&', '2022-01-01', '', '-0.1', 'y']);
  });

  it.each(['.html', '.html+css'])('%s', async (extension) => {
    const { status, headers, text } = await views.data(table, extension);
    expect(status, text).toBe(200);
    expect(headers.get('content-type')).toBe('text/html;charset=UTF-8');
    expect(text).toContain('<td>50% &quot;off&quot;, &lt;b&gt;&amp;</td>');
    expect(text).not.toContain('<b>');
    expect(text.includes('<style>')).toBe(extension === '.html+css');
  });

  it.each(['.xls', '.xlsx'])('%s', async (extension) => {
    const response = await fetch(`${server.url}/api/sqlViews/${table}/data${extension}`, {
      headers: { authorization: `Basic ${Buffer.from('admin:district').toString('base64')}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="All_kinds.xlsx"');
    const files = unzip(Buffer.from(await response.arrayBuffer()));
    const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).toContain('<v>1.5</v>');
    const texts = files.get('xl/sharedStrings.xml') ?? sheet;
    for (const text of ['All kinds', 'of &lt;values&gt;', 'Alphabet_', '12345678901234567890'])
      expect(texts).toContain(text);
    expect(new XMLParser().parse(sheet).worksheet.sheetData.row.length).toBeGreaterThanOrEqual(7);
  });

  it('what the request accepts, and nothing that there is not', async () => {
    const accept = (type: string) => server.request(`/api/sqlViews/${table}/data`, { headers: { accept: type } });
    expect((await accept('text/csv')).headers.get('content-type')).toBe('text/csv;charset=UTF-8');
    expect((await accept('application/xml')).text).toContain('<grid ');
    expect((await accept('text/html')).text).toContain('<table');
    expect((await views.data(table, '.pdf')).status).toBe(406);
  });
});

describe('criteria and filters', () => {
  it.each([
    ['&criteria=n:2', [2]],
    ['&criteria=name:Alpha', [1]],
    ['&criteria=name:Alpha&criteria=n:2', []],
    ['&criteria=note:x y', [4]],
    ['&filter=n:eq:2', [2]],
    ['&filter=name:ieq:BETA', [2]],
    ['&filter=n:!eq:2', [1, 3, 4]],
    ['&filter=n:ne:2', [1, 3, 4]],
    ['&filter=n:neq:2', [1, 3, 4]],
    ['&filter=n:gt:2', [3, 4]],
    ['&filter=day:lt:2021-06-01', [1, 2]],
    ['&filter=n:gte:3', [3, 4]],
    ['&filter=n:ge:3', [3, 4]],
    ['&filter=n:lte:2', [1, 2]],
    ['&filter=n:le:2', [1, 2]],
    ['&filter=name:like:lph', [1, 4]],
    ['&filter=name:!like:lph', [2, 3]],
    ['&filter=name:^like:Alp', [1, 4]],
    ['&filter=name:!^like:Alp', [2, 3]],
    ['&filter=name:$like:a', [1, 2]],
    ['&filter=name:!$like:a', [3, 4]],
    ['&filter=name:ilike:ALPH', [1, 4]],
    ['&filter=name:!ilike:ALPH', [2, 3]],
    ['&filter=name:^ilike:B', [2]],
    ['&filter=name:!^ilike:B', [1, 3, 4]],
    ['&filter=name:$ilike:A', [1, 2]],
    ['&filter=name:!$ilike:A', [3, 4]],
    ['&filter=name:like:%25', [3]],
    ['&filter=name:like:_', [4]],
    ['&filter=n:in:[1,3]', [1, 3]],
    ['&filter=n:in:1,3', [1, 3]],
    ['&filter=n:!in:[1,3]', [2, 4]],
    ['&filter=note:null', [1]],
    ['&filter=note:!null', [2, 3, 4]],
    ['&filter=n:gt:1&filter=n:lt:4', [2, 3]],
    ["&filter=name:eq:x' or '1'='1", []],
    ["&filter=name:in:[a','b') or (1=1]", []],
  ])('%s', async (parameters, expected) =>
    expect(await numbers(encodeURI(parameters).replace('%2525', '%25'))).toEqual(expected),
  );

  it.each(['n', 'n:', 'n:equals:1', 'n:eq', ':eq:1', 'n:constructor:1'])('no filter: %s', async (filter) => {
    const { status, json } = await views.data(table, `?filter=${filter}`);
    expect([status, json.message]).toEqual([409, `Invalid filter => ${filter}`]);
  });

  it.each([
    [`${encodeURIComponent("n'; drop table constant; --")}:1`, 'E4308'],
    [`n:${encodeURIComponent("1' or '1'='1")}`, 'E4309'],
    ['n', 'E4308'],
  ])('no criteria: %s', async (criteria, code) => {
    const { status, json } = await views.data(table, `?criteria=${criteria}`);
    expect([status, json.errorCode]).toEqual([409, code]);
  });

  it('a value that the column cannot have is refused, not an error of the server', async () => {
    const { status, json } = await views.data(table, '?criteria=n:abc');
    expect([status, json.message]).toEqual([409, 'invalid input syntax for type integer: "abc"']);
    expect((await views.data(table, '?filter=day:gt:tomorrowish')).status).toBe(409);
  });
});

describe('variables', () => {
  let query = '';

  beforeAll(async () => {
    query = await views.make({
      sqlQuery: `select n from ${ROWS} where "Name" like '%\${part}%' and n <= \${most}; -- \${most}`,
    });
  });

  it('are filled in', async () => {
    expect(await views.rows(query, '&var=part:lph&var=most:1')).toEqual([[1]]);
    expect(await views.rows(query, '&var=part:lph,most:4')).toEqual([[1], [4]]);
  });

  it('meet criteria, filters and pages', async () => {
    const { json } = await views.data(query, '?var=part:a&var=most:4&criteria=n:4&filter=n:in:[2,4]&pageSize=1');
    expect([json.pager.total, json.listGrid.rows]).toEqual([1, [[4]]]);
  });

  it.each([
    ['?var=part:a', 'E4307', 'SQL query contains variables not provided in request: `most`'],
    ['?var=part:a&var=most', 'E4304', 'Variables contain null value'],
    ['?var=part:a&var=most:4&var=:x', 'E4303', 'Variables contain null key'],
    ['?var=part:a&var=most:4&var=b*d:1', 'E4305', 'Variable params are invalid: `b*d`'],
    [`?var=part:${encodeURIComponent("x' or '1'='1")}&var=most:4`, 'E4306', "Variables are invalid: `x' or '1'='1`"],
    ['?var=part:a&var=most:n', 'E4306', undefined],
  ])('that are wrong: %s', async (parameters, code, message) => {
    const { status, json } = await views.data(query, parameters);
    expect([status, json.errorCode]).toEqual([409, code]);
    if (message) expect(json.response.errorReports[0].message).toBe(message);
  });

  it('tell everything that is wrong at once', async () => {
    const { json } = await views.data(query, '?var=part:a;b&criteria=x*y:1');
    const codes = json.response.errorReports.map(({ errorCode }: { readonly errorCode: string }) => errorCode);
    expect(codes.sort()).toEqual(['E4306', 'E4307', 'E4308']);
    for (const { message } of json.response.errorReports) expect(json.message).toContain(message);
  });

  it('of the server name who asks', async () => {
    const mine = await views.make({ sqlQuery: "select '${_current_username}' as name, ${_current_user_id} as id" });
    const { rows } = await sql`select userinfoid as id from userinfo where username = 'admin'`.execute(server.db);
    const [{ id } = { id: 0 }] = rows as { id: number }[];
    expect(await views.rows(mine)).toEqual([['admin', id]]);
    expect(await views.rows(mine, '&var=_current_username:somebody')).toEqual([['admin', id]]);
  });
});

describe('limits', () => {
  it('a query that takes too long is stopped and says so', async () => {
    const slow = await views.make({
      sqlQuery: 'select count(*) from generate_series(1, 100000) as a, generate_series(1, 1000000) as b',
    });
    const { status, json } = await views.data(slow);
    expect([status, json.errorCode]).toEqual([409, 'E7131']);
    expect(json.message).toBe('Query failed, likely because the query timed out: it was stopped after 3 seconds');
  });

  it('what the database does not understand is refused', async () => {
    const missing = await views.make({ sqlQuery: 'select * from no_such_table' });
    expect((await views.data(missing)).json).toMatchObject({ httpStatusCode: 409, errorCode: 'E7144' });
    const divided = await views.make({ sqlQuery: 'select 1 / (hierarchylevel - 1) from organisationunit' });
    expect((await views.data(divided)).json).toMatchObject({ httpStatusCode: 409, message: 'division by zero' });
  });
});

describe('keeping rows', () => {
  it.each([
    ['NO_CACHE', /^no-cache, private$/],
    ['CACHE_5_MINUTES', /^max-age=300, private$/],
    ['CACHE_TWO_WEEKS', /^max-age=1209600, private$/],
    ['CACHE_6AM_TOMORROW', /^max-age=\d{4,6}, private$/],
    ['RESPECT_SYSTEM_SETTING', /^max-age=60, private$/],
  ])('%s', async (cacheStrategy, header) => {
    const view = await views.make({ sqlQuery: 'select 1', cacheStrategy });
    expect((await views.data(view)).headers.get('cache-control')).toMatch(header);
  });
});

/** The files of a zip archive. */
function unzip(archive: Buffer): ReadonlyMap<string, string> {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < archive.readUInt16LE(end + 10); index += 1) {
    const [method, size] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)];
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const name = archive.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const packed = archive.subarray(start, start + size);
    files.set(name, (method === 8 ? inflateRawSync(packed) : packed).toString());
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return files;
}
