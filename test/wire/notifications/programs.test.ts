import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateUid } from '../../../src/kernel/uid.js';
import { jobsOf } from '../../support/jobs.js';
import { testMailServer } from '../../support/mail.js';
import { notificationWorld, programMessages, UNITS } from '../../support/notifications.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';

const MORNING = new Date(2026, 2, 15, 2, 30);
let now = MORNING;
const server = testServer({ clock: { now: () => now } });
const jobs = jobsOf(server);
const world = notificationWorld(server);
const post = testMailServer();

const TYPE = 'ClientType1';
const PROGRAM = 'ChildProgr1';
const STAGE = 'BirthStage1';
const ATTRIBUTE = {
  name: 'AttrName001',
  mail: 'AttrMail001',
  phone: 'AttrPhone01',
  sex: 'AttrSex0001',
  secret: 'AttrSecret1',
};
const ELEMENT = { outcome: 'ElemOutcom1', mail: 'ElemMail001' };
let group = '';

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

const VALUES: Readonly<Record<string, string>> = {
  [ATTRIBUTE.name]: 'Ana',
  [ATTRIBUTE.mail]: 'ana@example.org',
  [ATTRIBUTE.phone]: '+232 76 123456',
  [ATTRIBUTE.sex]: 'F',
};

interface Enrolled {
  readonly trackedEntity: string;
  readonly enrollment: string;
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

const run = async () => await jobs.run('PROGRAM_NOTIFICATIONS');
const subjects = async () => (await world.inbox()).map(({ subject }) => subject);

describe('events that are due', () => {
  it('are told of with what is known of them', async () => {
    await template({
      subjectTemplate: 'V{program_stage_name} of A{AttrName001}',
      messageTemplate:
        'V{current_date}|V{due_date}|V{days_until_due_date}|V{days_since_due_date}|V{event_date}|V{event_status}|V{program_name}|V{program_id}|' +
        'V{program_stage_id}|V{org_unit_name}|V{org_unit_id}|V{org_unit_code}|V{event_org_unit_id}|V{enrollment_org_unit_name}|' +
        'V{enrollment_org_unit_id}|V{enrollment_org_unit_code}|V{enrollment_date}|A{AttrSex0001}|A{AttrSecret1}|A{AttrNone001}|#{ElemOutcom1}|#{ElemMail001}',
    });
    const { enrollment } = await enroll();
    await schedule(enrollment, { eventdatavalues: { [ELEMENT.outcome]: { value: 'F' } } });
    expect(await run()).toMatchObject({ state: 'done', message: '1 notification sent' });
    const [message, ...others] = await world.inbox();
    expect(others).toEqual([]);
    expect(message).toMatchObject({ to: ['neighbour', 'two'], subject: 'Birth of Ana', type: 'SYSTEM' });
    expect(message?.text.split('|')).toEqual([
      '2026-03-15',
      '2026-03-17',
      '2',
      '-2',
      '',
      'SCHEDULE',
      'Child Programme',
      PROGRAM,
      STAGE,
      'The two',
      UNITS.two,
      'CODE_two',
      UNITS.two,
      'The one',
      UNITS.one,
      'CODE_one',
      '[N/A]',
      'Female',
      '[CONFIDENTIAL]',
      '[N/A]',
      'Female',
      '[N/A]',
    ]);
  });

  it.each([
    [-2, '2026-03-17 00:00', true],
    [-2, '2026-03-17 23:59:59', true],
    [-2, '2026-03-16 23:59:59', false],
    [-2, '2026-03-18 00:00', false],
    [0, '2026-03-15 09:00', true],
    [3, '2026-03-12 09:00', true],
    [3, '2026-03-18 09:00', false],
  ])('are told of %i days from the due date %s: %s', async (relativeScheduledDays, scheduleddate, told) => {
    await template({ relativeScheduledDays });
    const { enrollment } = await enroll();
    await schedule(enrollment, { scheduleddate });
    await run();
    expect(await subjects()).toEqual(told ? ['Visit'] : []);
  });

  it('are told of on the same day just before midnight and just after it', async () => {
    await template({});
    const { enrollment } = await enroll();
    const event = await schedule(enrollment);
    for (const moment of [new Date(2026, 2, 14, 23, 59, 59), new Date(2026, 2, 16)]) {
      now = moment;
      await run();
      expect(await subjects()).toEqual([]);
    }
    now = new Date(2026, 2, 15);
    await run();
    now = new Date(2026, 2, 15, 23, 59, 59);
    await run();
    expect(await subjects()).toEqual(['Visit']);
    expect(event).toBeDefined();
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['took place', { occurreddate: '2026-03-14' }],
    ['are skipped', { status: 'SKIPPED' }],
    ['are deleted', { deleted: true }],
  ])('are not told of when they %s', async (_why, more) => {
    await template({});
    const { enrollment } = await enroll();
    await schedule(enrollment, more);
    expect(await run()).toMatchObject({ message: '0 notifications sent' });
  });

  it('are not told of when their enrollment or tracked entity is deleted', async () => {
    await template({});
    await schedule((await enroll({ deleted: true })).enrollment);
    const { enrollment, trackedEntity } = await enroll();
    await schedule(enrollment);
    await sql`update trackedentity set deleted = true where uid = ${trackedEntity}`.execute(server.db);
    expect(await run()).toMatchObject({ message: '0 notifications sent' });
  });
});

describe('enrollments', () => {
  it.each([
    ['SCHEDULED_DAYS_ENROLLMENT_DATE', 14, '2026-03-01', '14'],
    ['SCHEDULED_DAYS_INCIDENT_DATE', 42, '2026-02-01', '14'],
  ])('are told of by %s', async (notificationTrigger, relativeScheduledDays, date, since) => {
    const text =
      'V{enrollment_date} V{incident_date} V{days_since_enrollment_date} V{org_unit_name} V{enrollment_id} V{tracked_entity_id}';
    const of = { notificationTrigger, messageTemplate: `A{AttrName001} ${text}` };
    await template({ ...of, relativeScheduledDays }, 'program');
    await template({ ...of, relativeScheduledDays: relativeScheduledDays + 1 }, 'program');
    const { enrollment, trackedEntity } = await enroll();
    await run();
    expect(await world.inbox()).toMatchObject([
      { to: ['neighbour', 'one'], text: `Ana 2026-03-01 2026-02-01 ${since} The one ${enrollment} ${trackedEntity}` },
    ]);
    expect(date).toMatch(/^2026-/);
  });

  it.each([{ status: 'COMPLETED' }, { deleted: true }, { occurreddate: null }])(
    'are not told of with %j',
    async (more) => {
      await template({ notificationTrigger: 'SCHEDULED_DAYS_INCIDENT_DATE', relativeScheduledDays: 42 }, 'program');
      await enroll(more);
      expect(await run()).toMatchObject({ message: '0 notifications sent' });
    },
  );
});

describe('the recipient', () => {
  const due = async (body: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => {
    const uid = await template(body);
    const enrolled = await enroll();
    const event = await schedule(enrolled.enrollment, more);
    return { uid, event, ...enrolled };
  };

  it.each([
    [{}, ['district', 'nation', 'one', 'two']],
    [{ notifyUsersInHierarchyOnly: true }, ['district', 'nation', 'two']],
    [{ notifyParentOrganisationUnitOnly: true }, ['district']],
  ])('is a user group with %j', async (flags, to) => {
    await due({ notificationRecipient: 'USER_GROUP', recipientUserGroup: { id: group }, ...flags });
    await run();
    expect((await world.inbox()).map((message) => message.to)).toEqual([to]);
  });

  it('is the tracked entity by mail', async () => {
    const { uid, event, trackedEntity } = await due({
      notificationRecipient: 'TRACKED_ENTITY_INSTANCE',
      deliveryChannels: ['EMAIL'],
    });
    await run();
    expect(post.mails.map(({ to, subject, text }) => [to, subject, text.trim()])).toEqual([
      [['ana@example.org'], 'Visit', 'Please come.'],
    ]);
    expect(await programMessages(server)).toEqual([
      {
        subject: 'Visit',
        text: 'Please come.',
        status: 'SENT',
        template: uid,
        event,
        enrollment: null,
        trackedEntity,
        unit: null,
        channels: ['EMAIL'],
        mails: ['ana@example.org'],
        phones: null,
      },
    ]);
  });

  it('is the contact of the organisation unit', async () => {
    await due({ notificationRecipient: 'ORGANISATION_UNIT_CONTACT', deliveryChannels: ['EMAIL'] });
    await run();
    expect(post.mails.map(({ to }) => to)).toEqual([['two@example.org']]);
    expect(await programMessages(server)).toMatchObject([{ unit: UNITS.two, trackedEntity: null }]);
  });

  it('is the value of an attribute, by the way that it can be reached', async () => {
    await due({
      notificationRecipient: 'PROGRAM_ATTRIBUTE',
      recipientProgramAttribute: { id: ATTRIBUTE.mail },
      deliveryChannels: ['SMS', 'EMAIL'],
    });
    expect(await run()).toMatchObject({ message: '1 notification sent' });
    expect(post.mails.map(({ to }) => to)).toEqual([['ana@example.org']]);
  });

  it('is the value of a data element', async () => {
    const values = { [ELEMENT.mail]: { value: 'mother@example.org' } };
    await due(
      {
        notificationRecipient: 'DATA_ELEMENT',
        recipientDataElement: { id: ELEMENT.mail },
        deliveryChannels: ['EMAIL'],
      },
      { eventdatavalues: values },
    );
    await run();
    expect(post.mails.map(({ to }) => to)).toEqual([['mother@example.org']]);
  });

  it.each<[Readonly<Record<string, unknown>>]>([
    [
      {
        notificationRecipient: 'DATA_ELEMENT',
        recipientDataElement: { id: ELEMENT.mail },
        deliveryChannels: ['EMAIL'],
      },
    ],
    [
      {
        notificationRecipient: 'PROGRAM_ATTRIBUTE',
        recipientProgramAttribute: { id: ATTRIBUTE.name },
        deliveryChannels: ['EMAIL'],
      },
    ],
    [
      {
        notificationRecipient: 'PROGRAM_ATTRIBUTE',
        recipientProgramAttribute: { id: ATTRIBUTE.secret },
        deliveryChannels: ['EMAIL'],
      },
    ],
    [{ notificationRecipient: 'TRACKED_ENTITY_INSTANCE' }],
    [{ notificationRecipient: 'WEB_HOOK', deliveryChannels: ['HTTP'] }],
    [{ notificationRecipient: 'USER_GROUP' }],
  ])('is nobody with %j', async (body) => {
    await due(body);
    expect(await run()).toMatchObject({ state: 'done', message: '0 notifications sent, 1 had no receiver' });
    expect(post.mails).toEqual([]);
    expect(await world.inbox()).toEqual([]);
  });
});

describe('text messages', () => {
  let gateway: Server;
  const taken: string[] = [];
  beforeAll(async () => {
    gateway = createServer((request, response) => {
      taken.push(new URL(request.url ?? '', 'http://gateway').searchParams.toString());
      response.end();
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const { port } = gateway.address() as AddressInfo;
    const config = {
      type: 'http',
      urlTemplate: `http://127.0.0.1:${port}/send`,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway's own placeholders
      configurationTemplate: 'to=${recipients}&text=${text}',
      contentType: 'FORM_URL_ENCODED',
      useGet: true,
      sendUrlParameters: false,
      parameters: [],
    };
    await sql`
      insert into orderly.sms_gateway (uid, type, name, is_default, config)
      values (${generateUid()}, 'http', 'Gateway', true, ${JSON.stringify(config)}::jsonb)
    `.execute(server.db);
  });
  afterAll(async () => {
    await sql`delete from orderly.sms_gateway`.execute(server.db);
    await new Promise((resolve) => gateway.close(resolve));
  });

  it('go to the number of the tracked entity, beside mail', async () => {
    await template({
      notificationRecipient: 'TRACKED_ENTITY_INSTANCE',
      deliveryChannels: ['SMS', 'EMAIL'],
      messageTemplate: 'x'.repeat(700),
    });
    await schedule((await enroll()).enrollment);
    expect(await run()).toMatchObject({ message: '2 notifications sent' });
    expect(taken).toEqual([`to=23276123456&text=${'x'.repeat(640)}`]);
    expect(post.mails).toHaveLength(1);
    expect(await programMessages(server)).toMatchObject([
      { channels: ['EMAIL'], mails: ['ana@example.org'], phones: null },
      { channels: ['SMS'], mails: null, phones: ['+232 76 123456'] },
    ]);
  });

  it('that no gateway takes are counted, and keep no mail', async () => {
    await sql`delete from orderly.sms_gateway`.execute(server.db);
    await template({ notificationRecipient: 'TRACKED_ENTITY_INSTANCE', deliveryChannels: ['SMS', 'EMAIL'] });
    await schedule((await enroll()).enrollment);
    expect(await run()).toMatchObject({ state: 'done', message: '1 notification sent, 1 could not be sent' });
    expect(post.mails).toHaveLength(1);
    expect((await programMessages(server)).map(({ status }) => status)).toEqual(['SENT', 'FAILED']);
  });
});

describe('messages of program rules', () => {
  /** What a program rule puts down when it runs. */
  async function put(
    about: { readonly event?: string; readonly enrollment?: string },
    template: string | null,
    { at = '2026-03-15 00:00', snapshot = null as unknown } = {},
  ): Promise<string> {
    const uid = generateUid();
    await sql`
      insert into programnotificationinstance (programnotificationinstanceid, uid, created, lastupdated, name, enrollmentid, eventid, programnotificationtemplateid, scheduledat, programnotificationtemplatesnapshot)
      values (
        nextval('hibernate_sequence'), ${uid}, now(), now(), 'Message', (select enrollmentid from enrollment where uid = ${about.enrollment ?? null}),
        (select eventid from event where uid = ${about.event ?? null}),
        (select programnotificationtemplateid from programnotificationtemplate where uid = ${template}), ${at}::timestamp,
        ${snapshot === null ? null : JSON.stringify(snapshot)}::jsonb
      )
    `.execute(server.db);
    return uid;
  }
  const sentAt = async () => {
    const { rows } = await sql<{ uid: string; at: string | null }>`
      select uid, sentat as at from programnotificationinstance order by programnotificationinstanceid
    `.execute(server.db);
    return rows;
  };
  const rule = async (more = {}) =>
    await template({ notificationTrigger: 'PROGRAM_RULE', relativeScheduledDays: null, ...more }, 'none');

  it('are sent on their day, of enrollments and events, and noted', async () => {
    const uid = await rule({ subjectTemplate: 'V{org_unit_name}' });
    const { enrollment } = await enroll();
    const event = await schedule(enrollment);
    const instances = [
      await put({ enrollment }, uid, { at: '2026-03-15 23:59' }),
      await put({ event }, uid),
      await put({ event }, uid, { at: '2026-03-14 23:59' }),
      await put({ event }, uid, { at: '2026-03-16 00:00' }),
    ];
    expect(await run()).toMatchObject({ message: '2 notifications sent' });
    expect(await subjects()).toEqual(['The one', 'The two']);
    expect((await sentAt()).map(({ uid: instance, at }) => [instance, at])).toEqual([
      [instances[0], '2026-03-15T02:30:00.000'],
      [instances[1], '2026-03-15T02:30:00.000'],
      [instances[2], null],
      [instances[3], null],
    ]);
    expect(await run()).toMatchObject({ message: '0 notifications sent' });
  });

  it('are sent as their template was when the rule ran', async () => {
    const uid = await rule();
    const { enrollment } = await enroll();
    const snapshot = {
      uid,
      notificationTrigger: 'PROGRAM_RULE',
      notificationRecipient: 'USER_GROUP',
      recipientUserGroup: { uid: group },
      notifyUsersInHierarchyOnly: true,
      subjectTemplate: 'Before',
      messageTemplate: 'A{AttrName001}',
      deliveryChannels: ['EMAIL'],
    };
    await put({ enrollment }, uid, { snapshot });
    await put({ enrollment }, null, {
      snapshot: { ...snapshot, subjectTemplate: 'Mail', notificationRecipient: 'TRACKED_ENTITY_INSTANCE' },
    });
    expect(await run()).toMatchObject({ message: '2 notifications sent' });
    expect(await world.inbox()).toMatchObject([{ to: ['district', 'nation', 'one'], subject: 'Before', text: 'Ana' }]);
    expect(post.mails).toMatchObject([{ to: ['ana@example.org'], subject: 'Mail' }]);
  });

  it('are not sent for templates that are sent on other occasions, or that are gone', async () => {
    const uid = await rule({ notificationTrigger: 'COMPLETION' });
    const { enrollment } = await enroll();
    await put({ enrollment }, uid);
    await put({ enrollment }, null);
    expect(await run()).toMatchObject({ message: '0 notifications sent' });
  });

  it('are not noted before they are sent', async () => {
    const uid = await rule({ notificationRecipient: 'TRACKED_ENTITY_INSTANCE', deliveryChannels: ['EMAIL'] });
    const { enrollment } = await enroll();
    await put({ enrollment }, uid);
    post.refuse('ana@example.org');
    expect(await run()).toMatchObject({ state: 'done', message: '0 notifications sent, 1 could not be sent' });
    expect(await sentAt()).toMatchObject([{ at: null }]);
    expect(await programMessages(server)).toMatchObject([{ status: 'FAILED', event: null, enrollment }]);
  });
});

describe('a second run', () => {
  it('sends nothing twice on the same day', async () => {
    await template({});
    await template({ notificationRecipient: 'TRACKED_ENTITY_INSTANCE', deliveryChannels: ['EMAIL'] });
    await template({ notificationTrigger: 'SCHEDULED_DAYS_ENROLLMENT_DATE', relativeScheduledDays: 14 }, 'program');
    await schedule((await enroll()).enrollment);
    expect(await run()).toMatchObject({ message: '3 notifications sent' });
    expect(await run()).toMatchObject({ message: '0 notifications sent' });
    expect(await world.inbox()).toHaveLength(2);
    expect(post.mails).toHaveLength(1);
  });

  it('has the first one’s failures alone', async () => {
    await template({ notificationRecipient: 'TRACKED_ENTITY_INSTANCE', deliveryChannels: ['EMAIL'] });
    await schedule((await enroll({}, { ...VALUES, [ATTRIBUTE.mail]: 'gone@example.org' })).enrollment);
    await schedule((await enroll()).enrollment);
    post.refuse('gone@example.org');
    expect(await run()).toMatchObject({ message: '1 notification sent, 1 could not be sent' });
    expect(await run()).toMatchObject({ message: '0 notifications sent, 1 could not be sent' });
    expect(post.mails.map(({ to }) => to)).toEqual([['ana@example.org']]);
  });
});
