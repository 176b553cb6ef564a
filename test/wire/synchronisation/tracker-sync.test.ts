import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { type RemoteReply, testRemote } from '../../support/remote.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';

const server = testServer({ demo: true });
const jobs = jobsOf(server);
const remote = testRemote();

const TRACKER = '/hmis/api/tracker';
const DELETE = `${TRACKER}?async=false&importStrategy=DELETE&atomicMode=OBJECT`;
const STORE = `${TRACKER}?async=false&importStrategy=CREATE_AND_UPDATE&atomicMode=OBJECT`;

interface Refusal {
  readonly uid: string;
  readonly code?: string;
}

const report = (...refused: readonly Refusal[]): RemoteReply => ({
  status: refused.length > 0 ? 409 : 200,
  body: {
    status: refused.length > 0 ? 'ERROR' : 'OK',
    validationReport: {
      errorReports: refused.map(({ uid, code = 'E1010' }) => ({
        uid,
        errorCode: code,
        message: `Refused ${uid}`,
        trackerType: 'EVENT',
        args: [],
      })),
      warningReports: [],
    },
    stats: {},
  },
});

const SINGLE = sql`
  event.programstageid in (
    select programstageid from programstage join program using (programid) where program.type = 'WITHOUT_REGISTRATION'
  )
`;

async function ask<Row>(statement: ReturnType<typeof sql<Row>>): Promise<readonly Row[]> {
  return (await statement.execute(server.db)).rows;
}

/** Uids of the first single events, by key. */
const singleEvents = (count: number) =>
  ask(
    sql<{
      uid: string;
      id: string;
    }>`select uid, eventid::text as id from event where ${SINGLE} and not deleted order by eventid limit ${count}`,
  );

const changedEvents = async () =>
  (
    await ask(
      sql<{ uid: string }>`select uid from event where ${SINGLE} and lastupdated > lastsynchronized order by eventid`,
    )
  ).map(({ uid }) => uid);

const changedEntities = async () =>
  (
    await ask(
      sql<{ uid: string }>`select uid from trackedentity where lastupdated > lastsynchronized order by trackedentityid`,
    )
  ).map(({ uid }) => uid);

async function touch(table: 'event' | 'trackedentity', uids: readonly string[]): Promise<void> {
  await sql`update ${sql.table(table)} set lastupdated = '2026-03-15 09:00' where uid = any (${[...uids]}::text[])`.execute(
    server.db,
  );
}

beforeEach(async () => {
  await sql`update event set lastsynchronized = '2026-03-15', lastupdated = '2026-03-14'`.execute(server.db);
  await sql`update enrollment set lastupdated = '2026-03-14'`.execute(server.db);
  await sql`update relationship set lastupdated = '2026-03-14'`.execute(server.db);
  await sql`update trackedentity set lastsynchronized = '2026-03-15', lastupdated = '2026-03-14'`.execute(server.db);
  await configureServer(server, { ...remote.settings, syncSkipSyncForDataChangedBefore: '' });
  remote.on(TRACKER, report());
});

describe('SINGLE_EVENT_DATA_SYNC', () => {
  it('sends changed events in pages and stamps them', async () => {
    const events = (await singleEvents(12)).map(({ uid }) => uid);
    await touch('event', events);
    const run = await jobs.run('SINGLE_EVENT_DATA_SYNC', { pageSize: 5 });
    expect(run).toMatchObject({
      state: 'done',
      message: 'Event programs data synchronization completed successfully.',
    });
    expect(remote.to(TRACKER).map(({ method, url }) => `${method} ${url}`)).toEqual(Array(3).fill(`POST ${STORE}`));
    expect(remote.to(TRACKER).flatMap(({ body }) => body.events.map(({ event }: { event: string }) => event))).toEqual(
      events,
    );
    expect(remote.to(TRACKER)[0]?.body.events[0]).toMatchObject({
      event: events[0],
      status: expect.any(String),
      program: expect.any(String),
      programStage: expect.any(String),
      orgUnit: expect.any(String),
      occurredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/),
      attributeOptionCombo: 'HllvX50cXC0',
      dataValues: expect.arrayContaining([
        expect.objectContaining({ dataElement: expect.any(String), value: expect.any(String) }),
      ]),
      notes: [],
    });
    expect(remote.to(TRACKER)[0]?.body.events[0]).not.toHaveProperty('enrollment');
    expect(await changedEvents()).toEqual([]);
    remote.requests.length = 0;
    expect(await jobs.run('SINGLE_EVENT_DATA_SYNC')).toMatchObject({
      state: 'done',
      message: 'Event programs data synchronization skipped. No new or updated events found.',
    });
    expect(remote.to(TRACKER)).toEqual([]);
  });

  it('keeps values of data elements that are not to be synchronized', async () => {
    const [event] = await singleEvents(1);
    await touch('event', [event?.uid ?? '']);
    await jobs.run('SINGLE_EVENT_DATA_SYNC');
    const before = remote.to(TRACKER)[0]?.body.events[0].dataValues;
    const kept: string = before[0].dataElement;
    await sql`
      update programstagedataelement set skipsynchronization = true
      where dataelementid = (select dataelementid from dataelement where uid = ${kept})
        and programstageid = (select programstageid from event where uid = ${event?.uid})
    `.execute(server.db);
    await sql`update event set lastsynchronized = '2026-03-01' where uid = ${event?.uid}`.execute(server.db);
    await jobs.run('SINGLE_EVENT_DATA_SYNC');
    await sql`update programstagedataelement set skipsynchronization = false`.execute(server.db);
    expect(remote.to(TRACKER)[1]?.body.events[0].dataValues).toEqual(before.slice(1));
  });

  it('sends deleted events in a request of their own; one that the other server never had is no failure', async () => {
    const [gone, never, changed] = await singleEvents(3);
    await touch('event', [gone?.uid ?? '', never?.uid ?? '', changed?.uid ?? '']);
    await sql`update event set deleted = true where uid in (${gone?.uid}, ${never?.uid})`.execute(server.db);
    remote.on(TRACKER, ({ url }) => (url === DELETE ? report({ uid: never?.uid ?? '', code: 'E1032' }) : report()));
    expect(await jobs.run('SINGLE_EVENT_DATA_SYNC')).toMatchObject({ state: 'done' });
    expect(
      remote.to(TRACKER).map(({ url, body }) => [url, body.events.map(({ event }: { event: string }) => event)]),
    ).toEqual([
      [DELETE, [gone?.uid, never?.uid]],
      [STORE, [changed?.uid]],
    ]);
    expect(remote.to(TRACKER)[0]?.body).toEqual({ events: [{ event: gone?.uid }, { event: never?.uid }] });
    expect(await changedEvents()).toEqual([]);
    await sql`update event set deleted = false where uid in (${gone?.uid}, ${never?.uid})`.execute(server.db);
  });

  it('lets a refused event keep no other back, fails, and tries that one again', async () => {
    const events = (await singleEvents(7)).map(({ uid }) => uid);
    await touch('event', events);
    const bad = events[1] ?? '';
    remote.on(TRACKER, ({ body }) =>
      body.events.some(({ event }: { event: string }) => event === bad) ? report({ uid: bad }) : report(),
    );
    const run = await jobs.run('SINGLE_EVENT_DATA_SYNC', { pageSize: 5 });
    expect(run).toMatchObject({
      state: 'failed',
      message: 'Event programs data synchronization failed. 1 events were not taken by the remote server.',
    });
    expect(await changedEvents()).toEqual([bad]);
    remote.requests.length = 0;
    remote.on(TRACKER, report());
    await jobs.run('SINGLE_EVENT_DATA_SYNC', { pageSize: 5 });
    expect(remote.to(TRACKER).flatMap(({ body }) => body.events.map(({ event }: { event: string }) => event))).toEqual([
      bad,
    ]);
  });

  it('has nothing to do twice when the other server dies half way', async () => {
    const events = (await singleEvents(10)).map(({ uid }) => uid);
    await touch('event', events);
    let page = 0;
    remote.on(TRACKER, () => {
      page += 1;
      return page > 1 ? { breaks: true } : report();
    });
    expect(await jobs.run('SINGLE_EVENT_DATA_SYNC', { pageSize: 5 })).toMatchObject({ state: 'failed' });
    expect(await changedEvents()).toEqual(events.slice(5));
  });

  it('takes an answer that is no report for a refusal', async () => {
    const events = (await singleEvents(2)).map(({ uid }) => uid);
    await touch('event', events);
    remote.on(TRACKER, { status: 400, body: { httpStatusCode: 400, status: 'ERROR', message: 'JSON parse error' } });
    const run = await jobs.run('SINGLE_EVENT_DATA_SYNC');
    expect(run.state).toBe('failed');
    expect(run.messages).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('400: JSON parse error') }),
    );
    expect(await changedEvents()).toEqual(events);
  });

  it('sends again what was changed while it was on its way', async () => {
    const [event] = await singleEvents(1);
    await touch('event', [event?.uid ?? '']);
    let done: Promise<unknown> = Promise.resolve();
    remote.on(TRACKER, () => {
      done = sql`update event set lastupdated = '2026-03-15 09:01' where uid = ${event?.uid}`.execute(server.db);
      return { ...report(), after: done };
    });
    await jobs.run('SINGLE_EVENT_DATA_SYNC');
    await done;
    expect(await changedEvents()).toEqual([event?.uid]);
  });

  it('leaves out what was changed before the setting says', async () => {
    const events = (await singleEvents(2)).map(({ uid }) => uid);
    await touch('event', events);
    await sql`update event set lastupdated = '2026-03-15 10:00' where uid = ${events[1]}`.execute(server.db);
    await configureServer(server, { syncSkipSyncForDataChangedBefore: new Date(2026, 2, 15, 9, 30).toISOString() });
    await jobs.run('SINGLE_EVENT_DATA_SYNC');
    expect(remote.to(TRACKER).flatMap(({ body }) => body.events.map(({ event }: { event: string }) => event))).toEqual([
      events[1],
    ]);
  });
});

describe('TRACKED_ENTITY_DATA_SYNC', () => {
  const entitiesWithEvents = (count: number) =>
    ask(sql<{ uid: string; enrollment: string; event: string }>`
      select distinct on (entity.trackedentityid) entity.uid, enrollment.uid as enrollment, event.uid as event
      from trackedentity as entity
      join enrollment on enrollment.trackedentityid = entity.trackedentityid and not enrollment.deleted
      join event on event.enrollmentid = enrollment.enrollmentid and not event.deleted
      where not entity.deleted
        and not exists (select from relationshipitem as item where item.trackedentityid = entity.trackedentityid)
      order by entity.trackedentityid, enrollment.enrollmentid, event.eventid
      limit ${count}
    `);

  it('sends changed tracked entities with what belongs to them', async () => {
    const entities = await entitiesWithEvents(6);
    await touch(
      'trackedentity',
      entities.map(({ uid }) => uid),
    );
    const run = await jobs.run('TRACKED_ENTITY_DATA_SYNC', { pageSize: 5 });
    expect(run).toMatchObject({
      state: 'done',
      message: 'Tracker programs data synchronization completed successfully.',
    });
    expect(remote.to(TRACKER).map(({ url }) => url)).toEqual([STORE, STORE]);
    const [first] = remote.to(TRACKER)[0]?.body.trackedEntities ?? [];
    expect(first).toMatchObject({
      trackedEntity: entities[0]?.uid,
      trackedEntityType: expect.any(String),
      orgUnit: expect.any(String),
      inactive: false,
      attributes: expect.arrayContaining([
        expect.objectContaining({ attribute: expect.any(String), value: expect.any(String) }),
      ]),
    });
    expect(first.enrollments[0]).toMatchObject({
      enrollment: entities[0]?.enrollment,
      trackedEntity: entities[0]?.uid,
      program: expect.any(String),
      status: expect.any(String),
      enrolledAt: expect.any(String),
      attributes: expect.any(Array),
    });
    expect(first.enrollments[0].events.map(({ event }: { event: string }) => event)).toContain(entities[0]?.event);
    expect(await changedEntities()).toEqual([]);
  });

  it('keeps attributes that are not to be synchronized', async () => {
    const [entity] = await entitiesWithEvents(1);
    await touch('trackedentity', [entity?.uid ?? '']);
    await sql`update trackedentityattribute set skipsynchronization = true`.execute(server.db);
    await jobs.run('TRACKED_ENTITY_DATA_SYNC');
    await sql`update trackedentityattribute set skipsynchronization = false`.execute(server.db);
    const [sent] = remote.to(TRACKER)[0]?.body.trackedEntities ?? [];
    expect(sent.attributes).toEqual([]);
    expect(sent.enrollments[0].attributes).toEqual([]);
  });

  it('deletes first what is gone of a tracked entity, and tracked entities that are gone', async () => {
    const [gone, changed] = await entitiesWithEvents(2);
    await touch('trackedentity', [gone?.uid ?? '', changed?.uid ?? '']);
    await sql`update trackedentity set deleted = true where uid = ${gone?.uid}`.execute(server.db);
    await sql`update event set deleted = true, lastupdated = '2026-03-15 09:00' where uid = ${changed?.event}`.execute(
      server.db,
    );
    await jobs.run('TRACKED_ENTITY_DATA_SYNC');
    expect(remote.to(TRACKER).map(({ url, body }) => [url, url === STORE ? Object.keys(body) : body])).toEqual([
      [DELETE, { trackedEntities: [{ trackedEntity: gone?.uid }] }],
      [DELETE, { events: [{ event: changed?.event }] }],
      [STORE, ['trackedEntities']],
    ]);
    expect(JSON.stringify(remote.to(TRACKER)[2]?.body)).not.toContain(changed?.event);
    expect(await changedEntities()).toEqual([]);
    await sql`update trackedentity set deleted = false where uid = ${gone?.uid}`.execute(server.db);
    await sql`update event set deleted = false where uid = ${changed?.event}`.execute(server.db);
  });

  it('holds back the tracked entity whose event is refused', async () => {
    const [first, second] = await entitiesWithEvents(2);
    await touch('trackedentity', [first?.uid ?? '', second?.uid ?? '']);
    remote.on(TRACKER, report({ uid: second?.event ?? '' }));
    expect(await jobs.run('TRACKED_ENTITY_DATA_SYNC')).toMatchObject({ state: 'failed' });
    expect(await changedEntities()).toEqual([second?.uid]);
  });

  it('sends a relationship once the other server has both of its ends', async () => {
    const [from, to] = await entitiesWithEvents(2);
    const found = { uid: 'RelationAAA', from: from?.uid, to: to?.uid };
    await sql`
      insert into relationshiptype (relationshiptypeid, uid, created, lastupdated, name, bidirectional, fromtoname)
      values (900001, 'RelatTypeAA', now(), now(), 'Guardian', false, 'Guardian of')
    `.execute(server.db);
    await sql`
      insert into relationship (relationshipid, uid, created, lastupdated, relationshiptypeid, key, inverted_key)
      values (900002, ${found.uid}, now(), now(), 900001, 'k', 'i')
    `.execute(server.db);
    await sql`
      insert into relationshipitem (relationshipitemid, relationshipid, trackedentityid)
      select item, 900002, trackedentityid from trackedentity
      join (values (900003, ${found.from}), (900004, ${found.to})) as own (item, uid) on own.uid = trackedentity.uid
    `.execute(server.db);
    await sql`update relationship set from_relationshipitemid = 900003, to_relationshipitemid = 900004 where relationshipid = 900002`.execute(
      server.db,
    );
    await sql`update trackedentity set lastsynchronized = '1970-01-01' where uid = ${found.to}`.execute(server.db);
    await configureServer(server, { syncSkipSyncForDataChangedBefore: new Date(2026, 2, 15).toISOString() });
    await touch('trackedentity', [found.from ?? '']);
    await jobs.run('TRACKED_ENTITY_DATA_SYNC');
    const relationships = () => remote.to(TRACKER).flatMap(({ body }) => body.relationships ?? []);
    expect(relationships().map(({ relationship }) => relationship)).not.toContain(found.uid);

    await touch('trackedentity', [found.to ?? '']);
    remote.on(TRACKER, ({ body }) => (body.relationships ? report({ uid: found.uid, code: 'E4015' }) : report()));
    expect(await jobs.run('TRACKED_ENTITY_DATA_SYNC')).toMatchObject({ state: 'done' });
    expect(relationships()).toContainEqual({
      relationship: found.uid,
      relationshipType: expect.any(String),
      from: { trackedEntity: { trackedEntity: found.from } },
      to: { trackedEntity: { trackedEntity: found.to } },
    });
  });
});
