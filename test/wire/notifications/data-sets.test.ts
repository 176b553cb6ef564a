import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findRun } from '../../../src/jobs/index.js';
import { jobsOf } from '../../support/jobs.js';
import { testMailServer } from '../../support/mail.js';
import { notificationWorld, programMessages, UNITS } from '../../support/notifications.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';

/** Two in the morning, some days after a month has ended. */
const MORNING = new Date(2026, 3, 3, 2);
let now = MORNING;
const server = testServer({ clock: { now: () => now } });
const jobs = jobsOf(server);
const world = notificationWorld(server);
const post = testMailServer();

let [monthly, weekly, group] = ['', '', ''];

beforeAll(async () => {
  await world.makeUnits();
  const members = [
    await world.person('one', 'one'),
    await world.person('two', 'two'),
    await world.person('district', 'district'),
    await world.person('nation', 'nation'),
    await world.person('nowhere'),
    await world.person('disabled', 'district'),
  ];
  await sql`update userinfo set disabled = true where uid = ${members.at(-1)}`.execute(server.db);
  await world.person('stranger', 'district');
  group = await world.group('Reporters', members);
  const organisationUnits = [{ id: UNITS.one }, { id: UNITS.two }];
  monthly = await world.make('dataSets', {
    name: 'Child health',
    shortName: 'Child health',
    description: 'Vaccinations',
    periodType: 'Monthly',
    organisationUnits,
  });
  weekly = await world.make('dataSets', {
    name: 'Epidemics',
    shortName: 'Epi',
    periodType: 'Weekly',
    organisationUnits,
  });
});

beforeEach(async () => {
  now = MORNING;
  await world.emptyInboxes();
  for (const table of [
    'datasetnotification_datasets',
    'datasetnotificationtemplate_deliverychannel',
    'datasetnotificationtemplate',
    'completedatasetregistration',
    'programmessage_deliverychannels',
    'programmessage_emailaddresses',
    'programmessage_phonenumbers',
    'programmessage',
  ])
    await sql`delete from ${sql.table(table)}`.execute(server.db);
  await sql`update organisationunit set closeddate = null, email = shortname || '@example.org'`.execute(server.db);
  await configureServer(server, post.settings);
});

const template = async (more: Readonly<Record<string, unknown>>, dataSets: readonly string[] = [monthly]) =>
  await world.make('dataSetNotificationTemplates', {
    name: 'Late reports',
    subjectTemplate: 'V{data_name} of V{complete_registration_ou}',
    messageTemplate: 'V{complete_registration_period} is missing on V{current_date}. V{data_description}',
    dataSetNotificationTrigger: 'SCHEDULED_DAYS',
    relativeScheduledDays: 3,
    sendStrategy: 'SINGLE_NOTIFICATION',
    notificationRecipient: 'USER_GROUP',
    recipientUserGroup: { id: group },
    dataSets: dataSets.map((id) => ({ id })),
    ...more,
  });

/** Registers a data set of a period, begun on a day, as complete or as not. */
async function register(unit: string, dataSet: string, startDate: string, completed = true): Promise<void> {
  await sql`
    with stored as (
      insert into period (periodid, periodtypeid, startdate, enddate)
      select nextval('hibernate_sequence'), dataset.periodtypeid, ${startDate}::date, ${startDate}::date + interval '1 month' - interval '1 day'
      from dataset where dataset.uid = ${dataSet}
      on conflict (periodtypeid, startdate, enddate) do update set enddate = excluded.enddate
      returning periodid
    )
    insert into completedatasetregistration (datasetid, periodid, sourceid, attributeoptioncomboid, date, completed)
    select dataset.datasetid, stored.periodid, organisationunit.organisationunitid, categoryoptioncombo.categoryoptioncomboid, now(), ${completed}
    from stored, dataset, organisationunit, categoryoptioncombo
    where dataset.uid = ${dataSet} and organisationunit.uid = ${unit} and categoryoptioncombo.name = 'default'
  `.execute(server.db);
}

const run = async () => await jobs.run('DATA_SET_NOTIFICATION');

describe('reminders of single reports', () => {
  it('go to those of the group who are at the unit or above it', async () => {
    await template({});
    await register(UNITS.one, monthly, '2026-03-01');
    await register(UNITS.two, monthly, '2026-03-01', false);
    await register(UNITS.two, monthly, '2026-02-01');
    expect(await run()).toMatchObject({ state: 'done', message: '1 notification sent' });
    expect(await world.inbox()).toEqual([
      {
        to: ['district', 'nation', 'two'],
        subject: 'Child health of The two',
        text: 'March 2026 is missing on 2026-04-03. Vaccinations',
        type: 'SYSTEM',
        priority: 'NONE',
        status: 'NONE',
      },
    ]);
  });

  it('go to the parent only if the template says so', async () => {
    await template({ notifyParentOrganisationUnitOnly: true });
    await run();
    expect((await world.inbox()).map(({ to }) => to)).toEqual([['district'], ['district']]);
  });

  it.each([
    [3, '2026-04-02T23:59:59', []],
    [3, '2026-04-03T00:00:00', ['March 2026']],
    [3, '2026-04-03T23:59:59', ['March 2026']],
    [3, '2026-04-04T00:00:00', []],
    [0, '2026-03-31T12:00:00', ['March 2026']],
    [0, '2026-04-01T00:00:00', []],
    [-2, '2026-03-29T12:00:00', ['March 2026']],
    [-2, '2026-04-02T12:00:00', []],
    [40, '2026-05-10T12:00:00', ['March 2026']],
  ])('are sent %i days after the end of the period: %s', async (relativeScheduledDays, moment, periods) => {
    now = new Date(moment);
    await template({ relativeScheduledDays, messageTemplate: 'V{complete_registration_period}' });
    await run();
    expect([...new Set((await world.inbox()).map(({ text }) => text))]).toEqual(periods);
  });

  it('are of each data set whose period is due', async () => {
    // The week that began on Monday, 23 March ended on the 29th; no month did.
    now = new Date(2026, 3, 1, 2);
    await template({ subjectTemplate: 'V{data_set_name}', messageTemplate: 'V{registration_period}' }, [
      monthly,
      weekly,
    ]);
    await run();
    expect((await world.inbox()).map(({ subject, text }) => `${subject}: ${text}`)).toEqual(
      Array(2).fill('Epidemics: Week 13 2026-03-23 - 2026-03-29'),
    );
  });

  it('leave out units that were closed before the period', async () => {
    await template({});
    await sql`update organisationunit set closeddate = '2026-02-28' where uid = ${UNITS.one}`.execute(server.db);
    await sql`update organisationunit set closeddate = '2026-03-01' where uid = ${UNITS.two}`.execute(server.db);
    await run();
    expect((await world.inbox()).map(({ subject }) => subject)).toEqual(['Child health of The two']);
  });

  it('are not sent for other triggers', async () => {
    await template({ dataSetNotificationTrigger: 'DATA_SET_COMPLETION' });
    expect(await run()).toMatchObject({ message: '0 notifications sent' });
    expect(await world.inbox()).toEqual([]);
  });

  it('go to the contact of the unit by mail', async () => {
    const uid = await template({
      notificationRecipient: 'ORGANISATION_UNIT_CONTACT',
      deliveryChannels: ['EMAIL', 'SMS'],
    });
    await sql`update organisationunit set phonenumber = null`.execute(server.db);
    await sql`update organisationunit set email = 'nothing' where uid = ${UNITS.one}`.execute(server.db);
    expect(await run()).toMatchObject({ message: '1 notification sent, 1 had no receiver' });
    expect(post.mails.map(({ to, subject, text }) => [to, subject, text.trim()])).toEqual([
      [['two@example.org'], 'Child health of The two', 'March 2026 is missing on 2026-04-03. Vaccinations'],
    ]);
    expect(await programMessages(server)).toMatchObject([
      { status: 'SENT', template: uid, channels: ['EMAIL'], mails: ['two@example.org'], phones: null, event: null },
    ]);
    expect(await world.inbox()).toEqual([]);
  });
});

describe('copies by mail', () => {
  it('go to those who want them, and harm nothing when they cannot be sent', async () => {
    await configureServer(server, { keyMessageEmailNotification: 'true' });
    await template({});
    await register(UNITS.two, monthly, '2026-03-01');
    await run();
    expect(post.mails.map(({ to, subject }) => [to.toSorted(), subject])).toEqual([
      [['district@example.org', 'nation@example.org', 'one@example.org'], '[DHIS 2] Child health of The one'],
    ]);
    await world.emptyInboxes();
    post.refuse();
    const second = await run();
    expect(second).toMatchObject({ state: 'done', message: '1 notification sent' });
    expect(second.messages.filter(({ level }) => level === 'WARN')).toHaveLength(1);
    expect(await world.inbox()).toHaveLength(1);
    await configureServer(server, { keyMessageEmailNotification: '' });
  });
});

describe('summaries', () => {
  it('count what is missing, for everybody in the group', async () => {
    now = new Date(2026, 4, 31, 2);
    await template({ sendStrategy: 'COLLECTIVE_SUMMARY', relativeScheduledDays: 0 }, [monthly, weekly]);
    await register(UNITS.one, monthly, '2026-05-01');
    expect(await run()).toMatchObject({ message: '1 notification sent' });
    expect(await world.inbox()).toMatchObject([
      {
        to: ['district', 'nation', 'nowhere', 'one', 'two'],
        subject: 'Overdue data set summary',
        text:
          'Organisation units: 1\nPeriod: May 2026\nData set: Child health\n\n' +
          'Organisation units: 2\nPeriod: Week 22 2026-05-25 - 2026-05-31\nData set: Epidemics',
      },
    ]);
  });

  it('are of what is pending before the end of the period', async () => {
    now = new Date(2026, 2, 30, 2);
    await template({ sendStrategy: 'COLLECTIVE_SUMMARY', relativeScheduledDays: -1 });
    await run();
    expect(await world.inbox()).toMatchObject([{ subject: 'Pending data set summary' }]);
  });

  it('are not sent when nothing is due', async () => {
    await template({ sendStrategy: 'COLLECTIVE_SUMMARY', relativeScheduledDays: 4 });
    expect(await run()).toMatchObject({ message: '0 notifications sent' });
  });

  it('cannot be sent to nobody', async () => {
    await template({ sendStrategy: 'COLLECTIVE_SUMMARY', recipientUserGroup: null });
    expect(await run()).toMatchObject({ message: '0 notifications sent, 1 had no receiver' });
  });
});

describe('a second run', () => {
  it('sends nothing twice on the same day', async () => {
    await template({});
    await template({ name: 'Mail', notificationRecipient: 'ORGANISATION_UNIT_CONTACT', deliveryChannels: ['EMAIL'] });
    await template({ name: 'Summary', sendStrategy: 'COLLECTIVE_SUMMARY' });
    expect(await run()).toMatchObject({ message: '5 notifications sent' });
    now = new Date(2026, 3, 3, 23);
    expect(await run()).toMatchObject({ message: '0 notifications sent' });
    expect(await world.inbox()).toHaveLength(3);
    expect(post.mails).toHaveLength(2);
  });

  it('sends what the first could not', async () => {
    await template({ notificationRecipient: 'ORGANISATION_UNIT_CONTACT', deliveryChannels: ['EMAIL'] });
    post.refuse('one@example.org');
    const first = await run();
    expect(first).toMatchObject({ state: 'done', message: '1 notification sent, 1 could not be sent' });
    expect(first.messages.filter(({ level }) => level === 'WARN')).toHaveLength(1);
    expect(post.mails.map(({ to }) => to)).toEqual([['two@example.org']]);
    expect((await programMessages(server)).map(({ status }) => status)).toEqual(['FAILED', 'SENT']);
    post.refuse('nobody@example.org');
    expect(await run()).toMatchObject({ message: '1 notification sent' });
    expect(post.mails.map(({ to }) => to)).toEqual([['two@example.org'], ['one@example.org']]);
  });

  it('goes on where a cancelled one ended', async () => {
    for (let index = 0; index < 10; index += 1)
      await template({
        subjectTemplate: `Template ${index}`,
        notificationRecipient: 'ORGANISATION_UNIT_CONTACT',
        deliveryChannels: ['EMAIL'],
      });
    const { uid } = await server.services.jobs.queue(server.db, { type: 'DATA_SET_NOTIFICATION' });
    await expect.poll(() => post.mails.length).toBeGreaterThan(0);
    await server.services.jobs.cancel(server.db, uid);
    await expect.poll(async () => (await findRun(server.db, uid))?.state).toMatch(/cancelled|done/);
    expect(await run()).toMatchObject({ state: 'done' });
    const got = post.mails.map(({ to, subject }) => `${to.join()} ${subject}`);
    expect(new Set(got).size).toBe(20);
    expect(got).toHaveLength(20);
  });

  it('remembers messages of other days no longer than a week', async () => {
    await sql`insert into orderly.sent_notification (message, sent_at) values ('old', now() - interval '8 days'), ('new', now() - interval '6 days')`.execute(
      server.db,
    );
    await run();
    const { rows } = await sql`select message from orderly.sent_notification`.execute(server.db);
    expect(rows).toEqual([{ message: 'new' }]);
  });
});

describe('when no mail goes out', () => {
  it('asks for every address as long as the mail server answers', async () => {
    for (let index = 0; index < 4; index += 1)
      await template({ notificationRecipient: 'ORGANISATION_UNIT_CONTACT', deliveryChannels: ['EMAIL'] });
    post.refuse();
    expect(await run()).toMatchObject({ state: 'done', message: '0 notifications sent, 8 could not be sent' });
    expect(post.refused).toBe(8);
  });

  it('gives up the mails after some, and nothing else', async () => {
    for (let index = 0; index < 4; index += 1)
      await template({ notificationRecipient: 'ORGANISATION_UNIT_CONTACT', deliveryChannels: ['EMAIL'] });
    await template({});
    await configureServer(server, { keyEmailHostName: '' });
    const ended = await run();
    expect(ended).toMatchObject({ state: 'done', message: '2 notifications sent, 8 could not be sent' });
    expect(await programMessages(server)).toHaveLength(5);
  });
});
