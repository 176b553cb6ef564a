import { parse } from 'csv-parse/sync';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { aggregateTables } from '../../support/analytics-tables.js';
import { DEMO_DATE } from '../../support/database.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
const users = makeUsers(server);

const DX = 'fbfJHSPpUQD';
const ROOT = 'ImspTQPwCqd';
const BASE = `dimension=dx:${DX}&dimension=pe:LAST_12_MONTHS`;
const QUERY = `${BASE}&dimension=ou:LEVEL-2`;
const XML = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false });

beforeAll(async () => {
  await server.runJob(aggregateTables());
});

const ask = (form: string, query: string, user?: string) =>
  server.request(`/api/analytics${form}?${query}`, user === undefined ? {} : { user });

async function bytes(form: string, query: string): Promise<{ readonly headers: Headers; readonly body: Buffer }> {
  const response = await fetch(`${server.url}/api/analytics${form}?${query}`, {
    headers: { authorization: `Basic ${Buffer.from('admin:district').toString('base64')}` },
  });
  expect(response.status).toBe(200);
  return { headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

async function first<Row extends object>(query: ReturnType<typeof sql<Row>>): Promise<Row> {
  const [row] = (await query.execute(server.db)).rows;
  if (!row) throw new Error('The demo country lacks what this test needs.');
  return row;
}

const rootName = async (): Promise<string> =>
  (await first(sql<{ name: string }>`select name from organisationunit where uid = ${ROOT}`)).name;

const setSetting = (name: string, value: string) => configureServer(server, { [name]: value });

describe('a grid comes as', () => {
  it('JSON, with the metadata behind the rows, or as the call of a function', async () => {
    const plain = await ask('', QUERY);
    expect(plain.headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(plain.json).toMatchObject({ width: 4, headerWidth: 4, height: plain.json.rows.length, rowContext: {} });
    expect(plain.json.height).toBeGreaterThan(0);
    expect((await ask('.json', QUERY)).json).toEqual(plain.json);
    const called = await server.request(`/api/analytics?${QUERY}&callback=show`, {
      headers: { accept: 'application/javascript' },
    });
    expect(called.headers.get('content-type')).toBe('application/javascript;charset=UTF-8');
    expect(JSON.parse(/^show\((.*)\)$/s.exec(called.text)?.[1] ?? '')).toEqual(plain.json);
    const browser = await server.request(`/api/analytics?${QUERY}`, {
      headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
    });
    expect(browser.headers.get('content-type')).toBe('application/json;charset=UTF-8');
  });

  it('XML', async () => {
    const { json } = await ask('', QUERY);
    const { text, headers } = await ask('.xml', QUERY);
    expect(headers.get('content-type')).toBe('application/xml;charset=UTF-8');
    const { grid } = XML.parse(text);
    expect([grid['@width'], grid['@height']]).toEqual(['4', String(json.height)]);
    expect(grid.headers.header.map((header: Record<string, string>) => header['@name'])).toEqual([
      'dx',
      'pe',
      'ou',
      'value',
    ]);
    expect(grid.rows.row.map(({ field }: { field: string[] }) => field)).toEqual(json.rows);
    expect(XML.parse((await ask('.xml', 'dimension=pe:2025')).text).webMessage.errorCode).toBe('E7102');
  });

  it('CSV', async () => {
    const { json } = await ask('', QUERY);
    const { text, headers } = await ask('.csv', QUERY);
    expect(headers.get('content-type')).toBe('application/csv;charset=UTF-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="data.csv"');
    expect(parse(text)).toEqual([['Data', 'Period', 'Organisation unit', 'Value'], ...json.rows]);
  });

  it.each(['.xls', '.xlsx'])('a workbook (%s)', async (form) => {
    const { json } = await ask('', QUERY);
    const { headers, body } = await bytes(form, QUERY);
    expect(headers.get('content-type')).toBe('application/vnd.ms-excel');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="data${form}"`);
    const sheet = strFromU8(unzipSync(body)['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    const rows = XML.parse(sheet).worksheet.sheetData.row;
    const values = rows.slice(-json.height).map(({ c }: { c: { v: string }[] }) => Number(c[3]?.v));
    expect(values).toEqual(json.rows.map((row: string[]) => Number(row[3])));
  });

  it('pages and a report template', async () => {
    const { json } = await ask('', QUERY);
    const plain = await ask('.html', QUERY);
    expect(plain.headers.get('content-type')).toBe('text/html;charset=UTF-8');
    expect(plain.text.match(/<tr>/g)).toHaveLength(json.height + 1);
    expect((await ask('.html+css', QUERY)).text).toContain('<style>');
    const template = await ask('.jrxml', QUERY);
    expect(template.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
    expect(XMLValidator.validate(template.text)).toBe(true);
    expect(XML.parse(template.text).jasperReport.field.map((field: Record<string, string>) => field['@name'])).toEqual([
      'dx',
      'pe',
      'ou',
      'value',
    ]);
  });
});

describe('what is wrong', () => {
  it.each(['.csv', '.xls', '.xlsx', '.html', '.html+css', '.jrxml'])('is said as text in %s', async (form) => {
    const { status, headers, text } = await ask(form, 'dimension=pe:2025');
    expect(status).toBe(409);
    expect(headers.get('content-type')).toBe('text/plain;charset=UTF-8');
    expect(headers.get('cache-control')).not.toContain('max-age');
    const { json } = await ask('', 'dimension=pe:2025');
    expect(text).toBe(`${json.errorCode}: ${json.message}`);
  });

  it.each([
    ['outputIdScheme=SHORT', 400],
    ['outputOrgUnitIdScheme=ATTRIBUTE:x', 400],
    ['inputIdScheme=ATTRIBUTE', 400],
    ['displayProperty=LONG', 400],
    ['skipMeta=perhaps', 400],
    ['order=UP', 400],
    ['userOrgUnitType=ANY', 400],
    ['relativePeriodDate=yesterday', 400],
    ['columns=ao', 409],
    ['rows=ou;ao', 409],
    ['approvalLevel=x', 409],
  ])('in a parameter is the fault of who asks: %s', async (parameter, status) => {
    const answer = await ask('', `${QUERY}&${parameter}`);
    expect(answer.status, answer.text).toBe(status);
    expect(answer.json.message).not.toBe('');
  });

  it('in a callback is refused', async () => {
    const answer = await server.request(`/api/analytics?${QUERY}&callback=alert(1)`, {
      headers: { accept: 'application/javascript' },
    });
    expect(answer.status).toBe(400);
  });
});

describe('how long an answer may be kept', () => {
  it.each([
    ['NO_CACHE', /^no-cache, private$/],
    ['CACHE_5_MINUTES', /^max-age=300, private$/],
  ])('follows the strategy of the system: %s', async (strategy, header) => {
    await setSetting('keyCacheStrategy', strategy);
    const { headers } = await ask('.csv', QUERY);
    expect(headers.get('cache-control')).toMatch(header);
    expect(headers.get('vary')?.toLowerCase()).toContain('authorization');
  });

  it('grows with the age of the data when the settings say so', async () => {
    await setSetting('keyAnalyticsCacheTtlMode', 'PROGRESSIVE');
    await setSetting('keyAnalyticsCacheProgressiveTtlFactor', '10');
    const kept = async (pe: string) =>
      (await ask('', `dimension=dx:${DX}&dimension=pe:${pe}`)).headers.get('cache-control');
    const days = Math.round((Date.parse(DEMO_DATE) - Date.parse('2024-12-31')) / 86_400_000);
    expect(await kept('2024')).toBe(`max-age=${days * 10}, private`);
    expect(await kept('THIS_YEAR;2024')).toBe('max-age=10, private');
    await setSetting('keyAnalyticsCacheTtlMode', 'FIXED');
  });
});

describe('identifiers', () => {
  const attribute = 'AttrCodeAAA';

  beforeAll(async () => {
    const value = JSON.stringify({ [attribute]: { value: 'D-7' } });
    await sql`update dataelement set attributevalues = ${value}::jsonb where uid = ${DX}`.execute(server.db);
    await sql`update organisationunit set code = 'COUNTRY' where uid = ${ROOT}`.execute(server.db);
  });

  it('of the answer are uids, codes, names or values of an attribute', async () => {
    const query = `${BASE}&dimension=ou:${ROOT}`;
    const names = async (parameters: string) => {
      const { json } = await ask('', `${query}&${parameters}`);
      return [
        json.rows[0][0],
        json.rows[0][2],
        json.metaData.dimensions.dx[0],
        Object.hasOwn(json.metaData.items, json.rows[0][0]),
      ];
    };
    const { code, unit } = await first(sql<{ code: string; unit: string }>`
      select dataelement.code, organisationunit.name as unit from dataelement, organisationunit
      where dataelement.uid = ${DX} and organisationunit.uid = ${ROOT}
    `);
    for (const same of ['UID', 'ID', 'UUID', 'uid'])
      expect(await names(`outputIdScheme=${same}`)).toEqual([DX, ROOT, DX, true]);
    expect(await names('outputIdScheme=code')).toEqual([code, 'COUNTRY', code, true]);
    expect(await names(`outputIdScheme=ATTRIBUTE:${attribute}`)).toEqual(['D-7', ROOT, 'D-7', true]);
    expect(await names(`outputDataItemIdScheme=ATTRIBUTE:${attribute}&outputOrgUnitIdScheme=NAME`)).toEqual([
      'D-7',
      unit,
      'D-7',
      true,
    ]);
    expect(await names(`outputDataItemIdScheme=NAME&outputDataElementIdScheme=CODE`)).toEqual([code, ROOT, code, true]);
  });

  it('of the request are read by any scheme, part by part', async () => {
    const { uid, code, combo, comboCode } = await first(sql<{
      uid: string;
      code: string;
      combo: string;
      comboCode: string;
    }>`
      select dataelement.uid, dataelement.code, combo.uid as combo, combo.code as "comboCode"
      from datavalue join dataelement using (dataelementid)
      join categoryoptioncombo as combo on combo.categoryoptioncomboid = datavalue.categoryoptioncomboid
      where dataelement.valuetype = 'INTEGER_ZERO_OR_POSITIVE' and dataelement.code is not null and combo.code is not null
      limit 1
    `);
    const byUid = await ask('', `dimension=dx:${uid}.${combo}&dimension=pe:LAST_5_YEARS&dimension=ou:${ROOT}`);
    const byCode = await ask(
      '',
      `dimension=dx:${code}.${comboCode}&dimension=pe:LAST_5_YEARS&dimension=ou:COUNTRY&inputIdScheme=CODE`,
    );
    expect(byUid.json.rows.length).toBeGreaterThan(0);
    expect(byCode.json.rows).toEqual(byUid.json.rows);
    const byAttribute = await ask(
      '',
      `dimension=dx:D-7&dimension=pe:LAST_12_MONTHS&inputIdScheme=ATTRIBUTE:${attribute}`,
    );
    expect(byAttribute.json.rows).toEqual((await ask('', BASE)).json.rows);
  });
});

describe('metadata', () => {
  it('have all details of items and dimensions for those who ask', async () => {
    const { set, uid } = await first(sql<{ set: string; uid: string }>`
      select maplegendset.uid as set, dataelement.uid from maplegendset, dataelement where dataelement.uid = ${DX} limit 1
    `).catch(() => ({ set: undefined, uid: DX }));
    if (set !== undefined) {
      await sql`
        insert into dataelementlegendsets (dataelementid, sort_order, legendsetid)
        select dataelement.dataelementid, 0, maplegendset.maplegendsetid from dataelement, maplegendset
        where dataelement.uid = ${uid} and maplegendset.uid = ${set} on conflict do nothing
      `.execute(server.db);
    }
    await sql`update dataelement set style = '{"color": "#123456"}' where uid = ${DX}`.execute(server.db);
    const { items } = (await ask('', `${BASE}&dimension=ou:${ROOT}&includeMetadataDetails=true`)).json.metaData;
    expect(items[DX]).toMatchObject({
      uid: DX,
      name: 'ANC 1st visit',
      dimensionItemType: 'DATA_ELEMENT',
      aggregationType: 'SUM',
      totalAggregationType: 'SUM',
      style: { color: '#123456' },
      ...(set !== undefined && { legendSet: set }),
    });
    expect(items.dx).toEqual({ uid: 'dx', name: 'Data', dimensionType: 'DATA_X' });
    expect(items.LAST_12_MONTHS).toEqual({ name: 'Last 12 months' });
    expect(items['202601']).toEqual({
      uid: '202601',
      code: '202601',
      name: 'January 2026',
      dimensionItemType: 'PERIOD',
      valueType: 'TEXT',
      totalAggregationType: 'SUM',
      startDate: '2026-01-01T00:00:00.000',
      endDate: '2026-01-31T00:00:00.000',
    });
    expect(items[ROOT]).toMatchObject({ uid: ROOT, dimensionItemType: 'ORGANISATION_UNIT', valueType: 'TEXT' });
  });

  it('list whatever was passed over, of each dimension', async () => {
    const { set, group } = await first(sql<{ set: string; group: string }>`
      select orgunitgroupset.uid as set, orgunitgroup.uid as group from orgunitgroupset
      join orgunitgroupsetmembers using (orgunitgroupsetid) join orgunitgroup using (orgunitgroupid)
      where orgunitgroupset.datadimension limit 1
    `);
    const query = `dimension=dx:${DX};aaaaaaaaaaa&filter=pe:2025&dimension=ou:${ROOT};bbbbbbbbbbb&dimension=${set}:${group};ccccccccccc`;
    const { json } = await ask('', `${query}&includeMetadataDetails=true`);
    expect(json.metaData.ignored).toEqual(['aaaaaaaaaaa', 'bbbbbbbbbbb', 'ccccccccccc']);
    expect((await ask('', query)).json.metaData.ignored).toBeUndefined();
    expect(json.metaData.items[set]).toMatchObject({ dimensionType: 'ORGANISATION_UNIT_GROUP_SET' });
  });

  it('and data can be left out', async () => {
    expect((await ask('', `${QUERY}&skipMeta=true`)).json.metaData).toEqual({});
    const { headers, rows, width, metaData } = (await ask('', `${QUERY}&skipData=true`)).json;
    expect({ headers, rows, width }).toEqual({ headers: [], rows: [], width: 0 });
    expect(metaData.dimensions.dx).toEqual([DX]);
  });
});

describe('a cross table', () => {
  it('has what the list has, in its place', async () => {
    const { json: list } = await ask('', `${QUERY}&filter=ao`);
    const { json: table } = await ask('', `${QUERY}&filter=ao&columns=pe&rows=ou;dx&tableLayout=true`);
    const { pe, ou } = list.metaData.dimensions;
    expect(table.headers.slice(0, 4)).toEqual([
      {
        name: 'Organisation unit ID',
        column: 'organisationunitid',
        valueType: 'TEXT',
        type: 'java.lang.String',
        hidden: true,
        meta: true,
      },
      {
        name: 'Organisation unit',
        column: 'organisationunitname',
        valueType: 'TEXT',
        type: 'java.lang.String',
        hidden: false,
        meta: true,
      },
      {
        name: 'Organisation unit code',
        column: 'organisationunitcode',
        valueType: 'TEXT',
        type: 'java.lang.String',
        hidden: true,
        meta: true,
      },
      {
        name: 'Organisation unit description',
        column: 'organisationunitdescription',
        valueType: 'TEXT',
        type: 'java.lang.String',
        hidden: true,
        meta: true,
      },
    ]);
    expect(table.headers.slice(8).map(({ column }: { column: string }) => column)).toEqual(
      pe.map((iso: string) => list.metaData.items[iso].name),
    );
    expect(table.rows.map((row: string[]) => row[0])).toEqual(ou);
    const cells = table.rows.flatMap((row: string[]) =>
      pe.flatMap((iso: string, index: number) =>
        row[8 + index] === '' ? [] : [[row[4], iso, row[0], row[8 + index]]],
      ),
    );
    expect(cells.toSorted()).toEqual(list.rows.toSorted());
    expect(list.rows.length).toBeGreaterThan(0);
  });

  it('shows people names only, above them the units, and tells the filters in its title', async () => {
    const { json: plain } = await ask('', `dimension=dx:${DX}&filter=pe:2025&dimension=ou:LEVEL-3`);
    const unit = plain.rows[0][1];
    const { text } = await ask(
      '.csv',
      `dimension=dx:${DX}&filter=pe:2025&dimension=ou:${unit}&columns=dx&rows=ou&showHierarchy=true`,
    );
    const [titles, row] = parse(text) as string[][];
    expect(titles?.slice(0, 5)).toEqual([
      'orgunitlevel1',
      'orgunitlevel2',
      'orgunitlevel3',
      'organisationunitid',
      'organisationunitname',
    ]);
    expect(row?.[0]).toBe(await rootName());
    expect(row?.[2]).toBe(row?.[4]);
    const page = await ask('.html', `dimension=dx:${DX}&filter=pe:2025&dimension=ou:${unit}&columns=dx&rows=ou`);
    expect(page.text).toContain('<h3>2025</h3>');
    expect(page.text).not.toContain(unit);
  });

  it('has no more combinations than the setting allows', async () => {
    await setSetting('keyAnalyticsDownloadCombinationLimit', '11');
    expect((await ask('', `${QUERY}&columns=pe&rows=ou`)).json.errorCode).toBe('E7151');
    expect((await ask('', `dimension=dx:${DX}&dimension=pe:LAST_6_MONTHS&columns=pe`)).status).toBe(200);
    await setSetting('keyAnalyticsDownloadCombinationLimit', '');
  });

  it('can be without empty rows and columns', async () => {
    const query = `dimension=dx:${DX}&dimension=pe:1990;2025&dimension=ou:${ROOT}&columns=pe&rows=dx;ou`;
    const width = async (flags: string) => {
      const { json } = await ask('', `${query}${flags}`);
      return [json.width, json.height];
    };
    expect(await width('')).toEqual([10, 1]);
    expect(await width('&hideEmptyColumns=true')).toEqual([9, 1]);
    const empty = `dimension=dx:${DX}&dimension=pe:1990&dimension=ou:${ROOT}&columns=pe&rows=dx;ou&hideEmptyRows=true`;
    expect((await ask('', empty)).json.rows).toEqual([]);
  });
});

describe('a data value set', () => {
  const query = `${BASE}&dimension=ou:LEVEL-2`;

  it('has a value for each row, in every form', async () => {
    const { json: grid } = await ask('', query);
    const { json } = await ask('/dataValueSet.json', query);
    expect(
      json.dataValues.map((value: Record<string, string>) => [
        value.dataElement,
        value.period,
        value.orgUnit,
        value.value,
      ]),
    ).toEqual(grid.rows);
    expect(json.dataValues[0]).toMatchObject({
      storedBy: '[aggregated]',
      comment: '[aggregated]',
      created: DEMO_DATE,
      lastUpdated: DEMO_DATE,
      followup: false,
    });
    const xml = XML.parse((await ask('/dataValueSet.xml', query)).text).dataValueSet;
    expect(
      xml.dataValue.map((value: Record<string, string>) => [
        value['@dataElement'],
        value['@period'],
        value['@orgUnit'],
        value['@value'],
      ]),
    ).toEqual(grid.rows);
    const [titles, ...rows] = parse((await ask('/dataValueSet.csv', query)).text) as string[][];
    expect(titles).toEqual([
      'data_element',
      'period',
      'organisation_unit',
      'category_option_combo',
      'attribute_option_combo',
      'value',
      'stored_by',
      'created',
      'last_updated',
      'comment',
      'follow_up',
    ]);
    expect(rows.map(([dx, pe, ou, , , value]) => [dx, pe, ou, value])).toEqual(grid.rows);
  });

  it('tells the option combos of operands and of dimensions', async () => {
    const { uid, combo } = await first(sql<{ uid: string; combo: string }>`
      select dataelement.uid, combo.uid as combo from datavalue join dataelement using (dataelementid)
      join categoryoptioncombo as combo on combo.categoryoptioncomboid = datavalue.categoryoptioncomboid
      where dataelement.valuetype = 'INTEGER_ZERO_OR_POSITIVE' limit 1
    `);
    const rest = `dimension=pe:LAST_5_YEARS&dimension=ou:${ROOT}`;
    const { json: operand } = await ask('/dataValueSet', `dimension=dx:${uid}.${combo}&${rest}`);
    expect(operand.dataValues[0]).toMatchObject({ dataElement: uid, categoryOptionCombo: combo });
    const { json: split } = await ask('/dataValueSet', `dimension=dx:${uid}&dimension=co&${rest}`);
    const own = split.dataValues.filter((value: Record<string, string>) => value.categoryOptionCombo === combo);
    expect(own).toEqual(operand.dataValues);
  });

  it.each([
    [`dimension=pe:2025&dimension=ou:${ROOT}&filter=dx:${DX}`, 'E7117'],
    [`dimension=dx:${DX}&dimension=ou:${ROOT}&filter=pe:2025`, 'E7118'],
    [`dimension=dx:${DX}&dimension=pe:2025`, 'E7119'],
  ])('is refused without what a value needs: %s', async (bad, code) => {
    expect((await ask('/dataValueSet.json', bad)).json.errorCode).toBe(code);
    const asText = await ask('/dataValueSet.csv', bad);
    expect([asText.status, asText.text.slice(0, 6)]).toEqual([409, `${code}:`]);
  });
});

describe('raw data', () => {
  it('are the rows of the table, one by one', async () => {
    const { json } = await ask(
      '/rawData.json',
      `dimension=dx:${DX}&dimension=ou:${ROOT}&dimension=pe:2025&dimension=co`,
    );
    expect(json.headers.map(({ name }: { name: string }) => name)).toEqual([
      'dx',
      'ou',
      'pe',
      'co',
      'pestartdate',
      'peenddate',
      'value',
    ]);
    const { rows } = await sql<Record<string, string>>`
      select dx, ou, pe, co, pestartdate::text as begin, peenddate::text as end, value::numeric::text as value
      from analytics where dx = ${DX} and pestartdate >= '2025-01-01' and peenddate <= '2025-12-31'
    `.execute(server.db);
    expect(json.rows.length).toBeGreaterThan(0);
    expect(json.rows.toSorted()).toEqual(rows.map((row) => Object.values(row)).toSorted());
    const csv = parse(
      (await ask('/rawData.csv', `dimension=dx:${DX}&dimension=ou:${ROOT}&dimension=pe:2025&dimension=co`)).text,
    );
    expect(csv.slice(1)).toEqual(json.rows);
  });

  it('show the units above by the scheme of the request, and a column of periods between two dates', async () => {
    const { json } = await ask(
      '/rawData.json',
      `dimension=dx:${DX}&dimension=pe&dimension=ou:${ROOT}&startDate=2025-01-01&endDate=2025-03-31&showHierarchy=true&outputIdScheme=NAME`,
    );
    expect(json.headers.map(({ name }: { name: string }) => name).slice(0, 6)).toEqual([
      'dx',
      'pe',
      'ou',
      'uidlevel1',
      'uidlevel2',
      'uidlevel3',
    ]);
    expect(new Set(json.rows.map((row: string[]) => row[1]))).toEqual(new Set(['202501', '202502', '202503']));
    expect(new Set(json.rows.map((row: string[]) => row[3]))).toEqual(new Set([await rootName()]));
  });

  it('stay within what the user may view', async () => {
    const { username, unit, outside } = await first(sql<{ username: string; unit: string; outside: string }>`
      select userinfo.username, unit.uid as unit,
        (select other.uid from organisationunit as other where not starts_with(other.path, unit.path) and other.hierarchylevel = 4 limit 1) as outside
      from userinfo join userdatavieworgunits using (userinfoid) join organisationunit as unit using (organisationunitid)
      where unit.hierarchylevel = 4 and not userinfo.invitation and not userinfo.disabled and userinfo.accountexpiry is null
      limit 1
    `);
    const user = `${username}:District1!`;
    const query = `dimension=dx:${DX}&dimension=pe:LAST_5_YEARS`;
    const { json } = await ask('/rawData.json', `${query}&dimension=ou:${unit}`, user);
    expect(json.rows.every((row: string[]) => row[2] === unit)).toBe(true);
    expect((await ask('/rawData.json', `${query}&dimension=ou:${outside}`, user)).json.errorCode).toBe('E7120');
  });
});

describe('a query is explained', () => {
  it('with the statements, their plans, the rows they read and what is made of them', async () => {
    const { json, status } = await ask('/explain', `${BASE}&filter=ou:${ROOT}&aggregationType=AVERAGE`);
    expect(status).toBe(200);
    expect(json.rows).toEqual([]);
    const { executionPlans, totalTimeInMillis } = json.performanceMetrics;
    expect(executionPlans).toHaveLength(1);
    const [{ query, formula, rows, plan, dataItems, timeInMillis }] = executionPlans;
    expect(query).toMatch(/^select .* from analytics /);
    expect(formula).toMatch(/^avg\(value\): the mean over all rows/);
    expect(dataItems).toEqual([DX]);
    expect(plan).toHaveProperty('Node Type');
    expect(totalTimeInMillis).toBe(timeInMillis);
    const { json: grid } = await ask('', `${BASE}&filter=ou:${ROOT}&aggregationType=COUNT`);
    expect(rows).toBe(grid.rows.reduce((sum: number, row: string[]) => sum + Number(row[2]), 0));
  });

  it('also for what indicators are made of', async () => {
    const { uid } = await first(sql<{ uid: string }>`select uid from indicator order by indicatorid limit 1`);
    const { json, text } = await ask('/explain', `dimension=dx:${uid}&dimension=pe:2025&filter=ou:${ROOT}`);
    expect(json.performanceMetrics?.executionPlans.length, text).toBeGreaterThan(0);
  });

  it('also for reporting rates, of which each has two', async () => {
    const { uid } = await first(sql<{ uid: string }>`select uid from dataset order by uid limit 1`);
    const items = `${uid}.REPORTING_RATE;${uid}.EXPECTED_REPORTS`;
    const { json } = await ask('/explain', `dimension=dx:${items}&dimension=pe:2025&filter=ou:${ROOT}`);
    const plans: { formula: string; dataItems: string[]; query: string }[] = json.performanceMetrics.executionPlans;
    expect(plans.map(({ dataItems }) => dataItems)).toEqual([[uid], [uid]]);
    expect(plans.map(({ query }) => /from (\w+)/.exec(query)?.[1])).toEqual([
      'analytics_completeness',
      'analytics_completenesstarget',
    ]);
    expect(plans.map(({ formula }) => formula.split(':')[0])).toEqual([
      'count(*)',
      'sum(value × reports due in the period)',
    ]);
  });

  it('to those who may know', async () => {
    const nobody = await users.make([]);
    const somebody = await users.make(['F_PERFORM_ANALYTICS_EXPLAIN']);
    expect((await ask('/explain', BASE, nobody.login)).status).toBe(403);
    expect((await ask('/explain', `${BASE}&filter=ou:${ROOT}`, somebody.login)).status).toBe(200);
  });

  it('or told as a statement on the values behind it', async () => {
    const { status, headers, text } = await ask(
      '/debug/sql',
      `dimension=dx:${DX}&dimension=pe:2025&dimension=ou:${ROOT}`,
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain;charset=UTF-8');
    const { rows } = await sql<{ datavalue: string; de_uid: string }>`${sql.raw(text)}`.execute(server.db);
    expect(new Set(rows.map((row) => row.de_uid))).toEqual(new Set([DX]));
    const { json } = await ask('', `dimension=dx:${DX}&dimension=pe:2025&dimension=ou:${ROOT}`);
    expect(rows.reduce((sum, row) => sum + Number(row.datavalue), 0)).toBe(Number(json.rows[0][3]));
    expect((await ask('/debug/sql', BASE)).json.errorCode).toBe('E7400');
  });
});
