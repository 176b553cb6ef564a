import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { layout, layoutFrom } from '../../support/dhis2/layout.js';
import { makeRow } from '../../support/make-row.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const ADMIN = { uid: 'M5zQapPyTZI', username: 'admin', firstName: 'admin', surname: 'admin' };

/** From 2.43 of DHIS2 on, events of programs with registration are rows of their own table, and those of event programs have no enrollment. */
const HAS_TRACKER_EVENTS = layoutFrom('2.43');
/** Where ends of relationships are written; a version before has a view that takes them. */
const [ENDS, EVENT_END] = HAS_TRACKER_EVENTS
  ? ['public.relationshipitem', 'trackereventid']
  : ['relationshipitem', 'eventid'];
/** Up to 2.43 objects and notes say who stored them in a text, too. */
const storedBy = (name: string): { readonly storedBy?: string } => (layoutFrom('2.44') ? {} : { storedBy: name });
const NOTES = HAS_TRACKER_EVENTS ? 'public.trackerevent_notes' : 'event_notes';

interface Sample {
  readonly event: string;
  readonly enrollment: string;
  readonly entity: string;
  readonly type: string;
  readonly program: string;
  readonly stage: string;
  readonly unit: string;
  readonly unitName: string;
  readonly element: string;
}
let sample: Sample;
let relationship = '';

const one = async <Row>(statement: ReturnType<typeof sql<Row>>): Promise<Row> => {
  const [row] = (await statement.execute(server.db)).rows;
  if (!row) throw new Error('The demo has no such row.');
  return row;
};

beforeAll(async () => {
  sample = await one(sql<Sample>`
    select
      event.uid as event, enrollment.uid as enrollment, entity.uid as entity, type.uid as type, program.uid as program, stage.uid as stage,
      unit.uid as unit, unit.name as "unitName", (select min(key) from jsonb_object_keys(event.eventdatavalues) as key) as element
    from event join enrollment using (enrollmentid) join trackedentity as entity using (trackedentityid)
    join trackedentitytype as type using (trackedentitytypeid)
    join programstage as stage using (programstageid) join program on program.programid = enrollment.programid
    join organisationunit as unit on unit.organisationunitid = event.organisationunitid
    join relationshipitem as item on item.trackedentityid = entity.trackedentityid
    join relationship on relationship.relationshipid = item.relationshipid and not relationship.deleted
    where not event.deleted and not enrollment.deleted and not entity.deleted and event.status = 'COMPLETED' order by event.eventid limit 1
  `);
  relationship = (
    await one(sql<{ uid: string }>`
      select relationship.uid from relationshipitem as item join trackedentity as entity using (trackedentityid)
      join relationship on relationship.relationshipid = item.relationshipid where entity.uid = ${sample.entity}
    `)
  ).uid;
  // What the demo leaves empty.
  await sql`
    update event set
      assigneduserid = (select userinfoid from userinfo where username = 'admin'), geometry = '{"type": "Point", "coordinates": [-11.5, 8.25]}',
      completedby = 'someone', createdatclient = '2024-01-02 03:04:05.678', lastupdatedatclient = '2024-01-03',
      eventdatavalues = jsonb_set(eventdatavalues, array[${sample.element}], ${JSON.stringify({
        value: '7, "x"',
        created: '2024-01-02T03:04:05.678',
        lastUpdated: '2024-01-03T03:04:05.678',
        providedElsewhere: true,
        storedBy: 'jdoe',
        createdByUserInfo: { id: 5, ...ADMIN },
      })}::jsonb)
    where uid = ${sample.event}
  `.execute(server.db);
  const [admin] = (
    await sql<{ id: number }>`select userinfoid as id from userinfo where username = 'admin'`.execute(server.db)
  ).rows;
  for (const [order, uid, notetext] of [
    [2, 'noteAAAAAA1', 'second'],
    [1, 'noteAAAAAA2', 'first'],
  ] as const) {
    const created = '2024-05-06 07:08:09';
    const note = await makeRow(server.db, 'note', {
      uid,
      created,
      notetext,
      creator: 'jdoe',
      lastupdatedby: admin?.id,
    });
    await sql`
      insert into ${sql.table(NOTES)} (eventid, sort_order, noteid)
      select event.eventid, ${order}, ${note.id} from event where event.uid = ${sample.event}
    `.execute(server.db);
  }
  await sql`update enrollment set followup = true where uid = ${sample.enrollment}`.execute(server.db);
});

const get = async (path: string) => {
  const { status, json, text } = await server.request(`/api/tracker/${path}`);
  expect(status, text).toBe(200);
  return json;
};

describe('an event', () => {
  it('has everything but its relationships', async () => {
    const event = await get(`events/${sample.event}`);
    const stored = await one(sql<{
      occurred: string;
      scheduled: string;
      completed: string;
      created: string;
      updated: string;
    }>`
      select occurreddate as occurred, scheduleddate as scheduled, completeddate as completed, created, lastupdated as updated
      from event where uid = ${sample.event}
    `);
    const { dataValues, ...own } = event;
    expect(own).toEqual({
      event: sample.event,
      status: 'COMPLETED',
      program: sample.program,
      programStage: sample.stage,
      enrollment: sample.enrollment,
      trackedEntity: sample.entity,
      orgUnit: sample.unit,
      occurredAt: stored.occurred,
      scheduledAt: stored.scheduled,
      ...storedBy('system'),
      followUp: true,
      deleted: false,
      createdAt: stored.created,
      createdAtClient: '2024-01-02T03:04:05.678',
      updatedAt: stored.updated,
      updatedAtClient: '2024-01-03T00:00:00.000',
      attributeOptionCombo: 'HllvX50cXC0',
      attributeCategoryOptions: 'xYerKDKCefk',
      completedBy: 'someone',
      completedAt: stored.completed,
      createdBy: ADMIN,
      updatedBy: ADMIN,
      assignedUser: ADMIN,
      geometry: { type: 'Point', coordinates: [-11.5, 8.25] },
      notes: [
        {
          note: 'noteAAAAAA2',
          storedAt: '2024-05-06T07:08:09.000',
          value: 'first',
          ...storedBy('jdoe'),
          createdBy: ADMIN,
        },
        {
          note: 'noteAAAAAA1',
          storedAt: '2024-05-06T07:08:09.000',
          value: 'second',
          ...storedBy('jdoe'),
          createdBy: ADMIN,
        },
      ],
    });
    expect(dataValues.length).toBeGreaterThan(3);
    expect(dataValues[0]).toEqual({
      dataElement: sample.element,
      value: '7, "x"',
      providedElsewhere: true,
      storedBy: 'jdoe',
      createdAt: '2024-01-02T03:04:05.678',
      updatedAt: '2024-01-03T03:04:05.678',
      createdBy: ADMIN,
    });
    // The list has the same.
    expect((await get(`events?events=${sample.event}`)).events).toEqual([event]);
  });

  it('of an event program has neither tracked entity nor owner', async () => {
    const { uid, unit } = await one(sql<{ uid: string; unit: string }>`
      select event.uid, unit.uid as unit from event join programstage using (programstageid) join program using (programid)
      join organisationunit as unit on unit.organisationunitid = event.organisationunitid
      where program.type = 'WITHOUT_REGISTRATION' and not event.deleted limit 1
    `);
    const event = await get(`events/${uid}`);
    expect(event).toMatchObject({ event: uid, orgUnit: unit });
    expect(event).not.toHaveProperty('trackedEntity');
    expect((await get(`events?events=${uid}&orgUnits=${unit}&fields=event`)).events).toEqual([{ event: uid }]);
  });
});

describe('an enrollment', () => {
  it('has neither events nor attributes unless they are asked for', async () => {
    const enrollment = await get(`enrollments/${sample.enrollment}`);
    expect(enrollment).toMatchObject({
      enrollment: sample.enrollment,
      trackedEntity: sample.entity,
      program: sample.program,
      orgUnit: sample.unit,
      followUp: true,
      deleted: false,
      notes: [],
    });
    for (const name of ['events', 'attributes', 'relationships']) expect(enrollment).not.toHaveProperty(name);
    const whole = await get(`enrollments/${sample.enrollment}?fields=*,!notes`);
    expect(whole.attributes).toHaveLength(6);
    expect(whole.relationships).toEqual([]);
    expect(whole.events.map(({ event }: { event: string }) => event)).toContain(sample.event);
    expect(whole.events[0]).toHaveProperty('relationships', []);
    expect(whole).not.toHaveProperty('notes');
  });

  it.skipIf(HAS_TRACKER_EVENTS)('that an event program has for itself is not one', async () => {
    const { uid } = await one(sql<{ uid: string }>`select uid from enrollment where trackedentityid is null limit 1`);
    expect((await server.request(`/api/tracker/enrollments/${uid}`)).status).toBe(404);
    expect((await get(`enrollments?enrollments=${uid}`)).enrollments).toEqual([]);
  });
});

describe('a tracked entity', () => {
  it('has its attributes, and what hangs on it when it is asked for', async () => {
    const entity = await get(`trackedEntities/${sample.entity}`);
    expect(Object.keys(entity).toSorted()).toEqual(
      [
        ...['attributes', 'createdAt', 'createdBy', 'deleted', 'inactive', 'orgUnit', 'potentialDuplicate'],
        ...Object.keys(storedBy('system')),
        ...['trackedEntity', 'trackedEntityType', 'updatedAt', 'updatedBy'],
      ].toSorted(),
    );
    expect(entity.attributes.find(({ displayName }: { displayName: string }) => displayName === 'Given name')).toEqual({
      attribute: expect.stringMatching(/^\w{11}$/),
      displayName: 'Given name',
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      storedBy: 'system',
      valueType: 'TEXT',
      value: expect.stringMatching(/^Client \d{6}$/),
    });
    const fields =
      'enrollments[enrollment,events[event,programStage,dataValues[value]]],programOwners,relationships[relationship,from[trackedEntity[trackedEntity]]]';
    const nested = await get(`trackedEntities/${sample.entity}?fields=${fields}`);
    expect(Object.keys(nested)).toEqual(['programOwners', 'enrollments', 'relationships']);
    expect(nested.programOwners).toEqual([
      { orgUnit: sample.unit, trackedEntity: sample.entity, program: sample.program },
    ]);
    expect(nested.enrollments.map(({ enrollment }: { enrollment: string }) => enrollment)).toEqual([sample.enrollment]);
    const event = nested.enrollments[0].events.find((row: { event: string }) => row.event === sample.event);
    expect(Object.keys(event)).toEqual(['event', 'programStage', 'dataValues']);
    expect(event.dataValues[0]).toEqual({ value: '7, "x"' });
    expect(nested.relationships).toEqual([
      { relationship, from: { trackedEntity: { trackedEntity: expect.any(String) } } },
    ]);
  });

  // Settings of users are left to DHIS2.
  it.skipIf(layout !== undefined)('shows names in the language of the reader', async () => {
    await sql`
      update trackedentityattribute set translations = '[{"locale": "fr", "property": "NAME", "value": "Prénom"}]' where name = 'Given name'
    `.execute(server.db);
    await server.request('/api/userSettings/keyDbLocale?value=fr', { method: 'POST' });
    const { attributes } = await get(`trackedEntities/${sample.entity}?fields=attributes[displayName]`);
    expect(attributes).toContainEqual({ displayName: 'Prénom' });
    expect(attributes).toContainEqual({ displayName: 'Family name' });
    await server.request('/api/userSettings/keyDbLocale', { method: 'DELETE' });
  });

  it('is named by code, name or attribute where that is asked for', async () => {
    await sql`update organisationunit set code = 'OU_SAMPLE' where uid = ${sample.unit}`.execute(server.db);
    const query = `events?events=${sample.event}&fields=orgUnit,program,dataValues[dataElement]`;
    const { name: program } = (await server.request(`/api/programs/${sample.program}?fields=name`)).json;
    const { code } = (await server.request(`/api/dataElements/${sample.element}?fields=code`)).json;
    const [byCode] = (await get(`${query}&orgUnitIdScheme=CODE&dataElementIdScheme=code&programIdScheme=NAME`)).events;
    expect(byCode).toMatchObject({ orgUnit: 'OU_SAMPLE', program });
    if (code !== undefined) expect(byCode.dataValues[0].dataElement).toBe(code);
    expect((await get(`${query}&idScheme=NAME`)).events[0].orgUnit).toBe(sample.unitName);
    await sql`
      update organisationunit set attributevalues = '{"abcdefghijk": {"value": "by attribute"}}' where uid = ${sample.unit}
    `.execute(server.db);
    expect((await get(`${query}&idScheme=ATTRIBUTE:abcdefghijk`)).events[0].orgUnit).toBe('by attribute');
  });
});

describe('a relationship', () => {
  it('has its ends', async () => {
    const stored = await one(sql<{ first: string; last: string; type: string; created: string }>`
      select
        (select entity.uid from relationshipitem join trackedentity as entity using (trackedentityid) where relationshipitemid = from_relationshipitemid) as first,
        (select entity.uid from relationshipitem join trackedentity as entity using (trackedentityid) where relationshipitemid = to_relationshipitemid) as last,
        type.uid as type, relationship.created
      from relationship join relationshiptype as type using (relationshiptypeid) where relationship.uid = ${relationship}
    `);
    expect(stored.first).not.toBe(stored.last);
    const expected = {
      relationship,
      relationshipType: stored.type,
      from: { trackedEntity: { trackedEntity: stored.first } },
      to: { trackedEntity: { trackedEntity: stored.last } },
    };
    expect(await get(`relationships/${relationship}`)).toEqual(expected);
    expect((await get(`relationships?trackedEntity=${sample.entity}`)).relationships).toEqual([expected]);
    expect((await get(`relationships?relationships=${relationship}`)).relationships).toEqual([expected]);
    const whole = await get(`relationships/${relationship}?fields=*`);
    expect(whole).toMatchObject({
      relationshipName: 'Mother and child',
      bidirectional: true,
      createdAt: stored.created,
    });
    expect(whole.from.trackedEntity.attributes).toHaveLength(6);
    expect(whole.from.trackedEntity).not.toHaveProperty('relationships');
  });

  it('can end in enrollments and events', async () => {
    await sql`
      update ${sql.table(ENDS)} set trackedentityid = null, enrollmentid = (select enrollmentid from enrollment where uid = ${sample.enrollment})
      where relationshipitemid = (select from_relationshipitemid from relationship where uid = ${relationship})
    `.execute(server.db);
    await sql`
      update ${sql.table(ENDS)} set trackedentityid = null, ${sql.ref(EVENT_END)} = (select eventid from event where uid = ${sample.event})
      where relationshipitemid = (select to_relationshipitemid from relationship where uid = ${relationship})
    `.execute(server.db);
    const expected = {
      relationship,
      relationshipType: expect.any(String),
      from: { enrollment: { enrollment: sample.enrollment } },
      to: { event: { event: sample.event } },
    };
    expect((await get(`relationships?event=${sample.event}`)).relationships).toEqual([expected]);
    expect((await get(`relationships?enrollment=${sample.enrollment}`)).relationships).toEqual([expected]);
    const { relationships } = await get(`events/${sample.event}?fields=relationships[relationship]`);
    expect(relationships).toEqual([{ relationship }]);
  });

  it('that is deleted comes only when it is asked for', async () => {
    await sql`update relationship set deleted = true where uid = ${relationship}`.execute(server.db);
    expect((await get(`relationships?event=${sample.event}`)).relationships).toEqual([]);
    expect((await get(`relationships?event=${sample.event}&includeDeleted=true`)).relationships).toHaveLength(1);
    expect((await server.request(`/api/tracker/relationships/${relationship}`)).status).toBe(404);
  });
});

describe('fields', () => {
  it.each([
    ['event,status', ['event', 'status']],
    ['event~rename(id),orgUnit', ['id', 'orgUnit']],
    ['nothingLikeIt,event', ['event']],
    ['nothingLikeIt', []],
    [':all,!dataValues,!notes,!geometry', undefined],
  ])('%s', async (fields, names) => {
    const [event] = (await get(`events?events=${sample.event}&fields=${encodeURIComponent(fields)}`)).events;
    if (names) expect(Object.keys(event)).toEqual(names);
    else {
      expect(event).toHaveProperty('relationships');
      for (const name of ['dataValues', 'notes', 'geometry']) expect(event).not.toHaveProperty(name);
    }
  });
});

it.each([
  ['trackedEntities', 'TrackedEntity'],
  ['enrollments', 'Enrollment'],
  ['events', 'Event'],
  ['relationships', 'Relationship'],
])('what is not there is said: %s', async (plural, klass) => {
  const { status, json } = await server.request(`/api/tracker/${plural}/abcdefghijk`);
  expect([status, json.errorCode, json.message]).toEqual([
    404,
    'E1005',
    `${klass} with id abcdefghijk could not be found.`,
  ]);
  const wrong = await server.request(`/api/tracker/${plural}/x`);
  expect([wrong.status, wrong.json.message]).toEqual([
    400,
    "Value 'x' is not valid for path parameter uid. UID must be an alphanumeric string of 11 characters starting with a letter, but was: x",
  ]);
});

it('deleted objects come only when they are asked for', async () => {
  const { uid } = await one(sql<{ uid: string }>`select uid from trackedentity where deleted limit 1`);
  expect((await server.request(`/api/tracker/trackedEntities/${uid}`)).status).toBe(404);
  const deleted = await get(`trackedEntities/${uid}?includeDeleted=true&fields=deleted,enrollments[deleted]`);
  expect(deleted).toEqual({ deleted: true, enrollments: [{ deleted: true }] });
  expect((await get(`trackedEntities?trackedEntities=${uid}&fields=trackedEntity`)).trackedEntities).toEqual([]);
});

describe('CSV', () => {
  const lines = (text: string) => text.trimEnd().split('\n');

  it('has a line for each data value of an event', async () => {
    const answer = await server.request(`/api/tracker/events/${sample.event}`, { headers: { accept: 'text/csv' } });
    expect(answer.headers.get('content-type')).toBe('application/csv;charset=UTF-8');
    const [header = '', first = '', ...rest] = lines(answer.text);
    expect(header).toBe(
      'event,status,program,programStage,enrollment,orgUnit,occurredAt,scheduledAt,geometry,latitude,longitude,followUp,deleted,createdAt,' +
        'createdAtClient,updatedAt,updatedAtClient,completedBy,completedAt,updatedBy,attributeOptionCombo,attributeCategoryOptions,assignedUser,' +
        'dataElement,value,storedBy,providedElsewhere,storedByDataValue,updatedAtDataValue,createdAtDataValue',
    );
    expect(first).toMatch(new RegExp(`^${sample.event},COMPLETED,${sample.program},${sample.stage},`));
    expect(first).toContain(',POINT (-11.5 8.25),8.25,-11.5,true,false,');
    expect(first).toContain(
      `,admin,HllvX50cXC0,xYerKDKCefk,admin,${sample.element},"7, ""x""",${storedBy('system').storedBy ?? ''},true,jdoe,`,
    );
    const event = await get(`events/${sample.event}`);
    expect(rest).toHaveLength(event.dataValues.length - 1);
    const list = await server.request(`/api/tracker/events.csv?events=${sample.event}&skipHeader=true`);
    expect(lines(list.text)).toEqual([first, ...rest]);
    expect(list.headers.get('content-disposition')).toBe('attachment; filename="events.csv"');
  });

  it('has a line for each attribute of a tracked entity', async () => {
    const { text } = await server.request(`/api/tracker/trackedEntities.csv?trackedEntities=${sample.entity}`);
    const [header = '', ...rows] = lines(text);
    expect(header).toMatch(/^trackedEntity,trackedEntityType,createdAt,.*,attribute,displayName,value,valueType$/);
    expect(rows).toHaveLength(6);
    for (const row of rows) expect(row).toMatch(new RegExp(`^${sample.entity},${sample.type},`));
    const all = await server.request('/api/tracker/events.csv?paging=false');
    expect(lines(all.text).length).toBeGreaterThan(25_000);
  });

  it('is no form of enrollments', async () => {
    expect((await server.request('/api/tracker/enrollments.csv')).status).toBe(406);
  });
});
