import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { oldTracker } from '../../support/old-tracker.js';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata, trackerRows } from '../../support/tracker.js';

const server = testServer();
const { post, put, remove } = oldTracker(server);

const PROGRAM = 'Zd2rkv8FsWq';
const STAGE = 'jKLB23QZS4I';
const TRACKER_PROGRAM = 'f1AyMswryyQ';
const TRACKER_STAGE = 'PaOOjwLVW23';
const UNIT = 'g8upMTyEZGZ';
const PERSON = 'Q9GufDoplCL';
const [NUMBER, TEXT, FIRST_NAME, LAST_NAME] = ['BuZ5LGNfGEU', 'ZrqtjjveTFc', 'dIVt4l5vIOa', 'kZeSYCgaHTk'];

const VALUES = [
  { dataElement: NUMBER, value: '5' },
  { dataElement: TEXT, value: 'Male' },
];
const event = (more: object = {}) => ({
  ...{ event: 'evtOfTests1', program: PROGRAM, programStage: STAGE, orgUnit: UNIT, eventDate: '2024-01-31' },
  ...{ status: 'COMPLETED', dataValues: VALUES, coordinate: { latitude: 8.5, longitude: -11.5 } },
  ...more,
});
const enrollment = (more: object = {}) => ({
  ...{ enrollment: 'enrOfTests1', program: TRACKER_PROGRAM, orgUnit: UNIT },
  ...{ enrollmentDate: '2024-01-31', incidentDate: '2024-01-30' },
  ...more,
});
const person = (more: object = {}) => ({
  ...{ trackedEntityInstance: 'teiOfTests1', trackedEntityType: PERSON, orgUnit: UNIT },
  ...more,
});

beforeAll(async () => {
  await loadTrackerMetadata(server);
  await sql`update programstage set featuretype = 'POINT' where uid = any (${[STAGE, TRACKER_STAGE]})`.execute(
    server.db,
  );
}, 120_000);
beforeEach(async () => {
  await sql`
    truncate event, enrollment, trackedentity, trackedentityattributevalue, trackedentityprogramowner, relationship, relationshipitem, eventchangelog,
      trackedentitychangelog, note cascade
  `.execute(server.db);
  // Event programs have one enrollment of nobody.
  await sql`
    insert into enrollment (enrollmentid, uid, created, lastupdated, enrollmentdate, deleted, status, programid, organisationunitid)
    select nextval('programinstance_sequence'), 'nobodysOwn1', now(), now(), now(), false, 'ACTIVE', program.programid, unit.organisationunitid
    from program, organisationunit as unit where program.uid = ${PROGRAM} and unit.uid = ${UNIT}
  `.execute(server.db);
});

interface Row {
  readonly status: string;
  readonly deleted: boolean;
  readonly at: string | null;
  readonly values: Readonly<Record<string, { readonly value: string }>>;
  readonly geometry: object | null;
}
async function stored(uid: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select status, deleted, to_char(occurreddate, 'YYYY-MM-DD') as at, eventdatavalues as values, to_json(geometry) as geometry
    from event where uid = ${uid}
  `.execute(server.db);
  return rows[0];
}
const valuesOf = (row: Row | undefined) =>
  Object.fromEntries(Object.entries(row?.values ?? {}).map(([element, { value }]) => [element, value]));
const counts = ({ json }: { readonly json: { readonly response: Record<string, unknown> } }) => {
  const { imported, updated, deleted, ignored } = json.response;
  return { imported, updated, deleted, ignored };
};
const none = { imported: 0, updated: 0, deleted: 0, ignored: 0 };
const attributes = async (): Promise<readonly string[]> => {
  const { rows } = await sql<{ text: string }>`
    select attribute.uid || '=' || stored.value as text from trackedentityattributevalue as stored
    join trackedentityattribute as attribute using (trackedentityattributeid) order by 1
  `.execute(server.db);
  return rows.map(({ text }) => text);
};

describe('updates', () => {
  it('leave as it is what they do not say, and take away values that they do not send', async () => {
    expect(counts(await post('events', event()))).toEqual({ ...none, imported: 1 });
    const { event: uid, program } = event();
    const again = { event: uid, program, dataValues: [{ dataElement: NUMBER, value: '6' }] };
    const answer = await post('events', { events: [again] }, '?strategy=UPDATE');
    expect(answer.status, answer.text.slice(0, 300)).toBe(200);
    expect(counts(answer)).toEqual({ ...none, updated: 1 });
    expect(await stored('evtOfTests1')).toMatchObject({ status: 'COMPLETED', at: '2024-01-31', geometry: null });
    expect(valuesOf(await stored('evtOfTests1'))).toEqual({ [NUMBER]: '6' });
  });

  it('add to the values when they are asked to', async () => {
    await post('events', event({ dataValues: VALUES.slice(0, 1) }));
    await post('events', event({ dataValues: VALUES.slice(1) }), '?mergeDataValues=true');
    expect(valuesOf(await stored('evtOfTests1'))).toEqual({ [NUMBER]: '5', [TEXT]: 'Male' });
  });

  it('of one value change that one alone', async () => {
    await post('events', event());
    const before = await stored('evtOfTests1');
    const answer = await put(`events/evtOfTests1/${NUMBER}`, {
      dataValues: [
        { dataElement: NUMBER, value: '7' },
        { dataElement: TEXT, value: 'Other' },
      ],
    });
    expect(answer.status, answer.text.slice(0, 300)).toBe(200);
    expect(answer.json).toMatchObject({
      message: 'Import was successful.',
      response: { responseType: 'ImportSummary', status: 'SUCCESS', reference: 'evtOfTests1' },
    });
    expect(valuesOf(await stored('evtOfTests1'))).toEqual({ [NUMBER]: '7', [TEXT]: 'Male' });
    const { values: _, ...rest } = before ?? {};
    expect(await stored('evtOfTests1')).toMatchObject({ ...rest });
    expect(before?.geometry).not.toBeNull();
  });

  it('of one value need an element and an event', async () => {
    const unknown = await put('events/evtOfTests1/nowhereAtAl', {});
    expect([unknown.status, unknown.json.message]).toEqual([404, 'DataElement not found for ID nowhereAtAl']);
    const missing = await put(`events/evtOfTests1/${NUMBER}`, {});
    expect([missing.status, missing.json.response.description]).toEqual([
      409,
      "Event ID evtOfTests1 doesn't point to valid event",
    ]);
  });

  it('by PUT are of the object in the path', async () => {
    await post('trackedEntityInstances', person({ enrollments: [enrollment()] }));
    const answer = await put('enrollments/enrOfTests1', enrollment({ enrollment: 'otherOne123', status: 'COMPLETED' }));
    expect(answer.status, answer.text.slice(0, 300)).toBe(200);
    expect(answer.json.response).toMatchObject({ reference: 'enrOfTests1', importCount: { updated: 1 } });
    const { rows } = await sql`select uid, status from enrollment where trackedentityid is not null`.execute(server.db);
    expect(rows).toEqual([{ uid: 'enrOfTests1', status: 'COMPLETED' }]);
  });

  it('with a program take away its attributes that they do not send', async () => {
    const names = [
      { attribute: FIRST_NAME, value: 'Ann' },
      { attribute: LAST_NAME, value: 'Lee' },
    ];
    await post('trackedEntityInstances', person({ attributes: names }));
    await put('trackedEntityInstances/teiOfTests1', person({ attributes: names.slice(1) }));
    expect(await attributes()).toEqual([`${FIRST_NAME}=Ann`, `${LAST_NAME}=Lee`]);
    const query = `?program=${TRACKER_PROGRAM}`;
    await put(`trackedEntityInstances/teiOfTests1${query}&ignoreEmptyCollection=true`, person());
    expect(await attributes()).toHaveLength(2);
    await put(`trackedEntityInstances/teiOfTests1${query}`, person({ attributes: names.slice(1) }));
    expect(await attributes()).toEqual([`${LAST_NAME}=Lee`]);
  });
});

describe('deletions', () => {
  it('by path, and what is not there is gone as wanted', async () => {
    await post('events', event());
    const answer = await remove('events/evtOfTests1');
    expect(answer.json).toMatchObject({
      httpStatusCode: 200,
      response: {
        status: 'SUCCESS',
        description: 'Deletion of event evtOfTests1 was successful',
        importCount: { ...none, deleted: 1 },
      },
    });
    expect(await stored('evtOfTests1')).toMatchObject({ deleted: true });
    for (const [path, title] of [
      ['events/evtOfTests1', 'Event evtOfTests1'],
      ['enrollments/nothingHere', 'Enrollment nothingHere'],
      ['trackedEntityInstances/none', 'Tracked entity instance none'],
    ]) {
      const again = await remove(path ?? '');
      expect(again.json).toMatchObject({
        httpStatusCode: 200,
        response: {
          status: 'SUCCESS',
          description: `${title} cannot be deleted as it is not present in the system`,
          importCount: { ...none, ignored: 1 },
        },
      });
    }
  });

  it('of a list, with all that hangs on its objects', async () => {
    const events = [event({ event: 'evtOfTests2', program: TRACKER_PROGRAM, programStage: TRACKER_STAGE })];
    const answer = await post('trackedEntityInstances', person({ enrollments: [enrollment({ events })] }));
    expect(answer.status, answer.text.slice(0, 300)).toBe(409);
    const payload = { trackedEntityInstances: [person(), person({ trackedEntityInstance: 'nothingHere' })] };
    const deleted = await post('trackedEntityInstances', payload, '?strategy=DELETE');
    expect([deleted.status, counts(deleted)]).toEqual([200, { ...none, deleted: 1, ignored: 1 }]);
    const { rows } = await sql<{ deleted: boolean }>`
      select deleted from trackedentity union all select deleted from enrollment where trackedentityid is not null
    `.execute(server.db);
    expect(rows).toEqual([{ deleted: true }, { deleted: true }]);
  });
});

it('takes the first of several objects with one uid, whatever is to be done', async () => {
  await post('events', event());
  const deleted = await post('events', { events: [event(), event()] }, '?strategy=DELETE');
  expect(counts(deleted)).toEqual({ ...none, deleted: 1, ignored: 1 });
  const synced = await post(
    'events',
    { events: [event({ event: 'evtOfTests2' }), event({ event: 'evtOfTests2', deleted: true })] },
    '?strategy=SYNC',
  );
  expect(counts(synced)).toEqual({ ...none, imported: 1, ignored: 1 });
  expect(synced.json.response.importSummaries[1].description).toBe(
    'Event evtOfTests2 is in the payload more than once',
  );
});

describe('SYNC', () => {
  it('deletes what is marked so, creates and updates the rest', async () => {
    await post('events', { events: [event(), event({ event: 'evtOfTests2' })] });
    const events = [
      event({ event: 'evtOfTests1', deleted: true }),
      event({ event: 'evtOfTests2', eventDate: '2024-02-02', deleted: false }),
      event({ event: 'evtOfTests3' }),
      { event: 'evtOfTests4', deleted: true },
    ];
    const answer = await post('events', { events }, '?strategy=SYNC');
    expect([answer.status, counts(answer)]).toEqual([200, { imported: 1, updated: 1, deleted: 1, ignored: 1 }]);
    expect(answer.json.response.importSummaries.map(({ href }: { href?: string }) => href !== undefined)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(await stored('evtOfTests1')).toMatchObject({ deleted: true });
    expect(await stored('evtOfTests2')).toMatchObject({ deleted: false, at: '2024-02-02' });
  });

  it('lets an enrollment take the place of a deleted one', async () => {
    await post('trackedEntityInstances', person({ enrollments: [enrollment()] }));
    const enrollments = [enrollment({ enrollment: 'enrOfTests2' }), enrollment({ deleted: true })];
    const answer = await post('trackedEntityInstances', person({ enrollments }), '?strategy=SYNC');
    expect(answer.status, answer.text.slice(0, 300)).toBe(200);
    expect(answer.json.response.importSummaries[0].enrollments).toMatchObject({ imported: 1, deleted: 1 });
  });

  it('is the only strategy to which the mark means something', async () => {
    await post('events', event());
    expect(counts(await post('events', event({ deleted: true })))).toEqual({ ...none, updated: 1 });
  });
});

it('writes nothing in a dry run, and tells what would be', async () => {
  await post('events', event());
  const before = await trackerRows(server);
  const events = [event(), event({ event: 'evtOfTests2' }), event({ event: 'evtOfTests3', program: 'nowhereAtAl' })];
  const dry = await post('events', { events }, '?dryRun=true');
  expect(await trackerRows(server)).toBe(before);
  expect(dry.json.response.importSummaries[0].href).toBeUndefined();
  const real = await post('events', { events });
  expect(counts(dry)).toEqual({ imported: 1, updated: 1, deleted: 0, ignored: 1 });
  expect(counts(real)).toEqual(counts(dry));
  const statuses = (answer: typeof dry) =>
    answer.json.response.importSummaries.map(({ status }: { status: string }) => status);
  expect(statuses(real)).toEqual(statuses(dry));
});

it('finds the enrollment of a tracked entity, and the stage of an event program', async () => {
  await post('trackedEntityInstances', person({ enrollments: [enrollment()] }));
  const { eventDate, orgUnit } = event();
  const events = [
    { program: TRACKER_PROGRAM, programStage: TRACKER_STAGE, trackedEntityInstance: 'teiOfTests1', orgUnit, eventDate },
    { program: PROGRAM, orgUnit, eventDate, dataValues: VALUES },
  ];
  const answer = await post('events', { events });
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  const { rows } = await sql`
    select enrollment.uid, stage.uid as stage from event
    join enrollment using (enrollmentid) join programstage as stage on stage.programstageid = event.programstageid
    order by enrollment.uid desc
  `.execute(server.db);
  expect(rows).toEqual([
    { uid: 'nobodysOwn1', stage: STAGE },
    { uid: 'enrOfTests1', stage: TRACKER_STAGE },
  ]);
});

it('takes names by other schemes', async () => {
  const named = await sql<{ program: string; stage: string; unit: string; element: string }>`
    select (select code from program where uid = ${TRACKER_PROGRAM}) as program, (select name from programstage where uid = ${TRACKER_STAGE}) as stage,
      (select code from organisationunit where uid = ${UNIT}) as unit, (select code from dataelement where uid = ${TEXT}) as element
  `.execute(server.db);
  const [{ program, stage, unit, element } = { program: '', stage: '', unit: '', element: '' }] = named.rows;
  await post('trackedEntityInstances', person({ enrollments: [enrollment()] }));
  const one = {
    ...{ event: 'evtOfTests1', program, programStage: stage, orgUnit: unit, trackedEntityInstance: 'teiOfTests1' },
    ...{ eventDate: '2024-01-31', dataValues: [{ dataElement: element, value: 'Male' }] },
  };
  const query = '?idScheme=CODE&programStageIdScheme=name';
  const created = await post('events', one, query);
  expect(created.status, created.text.slice(0, 300)).toBe(200);
  expect(created.json.response.importOptions.idSchemes).toEqual({ idScheme: 'CODE', programStageIdScheme: 'name' });
  expect(valuesOf(await stored('evtOfTests1'))).toEqual({ [TEXT]: 'Male' });
  const updated = await post('events', { event: 'evtOfTests1', dataValues: [] }, query);
  expect(updated.status, updated.text.slice(0, 300)).toBe(200);
  expect(valuesOf(await stored('evtOfTests1'))).toEqual({});
});

it('tells only of what did not go well, if asked to', async () => {
  const events = [event(), event({ event: 'evtOfTests2', program: 'nowhereAtAl' })];
  const { json } = await post('events', { events }, '?reportMode=ERRORS');
  expect(json.response).toMatchObject({ imported: 1, ignored: 1, total: 2 });
  expect(json.response.importSummaries).toMatchObject([{ reference: 'evtOfTests2' }]);
});

it('makes a uid where there is none, or none that can be one', async () => {
  const events = [event({ event: undefined }), event({ event: 'no uid' })];
  const { json } = await post('events', { events });
  const references = json.response.importSummaries.map(({ reference }: { reference: string }) => reference);
  expect(new Set(references).size).toBe(2);
  for (const reference of references) expect(reference).toMatch(/^[a-zA-Z][a-zA-Z0-9]{10}$/);
});

it('takes the same objects from several clients at once, each once', async () => {
  const list = (from: number) =>
    Array.from({ length: 40 }, (_, index) => event({ event: `evtOfAll${String(from + index).padStart(3, '0')}` }));
  const answers = await Promise.all(
    [0, 20, 10, 30].map((from) => post('events', { events: from === 10 ? list(from).toReversed() : list(from) })),
  );
  for (const { status, text } of answers) expect(status, text.slice(0, 300)).toBe(200);
  const { rows } = await sql<{ uid: string }>`select uid from event order by uid`.execute(server.db);
  expect(rows.map(({ uid }) => uid)).toEqual(
    list(0)
      .concat(list(30))
      .map(({ event: uid }) => uid)
      .filter((uid, index, all) => all.indexOf(uid) === index)
      .toSorted(),
  );
});
