import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { UNITS } from '../../support/notifications.js';
import { ATTRIBUTE, ELEMENT, PROGRAM, programWorld, STAGE, VALUES } from '../../support/program-notifications.js';

const programs = programWorld();
const { server, world, post, template, enroll, schedule, itIs, run, subjects } = programs;

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
      itIs(moment);
      await run();
      expect(await subjects()).toEqual([]);
    }
    itIs(new Date(2026, 2, 15));
    await run();
    itIs(new Date(2026, 2, 15, 23, 59, 59));
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
