import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { oldTracker } from '../../support/old-tracker.js';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata, trackerRows } from '../../support/tracker.js';

const server = testServer();
const { post } = oldTracker(server);
beforeAll(() => loadTrackerMetadata(server), 120_000);

const sendAs = (resource: string, type: string, body: string | Uint8Array<ArrayBuffer>, query = '', accept?: string) =>
  server.request(`/api/${resource}${query}`, {
    method: 'POST',
    body,
    headers: { 'content-type': type, ...(accept !== undefined && { accept }) },
  });

const EVENTS_XML = `<?xml version="1.0" encoding="utf-8"?>
  <events xmlns="http://dhis2.org/schema/dxf/2.0">
    <event event="evtOfTests1" program="Zd2rkv8FsWq" orgUnit="g8upMTyEZGZ" eventDate="2013-05-17" status="COMPLETED" storedBy="admin">
      <dataValues><dataValue dataElement="BuZ5LGNfGEU" value="22" /><dataValue dataElement="ZrqtjjveTFc" value="a &amp; b" /></dataValues>
      <notes><note value="seen"/></notes>
    </event>
    <event event="evtOfTests2" program="Zd2rkv8FsWq" orgUnit="g8upMTyEZGZ" eventDate="2013-05-18"/>
  </events>`;
const PERSON_XML = `<trackedEntityInstance xmlns="http://dhis2.org/schema/dxf/2.0" trackedEntityInstance="teiOfTests1"
    trackedEntityType="Q9GufDoplCL" orgUnit="g8upMTyEZGZ">
    <attributes><attribute attribute="dIVt4l5vIOa" value="Ann"/></attributes>
    <enrollments><enrollment program="f1AyMswryyQ" orgUnit="g8upMTyEZGZ" enrollment="enrOfTests1">
      <enrollmentDate>2013-05-17</enrollmentDate><incidentDate>2013-05-16</incidentDate>
    </enrollment></enrollments>
  </trackedEntityInstance>`;

describe('XML', () => {
  it.each(['application/xml', 'text/xml;charset=UTF-8'])('%s: events, answered as XML', async (type) => {
    const { status, text, headers } = await sendAs('events', type, EVENTS_XML);
    expect(status, text.slice(0, 300)).toBe(200);
    expect(headers.get('content-type')).toBe('application/xml;charset=UTF-8');
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<webMessage xmlns="http:\/\/dhis2.org\/schema\/dxf\/2.0" httpStatus="OK" httpStatusCode="200" status="OK" message="Import was successful."><response responseType="ImportSummaries" status="SUCCESS"/,
    );
    expect(text.match(/<importSummary /g)).toHaveLength(2);
    const { rows } = await sql<{ value: string }>`
      select event.eventdatavalues -> 'ZrqtjjveTFc' ->> 'value' as value from event where uid = 'evtOfTests1'
    `.execute(server.db);
    expect(rows).toEqual([{ value: 'a & b' }]);
  });

  it('one tracked entity instance with an enrollment, answered as JSON for who asks for it', async () => {
    const { status, json, text } = await sendAs(
      'trackedEntityInstances',
      'application/xml',
      PERSON_XML,
      '',
      'application/json',
    );
    expect(status, text.slice(0, 300)).toBe(200);
    const [summary] = json.response.importSummaries;
    expect(summary).toMatchObject({ reference: 'teiOfTests1', enrollments: { imported: 1 } });
  });

  it.each([
    ['a document type', '<!DOCTYPE events [<!ENTITY x "y">]><events>&x;</events>'],
    ['an entity of its own', '<events>&x;</events>'],
    ['another root', '<dataValueSet/>'],
    ['half a document', '<events><event'],
    ['nothing', ''],
    ['JSON', '{"events":[]}'],
  ])('refuses %s', async (_what, body) => {
    const { status, text } = await sendAs('events', 'application/xml', body);
    expect(status, text.slice(0, 300)).toBe(400);
    expect(text).toContain('XML parse error');
  });
});

describe('packed', () => {
  const events = JSON.stringify({
    events: [{ program: 'Zd2rkv8FsWq', orgUnit: 'g8upMTyEZGZ', eventDate: '2024-01-31' }],
  });
  it.each([
    ['JSON with gzip', 'application/json', gzipSync(events)],
    ['JSON with zip', 'application/json+zip', zipSync({ 'events.json': Buffer.from(events) })],
    ['XML with gzip', 'application/xml', gzipSync(EVENTS_XML)],
  ])('%s', async (_what, type, body) => {
    const { status, text } = await sendAs('events', type, new Uint8Array(body));
    expect(status, text.slice(0, 300)).toBe(200);
  });

  it('refuses what cannot be unpacked', async () => {
    const broken = new Uint8Array(gzipSync(events).subarray(0, 30));
    expect((await sendAs('events', 'application/json', broken)).status).toBe(400);
  });
});

describe('bodies that are none', () => {
  it.each([
    ['half JSON', '{"events":['],
    ['nothing', ''],
    ['a number', '5'],
    ['a list of numbers', '[5]'],
    ['a list that is none', '{"events":{}}'],
    ['a list with a hole', '{"events":[null]}'],
    ['lists in lists', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['a prototype', '{"events":[{"__proto__":{"event":"x"}}]}'],
  ])('%s', async (_what, body) => {
    const before = await trackerRows(server);
    for (const resource of ['events', 'enrollments', 'trackedEntityInstances']) {
      const named = body.replace('events', resource);
      const { status, json } = await sendAs(resource, 'application/json', named);
      expect(status).toBe(400);
      expect(json.status).toBe('ERROR');
    }
    expect(await trackerRows(server)).toBe(before);
  });

  it('bytes that are no UTF-8', async () => {
    const bytes = new Uint8Array([...Buffer.from('{"events":[{"event":"'), 0xff, ...Buffer.from('"}]}')]);
    const { status, json } = await sendAs('events', 'application/json', bytes);
    expect([status, json.message]).toEqual([400, 'The body is not UTF-8 text.']);
  });

  it('CSV for what is no event, and other types', async () => {
    expect((await sendAs('enrollments', 'text/csv', 'a,b')).status).toBe(415);
    expect((await sendAs('events', 'text/plain', 'a,b')).status).toBe(415);
    expect((await sendAs('events', 'text/csv', 'event,colour\na,b')).status).toBe(400);
  });

  it.each(['strategy=SOMETIMES', 'idScheme=NUMBER', 'dryRun=maybe', 'async=maybe', 'orgUnitIdScheme=ATTRIBUTE:x'])(
    'the parameter %s',
    async (query) => {
      const { status } = await post('events', { events: [] }, `?${query}`);
      expect(status).toBe(400);
    },
  );
});

it('nothing is a successful import of nothing', async () => {
  for (const resource of ['events', 'enrollments', 'trackedEntityInstances']) {
    const { status, json } = await post(resource, { [resource]: [] });
    expect(status).toBe(200);
    expect(json.response).toMatchObject({ status: 'SUCCESS', total: 0, importSummaries: [] });
  }
});

it('wrong shapes in any place end their object, not the payload', async () => {
  const good = { program: 'Zd2rkv8FsWq', orgUnit: 'g8upMTyEZGZ', eventDate: '2024-01-31' };
  const shapes: readonly unknown[] = [
    {},
    [],
    [[1]],
    { a: 1 },
    true,
    1e308,
    'x'.repeat(10_000),
    '\ud800',
    ' ',
    '',
    null,
  ];
  const keys = ['event', 'program', 'programStage', 'orgUnit', 'eventDate', 'dueDate', 'status', 'enrollment'];
  const more = ['trackedEntityInstance', 'geometry', 'coordinate', 'notes', 'assignedUser', 'attributeCategoryOptions'];
  const last = ['attributeOptionCombo', 'storedBy', 'deleted', 'followup', 'completedDate', 'createdAtClient'];
  const events = [...keys, ...more, ...last].flatMap((key) => shapes.map((shape) => ({ ...good, [key]: shape })));
  const values = shapes.flatMap((shape) => [
    { ...good, dataValues: shape },
    { ...good, dataValues: [shape] },
    { ...good, dataValues: [{ dataElement: shape, value: '1' }] },
    { ...good, dataValues: [{ dataElement: 'ZrqtjjveTFc', value: shape }] },
    { ...good, notes: [{ note: shape, value: shape }] },
  ]);
  const { status, json, text } = await post('events', { events: [good, ...events, ...values, good] });
  expect(status, text.slice(0, 300)).toBe(409);
  const summaries = json.response.importSummaries;
  expect(summaries).toHaveLength(events.length + values.length + 2);
  expect([summaries[0].status, summaries.at(-1).status]).toEqual(['SUCCESS', 'SUCCESS']);
  const { imported, updated, ignored, total } = json.response;
  expect(imported + updated + ignored).toBe(total);
});
