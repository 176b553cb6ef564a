import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type NotifyContext,
  notifyValidationResults,
  type Violation,
} from '../../../src/features/notifications/index.js';
import { periodContaining } from '../../../src/kernel/periods/index.js';
import { jobsOf } from '../../support/jobs.js';
import { notificationWorld, UNITS, type UnitName } from '../../support/notifications.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const now = new Date(2026, 2, 15, 7, 0, 5);
const server = testServer({ clock: { now: () => now } });
const jobs = jobsOf(server);
const world = notificationWorld(server);
const users = makeUsers(server);

let [group, few, high, low, plain] = ['', '', '', '', ''];

beforeAll(async () => {
  await world.makeUnits();
  const members = [
    await world.person('one', 'one'),
    await world.person('two', 'two'),
    await world.person('both', 'one', 'two'),
    await world.person('district', 'district'),
    await world.person('nation', 'nation'),
  ];
  group = await world.group('Watch', members);
  few = await world.group('Few', members.slice(0, 1));
  const rule = async (name: string, importance: string, operator = 'less_than'): Promise<string> =>
    await world.make('validationRules', {
      name,
      shortName: name,
      description: `About ${name}`,
      importance,
      operator,
      periodType: 'Monthly',
      leftSide: { expression: '1', description: 'the left', missingValueStrategy: 'NEVER_SKIP' },
      rightSide: { expression: '2', description: 'the right', missingValueStrategy: 'NEVER_SKIP' },
    });
  high = await rule('High rule', 'HIGH');
  low = await rule('Low rule', 'LOW', 'compulsory_pair');
  plain = await rule('Plain rule', 'MEDIUM');
});

beforeEach(async () => {
  await world.emptyInboxes();
  for (const table of [
    'validationresult',
    'validationnotificationtemplate_recipientusergroups',
    'validationnotificationtemplatevalidationrules',
    'validationnotificationtemplate',
  ])
    await sql`delete from ${sql.table(table)}`.execute(server.db);
});

const template = async (rules: readonly string[], more: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  await world.make('validationNotificationTemplates', {
    name: 'Violation',
    subjectTemplate: 'V{rule_name}',
    messageTemplate: 'V{org_unit_name}',
    validationRules: rules.map((id) => ({ id })),
    recipientUserGroups: [{ id: group }],
    notifyUsersInHierarchyOnly: true,
    sendStrategy: 'SINGLE_NOTIFICATION',
    ...more,
  });

/** A stored result of February 2026. */
async function violate(rule: string, unit: UnitName, left = 10, right = 12.5): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with stored as (
      insert into period (periodid, periodtypeid, startdate, enddate)
      select nextval('hibernate_sequence'), periodtype.periodtypeid, '2026-02-01', '2026-02-28' from periodtype where periodtype.name = 'Monthly'
      on conflict (periodtypeid, startdate, enddate) do update set enddate = excluded.enddate
      returning periodid
    )
    insert into validationresult (validationresultid, created, leftsidevalue, rightsidevalue, validationruleid, periodid, organisationunitid, attributeoptioncomboid, dayinperiod, notificationsent)
    select nextval('hibernate_sequence'), now(), ${left}, ${right}, validationrule.validationruleid, stored.periodid, organisationunit.organisationunitid,
      categoryoptioncombo.categoryoptioncomboid, 28, false
    from stored, validationrule, organisationunit, categoryoptioncombo
    where validationrule.uid = ${rule} and organisationunit.uid = ${UNITS[unit]} and categoryoptioncombo.name = 'default'
    returning validationresultid as id
  `.execute(server.db);
  return rows[0]?.id ?? 0;
}

const unsent = async (): Promise<readonly number[]> => {
  const { rows } = await sql<{ id: number }>`
    select validationresultid as id from validationresult where notificationsent is not true order by validationresultid
  `.execute(server.db);
  return rows.map(({ id }) => id);
};

const run = async () => await jobs.run('VALIDATION_RESULTS_NOTIFICATION');

describe('single notifications', () => {
  it('tell of one violation each, with what is known of it', async () => {
    await template([high], {
      messageTemplate:
        'V{rule_description}|V{operator}|V{importance}|V{left_side_description} V{left_side_value}|V{right_side_description} V{right_side_value}|' +
        'V{org_unit_name}|V{period}|V{current_date}|A{AttrName001}',
    });
    await violate(high, 'one');
    expect(await run()).toMatchObject({ state: 'done', message: '1 notification sent' });
    expect(await world.inbox()).toEqual([
      {
        to: ['both', 'district', 'nation', 'one'],
        subject: 'High rule',
        text: 'About High rule|<|HIGH|the left 10.0|the right 12.5|The one|February 2026|2026-03-15|[N/A]',
        type: 'VALIDATION_RESULT',
        priority: 'HIGH',
        status: 'OPEN',
      },
    ]);
    expect(await unsent()).toEqual([]);
  });

  it('go to whole groups, and of little things there is nothing to follow up', async () => {
    await template([low], { notifyUsersInHierarchyOnly: false, messageTemplate: 'V{operator}' });
    await violate(low, 'two');
    await run();
    expect(await world.inbox()).toMatchObject([
      { to: ['both', 'district', 'nation', 'one', 'two'], text: '[Compulsory pair]', priority: 'LOW', status: 'NONE' },
    ]);
  });

  it('are sent by every template of the rule', async () => {
    await template([high, low]);
    await template([high], { name: 'Other', subjectTemplate: null, recipientUserGroups: [{ id: few }] });
    await violate(high, 'one');
    await violate(low, 'two');
    expect(await run()).toMatchObject({ message: '3 notifications sent' });
    expect((await world.inbox()).map(({ subject, to }) => `${subject}: ${to.join()}`)).toEqual([
      'High rule: both,district,nation,one',
      'Other: one',
      'Low rule: both,district,nation,two',
    ]);
  });
});

describe('summaries', () => {
  it('tell users of all that they are to know in one message, the same one for all who are to know the same', async () => {
    await template([high, low, plain], { sendStrategy: 'COLLECTIVE_SUMMARY' });
    await violate(low, 'two');
    await violate(high, 'one');
    await violate(plain, 'one');
    expect(await run()).toMatchObject({ message: '3 notifications sent' });
    const messages = await world.inbox();
    expect(messages.map(({ to, priority }) => `${to.join()}: ${priority}`).toSorted()).toEqual([
      'both,district,nation: HIGH',
      'one: HIGH',
      'two: LOW',
    ]);
    const all = messages.find(({ to }) => to.includes('nation'));
    expect(all).toMatchObject({
      subject: 'Validation violations as of 2026-03-15T07:00:05',
      text: 'Violations: High 1, medium 1, low 1\n\nHigh rule\nThe one\n\nLow rule\nThe two\n\nPlain rule\nThe one',
      type: 'VALIDATION_RESULT',
    });
    expect(await unsent()).toEqual([]);
  });

  it('are sent beside single notifications', async () => {
    await template([high]);
    await template([high], { sendStrategy: 'COLLECTIVE_SUMMARY', recipientUserGroups: [{ id: few }] });
    await violate(high, 'one');
    expect(await run()).toMatchObject({ message: '2 notifications sent' });
  });
});

describe('results', () => {
  it('are marked when they have a template, even if nobody is there to be told', async () => {
    await template([high], { recipientUserGroups: [] });
    await violate(high, 'one');
    const without = await violate(plain, 'one');
    expect(await run()).toMatchObject({ message: '0 notifications sent, 1 had no receiver' });
    expect(await unsent()).toEqual([without]);
  });

  it('are told of once', async () => {
    await template([high]);
    await template([low], { sendStrategy: 'COLLECTIVE_SUMMARY' });
    await violate(high, 'one');
    await violate(low, 'one');
    expect(await run()).toMatchObject({ message: '2 notifications sent' });
    expect(await run()).toMatchObject({ message: '0 notifications sent' });
    await violate(high, 'two');
    expect(await run()).toMatchObject({ message: '1 notification sent' });
  });

  it('are told of once when a run died before it marked them', async () => {
    await template([high]);
    await template([low], { sendStrategy: 'COLLECTIVE_SUMMARY' });
    await violate(high, 'one');
    await violate(low, 'one');
    await run();
    const told = await world.inbox();
    await sql`update validationresult set notificationsent = false`.execute(server.db);
    expect(await run()).toMatchObject({ message: '0 notifications sent' });
    expect(await unsent()).toEqual([]);
    expect(await world.inbox()).toEqual(told);
  });
});

describe('a message that cannot be stored', () => {
  it('keeps no other from its receivers, and is sent the next time', async () => {
    await template([high, low]);
    const failing = await violate(high, 'one');
    await violate(low, 'one');
    await sql`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'The disk is full'; end $$;
      create trigger refuse before insert on messageconversation for each row when (new.subject = 'High rule') execute function refuse()
    `.execute(server.db);
    expect(await run()).toMatchObject({ state: 'done', message: '1 notification sent, 1 could not be sent' });
    expect(await unsent()).toEqual([failing]);
    await sql`drop trigger refuse on messageconversation`.execute(server.db);
    expect(await run()).toMatchObject({ message: '1 notification sent' });
    expect((await world.inbox()).map(({ subject }) => subject)).toEqual(['Low rule', 'High rule']);
  });
});

describe('violations that a run has just found', () => {
  const idOf = async (
    table: 'validationrule' | 'organisationunit' | 'categoryoptioncombo',
    column: string,
    value: string,
  ) => {
    const { rows } = await sql<{ id: number }>`
      select ${sql.ref(`${table}id`)} as id from ${sql.table(table)} where ${sql.ref(column)} = ${value}
    `.execute(server.db);
    return rows[0]?.id ?? 0;
  };
  const found = async (rule: string, unit: UnitName, resultId?: number): Promise<Violation> => ({
    ruleId: await idOf('validationrule', 'uid', rule),
    organisationUnitId: await idOf('organisationunit', 'uid', UNITS[unit]),
    attributeOptionComboId: await idOf('categoryoptioncombo', 'name', 'default'),
    period: periodContaining('Monthly', '2026-02-10'),
    leftSideValue: 3,
    rightSideValue: 4,
    ...(resultId !== undefined && { resultId }),
  });
  const context = (runUid: string): NotifyContext => ({
    db: server.db,
    now,
    run: runUid,
    progress: {
      stage: async (
        _name: string,
        work: (stage: { item: (name: string, work: () => Promise<unknown>) => Promise<unknown> }) => Promise<unknown>,
      ) => await work({ item: async (_item, task) => await task() }),
      message: async () => undefined,
      error: () => undefined,
    } as unknown as NotifyContext['progress'],
  });

  it('are told of once a run when they are not stored', async () => {
    await template([high], { messageTemplate: 'V{left_side_value} V{period}' });
    const violations = [await found(high, 'one'), await found(plain, 'one')];
    expect(await notifyValidationResults(context('run1'), violations)).toBe('1 notification sent');
    expect(await notifyValidationResults(context('run1'), violations)).toBe('0 notifications sent');
    expect(await notifyValidationResults(context('run2'), violations)).toBe('1 notification sent');
    expect((await world.inbox()).map(({ text }) => text)).toEqual(['3.0 February 2026', '3.0 February 2026']);
  });

  it('are marked when they are stored, and others are not', async () => {
    await template([high]);
    const mine = await violate(high, 'one');
    const other = await violate(high, 'two');
    expect(await notifyValidationResults(context('run1'), [await found(high, 'one', mine)])).toBe(
      '1 notification sent',
    );
    expect(await unsent()).toEqual([other]);
  });
});

describe('/api/validation/sendNotifications', () => {
  it.each(['POST', 'PUT'])('starts the run by %s', async (method) => {
    await template([high]);
    await violate(high, 'one');
    const { login } = await users.make(['F_RUN_VALIDATION']);
    const { status, json, headers } = await server.request('/api/validation/sendNotifications', {
      method,
      user: login,
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      httpStatus: 'OK',
      status: 'OK',
      response: { responseType: 'JobConfiguration', jobType: 'VALIDATION_RESULTS_NOTIFICATION' },
    });
    expect(headers.get('location')).toMatch(/\/api\/system\/tasks\/VALIDATION_RESULTS_NOTIFICATION$/);
    await expect.poll(unsent).toEqual([]);
    expect(await world.inbox()).toHaveLength(1);
  });

  it('is for those who may run validation', async () => {
    const { login } = await users.make([]);
    const { status } = await server.request('/api/validation/sendNotifications', { method: 'POST', user: login });
    expect(status).toBe(403);
  });
});
