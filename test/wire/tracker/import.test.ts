import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata, rowsOf, trackerImports } from '../../support/tracker.js';
import { between, enrolled, family, fresh, person, single, T, visit } from '../../support/tracker-objects.js';

const server = testServer();
const { importing } = trackerImports(server);
const { all, one } = rowsOf(server);

beforeAll(async () => {
  await loadTrackerMetadata(server);
});

describe('a new tracked entity', () => {
  it('keeps every character of the data values of its events', async () => {
    const [entity, enrollment, event] = [fresh('Ent'), fresh('Enr'), fresh('Eve')];
    const value = 'a "quoted" \\ word, {}[]: \'\u0001\t\n</é 😀';
    const storedBy = 'o"neil\\';
    const events = [visit({ event, dataValues: [{ dataElement: T.text, value, storedBy, providedElsewhere: true }] })];
    const payload = {
      trackedEntities: [person({ trackedEntity: entity, enrollments: [enrolled({ enrollment, events })] })],
    };
    expect((await importing(payload)).json.stats).toMatchObject({ created: 3 });
    expect(
      await one(`select eventdatavalues -> '${T.text}' as stored from event where uid = '${event}'`),
    ).toMatchObject({
      stored: { value, storedBy, providedElsewhere: true, lastUpdatedByUserInfo: { username: 'admin' } },
    });
  });

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
