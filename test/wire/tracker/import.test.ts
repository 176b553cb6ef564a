import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { errorsOf, loadTrackerMetadata, trackerImports, trackerRows, trackerText } from '../../support/tracker.js';
import { between, enrolled, person, single, T, visit } from '../../support/tracker-objects.js';
import { makeUsers } from '../../support/users.js';

const server = testServer();
const { importing } = trackerImports(server);
const { make } = makeUsers(server);

beforeAll(async () => {
  await loadTrackerMetadata(server);
});

const one = async (text: string): Promise<Record<string, unknown> | undefined> =>
  (await sql.raw<Record<string, unknown>>(text).execute(server.db)).rows[0];
const all = async (text: string) => (await sql.raw<Record<string, unknown>>(text).execute(server.db)).rows;
let number = 0;
/** A uid that nothing has yet. */
const fresh = (prefix: string): string => {
  number += 1;
  return `${prefix}${String(number).padStart(11 - prefix.length, '0')}`;
};
const family = () => {
  const [entity, enrollment, event] = [fresh('Ent'), fresh('Enr'), fresh('Eve')];
  return {
    entity,
    enrollment,
    event,
    payload: {
      trackedEntities: [
        person({
          trackedEntity: entity,
          attributes: [{ attribute: T.firstName, value: 'Anna' }],
          enrollments: [
            enrolled({
              enrollment,
              attributes: [{ attribute: T.lastName, value: 'Berg' }],
              notes: [{ value: 'first' }],
              events: [
                visit({
                  event,
                  dataValues: [{ dataElement: T.text, value: 'a' }],
                  geometry: null,
                }),
              ],
            }),
          ],
        }),
      ],
    },
  };
};

describe('a new tracked entity', () => {
  it('is stored with all that belongs to it', async () => {
    const { entity, enrollment, event, payload } = family();
    const { status, json } = await importing(payload);
    expect(status).toBe(200);
    expect(json).toEqual({
      status: 'OK',
      validationReport: { errorReports: [], warningReports: [] },
      stats: { created: 3, updated: 0, deleted: 0, ignored: 0, total: 3 },
      bundleReport: {
        typeReportMap: Object.fromEntries(
          [
            ['TRACKED_ENTITY', entity],
            ['ENROLLMENT', enrollment],
            ['EVENT', event],
          ].map(([trackerType, uid]) => [
            trackerType,
            {
              trackerType,
              stats: { created: 1, updated: 0, deleted: 0, ignored: 0, total: 1 },
              objectReports: [{ trackerType, uid, index: 0, errorReports: [] }],
            },
          ]),
        ),
      },
    });
    expect(
      await one(`
        select entity.deleted, unit.uid as unit, type.uid as type, entity.createdbyuserinfo ->> 'username' as author,
          (select json_object_agg(attribute.uid, value.value) from trackedentityattributevalue value join trackedentityattribute attribute using (trackedentityattributeid)
           where value.trackedentityid = entity.trackedentityid) as attributes,
          (select json_agg(json_build_object('unit', owner.organisationunitid = unit.organisationunitid, 'program', program.uid)) from trackedentityprogramowner owner
           join program using (programid) where owner.trackedentityid = entity.trackedentityid) as owners
        from trackedentity entity join organisationunit unit using (organisationunitid) join trackedentitytype type using (trackedentitytypeid)
        where entity.uid = '${entity}'`),
    ).toEqual({
      deleted: false,
      unit: T.unit,
      type: T.type,
      author: 'admin',
      attributes: { [T.firstName]: 'Anna', [T.lastName]: 'Berg' },
      owners: [{ unit: true, program: T.program }],
    });
    expect(
      await one(`
        select event.status, event.scheduleddate = event.occurreddate as planned, event.eventdatavalues as values, enrollment.status as enrollment,
          (select json_agg(note.notetext) from enrollment_notes link join note using (noteid) where link.enrollmentid = enrollment.enrollmentid) as notes,
          (select json_agg(json_build_array(element.uid, log.eventfield, log.currentvalue, log.changelogtype) order by log.eventchangelogid)
           from eventchangelog log left join dataelement element using (dataelementid) where log.eventid = event.eventid) as logs
        from event join enrollment using (enrollmentid) where event.uid = '${event}'`),
    ).toMatchObject({
      status: 'ACTIVE',
      planned: true,
      enrollment: 'ACTIVE',
      notes: ['first'],
      values: {
        [T.text]: {
          value: 'a',
          storedBy: 'admin',
          providedElsewhere: false,
          created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/),
          createdByUserInfo: { username: 'admin', uid: 'M5zQapPyTZI' },
        },
      },
      logs: [
        [T.text, null, 'a', 'CREATE'],
        [null, 'occurredAt', '2020-02-01 00:00:00.000', 'CREATE'],
        [null, 'scheduledAt', '2020-02-01 00:00:00.000', 'CREATE'],
      ],
    });
  });

  it('may come flat, in any order of lists', async () => {
    const [entity, enrollment] = [fresh('Ent'), fresh('Enr')];
    const { json } = await importing({
      events: [visit({ enrollment })],
      enrollments: [enrolled({ enrollment, trackedEntity: entity })],
      trackedEntities: [person({ trackedEntity: entity })],
    });
    expect(json.stats).toMatchObject({ created: 3, total: 3 });
  });

  it('is nothing without anything', async () => {
    const { status, json } = await importing({});
    expect([status, json.status, json.stats.total]).toEqual([200, 'OK', 0]);
    expect(json.bundleReport).toEqual({ typeReportMap: {} });
  });
});

describe('a change', () => {
  it('touches only the data values that it names', async () => {
    const event = fresh('Eve');
    const dataValues = [
      { dataElement: T.number, value: '1' },
      { dataElement: T.text, value: 'x' },
      { dataElement: 'ILRgzHhzFkg', value: 'true' },
    ];
    await importing({ events: [single({ event, dataValues })] });
    const { json } = await importing({
      events: [
        single({
          event,
          occurredAt: '2020-03-01',
          dataValues: [
            { dataElement: T.number, value: '2' },
            { dataElement: T.text, value: null },
          ],
        }),
      ],
    });
    expect(json.stats).toMatchObject({ updated: 1, total: 1 });
    const row = await one(`
      select (select json_object_agg(key, value ->> 'value') from jsonb_each(eventdatavalues)) as values,
        (select json_agg(json_build_array(coalesce(element.uid, log.eventfield), log.currentvalue, log.previousvalue, log.changelogtype) order by log.eventchangelogid)
         from eventchangelog log left join dataelement element using (dataelementid) where log.eventid = event.eventid and log.changelogtype <> 'CREATE') as logs
      from event where uid = '${event}'`);
    expect(row?.values).toEqual({ [T.number]: '2', ILRgzHhzFkg: 'true' });
    expect(row?.logs).toEqual(
      expect.arrayContaining([
        ['occurredAt', '2020-03-01 00:00:00.000', '2020-02-01 00:00:00.000', 'UPDATE'],
        [T.number, '2', '1', 'UPDATE'],
        [T.text, null, 'x', 'DELETE'],
      ]),
    );
    expect(row?.logs).toHaveLength(3);
  });

  it('completes and reopens', async () => {
    const event = fresh('Eve');
    const state = () =>
      one(`select status, completedby, completeddate is not null as completed from event where uid = '${event}'`);
    await importing({ events: [single({ event, status: 'COMPLETED' })] });
    expect(await state()).toEqual({ status: 'COMPLETED', completedby: 'admin', completed: true });
    await importing({ events: [single({ event })] });
    expect(await state()).toEqual({ status: 'ACTIVE', completedby: null, completed: false });
  });

  it('takes an attribute value away that is empty, and tells the log of types that want one', async () => {
    const { entity, payload } = family();
    await importing(payload);
    await sql`update trackedentitytype set allowauditlog = true`.execute(server.db);
    await sql`delete from trackedentitychangelog`.execute(server.db);
    const attributes = [
      { attribute: T.firstName, value: '' },
      { attribute: T.lastName, value: 'Dahl' },
      { attribute: T.age, value: '7' },
    ];
    await importing({ trackedEntities: [person({ trackedEntity: entity, attributes })] });
    const logs = await all(`
      select attribute.uid, log.currentvalue as current, log.previousvalue as previous, log.changelogtype as kind from trackedentitychangelog log
      join trackedentityattribute attribute using (trackedentityattributeid) order by log.changelogtype`);
    expect(logs).toEqual([
      { uid: T.age, current: '7', previous: null, kind: 'CREATE' },
      { uid: T.firstName, current: null, previous: 'Anna', kind: 'DELETE' },
      { uid: T.lastName, current: 'Dahl', previous: 'Berg', kind: 'UPDATE' },
    ]);
  });

  it('of an event changes the time of the tracked entity', async () => {
    const { entity, enrollment, payload } = family();
    await importing(payload);
    await sql`update trackedentity set lastupdated = '2000-01-01' where uid = ${entity}`.execute(server.db);
    await importing({ events: [visit({ enrollment })] });
    const row = await one(
      `select lastupdated > localtimestamp - interval '1 hour' as now from trackedentity where uid = '${entity}'`,
    );
    expect(row).toEqual({ now: true });
  });

  it('of a relationship is none', async () => {
    const { entity, payload } = family();
    await importing(payload);
    const other = fresh('Ent');
    const uid = fresh('Rel');
    const relationship = between(entity, other, { relationship: uid });
    const first = await importing({
      trackedEntities: [person({ trackedEntity: other })],
      relationships: [relationship],
    });
    expect(first.json.stats.created).toBe(2);
    const { json } = await importing({ relationships: [relationship] }, '&reportMode=WARNINGS');
    expect(json.stats).toMatchObject({ updated: 0, ignored: 1, total: 1 });
    expect(json.validationReport.warningReports).toMatchObject([{ warningCode: 'E4015', path: 'relationships[0]' }]);
    const ends = await all(`
      select entity.uid from relationship join relationshipitem item on item.relationshipid = relationship.relationshipid
      join trackedentity entity on entity.trackedentityid = item.trackedentityid
      where relationship.uid = '${uid}' order by item.relationshipitemid = relationship.to_relationshipitemid`);
    expect(ends.map(({ uid }) => uid)).toEqual([entity, other]);
  });
});

describe('importStrategy=DELETE', () => {
  it('marks as deleted, with whatever hangs on it', async () => {
    const { entity, enrollment, event, payload } = family();
    await importing(payload);
    const other = fresh('Ent');
    const relationship = fresh('Rel');
    await importing({
      trackedEntities: [person({ trackedEntity: other })],
      relationships: [between(other, entity, { relationship })],
    });
    const { status, json } = await importing(
      { trackedEntities: [{ trackedEntity: entity }] },
      '&importStrategy=DELETE',
    );
    expect([status, json.stats]).toEqual([200, { created: 0, updated: 0, deleted: 1, ignored: 0, total: 1 }]);
    const rows = await all(`
      select deleted from trackedentity where uid = '${entity}' union all select deleted from enrollment where uid = '${enrollment}'
      union all select deleted from event where uid = '${event}' union all select deleted from relationship where uid = '${relationship}'
      union all select not deleted from trackedentity where uid = '${other}'`);
    expect(rows.map(({ deleted }) => deleted)).toEqual([true, true, true, true, true]);
    const again = await importing({ trackedEntities: [{ trackedEntity: entity }] }, '&importStrategy=DELETE');
    expect([again.status, errorsOf(again.json)]).toEqual([409, [`E1114 ${entity}`]]);
  });
});

describe('events of an event program', () => {
  it('hang on its one enrollment', async () => {
    await importing({ events: [single(), single()] });
    const { json } = await importing({ events: [single({ enrollment: 'NobodyAtAll' })] });
    expect(json.stats.created).toBe(1);
    const rows = await all(`
      select enrollment.enrollmentid, enrollment.trackedentityid from enrollment join program using (programid) where program.uid = '${T.eventProgram}'`);
    expect(rows).toMatchObject([{ trackedentityid: null }]);
  });

  it('may say where they belong by category options', async () => {
    const option = await one(`
      select option.uid, option.code, combo.uid as combo from program
      join categorycombos_optioncombos link using (categorycomboid)
      join categoryoptioncombo combo using (categoryoptioncomboid)
      join categoryoptioncombos_categoryoptions member using (categoryoptioncomboid)
      join categoryoption option using (categoryoptionid)
      where program.uid = '${T.comboProgram}' limit 1`);
    const event = fresh('Eve');
    const given = { event, program: T.comboProgram, programStage: T.comboStage };
    const { status, json } = await importing({ events: [single({ ...given, attributeCategoryOptions: option?.uid })] });
    expect(status, JSON.stringify(json)).toBe(200);
    const row = await one(`
      select combo.uid from event join categoryoptioncombo combo on combo.categoryoptioncomboid = event.attributeoptioncomboid where event.uid = '${event}'`);
    expect(row?.uid).toBe(option?.combo);
  });
});

describe('importMode=VALIDATE', () => {
  it('writes nothing at all and tells what COMMIT would do', async () => {
    const { entity, payload } = family();
    await importing({ trackedEntities: [person({ trackedEntity: entity })] });
    const mixed = {
      ...payload,
      events: [single(), single({ orgUnit: 'x' })],
      relationships: [between(entity, entity)],
    };
    const before = await trackerRows(server);
    const told = await importing(mixed, '&importMode=VALIDATE&atomicMode=OBJECT&reportMode=FULL');
    expect(await trackerRows(server)).toBe(before);
    const done = await importing(mixed, '&atomicMode=OBJECT&reportMode=FULL');
    const withoutUids = (json: unknown) => JSON.stringify(json).replace(/"uid":"\w+"|\["\w{11}"\]|`\w{11}`/g, '');
    expect(withoutUids(told.json)).toBe(withoutUids(done.json));
    expect(done.json.stats).toEqual({ created: 3, updated: 1, deleted: 0, ignored: 2, total: 6 });
  });
});

describe('atomicMode', () => {
  const payload = () => ({ events: [single(), single({ orgUnit: 'x' })] });

  it('ALL stores nothing when there is an error', async () => {
    const before = await trackerRows(server);
    const { status, json } = await importing(payload());
    expect(status).toBe(409);
    expect(json).toMatchObject({
      status: 'ERROR',
      validationReport: {
        errorReports: [
          {
            errorCode: 'E1011',
            message: 'Could not find OrganisationUnit: `x`, linked to Event.',
            trackerType: 'EVENT',
            args: ['x'],
            path: 'events[1]',
          },
        ],
      },
      stats: { created: 0, updated: 0, deleted: 0, ignored: 2, total: 2 },
    });
    expect(json.bundleReport).toBeUndefined();
    expect(await trackerRows(server)).toBe(before);
  });

  it('OBJECT stores the rest', async () => {
    const { status, json } = await importing(payload(), '&atomicMode=OBJECT');
    expect([status, json.status]).toEqual([200, 'WARNING']);
    expect(json.stats).toEqual({ created: 1, updated: 0, deleted: 0, ignored: 1, total: 2 });
    expect(json.bundleReport.typeReportMap.EVENT.objectReports).toMatchObject([{ index: 0 }]);
  });
});

describe('forms of the body', () => {
  const post = (body: unknown, type: string, query = '') =>
    server.request(`/api/tracker?async=false${query}`, { method: 'POST', body, headers: { 'content-type': type } });

  it('takes packed JSON', async () => {
    const { json } = await post(gzipSync(JSON.stringify({ events: [single()] })), 'application/json+gzip');
    expect(json.stats).toMatchObject({ created: 1 });
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

describe('id schemes', () => {
  it('find metadata by code, name and attribute', async () => {
    const names = await one(`
      select unit.code as unit, program.name as program, stage.name as stage, element.code as element
      from organisationunit unit, program, programstage stage, dataelement element
      where unit.uid = '${T.unit}' and program.uid = '${T.eventProgram}' and stage.uid = '${T.eventStage}' and element.uid = '${T.number}'`);
    await sql`update programstage set attributevalues = '{"AttrOfStage":{"value":"the stage"}}' where uid = ${T.eventStage}`.execute(
      server.db,
    );
    const event = {
      program: names?.program,
      programStage: 'the stage',
      orgUnit: names?.unit,
      occurredAt: '2020-01-01',
      dataValues: [{ dataElement: names?.element, value: '3' }],
    };
    const schemes =
      '&orgUnitIdScheme=CODE&programIdScheme=name&programStageIdScheme=ATTRIBUTE:AttrOfStage&dataElementIdScheme=CODE';
    const { status, json } = await importing({ events: [event] }, schemes);
    expect(status, JSON.stringify(json)).toBe(200);
    expect((await importing({ events: [event] })).status).toBe(409);
  });
});

describe('async', () => {
  const start = async (body: unknown, query = '') => {
    const { status, json } = await server.request(`/api/tracker${query === '' ? '' : `?${query}`}`, {
      method: 'POST',
      body,
    });
    expect(status, JSON.stringify(json)).toBe(200);
    return json;
  };
  const ended = async (id: string) => {
    for (;;) {
      const { json } = await server.request(`/api/tracker/jobs/${id}`);
      if (json[0]?.completed) return json;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };

  it('is a job with messages and a report, under both addresses', async () => {
    const { entity, payload } = family();
    const answer = await start(payload);
    const { id } = answer.response;
    expect(answer).toEqual({
      httpStatus: 'OK',
      httpStatusCode: 200,
      status: 'OK',
      message: 'Tracker job added',
      response: { responseType: 'TrackerJob', id, location: `${server.url}/api/tracker/jobs/${id}` },
    });
    const messages = await ended(id);
    expect(messages[0]).toMatchObject({
      category: 'TRACKER_IMPORT_JOB',
      level: 'INFO',
      completed: true,
      message: 'Import complete with status OK, 3 created, 0 updated, 0 deleted, 0 ignored',
    });
    expect((await server.request(`/api/system/tasks/TRACKER_IMPORT_JOB/${id}`)).json[0].message).toBe(
      messages[0].message,
    );
    const { json } = await server.request(`/api/tracker/jobs/${id}/report?reportMode=full`);
    expect(json).toMatchObject({ status: 'OK', stats: { created: 3 } });
    expect(json.bundleReport.typeReportMap.TRACKED_ENTITY.objectReports[0].uid).toBe(entity);
    expect((await server.request(`/api/system/taskSummaries/TRACKER_IMPORT_JOB/${id}`)).json).toEqual(json);
  });

  it('has a report of its errors, too', async () => {
    const { response } = await start({ events: [single({ orgUnit: 'x' })] }, 'atomicMode=ALL');
    await ended(response.id);
    const { status, json } = await server.request(`/api/tracker/jobs/${response.id}/report`);
    expect([status, json.status, json.validationReport.errorReports[0].errorCode]).toEqual([200, 'ERROR', 'E1011']);
  });

  it('refuses what cannot be read at once', async () => {
    const { status } = await server.request('/api/tracker', { method: 'POST', body: { events: [{ event: 'x' }] } });
    expect(status).toBe(400);
  });

  it('is nobody else’s to follow', async () => {
    const { response } = await start({ events: [single()] });
    await ended(response.id);
    const { login } = await make([]);
    expect((await server.request(`/api/tracker/jobs/${response.id}`, { user: login })).json).toEqual([]);
    expect((await server.request(`/api/tracker/jobs/${response.id}/report`, { user: login })).status).toBe(404);
  });

  it('knows no report of a job that there is not', async () => {
    const { status, json } = await server.request('/api/tracker/jobs/NobodyAtAll/report');
    expect([status, json.message]).toEqual([404, 'Summary for job NobodyAtAll does not exist']);
  });
});

describe('imports at the same time', () => {
  it('of the same new objects create them once', async () => {
    const { payload } = family();
    const more = Array.from({ length: 40 }, () => family().payload.trackedEntities[0]);
    const both = { trackedEntities: [...payload.trackedEntities, ...more] };
    const turned = { trackedEntities: both.trackedEntities.toReversed() };
    const answers = await Promise.all([importing(both), importing(turned), importing(both), importing(turned)]);
    expect(answers.map(({ status, text }) => [status, status === 200 ? '' : text])).toEqual(
      answers.map(() => [200, '']),
    );
    const created = answers.reduce((sum, { json }) => sum + json.stats.created, 0);
    const updated = answers.reduce((sum, { json }) => sum + json.stats.updated, 0);
    expect([created, updated]).toEqual([41 * 3, 3 * 41 * 3]);
  });

  it('of a value that must be unique take it once', async () => {
    await sql`update trackedentityattribute set uniquefield = true where uid = ${T.age}`.execute(server.db);
    const bearer = () => ({ trackedEntities: [person({ attributes: [{ attribute: T.age, value: '99' }] })] });
    const answers = await Promise.all(Array.from({ length: 5 }, () => importing(bearer())));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409]);
  });

  it('of one tracked entity enroll it once', async () => {
    const entity = fresh('Ent');
    await importing({ trackedEntities: [person({ trackedEntity: entity })] });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => importing({ enrollments: [enrolled({ trackedEntity: entity })] })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409]);
  });

  it('of the first events of a program make its enrollment once', async () => {
    await sql`delete from event_notes; delete from eventchangelog; delete from event where enrollmentid in (select enrollmentid from enrollment where trackedentityid is null);
      delete from enrollment where trackedentityid is null`.execute(server.db);
    const answers = await Promise.all(Array.from({ length: 5 }, () => importing({ events: [single()] })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await all('select from enrollment where trackedentityid is null')).toHaveLength(1);
  });
});
