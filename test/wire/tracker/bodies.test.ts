import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata, rowsOf, trackerImports, trackerText } from '../../support/tracker.js';
import { fresh, single, T } from '../../support/tracker-objects.js';

const server = testServer();
const { importing } = trackerImports(server);
const { one } = rowsOf(server);

beforeAll(async () => {
  await loadTrackerMetadata(server);
});

describe('forms of the body', () => {
  const post = (body: unknown, type: string, query = '') =>
    server.request(`/api/tracker?async=false${query}`, { method: 'POST', body, headers: { 'content-type': type } });

  it('takes packed JSON', async () => {
    const { json } = await post(gzipSync(JSON.stringify({ events: [single()] })), 'application/json+gzip');
    expect(json.stats).toMatchObject({ created: 1 });
  });

  it('takes more than other routes do', async () => {
    const body = `${' '.repeat(40 * 1024 * 1024)}${JSON.stringify({ events: [single()] })}`;
    const { status, json } = await post(body, 'application/json', '&importMode=VALIDATE');
    expect([status, json.stats?.created]).toEqual([200, 1]);
  });

  it('takes the CSV of the end-to-end tests', async () => {
    const event = fresh('Eve');
    const { status, json } = await post(
      trackerText('events/event.csv').replace('%id%', event),
      'text/csv',
      '&skipFirst=true',
    );
    expect(status, JSON.stringify(json)).toBe(200);
    expect(json.stats).toMatchObject({ created: 1, total: 1 });
  });

  it('takes a line for each data value of an event, with places', async () => {
    const event = fresh('Eve');
    const line = (element: string, value: string) =>
      `${event},${T.eventProgram},${T.eventStage},${T.unit},2020-01-01,"POINT (-11.4 8.2)",${element},${value}`;
    await sql`update programstage set featuretype = 'POINT' where uid = ${T.eventStage}`.execute(server.db);
    const text = [
      'event,program,programStage,orgUnit,occurredAt,geometry,dataElement,value',
      line(T.number, '4'),
      line(T.text, '"a, b"'),
    ];
    const { status, json } = await post(text.join('\r\n'), 'application/csv');
    expect(status, JSON.stringify(json)).toBe(200);
    const row = await one(`
      select geometry, (select json_object_agg(key, value ->> 'value') from jsonb_each(eventdatavalues)) as values from event where uid = '${event}'`);
    expect(row).toEqual({
      geometry: { type: 'Point', coordinates: [-11.4, 8.2] },
      values: { [T.number]: '4', [T.text]: 'a, b' },
    });
  });

  it.each([
    ['no CSV', 'abc', 'text/csv', 'unknown columns'],
    ['an unknown column', 'event,surprise\n,', 'text/csv', 'surprise'],
    ['a broken quote', 'event,program\n"a,b', 'text/csv', 'Error parsing CSV'],
    ['broken JSON', '{"events":[', 'application/json', 'JSON parse error'],
    ['a list', '[]', 'application/json', 'JSON parse error'],
    ['no body', '', 'application/json', 'JSON parse error'],
    [
      'a uid that is none',
      '{"events":[{"event":"short"}]}',
      'application/json',
      'org.hisp.dhis.common.UID`, problem: UID must be an alphanumeric string of 11 characters starting with a letter, but was: short',
    ],
    ['a day that is none', '{"events":[{"occurredAt":"2023-02-30"}]}', 'application/json', 'events[0].occurredAt'],
    [
      'a state that is none',
      '{"enrollments":[{"status":"ASLEEP"}]}',
      'application/json',
      'ACTIVE, COMPLETED, CANCELLED',
    ],
    ['a list that is none', '{"trackedEntities":{}}', 'application/json', 'trackedEntities must be a list'],
    ['a text that is none', '{"events":[{"orgUnit":{}}]}', 'application/json', 'events[0].orgUnit'],
    [
      'a geometry that is none',
      '{"events":[{"geometry":{"type":"Point","coordinates":[500,1]}}]}',
      'application/json',
      'GeoJSON',
    ],
    [
      'a character that no text may have',
      '{"events":[{"dataValues":[{"value":"\\u0000"}]}]}',
      'application/json',
      'U+0000',
    ],
  ])('refuses %s', async (_name, body, type, words) => {
    const { status, json } = await post(body, type);
    expect([status, json.httpStatus]).toEqual([400, 'Bad Request']);
    expect(json.message).toContain(words);
  });

  it.each([
    'importMode=SOME',
    'importStrategy=x',
    'atomicMode=x',
    'validationMode=x',
    'reportMode=x',
    'flushMode=x',
    'idScheme=x',
    'orgUnitIdScheme=ATTRIBUTE:x',
  ])('refuses %s and names what there is', async (query) => {
    const { status, json } = await importing({}, `&${query}`);
    expect(status).toBe(400);
    expect(json.message).toContain('Valid values are: [');
  });
});
