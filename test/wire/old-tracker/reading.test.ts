import { beforeAll, describe, expect, it } from 'vitest';
import { oldTracker } from '../../support/old-tracker.js';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata } from '../../support/tracker.js';

const server = testServer();
const { post } = oldTracker(server);

const [PROGRAM, STAGE, TRACKER_PROGRAM, ONCE_STAGE] = ['Zd2rkv8FsWq', 'jKLB23QZS4I', 'f1AyMswryyQ', 'nlXNK4b7LVr'];
const [UNIT, PERSON, TEXT, FIRST_NAME] = ['g8upMTyEZGZ', 'Q9GufDoplCL', 'ZrqtjjveTFc', 'dIVt4l5vIOa'];
const UNIT_NAME = 'TA EventRules';

const event = (more: object = {}) => ({
  ...{
    program: PROGRAM,
    programStage: STAGE,
    orgUnit: UNIT,
    eventDate: '2024-01-31T00:00:00.000',
    status: 'COMPLETED',
  },
  ...{ dataValues: [{ dataElement: TEXT, value: 'a, "b"', providedElsewhere: false }], completedDate: '2024-02-01' },
  ...more,
});

let name = UNIT_NAME;
beforeAll(async () => {
  await loadTrackerMetadata(server);
  const { json } = await server.request(`/api/organisationUnits/${UNIT}?fields=name`);
  name = json.name;
  // The admin captures in the whole country.
  await server.request('/api/users/M5zQapPyTZI/organisationUnits/g8upMTyEZGZ', { method: 'POST' });
  const person = {
    ...{ trackedEntityInstance: 'teiOfTests1', trackedEntityType: PERSON, orgUnit: UNIT },
    attributes: [{ attribute: FIRST_NAME, value: 'Ann' }],
    enrollments: [
      {
        ...{ enrollment: 'enrOfTests1', program: TRACKER_PROGRAM, orgUnit: UNIT },
        ...{ enrollmentDate: '2024-01-10', incidentDate: '2024-01-09' },
        events: [event({ event: 'evtOfTests9', program: TRACKER_PROGRAM, programStage: ONCE_STAGE })],
      },
    ],
  };
  const answers = [
    await post('trackedEntityInstances', person),
    await post('events', {
      events: [event({ event: 'evtOfTests1' }), event({ event: 'evtOfTests2', eventDate: '2024-03-01' })],
    }),
  ];
  for (const { status, text } of answers) expect(status, text.slice(0, 300)).toBe(200);
}, 120_000);

const get = (path: string) => server.request(`/api/${path}`);

describe('events', () => {
  it("come in a list with the old names, the peer's default fields and a slim pager", async () => {
    const { status, json, text } = await get(`events?program=${PROGRAM}&orgUnit=${UNIT}&order=eventDate:desc`);
    expect(status, text.slice(0, 300)).toBe(200);
    expect(json.pager).toEqual({ page: 1, pageSize: 50, isLastPage: true });
    expect(json.events.map(({ event: uid }: { event: string }) => uid)).toEqual(['evtOfTests2', 'evtOfTests1']);
    expect(json.events[1]).toEqual({
      ...{ event: 'evtOfTests1', program: PROGRAM, programStage: STAGE, programType: 'WITHOUT_REGISTRATION' },
      ...{ status: 'COMPLETED', orgUnit: UNIT, orgUnitName: name, eventDate: '2024-01-31T00:00:00.000' },
      ...{ followup: false, deleted: false },
      created: expect.any(String),
      lastUpdated: expect.any(String),
      dataValues: [expect.objectContaining({ dataElement: TEXT, value: 'a, "b"', providedElsewhere: false })],
    });
  });

  it('are found by the old parameters', async () => {
    const uids = async (query: string) => {
      const { status, json, text } = await get(`events?ouMode=ACCESSIBLE&fields=event&${query}`);
      expect(status, text.slice(0, 300)).toBe(200);
      return json.events.map((one: { event: string }) => one.event).toSorted();
    };
    expect(await uids(`program=${PROGRAM}&startDate=2024-02-01&endDate=2024-04-01`)).toEqual(['evtOfTests2']);
    expect(await uids('event=evtOfTests1;evtOfTests2')).toEqual(['evtOfTests1', 'evtOfTests2']);
    expect(await uids('trackedEntityInstance=teiOfTests1')).toEqual(['evtOfTests9']);
    expect(await uids(`program=${PROGRAM}&filter=${TEXT}:like:zzz`)).toEqual([]);
    expect(await uids(`program=${PROGRAM}&skipPaging=true`)).toHaveLength(2);
  });

  it('are counted on demand', async () => {
    const { json } = await get(`events?program=${PROGRAM}&orgUnit=${UNIT}&pageSize=1&totalPages=true&fields=event`);
    expect(json).toEqual({
      pager: { page: 1, pageSize: 1, total: 2, pageCount: 2 },
      events: [{ event: 'evtOfTests2' }],
    });
  });

  it('come one by one with everything, and can be sent back', async () => {
    const { status, json } = await get('events/evtOfTests1');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      ...{
        event: 'evtOfTests1',
        completedDate: '2024-02-01T00:00:00.000',
        href: `${server.url}/api/events/evtOfTests1`,
      },
      notes: [],
    });
    const back = await server.request('/api/events/evtOfTests1', { method: 'PUT', body: json });
    expect(back.status, back.text.slice(0, 300)).toBe(200);
    const again = (await get('events/evtOfTests1')).json;
    const timeless = ({ lastUpdated: _, lastUpdatedByUserInfo: __, ...rest }: Record<string, unknown>) => rest;
    expect(timeless(again)).toEqual(timeless(json));
  });

  it('come as CSV that can be sent back', async () => {
    const { status, text, headers } = await server.request(`/api/events.csv?program=${PROGRAM}&orgUnit=${UNIT}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/csv;charset=UTF-8');
    expect(text.split('\n')[0]).toMatch(/^event,status,program,programStage,enrollment,orgUnit,eventDate,/);
    expect(text).toContain(`${TEXT},"a, ""b""",`);
    const back = await server.request('/api/events', {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'text/csv' },
    });
    expect(back.status, back.text.slice(0, 300)).toBe(200);
    expect(back.json.response).toMatchObject({ updated: 2, total: 2 });
  });

  it('are not found', async () => {
    for (const uid of ['nothingHere', 'none']) {
      const { status, json } = await get(`events/${uid}`);
      expect([status, json.message]).toEqual([404, `Event not found for ID ${uid}`]);
    }
    expect((await get('events?program=nowhereAtAl')).status).toBe(400);
    expect((await get('events?ouMode=SOMEWHERE')).status).toBe(400);
  });
});

describe('enrollments', () => {
  it('come in a list and one by one', async () => {
    const { json } = await get(`enrollments?ou=${UNIT}&program=${TRACKER_PROGRAM}&programStartDate=2024-01-01`);
    expect(json.enrollments).toEqual([
      {
        ...{
          enrollment: 'enrOfTests1',
          trackedEntityInstance: 'teiOfTests1',
          trackedEntityType: PERSON,
          program: TRACKER_PROGRAM,
        },
        ...{ status: 'ACTIVE', orgUnit: UNIT, orgUnitName: name, followup: false },
        ...{ enrollmentDate: '2024-01-10T00:00:00.000', incidentDate: '2024-01-09T00:00:00.000' },
        created: expect.any(String),
        lastUpdated: expect.any(String),
      },
    ]);
    const one = await get('enrollments/enrOfTests1?fields=enrollment,events[event,eventDate,orgUnitName]');
    expect(one.json).toEqual({
      enrollment: 'enrOfTests1',
      events: [{ event: 'evtOfTests9', eventDate: '2024-01-31T00:00:00.000', orgUnitName: name }],
    });
    const none = await get('enrollments/nothingHere');
    expect([none.status, none.json.message]).toEqual([404, 'Enrollment with id nothingHere could not be found.']);
  });
});

describe('tracked entity instances', () => {
  it('come in a list without their enrollments unless those are wanted', async () => {
    const { json } = await get(`trackedEntityInstances?ou=${UNIT}&ouMode=SELECTED&program=${TRACKER_PROGRAM}`);
    expect(json.pager).toBeUndefined();
    expect(json.trackedEntityInstances).toHaveLength(1);
    const [person] = json.trackedEntityInstances;
    expect(person).toMatchObject({
      ...{ trackedEntityInstance: 'teiOfTests1', trackedEntityType: PERSON, orgUnit: UNIT, inactive: false },
      featureType: 'NONE',
      attributes: [expect.objectContaining({ attribute: FIRST_NAME, value: 'Ann' })],
    });
    expect(person.enrollments).toBeUndefined();
    const counted = await get(`trackedEntityInstances?ou=${UNIT}&trackedEntityType=${PERSON}&totalPages=true`);
    expect(counted.json.pager).toMatchObject({ total: 1, pageCount: 1 });
  });

  it('come one by one with all that is in them, and can be sent back', async () => {
    const { status, json } = await get('trackedEntityInstances/teiOfTests1?fields=*');
    expect(status).toBe(200);
    expect(json.enrollments).toMatchObject([
      {
        enrollment: 'enrOfTests1',
        orgUnitName: name,
        events: [{ event: 'evtOfTests9', eventDate: '2024-01-31T00:00:00.000' }],
      },
    ]);
    const back = await post('trackedEntityInstances', json);
    expect(back.status, back.text.slice(0, 300)).toBe(200);
    expect(back.json.response.importSummaries[0]).toMatchObject({
      importCount: { updated: 1 },
      enrollments: { updated: 1, importSummaries: [{ events: { updated: 1 } }] },
    });
    const none = await get('trackedEntityInstances/nothingHere');
    expect([none.status, none.json.errorCode]).toEqual([404, 'E1005']);
  });
});
