import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { oldTracker } from '../../support/old-tracker.js';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata, trackerRows } from '../../support/tracker.js';

const server = testServer();
const { post, put } = oldTracker(server);

const PROGRAM = 'Zd2rkv8FsWq';
const STAGE = 'jKLB23QZS4I';
const TRACKER_PROGRAM = 'f1AyMswryyQ';
const ONCE_STAGE = 'nlXNK4b7LVr';
const UNIT = 'g8upMTyEZGZ';
const FAR_UNIT = 'ImspTQPwCqd';
const PERSON = 'Q9GufDoplCL';
const NUMBER = 'BuZ5LGNfGEU';

const event = (more: object = {}) => ({
  program: PROGRAM,
  programStage: STAGE,
  orgUnit: UNIT,
  eventDate: '2024-01-31',
  ...more,
});
const enrollment = (more: object = {}) => ({
  program: TRACKER_PROGRAM,
  orgUnit: UNIT,
  trackedEntityInstance: 'teiOfTests1',
  enrollmentDate: '2024-01-31',
  incidentDate: '2024-01-31',
  ...more,
});
const person = (more: object = {}) => ({ trackedEntityType: PERSON, orgUnit: UNIT, ...more });

beforeAll(async () => {
  await loadTrackerMetadata(server);
  const people = ['teiOfTests1', 'teiOfTests2', 'teiOfTests3', 'teiOfTests4'].map((trackedEntityInstance) =>
    person({ trackedEntityInstance }),
  );
  expect((await post('trackedEntityInstances', { trackedEntityInstances: people })).status).toBe(200);
  const enrolled = [
    enrollment({ enrollment: 'enrOfTests1', trackedEntityInstance: 'teiOfTests1' }),
    enrollment({ enrollment: 'enrOfTests3', trackedEntityInstance: 'teiOfTests3' }),
  ];
  expect((await post('enrollments', { enrollments: enrolled })).status).toBe(200);
  // Somebody has let one person in twice.
  await sql`
    insert into enrollment (enrollmentid, uid, created, lastupdated, enrollmentdate, deleted, status, trackedentityid, programid, organisationunitid)
    select enrollmentid + 1000, 'enrOfTests9', created, lastupdated, enrollmentdate, false, 'ACTIVE', trackedentityid, programid, organisationunitid
    from enrollment where uid = 'enrOfTests3'
  `.execute(server.db);
  const events = [event({ event: 'evtOfTests1' }), event({ event: 'evtOfTests2' })];
  expect((await post('events', { events })).status).toBe(200);
  expect((await server.request('/api/events/evtOfTests2', { method: 'DELETE' })).status).toBe(200);
}, 120_000);

/** The one object of a payload is refused, with this told, and nothing is changed. */
async function refusedFor(resource: string, object: object, told: object, query = ''): Promise<void> {
  const before = await trackerRows(server);
  const { status, json, text, headers } = await post(resource, object, query);
  expect(status, text.slice(0, 300)).toBe(409);
  expect(json).toMatchObject({
    httpStatus: 'Conflict',
    status: 'ERROR',
    message: 'An error occurred, please check import summary.',
    response: { responseType: 'ImportSummaries', status: 'ERROR', imported: 0, ignored: 1, total: 1 },
  });
  const [summary] = json.response.importSummaries;
  expect(summary).toMatchObject({
    responseType: 'ImportSummary',
    status: 'ERROR',
    importCount: { imported: 0, updated: 0, ignored: 1, deleted: 0 },
    ...told,
  });
  expect(summary.href).toBeUndefined();
  expect(headers.get('location')).toBeNull();
  expect(await trackerRows(server)).toBe(before);
}

const conflict = (object: unknown, value: string) => ({ conflicts: [expect.objectContaining({ object, value })] });

describe('events', () => {
  it.each([
    [
      'an unknown program',
      event({ program: 'nowhereAtAl' }),
      'Event.program does not point to a valid program: nowhereAtAl',
    ],
    [
      'an unknown stage',
      event({ programStage: 'nowhereAtAl' }),
      'Event.programStage does not point to a valid programStage: nowhereAtAl',
    ],
    [
      'a stage of another program',
      event({ programStage: 'PKLB23QZS49' }),
      'Event.programStage does not point to a valid programStage: PKLB23QZS49',
    ],
    [
      'an unknown unit',
      event({ orgUnit: 'nowhereAtAl' }),
      'Event.orgUnit does not point to a valid organisation unit: nowhereAtAl',
    ],
    ['no unit', event({ orgUnit: undefined }), 'Event.orgUnit does not point to a valid organisation unit: null'],
    [
      'a unit without the program',
      event({ program: 'Td2rkv8FsW9', programStage: 'PKLB23QZS49' }),
      `Program is not assigned to this Organisation Unit: ${UNIT}`,
    ],
    ['no date', event({ eventDate: undefined }), 'Event date is required. '],
    [
      'nobody',
      event({ program: TRACKER_PROGRAM, programStage: ONCE_STAGE }),
      'Event.trackedEntityInstance does not point to a valid tracked entity instance: null',
    ],
    [
      'somebody unknown',
      event({ program: TRACKER_PROGRAM, programStage: ONCE_STAGE, trackedEntityInstance: 'nobodyAtAll' }),
      'Event.trackedEntityInstance does not point to a valid tracked entity instance: nobodyAtAll',
    ],
    [
      'somebody that can be nobody',
      event({ program: TRACKER_PROGRAM, programStage: ONCE_STAGE, trackedEntityInstance: '12' }),
      'Event.trackedEntityInstance does not point to a valid tracked entity instance: 12',
    ],
    [
      'somebody who is not enrolled',
      event({ program: TRACKER_PROGRAM, programStage: ONCE_STAGE, trackedEntityInstance: 'teiOfTests2' }),
      `Tracked entity instance: teiOfTests2 is not enrolled in program: ${TRACKER_PROGRAM}`,
    ],
    [
      'somebody who is enrolled twice',
      event({ program: TRACKER_PROGRAM, programStage: ONCE_STAGE, trackedEntityInstance: 'teiOfTests3' }),
      `Tracked entity instance: teiOfTests3 has multiple active enrollments in program: ${TRACKER_PROGRAM}`,
    ],
    [
      'an event that was deleted',
      event({ event: 'evtOfTests2' }),
      'Event ID evtOfTests2 was already used and/or deleted. This event can not be modified.',
    ],
  ])('%s', async (_what, object, description) => {
    await refusedFor('events', object, { description, conflicts: [] });
  });

  it('no program, and all else that is wrong as conflicts', async () => {
    await refusedFor('events', event({ program: undefined, programStage: undefined }), {
      description: 'Event.program does not point to a valid program: null',
      conflicts: [
        {
          object: 'Event',
          value: 'Event.programStage does not point to a valid programStage: null',
          errorCode: 'E1123',
        },
      ],
    });
  });

  it('an event more in a stage that is not repeatable', async () => {
    const one = event({ program: TRACKER_PROGRAM, programStage: ONCE_STAGE, trackedEntityInstance: 'teiOfTests1' });
    const first = await post('events', one);
    expect(first.status, first.text).toBe(200);
    await refusedFor('events', one, { description: 'Program stage is not repeatable and an event already exists' });
  });

  it.each([
    ['no uid to update', event(), 'No event or event ID was supplied'],
    ['nothing to update', event({ event: 'nothingHere' }), "Event ID nothingHere doesn't point to valid event"],
    ['a uid that can be none', event({ event: 'short' }), "Event ID short doesn't point to valid event"],
  ])('%s', async (_what, object, description) => {
    await refusedFor('events', object, { description }, '?strategy=UPDATE');
  });

  it('an event that is there already', async () => {
    const description = 'Event evtOfTests1 already exists or was deleted earlier';
    await refusedFor(
      'events',
      event({ event: 'evtOfTests1' }),
      { description, reference: 'evtOfTests1' },
      '?strategy=CREATE',
    );
  });

  it.each([
    ['a number that is none', [{ dataElement: NUMBER, value: 'many' }], NUMBER, 'value_not_numeric'],
    [
      'an unknown data element',
      [{ dataElement: 'nowhereAtAl', value: '1' }],
      'dataElement',
      'nowhereAtAl is not a valid data element',
    ],
  ])('%s', async (_what, dataValues, object, value) => {
    await refusedFor('events', event({ dataValues }), conflict(object, value));
  });

  it.each([
    ['a day that there is not', { eventDate: '2023-02-30' }, 'Invalid event date: 2023-02-30'],
    ['a due date of words', { dueDate: 'soon' }, 'Invalid event due date: soon'],
    ['half a point', { coordinate: { latitude: 1 } }, 'Could not parse coordinates'],
    ['the character zero', { storedBy: 'a\0b' }, 'The character U+0000 cannot be stored'],
  ])('%s', async (_what, more, value) => {
    await refusedFor('events', event(more), conflict('Event', value));
  });

  it('says it of values that the stage does not have, and takes the others', async () => {
    const dataValues = [
      { dataElement: 'vbZ5LGNfGyy', value: '1' },
      { dataElement: NUMBER, value: '5' },
    ];
    await server.request('/api/metadata', {
      method: 'POST',
      body: {
        dataElements: [
          {
            id: 'vbZ5LGNfGyy',
            name: 'Other',
            shortName: 'Other',
            valueType: 'NUMBER',
            domainType: 'TRACKER',
            aggregationType: 'SUM',
          },
        ],
      },
    });
    const { status, json } = await post('events', event({ event: 'evtOfTests4', dataValues }));
    expect(status).toBe(409);
    expect(json).toMatchObject({
      status: 'WARNING',
      message: 'One or more conflicts encountered, please check import summary.',
      response: { status: 'WARNING', imported: 1 },
    });
    expect(json.response.importSummaries[0].description).toBe(
      `Data Values [vbZ5LGNfGyy] ignored because not defined in program stage ${STAGE}`,
    );
    const { rows } = await sql<{
      values: object;
    }>`select eventdatavalues as values from event where uid = 'evtOfTests4'`.execute(server.db);
    expect(Object.keys(rows[0]?.values ?? {})).toEqual([NUMBER]);
  });
});

describe('enrollments', () => {
  it.each([
    ['no program', enrollment({ program: undefined }), 'Program can not be null'],
    ['an unknown program', enrollment({ program: 'nowhereAtAl' }), 'Program can not be null'],
    ['an unknown unit', enrollment({ orgUnit: 'nowhereAtAl' }), 'OrganisationUnit can not be null'],
    ['nobody', enrollment({ trackedEntityInstance: 'nobodyAtAll' }), 'Invalid tracked entity ID: nobodyAtAll'],
    [
      'an event program',
      enrollment({ program: PROGRAM, trackedEntityInstance: 'teiOfTests2' }),
      `Provided program ${PROGRAM} is a program without registration. An enrollment cannot be created into program without registration.`,
    ],
    [
      'a second active one',
      enrollment(),
      `TrackedEntity teiOfTests1 already has an active enrollment in program ${TRACKER_PROGRAM}`,
    ],
    [
      'a unit without the program',
      enrollment({ program: 'f1AyMswryyX', orgUnit: FAR_UNIT, trackedEntityInstance: 'teiOfTests2' }),
      `Program is not assigned to this Organisation Unit: ${FAR_UNIT}`,
    ],
  ])('%s', async (_what, object, description) => {
    await refusedFor('enrollments', object, { description, conflicts: [] });
  });

  it('one that is there, or is not', async () => {
    const there = enrollment({ enrollment: 'enrOfTests1' });
    await refusedFor(
      'enrollments',
      there,
      { description: 'Enrollment enrOfTests1 already exists or was deleted earlier' },
      '?strategy=CREATE',
    );
    const missing = enrollment({ enrollment: 'nothingHere' });
    await refusedFor(
      'enrollments',
      missing,
      { description: "ID nothingHere doesn't point to a valid enrollment." },
      '?strategy=UPDATE',
    );
    await refusedFor(
      'enrollments',
      enrollment(),
      { description: 'No enrollment or enrollment ID was supplied' },
      '?strategy=UPDATE',
    );
  });

  it('answers 409, or 201 where somebody counts on it', async () => {
    const { status, json } = await post('enrollments', enrollment(), '?legacyStatus=true');
    expect(status).toBe(201);
    expect(json).toMatchObject({
      httpStatus: 'Created',
      httpStatusCode: 201,
      status: 'ERROR',
      response: { status: 'ERROR' },
    });
  });

  it.each([
    ['an attribute that there is not', { attribute: 'nowhereAtAl', value: '1' }, 'Does not point to a valid attribute'],
    [
      'an attribute of other programs',
      { attribute: 'XaWmZShaP3I', value: '1' },
      'Only program attributes is allowed for enrollment {XaWmZShaP3I=1}',
    ],
  ])('%s', async (_what, attribute, value) => {
    const object = enrollment({ trackedEntityInstance: 'teiOfTests2', attributes: [attribute] });
    await refusedFor('enrollments', object, conflict('Attribute.attribute', value));
  });

  it('a date to come', async () => {
    const object = enrollment({ trackedEntityInstance: 'teiOfTests2', enrollmentDate: '2999-01-01' });
    await refusedFor('enrollments', object, {
      conflicts: [
        expect.objectContaining({
          object: 'Enrollment.date',
          value: expect.stringMatching(/^Enrollment Date can't be future date :2999/),
        }),
      ],
    });
  });
});

describe('tracked entity instances', () => {
  it.each([
    ['an unknown unit', person({ orgUnit: 'nowhereAtAl' }), 'Invalid org unit ID: nowhereAtAl'],
    ['no unit', person({ orgUnit: undefined }), 'Invalid org unit ID: null'],
    ['an unknown type', person({ trackedEntityType: 'nowhereAtAl' }), 'Invalid tracked entity ID: nowhereAtAl'],
  ])('%s', async (_what, object, value) => {
    await refusedFor(
      'trackedEntityInstances',
      { ...object, trackedEntityInstance: 'teiOfTests8' },
      conflict('teiOfTests8', value),
    );
  });

  it.each([
    [
      'no type',
      person({ trackedEntityType: undefined }),
      'TrackedEntity.trackedEntityType',
      'Missing required property trackedEntityType',
    ],
    [
      'an unknown attribute',
      person({ attributes: [{ attribute: 'nowhereAtAl', value: '1' }] }),
      'Attribute.attribute',
      'Invalid attribute nowhereAtAl',
    ],
  ])('%s', async (_what, object, where, value) => {
    await refusedFor('trackedEntityInstances', object, conflict(where, value));
  });

  it('a mandatory attribute that is missing', async () => {
    await sql`
      update trackedentitytypeattribute set mandatory = true
      where trackedentityattributeid = (select trackedentityattributeid from trackedentityattribute where uid = 'dIVt4l5vIOa')
    `.execute(server.db);
    await refusedFor(
      'trackedEntityInstances',
      person(),
      conflict('Attribute.attribute', 'Missing mandatory attribute dIVt4l5vIOa'),
    );
    await sql`update trackedentitytypeattribute set mandatory = false`.execute(server.db);
  });

  it('a value of another type', async () => {
    const object = person({ attributes: [{ attribute: 'ypGAwVRNtVY', value: '-4' }] });
    await refusedFor('trackedEntityInstances', object, {
      conflicts: [expect.objectContaining({ object: 'Attribute.value', errorCode: 'E1007' })],
    });
  });

  it('one that is deleted, or there already', async () => {
    const gone = await server.request('/api/trackedEntityInstances/teiOfTests4', { method: 'DELETE' });
    expect(gone.json.response.description).toBe('Deletion of tracked entity instance teiOfTests4 was successful');
    await refusedFor(
      'trackedEntityInstances',
      person({ trackedEntityInstance: 'teiOfTests4' }),
      conflict(
        'TrackedEntity',
        'You are trying to add or update tracked entity instance teiOfTests4 that has already been deleted',
      ),
    );
    await refusedFor(
      'trackedEntityInstances',
      person({ trackedEntityInstance: 'teiOfTests1' }),
      { description: 'Tracked entity instance teiOfTests1 already exists or was deleted earlier' },
      '?strategy=CREATE',
    );
  });
});

it('tells each object its own, and takes the good ones', async () => {
  const events = [
    event({ event: 'evtOfTests5' }),
    event({ event: 'evtOfTests6', program: 'nowhereAtAl' }),
    event({ event: 'evtOfTests5', orgUnit: 'nowhereAtAl' }),
    event({ event: 'evtOfTests7', dataValues: 'none' }),
  ];
  const { status, json } = await post('events', { events });
  expect(status).toBe(409);
  expect(json.response).toMatchObject({ status: 'ERROR', imported: 1, ignored: 3, total: 4 });
  expect(json.response.importSummaries).toMatchObject([
    { status: 'SUCCESS', reference: 'evtOfTests5' },
    { status: 'ERROR', description: 'Event.program does not point to a valid program: nowhereAtAl' },
    { status: 'ERROR', description: 'Event evtOfTests5 is in the payload more than once' },
    { status: 'ERROR', conflicts: [{ object: 'Event.dataValues', value: 'dataValues must be a list of objects' }] },
  ]);
});

it('tells of what stands in an object in its place', async () => {
  const { status, json } = await post(
    'trackedEntityInstances',
    person({
      enrollments: [
        {
          ...enrollment(),
          events: [event({ programStage: ONCE_STAGE }), event({ programStage: 'nowhereAtAl' })],
        },
        enrollment({ program: 'nowhereAtAl', events: [event()] }),
      ],
    }),
  );
  expect(status).toBe(409);
  const [{ importCount, enrollments, status: own }] = json.response.importSummaries;
  expect([own, importCount.imported, json.response.status, json.response.imported]).toEqual(['SUCCESS', 1, 'ERROR', 1]);
  expect(enrollments).toMatchObject({ status: 'ERROR', imported: 1, ignored: 1 });
  expect(enrollments.importSummaries[0].events).toMatchObject({ imported: 1, ignored: 1 });
  expect(enrollments.importSummaries[0].events.importSummaries[1].description).toBe(
    'Event.programStage does not point to a valid programStage: nowhereAtAl',
  );
  expect(enrollments.importSummaries[1]).toMatchObject({ description: 'Program can not be null', events: null });
});

it('tells of one object when one is put', async () => {
  const { status, json } = await put('events/nothingHere', event());
  expect(status).toBe(409);
  expect(json.response).toMatchObject({
    responseType: 'ImportSummary',
    status: 'ERROR',
    description: "Event ID nothingHere doesn't point to valid event",
    conflicts: [{ object: 'Invalid Event ID', value: 'nothingHere' }],
  });
});
