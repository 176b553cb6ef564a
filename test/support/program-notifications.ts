import { sql } from 'kysely';
import { beforeAll, beforeEach } from 'vitest';
import { generateUid } from '../../src/kernel/uid.js';
import { jobsOf } from './jobs.js';
import { testMailServer } from './mail.js';
import { notificationWorld, UNITS } from './notifications.js';
import { testServer } from './server.js';
import { configureServer } from './settings.js';

export const MORNING = new Date(2026, 2, 15, 2, 30);
const TYPE = 'ClientType1';
export const PROGRAM = 'ChildProgr1';
export const STAGE = 'BirthStage1';
export const ATTRIBUTE = {
  name: 'AttrName001',
  mail: 'AttrMail001',
  phone: 'AttrPhone01',
  sex: 'AttrSex0001',
  secret: 'AttrSecret1',
};
export const ELEMENT = { outcome: 'ElemOutcom1', mail: 'ElemMail001' };

/** Values of a tracked entity, by attribute. */
export const VALUES: Readonly<Record<string, string>> = {
  [ATTRIBUTE.name]: 'Ana',
  [ATTRIBUTE.mail]: 'ana@example.org',
  [ATTRIBUTE.phone]: '+232 76 123456',
  [ATTRIBUTE.sex]: 'F',
};

export interface Enrolled {
  readonly trackedEntity: string;
  readonly enrollment: string;
}

/** A server with a program, its stage and people, on which each test begins without templates and without anybody enrolled. */
export function programWorld() {
  let now = MORNING;
  let group = '';
  const server = testServer({ clock: { now: () => now } });
  const jobs = jobsOf(server);
  const world = notificationWorld(server);
  const post = testMailServer();

  beforeAll(async () => {
    await world.makeUnits();
    const members = [
      await world.person('one', 'one'),
      await world.person('two', 'two'),
      await world.person('district', 'district'),
      await world.person('nation', 'nation'),
    ];
    await world.person('neighbour', 'one', 'two');
    await sql`
      update userinfo set disabled = true where uid = ${await world.person('disabled', 'one')}
    `.execute(server.db);
    group = await world.group('Nurses', members);
    const options = await world.make('optionSets', { name: 'Sex', valueType: 'TEXT' });
    await world.make('options', { name: 'Female', code: 'F', optionSet: { id: options } });
    await world.make('trackedEntityTypes', { id: TYPE, name: 'Client', shortName: 'Client' });
    const attribute = async (id: string, name: string, valueType: string, more = {}) =>
      await world.make('trackedEntityAttributes', {
        id,
        name,
        shortName: name,
        valueType,
        aggregationType: 'NONE',
        ...more,
      });
    await attribute(ATTRIBUTE.name, 'Name', 'TEXT');
    await attribute(ATTRIBUTE.mail, 'Mail', 'EMAIL');
    await attribute(ATTRIBUTE.phone, 'Phone', 'PHONE_NUMBER');
    await attribute(ATTRIBUTE.sex, 'Sex of client', 'TEXT', { optionSet: { id: options } });
    await attribute(ATTRIBUTE.secret, 'Secret', 'TEXT', { confidential: true });
    const element = async (id: string, name: string, more = {}) =>
      await world.make('dataElements', {
        id,
        name,
        shortName: name,
        valueType: 'TEXT',
        domainType: 'TRACKER',
        aggregationType: 'NONE',
        ...more,
      });
    await element(ELEMENT.outcome, 'Sex of child', { optionSet: { id: options } });
    await element(ELEMENT.mail, 'Mail of mother');
    await world.make('programs', {
      id: PROGRAM,
      name: 'Child Programme',
      shortName: 'Child',
      programType: 'WITH_REGISTRATION',
      trackedEntityType: { id: TYPE },
    });
    await world.make('programStages', { id: STAGE, name: 'Birth', program: { id: PROGRAM } });
  });

  beforeEach(async () => {
    now = MORNING;
    await world.emptyInboxes();
    for (const table of [
      'programmessage_deliverychannels',
      'programmessage_emailaddresses',
      'programmessage_phonenumbers',
      'programmessage',
      'programnotificationinstance',
      'programnotificationtemplate_deliverychannel',
      'programnotificationtemplate',
      'event',
      'enrollment',
      'trackedentityattributevalue',
      'trackedentity',
    ])
      await sql`delete from ${sql.table(table)}`.execute(server.db);
    await configureServer(server, post.settings);
  });

  /** A template of the program, or of its stage for triggers of events. */
  async function template(
    body: Readonly<Record<string, unknown>>,
    owner: 'program' | 'stage' | 'none' = 'stage',
  ): Promise<string> {
    const uid = await world.make('programNotificationTemplates', {
      name: 'Reminder',
      subjectTemplate: 'Visit',
      messageTemplate: 'Please come.',
      notificationTrigger: 'SCHEDULED_DAYS_DUE_DATE',
      notificationRecipient: 'USERS_AT_ORGANISATION_UNIT',
      relativeScheduledDays: -2,
      ...body,
    });
    if (owner === 'program')
      await sql`update programnotificationtemplate set programid = (select programid from program where uid = ${PROGRAM}) where uid = ${uid}`.execute(
        server.db,
      );
    if (owner === 'stage')
      await sql`update programnotificationtemplate set programstageid = (select programstageid from programstage where uid = ${STAGE}) where uid = ${uid}`.execute(
        server.db,
      );
    return uid;
  }

  /** A tracked entity with an active enrollment at the first facility. */
  async function enroll(more: Readonly<Record<string, unknown>> = {}, values = VALUES): Promise<Enrolled> {
    const [trackedEntity, enrollment] = [generateUid(), generateUid()];
    await sql`
      with type as (select trackedentitytypeid as id from trackedentitytype where uid = ${TYPE}),
      unit as (select organisationunitid as id from organisationunit where uid = ${UNITS.one})
      insert into trackedentity (trackedentityid, uid, created, lastupdated, deleted, organisationunitid, trackedentitytypeid)
      select nextval('trackedentityinstance_sequence'), ${trackedEntity}, now(), now(), false, unit.id, type.id from type, unit
    `.execute(server.db);
    await sql`
      insert into trackedentityattributevalue (trackedentityid, trackedentityattributeid, created, lastupdated, value)
      select trackedentity.trackedentityid, attribute.trackedentityattributeid, now(), now(), given.value
      from jsonb_each_text(${JSON.stringify(values)}::jsonb) as given
      join trackedentityattribute as attribute on attribute.uid = given.key
      join trackedentity on trackedentity.uid = ${trackedEntity}
    `.execute(server.db);
    await sql`
      insert into trackedentityattributevalue (trackedentityid, trackedentityattributeid, created, lastupdated, encryptedvalue)
      select trackedentity.trackedentityid, attribute.trackedentityattributeid, now(), now(), 'x1y2'
      from trackedentityattribute as attribute, trackedentity
      where attribute.uid = ${ATTRIBUTE.secret} and trackedentity.uid = ${trackedEntity}
    `.execute(server.db);
    await sql`
      insert into enrollment (enrollmentid, uid, created, lastupdated, enrollmentdate, occurreddate, deleted, status, trackedentityid, programid, organisationunitid)
      select nextval('programinstance_sequence'), ${enrollment}, now(), now(), '2026-03-01', '2026-02-01', false, 'ACTIVE',
        trackedentity.trackedentityid, program.programid, trackedentity.organisationunitid
      from trackedentity, program where trackedentity.uid = ${trackedEntity} and program.uid = ${PROGRAM}
    `.execute(server.db);
    await change('enrollment', enrollment, more);
    return { trackedEntity, enrollment };
  }

  /** An event of an enrollment, at the second facility, due on 17 March. */
  async function schedule(enrollment: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const uid = generateUid();
    await sql`
      insert into event (eventid, uid, created, lastupdated, enrollmentid, programstageid, attributeoptioncomboid, deleted, scheduleddate, organisationunitid, status, eventdatavalues)
      select nextval('programstageinstance_sequence'), ${uid}, now(), now(), enrollment.enrollmentid, programstage.programstageid,
        categoryoptioncombo.categoryoptioncomboid, false, '2026-03-17', organisationunit.organisationunitid, 'SCHEDULE', '{}'
      from enrollment, programstage, categoryoptioncombo, organisationunit
      where enrollment.uid = ${enrollment} and programstage.uid = ${STAGE} and categoryoptioncombo.name = 'default'
        and organisationunit.uid = ${UNITS.two}
    `.execute(server.db);
    await change('event', uid, more);
    return uid;
  }

  async function change(
    table: 'event' | 'enrollment',
    uid: string,
    more: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    for (const [column, value] of Object.entries(more))
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${value} where uid = ${uid}`.execute(server.db);
  }

  return {
    server,
    world,
    post,
    template,
    enroll,
    schedule,
    /** uid of the group of all but the strangers. */
    get group() {
      return group;
    },
    /** Sets the clock, until the next test. */
    itIs: (moment: Date): void => {
      now = moment;
    },
    run: async () => await jobs.run('PROGRAM_NOTIFICATIONS'),
    subjects: async () => (await world.inbox()).map(({ subject }) => subject),
  };
}
