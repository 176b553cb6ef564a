import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  CLINIC,
  clearValues,
  DEFAULT,
  ELEMENTS,
  FEMALE,
  MALE,
  MONTHLY_SET,
  OTHER,
  poster,
  readShort,
  readValues,
  value,
  withDataValueFixture,
} from '../../support/data-value-fixture.js';
import { testServer } from '../../support/server.js';

const server = testServer();
withDataValueFixture(server);
const post = poster(server);
beforeEach(() => clearValues(server.db));

const [JSON_TYPE, XML_TYPE, CSV_TYPE] = ['application/json', 'application/xml', 'application/csv'];
const counts = (imported: number, updated = 0, deleted = 0, ignored = 0) => ({ imported, updated, ignored, deleted });
const stored = (...values: readonly string[]) => values.map((text) => text.replace('default', `${DEFAULT} ${DEFAULT}`));

describe('JSON', () => {
  it('takes the smallest payload, and tells what became of it', async () => {
    const { status, json, headers } = await post({ dataValues: [value()] });
    expect([status, json]).toEqual([
      200,
      {
        httpStatus: 'OK',
        httpStatusCode: 200,
        status: 'OK',
        message: 'Import was successful.',
        response: {
          responseType: 'ImportSummary',
          status: 'SUCCESS',
          importOptions: expect.objectContaining({ idSchemes: {}, dryRun: false, importStrategy: 'CREATE_AND_UPDATE' }),
          description: 'Import process completed successfully',
          importCount: counts(1),
          conflicts: [],
          rejectedIndexes: [],
          dataSetComplete: 'false',
        },
      },
    ]);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(await readValues(server.db)).toEqual([
      {
        element: ELEMENTS.number,
        period: '201501',
        unit: CLINIC,
        combo: DEFAULT,
        attribute: DEFAULT,
        value: '5',
        comment: null,
        followup: false,
        deleted: false,
        storedBy: 'admin',
      },
    ]);
  });

  it.each(['{}', '{"dataValues":[]}', '{"dataValues":null}', ' \n{ "dataValues" : [ ] , "x": 1 } ', '\ufeff{}'])(
    'takes %j for an import of nothing',
    async (body) => {
      const { status, json } = await post(body, '', { type: JSON_TYPE });
      expect([status, json.response.status, json.response.importCount]).toEqual([200, 'SUCCESS', counts(0)]);
    },
  );

  it.each(['first', 'last'])('lets values say otherwise than a head that comes %s', async (place) => {
    const head = { dataSet: MONTHLY_SET, period: '2015-02', orgUnit: CLINIC, attributeOptionCombo: DEFAULT };
    const dataValues = [
      { dataElement: ELEMENTS.number, value: 7.5, comment: ' seen ', followup: true, storedBy: 'clerk' },
      { dataElement: ELEMENTS.bySex, value: 3, orgUnit: OTHER, period: 201503, categoryOptionCombo: FEMALE },
    ];
    const body = place === 'first' ? { ...head, dataValues } : { dataValues, ...head };
    expect((await post(body)).json.response.importCount).toEqual(counts(2));
    expect(await readValues(server.db)).toMatchObject([
      { element: ELEMENTS.bySex, period: '201503', unit: OTHER, combo: FEMALE, value: '3', storedBy: 'admin' },
      { period: '201502', unit: CLINIC, value: '7.5', comment: 'seen', followup: true, storedBy: 'clerk' },
    ]);
  });

  it('makes one conflict of values that are refused for one reason', async () => {
    const bad = value({ dataElement: 'abc' });
    const { status, json } = await post({
      dataValues: [bad, value(), value({ period: 'never' }), { ...bad, value: 6 }],
    });
    expect([status, json]).toMatchObject([
      409,
      {
        httpStatus: 'Conflict',
        httpStatusCode: 409,
        status: 'WARNING',
        message: 'One more conflicts encountered, please check import summary.',
        response: { status: 'WARNING', importCount: counts(1, 0, 0, 3), rejectedIndexes: [0, 2, 3] },
      },
    ]);
    expect(json.response.conflicts).toEqual([
      {
        object: 'abc',
        objects: { dataElement: 'abc' },
        value: 'Data element not found or not accessible: `abc`',
        errorCode: 'E7610',
        property: 'dataElement',
        indexes: [0, 3],
      },
      expect.objectContaining({ object: 'never', errorCode: 'E7611', property: 'period', indexes: [2] }),
    ]);
    const mild = await post({ dataValues: [bad] }, '?conflictStatus=200');
    expect([mild.status, mild.json]).toMatchObject([200, { status: 'WARNING', response: { status: 'WARNING' } }]);
    const refused = await post({ dataSet: 'nowhere', dataValues: [value()] }, '?conflictStatus=200');
    expect([refused.status, refused.json.response.status]).toEqual([409, 'ERROR']);
  });
});

describe('XML', () => {
  const set = (inner: string, attributes = '') =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<dataValueSet xmlns="http://dhis2.org/schema/dxf/2.0" ${attributes}>${inner}</dataValueSet>`;
  const good = `<dataValue dataElement="${ELEMENTS.text}" period="201501" orgUnit="${CLINIC}" value="a &amp; &quot;b&quot; &#233;"/>`;

  it('reads everything from attributes, and answers in XML', async () => {
    const inner = `<!-- two --><dataValue dataElement="${ELEMENTS.bySex}" categoryOptionCombo="${MALE}" attributeOptionCombo="${DEFAULT}" value="4"
      storedBy="clerk" comment="seen" followUp="true" />\n<d:dataValue xmlns:d="x" dataElement="${ELEMENTS.text}" value="a &lt; b"></d:dataValue>`;
    const { status, text, headers } = await post(set(inner, `orgUnit="${CLINIC}" period="201501"`), '', {
      type: XML_TYPE,
    });
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^application\/xml/)]);
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<webMessage xmlns="http:\/\/dhis2.org\/schema\/dxf\/2.0" httpStatus="OK" httpStatusCode="200" status="OK" message="Import was successful."><response responseType="ImportSummary" status="SUCCESS">/,
    );
    expect(text).toContain('<importCount imported="2" updated="0" deleted="0" ignored="0"/>');
    expect(await readValues(server.db)).toMatchObject([
      { element: ELEMENTS.bySex, combo: MALE, value: '4', storedBy: 'clerk', comment: 'seen', followup: true },
      { element: ELEMENTS.text, value: 'a < b' },
    ]);
  });

  it('lets the head choose strategy, schemes and dry run', async () => {
    const head = `importStrategy="UPDATE" dryRun="true" idScheme="CODE"`;
    const { text } = await post(set(good, head), '?importStrategy=CREATE', { type: XML_TYPE });
    expect(text).toContain('importStrategy="UPDATE"');
    expect(text).toContain('dryRun="true"');
    expect(text).toContain('errorCode="E7610"');
    expect(await readShort(server.db)).toEqual([]);
  });

  it('answers in JSON when that is asked for', async () => {
    const { json } = await post(set(good), '', { type: XML_TYPE });
    expect(json).toBeNull();
    const asked = await server.request('/api/dataValueSets', {
      method: 'POST',
      body: set(good),
      headers: { 'content-type': XML_TYPE, accept: 'application/json' },
    });
    expect(asked.json.response.importCount).toEqual(counts(0, 0, 0, 1));
    expect(await readShort(server.db)).toEqual(stored(`${ELEMENTS.text} 201501 ${CLINIC} default a & "b" é`));
  });

  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "${'&a;'.repeat(100)}">]>`;
  it.each([
    ['entities', `${bomb}${set(good)}`, /document type definition/],
    ['a file of the server', `<!DOCTYPE x SYSTEM "file:///etc/passwd">${set(good)}`, /document type definition/],
    ['an unknown entity', set(`<dataValue value="&b;"/>`), /entity/],
    ['another root', '<dataValues><dataValue/></dataValues>', /root must be `dataValueSet`/],
    ['a missing end', set(good).slice(0, -10), /unclosed/],
    ['a missing half', set(good + good).slice(0, 250), /unclosed/],
    ['no XML at all', 'abc', /XML parse error/],
    ['JSON', '{"dataValues":[]}', /XML parse error/],
    ['two roots', `${set(good)}<more/>`, /XML parse error/],
    ['nothing', '', /must contain a root element/],
    ['blanks', '\n  ', /XML parse error/],
    ['an attribute given twice', set(good.replace('value=', 'period="201502" value=')), /duplicate attribute/],
  ])('refuses %s, and stores nothing', async (_name, body, message) => {
    const { status, text } = await post(body, '', { type: XML_TYPE });
    expect([status, text]).toEqual([400, expect.stringMatching(message)]);
    expect(await readShort(server.db)).toEqual([]);
  });
});

describe('packed payloads and content types', () => {
  const texts = {
    [JSON_TYPE]: JSON.stringify({ dataValues: [value()] }),
    [XML_TYPE]: `<dataValueSet><dataValue dataElement="${ELEMENTS.number}" period="201501" orgUnit="${CLINIC}" value="5"/></dataValueSet>`,
    [CSV_TYPE]: `dataelement,period,orgunit,value\n${ELEMENTS.number},201501,${CLINIC},5\n`,
  };
  const zipped = (text: string) => Uint8Array.from(zipSync({ 'values.txt': strToU8(text) }));

  describe.each(Object.entries(texts))('%s', (type, text) => {
    it.each([
      ['as it is', text],
      ['gzip', Uint8Array.from(gzipSync(text))],
      ['zip', zipped(text)],
    ])('%s', async (_name, body) => {
      expect((await post(body, '', { type: `${type};charset=utf-8` })).status).toBe(200);
      expect(await readShort(server.db)).toEqual(stored(`${ELEMENTS.number} 201501 ${CLINIC} default 5`));
    });

    it.each([
      ['gzip', Uint8Array.from(gzipSync(text)).subarray(0, 40)],
      ['zip', zipped(text).subarray(0, 60)],
    ])('refuses half a %s', async (_name, body) => {
      const { status } = await post(body, '', { type });
      expect(status).toBe(400);
      expect(await readShort(server.db)).toEqual([]);
    });
  });

  it.each([
    'application/vnd.dhis2+json',
    'application/octet-stream',
    'application/x-www-form-urlencoded',
    'application/gzip',
  ])('takes %s for JSON', async (type) => {
    expect((await post(texts[JSON_TYPE], '', { type })).json.response.importCount).toEqual(counts(1));
  });

  it.each(['text/plain', 'application/adx+xml', 'application/pdf', 'multipart/form-data'])(
    'refuses %s',
    async (type) => {
      const { status, json } = await post(texts[JSON_TYPE], '', { type });
      expect([status, json]).toMatchObject([415, { httpStatusCode: 415, status: 'ERROR' }]);
    },
  );
});
