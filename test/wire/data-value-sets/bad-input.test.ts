import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CLINIC,
  clearValues,
  countPeriods,
  ELEMENTS,
  poster,
  readShort,
  value,
  withDataValueFixture,
} from '../../support/data-value-fixture.js';
import { testServer } from '../../support/server.js';

const server = testServer({ flags: { poolSize: '4' } });
withDataValueFixture(server);
const post = poster(server);
beforeEach(() => clearValues(server.db));
/** Whatever came, the server imports what is good afterwards, and nothing of what was bad is there. */
afterEach(async () => {
  expect((await post({ dataValues: [value({ period: '201612' })] })).json.response.importCount.imported).toBe(1);
});

const JSON_TYPE = 'application/json';
const [OPEN, CLOSE] = ['{"dataValues":[', ']}'];
const good = JSON.stringify(value());
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('JSON that is none', () => {
  it.each([
    ['half a value', `${OPEN}${good},{"dataElement":`],
    ['no end of the list', `${OPEN}${good}`],
    ['no end of the object', `${OPEN}${good}]`],
    ['two objects', `${OPEN}${good}${CLOSE}{}`],
    ['a list', `[${good}]`],
    ['a word', 'abc'],
    ['nothing', ''],
    ['blanks', '   '],
    ['no comma', `${OPEN}${good}${good}${CLOSE}`],
    ['a comma too many', `${OPEN}${good},${CLOSE}`],
    ['a comment', `${OPEN}${good}/* */${CLOSE}`],
    ['values in an object', '{"dataValues":{"0":{}}}'],
    ['values that are a text', '{"dataValues":"all"}'],
    ['a value that is null', `${OPEN}${good},null${CLOSE}`],
    ['a value that is a list', `${OPEN}${good},[]${CLOSE}`],
    ['a value that is a number', `${OPEN}${good},5${CLOSE}`],
    ['NaN', `${OPEN}${good.replace('"5"', 'NaN')}${CLOSE}`],
  ])('%s is refused as a whole', async (_name, body) => {
    const { status, json } = await post(body, '', { type: JSON_TYPE });
    expect([status, json?.message]).toEqual([400, expect.stringContaining('JSON parse error')]);
    expect(await readShort(server.db)).toEqual([]);
  });

  it.each([JSON_TYPE, 'application/xml', 'application/csv'])(
    'bytes that are not UTF-8 are refused in %s',
    async (type) => {
      const texts: Readonly<Record<string, string>> = {
        [JSON_TYPE]: `${OPEN}${good.replace('"5"', '"5","comment":"?"')}${CLOSE}`,
        'application/xml': `<dataValueSet><dataValue dataElement="${ELEMENTS.number}" period="201501" orgUnit="${CLINIC}" value="5" comment="?"/></dataValueSet>`,
        'application/csv': `dataelement,period,orgunit,value,comment\n${ELEMENTS.number},201501,${CLINIC},5,?\n`,
      };
      const body = Uint8Array.from(Buffer.from(texts[type] ?? ''));
      body[body.indexOf(0x3f, 40)] = 0xe9;
      const { status } = await post(body, '', { type });
      expect(status).toBe(400);
      expect(await readShort(server.db)).toEqual([]);
    },
  );
});

describe('JSON that holds something else than texts', () => {
  it.each([
    ...[
      'dataElement',
      'period',
      'orgUnit',
      'categoryOptionCombo',
      'attributeOptionCombo',
      'value',
      'comment',
      'storedBy',
    ],
    'followup',
    'deleted',
  ])('in %s of a value', async (name) => {
    for (const odd of [[], {}, ['5'], { toString: 1 }, 'a\u0000b']) {
      const { status, json } = await post({ dataValues: [value({ period: '201502' }), value({ [name]: odd })] });
      expect([status, json.message], JSON.stringify(odd)).toEqual([400, expect.stringContaining(`\`${name}\``)]);
    }
    expect(await readShort(server.db)).toEqual([]);
  });

  it.each([
    ...['dataSet', 'period', 'orgUnit', 'attributeOptionCombo', 'completeDate', 'attributeCategoryOptions'],
    ...['idScheme', 'orgUnitIdScheme', 'dryRun', 'strategy', 'importStrategy'],
  ])('in %s of the head', async (name) => {
    for (const odd of [{}, [{}], { toString: 1 }, '\u0000'])
      expect((await post({ [name]: odd, dataValues: [value()] })).status, JSON.stringify(odd)).toBe(400);
    const deep = await post(`{"${name}":${nested(50_000)},${OPEN.slice(1)}${good}${CLOSE}`, '', { type: JSON_TYPE });
    expect(deep.status).toBe(400);
    expect(await readShort(server.db)).toEqual([]);
  });

  it('where nobody looks is passed over', async () => {
    const body = `{"created":${nested(50_000)},"__proto__":{"orgUnit":"nowhere","dryRun":true},${OPEN.slice(1)}${good.replace('{', `{"more":${nested(50_000)},`)}${CLOSE}`;
    const { json } = await post(body, '', { type: JSON_TYPE });
    expect(json.response).toMatchObject({ status: 'SUCCESS', importCount: { imported: 1 } });
  });

  it('numbers that cannot be read exactly are refused, not changed', async () => {
    const sent = (number: string) => post(`${OPEN}${good.replace('"5"', number)}${CLOSE}`, '', { type: JSON_TYPE });
    expect((await sent('12345678901234567890')).status).toBe(400);
    expect((await sent('1e400')).status).toBe(400);
    expect((await sent('9007199254740991')).json.response.importCount.imported).toBe(1);
    expect((await sent('-2.5')).json.response.importCount.updated).toBe(1);
    expect((await readShort(server.db))[0]).toMatch(/ -2\.5$/);
  });

  it('of keys given twice the last counts, of lists both', async () => {
    const twice = good.replace('"value":"5"', '"value":"4","value":"6"');
    const body = `{"orgUnit":"nowhere","dataValues":[${twice}],"orgUnit":"${CLINIC}","dataValues":[${good.replace('201501', '201502')}]}`;
    expect((await post(body, '', { type: JSON_TYPE })).json.response.importCount.imported).toBe(2);
    expect((await readShort(server.db)).map((text) => text.at(-1))).toEqual(['6', '5']);
  });
});

describe('dates that are none', () => {
  const PERIODS = [
    ...[
      '2023-02-30',
      '20230230',
      '202313',
      '202300',
      '2023W54',
      '2023Q5',
      '2023S3',
      '2023-13',
      '2023W00',
      '2023BiW27',
      '2023April2',
    ],
    ...[
      '0000',
      '00000101',
      '0000W1',
      '000001',
      '99999',
      '9999W53',
      '-2023',
      '2023W1W1',
      'LAST_MONTH',
      'x'.repeat(10_000),
      '2023\n',
    ],
    ...['9999', '9999Oct', '9999S2', '999912', '99991231', '9999Q4', '9999NovS2', '9999B6', '9999BiW26'],
  ];

  it('are no periods, and never a fault of the server', async () => {
    const known = new Set<string>();
    const dataValues = PERIODS.map((period) => value({ period, dataElement: ELEMENTS.loose }));
    for (const query of ['?dryRun=true', '']) {
      const { status, json } = await post({ dataValues }, query);
      expect([200, 409]).toContain(status);
      const { importCount, rejectedIndexes, conflicts } = json.response;
      for (const { errorCode } of conflicts) known.add(errorCode);
      expect(importCount.imported + rejectedIndexes.length).toBe(PERIODS.length);
      expect(rejectedIndexes).toEqual(expect.arrayContaining(Array.from({ length: 11 }, (_, index) => index)));
    }
    expect([...known]).toEqual(['E7611']);
    for (const period of PERIODS) expect([200, 409]).toContain((await post({ period, completeDate: 'true' })).status);
  });

  it('are no values', async () => {
    await sql`update dataelement set valuetype = 'DATE' where uid = ${ELEMENTS.loose}`.execute(server.db);
    const texts = [
      '2023-02-30',
      '2023-13-01',
      '0000-01-01',
      '2023-2-3',
      '99999-01-01',
      '2023-02-28 ',
      '9999-12-31',
      '0001-01-01',
    ];
    const dataValues = texts.map((text, month) =>
      value({ dataElement: ELEMENTS.loose, period: String(201501 + month), value: text }),
    );
    const { json } = await post({ dataValues });
    expect(json.response.rejectedIndexes).toEqual([0, 1, 2, 3, 4]);
  });
});

it('twenty thousand unknown names of each kind are told, each once', async () => {
  const count = 20_000;
  const dataValues = Array.from({ length: count }, (_, index) => ({
    dataElement: `element ${index}`,
    period: `period ${index}`,
    orgUnit: `unit ${index}`,
    categoryOptionCombo: `combo ${index}`,
    attributeOptionCombo: `attribute ${index}`,
    storedBy: `user ${index}`,
    value: '5',
  }));
  const { status, json } = await post({ dataValues });
  expect([status, json.response.importCount.ignored, json.response.conflicts.length]).toEqual([409, count, count]);
  expect(json.response.conflicts[count - 1]).toMatchObject({ object: `element ${count - 1}`, indexes: [count - 1] });
}, 60_000);

describe('endless payloads', () => {
  /** Sends `head`, then `piece` over and over. */
  async function stream(type: string, head: string, piece: string, megabytes: number, tail: string): Promise<number> {
    const bytes = Buffer.from(piece.repeat(Math.ceil((1024 * 1024) / piece.length)));
    async function* body() {
      yield Buffer.from(head);
      for (let sent = 0; sent < megabytes; sent += 1) yield bytes;
      yield Buffer.from(tail);
      await sleep(0);
    }
    const response = await fetch(`${server.url}/api/dataValueSets`, {
      method: 'POST',
      body: ReadableStream.from(body()),
      duplex: 'half',
      headers: { 'content-type': type, authorization: `Basic ${btoa('admin:district')}` },
    } as RequestInit).catch(() => undefined);
    await response?.text();
    // A client that is cut off in the middle of its sending may not get to read the answer.
    return response?.status ?? 400;
  }

  it.each([
    ['blanks before the object', JSON_TYPE, '', '  \n', `${OPEN}${good}${CLOSE}`, 200],
    ['blanks behind the object', JSON_TYPE, `${OPEN}${good}${CLOSE}`, '  \n', '', 200],
    ['blanks between members', JSON_TYPE, '{"a":1,"b":', '  \n', `"","dataValues":[${good}]}`, 200],
    ['blanks in the list', JSON_TYPE, OPEN, '  \n', `${good}${CLOSE}`, 400],
    ['one text', JSON_TYPE, `${OPEN}{"value":"`, 'aaa', `"}${CLOSE}`, 400],
    ['brackets', JSON_TYPE, `{"a":`, '[[[', '', 400],
    ['blanks between elements', 'application/xml', '<dataValueSet>', '  \n', '</dataValueSet>', 400],
    ['one attribute', 'application/xml', '<dataValueSet a="', 'aaa', '"/>', 400],
    ['a comment', 'application/xml', '<dataValueSet><!--', 'aaa', '--></dataValueSet>', 400],
    ['elements within elements', 'application/xml', '<dataValueSet>', '<a>', '', 400],
    ['a document type', 'application/xml', '<!DOCTYPE ', 'aaa', '>', 400],
    ['one cell', 'application/csv', '', 'aaa', '', 400],
    ['empty lines', 'application/csv', 'dataelement,period,orgunit,value\n', '\n\n\n', '', 200],
  ])(
    '%s take no memory (%s)',
    async (_name, type, head, piece, tail, expected) => {
      const before = process.memoryUsage.rss();
      expect(await stream(type, head, piece, expected === 200 ? 200 : 60, tail)).toBe(expected);
      expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024);
      expect((await readShort(server.db)).length).toBe(expected === 200 && type === JSON_TYPE ? 1 : 0);
    },
    60_000,
  );
});

describe('a client that hangs up in the middle', () => {
  it.each([
    ['at once', ''],
    ['as a job', '?async=true'],
  ])('leaves nothing behind, and its connections are free again (%s)', async (_name, query) => {
    const hangUp = () =>
      new Promise<void>((resolve) => {
        const sending = httpRequest(`${server.url}/api/dataValueSets${query}`, {
          method: 'POST',
          auth: 'admin:district',
          headers: { 'content-type': JSON_TYPE },
        });
        sending.on('error', () => resolve());
        sending.on('close', () => resolve());
        sending.write(`${OPEN}${good},`.padEnd(600_000), () => {
          setTimeout(() => sending.destroy(), 100);
        });
      });
    // More often than the pool has connections.
    for (let round = 0; round < 3; round += 1) await Promise.all([hangUp(), hangUp(), hangUp()]);
    const busy = async () => {
      const { rows } = await sql`
        select from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'
      `.execute(server.db);
      return rows.length;
    };
    await expect.poll(busy, { timeout: 10_000 }).toBe(0);
    expect([await readShort(server.db), await countPeriods(server.db)]).toEqual([[], 0]);
    expect((await sql`select from orderly.job_payload_piece`.execute(server.db)).rows).toEqual([]);
  });
});
