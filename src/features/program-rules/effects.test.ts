import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { type MadeRow, makeRow } from '../../../test/support/make-row.js';
import { groupWith, RuleBench } from '../../../test/support/program-rules.js';
import { ruleEffects } from './effects.js';
import type { RuleEffect, RuleEnrollment, RuleEvent } from './given.js';

const test = testDatabase();
let bench: RuleBench;
let stage: MadeRow;
let other: MadeRow;
let weight: MadeRow;
let note: MadeRow;
let age: MadeRow;

beforeAll(async () => {
  bench = await RuleBench.make(test.db);
  weight = await bench.element('NUMBER');
  note = await bench.element('TEXT');
  age = await bench.attribute('NUMBER');
  stage = await bench.stage([weight, note]);
  other = await bench.stage([weight]);
});
beforeEach(() => bench.dropRules());

const enrolled = (events: readonly RuleEvent[], given: Partial<RuleEnrollment> = {}) =>
  bench.enrollment({ ...given, events });

const effectsOf = async (enrollment: RuleEnrollment, user: string | null = null) =>
  await ruleEffects(test.db, { user, enrollments: [enrollment], events: [] });

/** The uids of what the only rule finds true. */
const hits = async (enrollment: RuleEnrollment, user: string | null = null): Promise<readonly string[]> => {
  const effects = await effectsOf(enrollment, user);
  expect(effects.map(({ action, data }) => (action === 'ERROR' ? data : ''))).toEqual(effects.map(() => ''));
  return effects.map(({ uid }) => uid);
};

describe('what a rule may do', () => {
  it('works out the value of an assignment for an event', async () => {
    await bench.variable('weight', { dataElement: weight });
    const rule = await bench.rule({
      condition: '#{weight} > 10',
      actions: [{ type: 'ASSIGN', data: 'd2:concatenate(#{weight}, " kg")', dataElement: note }],
    });
    const heavy = bench.event(stage, { dataValues: { [weight.uid]: '12' } });
    const light = bench.event(stage, { dataValues: { [weight.uid]: '9' } });
    expect(await effectsOf(enrolled([heavy, light]))).toEqual<RuleEffect[]>([
      {
        target: 'EVENT',
        uid: heavy.uid,
        rule,
        action: 'ASSIGN',
        content: null,
        data: '12 kg',
        dataElement: note.uid,
        valueType: 'TEXT',
      },
    ]);
  });

  it('shows, with its text, its value and what it is about', async () => {
    await bench.variable('age', { attribute: age });
    await bench.rule({
      condition: 'A{age} < 0',
      actions: [
        { type: 'SHOWERROR', content: 'Not born yet', data: 'A{age} * 2', attribute: age },
        { type: 'SHOWWARNING', content: 'Look again' },
        { type: 'ERRORONCOMPLETE', content: 'Now', attribute: age },
        { type: 'WARNINGONCOMPLETE', content: 'Then', attribute: age },
        { type: 'SETMANDATORYFIELD', data: 'no(matter', attribute: age },
        { type: 'HIDEFIELD', attribute: age },
      ],
    });
    const effects = await effectsOf(enrolled([], { attributes: { [age.uid]: '-2' } }));
    expect(effects).toMatchObject([
      { action: 'SHOWERROR', content: 'Not born yet', data: '-4', attribute: age.uid, valueType: 'NUMBER' },
      { action: 'SHOWWARNING', content: 'Look again', data: null },
      { action: 'ERRORONCOMPLETE' },
      { action: 'WARNINGONCOMPLETE' },
      { action: 'SETMANDATORYFIELD', attribute: age.uid },
    ]);
  });

  it('goes by priority, and by age of the rules where that is equal', async () => {
    const rules: string[] = [];
    for (const priority of [undefined, 3, 1, 3, undefined]) {
      rules.push(await bench.rule({ ...(priority && { priority }), actions: [{ type: 'SHOWWARNING', content: 'x' }] }));
    }
    const order = (await effectsOf(enrolled([]))).map(({ rule }) => rules.indexOf(rule));
    expect(order).toEqual([2, 1, 3, 0, 4]);
  });

  it('assigns to a variable of its own that rules after it read', async () => {
    await bench.variable('weight', { dataElement: weight });
    await bench.variable('double', { source: 'CALCULATED_VALUE', valueType: 'NUMBER' });
    await bench.rule({ priority: 1, actions: [{ type: 'ASSIGN', content: '#{double}', data: '#{weight} * 2' }] });
    await bench.rule({
      priority: 2,
      condition: '#{double} > 20',
      actions: [{ type: 'SHOWERROR', content: 'Twice', data: '#{double}', dataElement: weight }],
    });
    const event = bench.event(stage, { dataValues: { [weight.uid]: '11' } });
    expect(await effectsOf(enrolled([event]))).toMatchObject([{ uid: event.uid, action: 'SHOWERROR', data: '22' }]);
  });

  it('marks an assigned value that is no option', async () => {
    const set = await bench.optionSet({ F: 'Female', M: 'Male' });
    const sex = await bench.element('TEXT', { optionsetid: set.id });
    const sexStage = await bench.stage([sex]);
    await bench.rule({ priority: 1, actions: [{ type: 'ASSIGN', data: "'F'", dataElement: sex }] });
    await bench.rule({ priority: 2, actions: [{ type: 'ASSIGN', data: "'Female'", dataElement: sex }] });
    const effects = await effectsOf(enrolled([bench.event(sexStage)]));
    expect(effects.map(({ data, isUnknownOption }) => [data, isUnknownOption])).toEqual([
      ['F', undefined],
      ['Female', true],
    ]);
  });

  it('names the template of a message', async () => {
    const template = await makeRow(test.db, 'programnotificationtemplate', {
      notificationtrigger: 'PROGRAM_RULE',
      notificationrecipienttype: 'USER_GROUP',
      messagetemplate: 'Hello',
      sendrepeatable: false,
    });
    await bench.rule({
      actions: [
        { type: 'SENDMESSAGE', template },
        { type: 'SCHEDULEMESSAGE', template, data: "d2:addDays('2024-02-27', '3')" },
      ],
    });
    // An event that has no data values yet is still something to write about.
    const event = bench.event(stage, { status: 'SCHEDULE', occurredAt: null, scheduledAt: '2024-05-01' });
    const effects = await effectsOf(enrolled([event], { sent: null }));
    expect(effects).toMatchObject([
      { uid: event.uid, action: 'SENDMESSAGE', notificationTemplate: template.uid },
      { uid: event.uid, action: 'SCHEDULEMESSAGE', notificationTemplate: template.uid, data: '2024-03-01' },
    ]);
  });

  it('fails in words, with the rule and the target, and does not keep others from working', async () => {
    const broken = await bench.rule({ priority: 1, condition: 'd2:nonsense(', actions: [{ type: 'SHOWERROR' }] });
    const whole = await bench.rule({ priority: 2, actions: [{ type: 'SHOWERROR', content: 'x' }] });
    const event = bench.event(stage);
    const effects = await effectsOf(enrolled([event], { sent: null }));
    expect(effects.map(({ rule, action }) => [rule, action])).toEqual(
      expect.arrayContaining([
        [broken, 'ERROR'],
        [whole, 'SHOWERROR'],
      ]),
    );
    expect(effects).toHaveLength(2);
    expect(effects.find(({ action }) => action === 'ERROR')?.data).toContain(`executed for EVENT(${event.uid})`);
  });
});

describe('whom a rule is for', () => {
  it('is events of its stage, of whatever stage without one, and enrollments only without one', async () => {
    const [first, second] = [bench.event(stage), bench.event(other)];
    await bench.rule({ stage: other, actions: [{ type: 'SHOWERROR', content: 'x' }] });
    expect(await hits(enrolled([first, second]))).toEqual([second.uid]);
    await bench.dropRules();
    await bench.rule({ actions: [{ type: 'SHOWERROR', content: 'x' }] });
    const enrollment = enrolled([first, second]);
    expect(await hits(enrollment)).toEqual([enrollment.uid, first.uid, second.uid]);
  });

  it('is events whose stage has the data element, or enrollments if it names an attribute', async () => {
    const [first, second] = [bench.event(stage), bench.event(other)];
    await bench.rule({ actions: [{ type: 'SHOWERROR', content: 'x', dataElement: note }] });
    expect(await hits(enrolled([first, second]))).toEqual([first.uid]);
    await bench.dropRules();
    await bench.rule({ actions: [{ type: 'SHOWERROR', content: 'x', attribute: age }] });
    const enrollment = enrolled([first, second]);
    expect(await hits(enrollment)).toEqual([enrollment.uid]);
  });

  it('is what is sent only', async () => {
    await bench.rule({ actions: [{ type: 'SHOWERROR', content: 'x' }] });
    const [kept, sent] = [bench.event(stage, { sent: null }), bench.event(stage)];
    expect(await hits(enrolled([kept, sent], { sent: null }))).toEqual([sent.uid]);
  });

  it('is events whose data values are checked', async () => {
    const late = await bench.stage([weight], { validationstrategy: 'ON_COMPLETE' });
    await bench.rule({ actions: [{ type: 'SHOWERROR', content: 'x' }] });
    const states = (['ACTIVE', 'COMPLETED', 'SCHEDULE', 'SKIPPED', 'OVERDUE', 'VISITED'] as const).map(
      (status) => [bench.event(stage, { status }), bench.event(late, { status })] as const,
    );
    const found = await hits(enrolled(states.flat(), { sent: null }));
    const told = states.flat().filter(({ uid }) => found.includes(uid));
    expect(told.map(({ status, programStage }) => [status, programStage])).toEqual([
      ['ACTIVE', stage.uid],
      ['COMPLETED', stage.uid],
      ['COMPLETED', late.uid],
      ['VISITED', stage.uid],
    ]);
  });

  it('is nobody in programs without rules, at the price of one statement', async () => {
    let statements = 0;
    const counted = test.db.withPlugin({
      transformQuery({ node }) {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => await Promise.resolve(result),
    });
    const ask = async (count: number) => {
      statements = 0;
      const events = Array.from({ length: count }, () => bench.event(stage, { dataValues: { [weight.uid]: '1' } }));
      await ruleEffects(counted, {
        user: 'Somebody001',
        enrollments: events.map((event) => enrolled([event])),
        events: [],
      });
      return statements;
    };
    expect(await ask(3)).toBe(1);
    // With rules that look at everything there are more, and as many for one as for ten.
    const unknown = 'Nowhere0001';
    await bench.rule({
      condition: `d2:hasUserRole('x') || d2:inOrgUnitGroup('y') || C{${unknown}} > 1 || V{orgunit_code} == 'z'`,
      actions: [{ type: 'SHOWERROR', content: 'x' }],
    });
    expect(await ask(1)).toBe(5);
    expect(await ask(10)).toBe(5);
  });
});

describe('what a condition may look at', () => {
  const when = async (condition: string) =>
    await bench.rule({ condition, actions: [{ type: 'SHOWERROR', content: 'x', dataElement: weight }] });

  it('d2:hasValue', async () => {
    await bench.variable('weight', { dataElement: weight });
    await when('d2:hasValue(#{weight})');
    const [with_, without] = [bench.event(stage, { dataValues: { [weight.uid]: '0' } }), bench.event(stage)];
    expect(await hits(enrolled([with_, without]))).toEqual([with_.uid]);
  });

  it('d2:daysBetween, dates of the event and of the enrollment', async () => {
    await when(
      `d2:daysBetween(V{enrollment_date}, V{event_date}) == 22 && ${isDay('incident_date', '2024-01-01')} &&
        ${isDay('due_date', '2024-01-31')} && ${isDay('completed_date', '2024-02-03')}`,
    );
    const event = bench.event(stage, {
      occurredAt: '2024-02-01T00:00:00.000',
      scheduledAt: '2024-01-31T00:00:00.000',
      completedAt: '2024-02-03T11:00:00.000',
    });
    expect(await hits(enrolled([event]))).toEqual([event.uid]);
    expect(await hits(enrolled([{ ...event, occurredAt: '2024-02-02' }]))).toEqual([]);
  });

  it('late and early hours belong to their day', async () => {
    await when(isDay('event_date', '2024-02-01'));
    const at = (occurredAt: string) => bench.event(stage, { occurredAt });
    const [first, last, next] = [at('2024-02-01'), at('2024-02-01T23:59:59.999'), at('2024-02-02T00:00:00.000')];
    expect(await hits(enrolled([first, last, next]))).toEqual([first.uid, last.uid]);
  });

  it('d2:inOrgUnitGroup, by uid and by code', async () => {
    const [inside, outside] = [await unit(), await unit()];
    const group = await groupWith(test.db, [inside], { code: 'CLINICS' });
    await when(`d2:inOrgUnitGroup('${group.uid}') && d2:inOrgUnitGroup("CLINICS") && !d2:inOrgUnitGroup('nowhere')`);
    const events = [inside, outside].map(({ uid }) => bench.event(stage, { orgUnit: uid }));
    expect(await hits(enrolled(events))).toEqual([events[0]?.uid]);
  });

  it('d2:hasUserRole', async () => {
    const [role, user] = [
      await makeRow(test.db, 'userrole'),
      await makeRow(test.db, 'userinfo', { username: 'rita', ...PERSON }),
    ];
    await sql`insert into userrolemembers (userroleid, userid) values (${role.id}, ${user.id})`.execute(test.db);
    await when(`d2:hasUserRole('${role.uid}')`);
    const event = bench.event(stage);
    expect(await hits(enrolled([event]), user.uid)).toEqual([event.uid]);
    expect(await hits(enrolled([event]))).toEqual([]);
  });

  it('constants', async () => {
    const limit = await makeRow(test.db, 'constant', { value: 12.5 });
    await bench.variable('weight', { dataElement: weight });
    await when(`#{weight} > C{${limit.uid}}`);
    const at = (value: string) => bench.event(stage, { dataValues: { [weight.uid]: value } });
    const [below, above] = [at('12'), at('13')];
    expect(await hits(enrolled([below, above]))).toEqual([above.uid]);
  });

  it('organisation unit, its code, status and number of events', async () => {
    const here = await unit({ code: 'HERE' });
    await when(
      `V{org_unit} == '${here.uid}' && V{orgunit_code} == 'HERE' && V{event_status} == 'COMPLETED' && V{event_count} == 2 && V{environment} == 'Server'`,
    );
    const [sent, kept] = [
      bench.event(stage, { orgUnit: here.uid, status: 'COMPLETED' }),
      bench.event(other, { sent: null }),
    ];
    expect(await hits(enrolled([sent, kept]))).toEqual([sent.uid]);
    expect(await hits(enrolled([sent]))).toEqual([]);
  });

  it('an attribute, also while an event is looked at', async () => {
    await bench.variable('age', { attribute: age });
    await when('A{age} >= 18');
    const event = bench.event(stage);
    expect(await hits(enrolled([event], { attributes: { [age.uid]: '18' } }))).toEqual([event.uid]);
    expect(await hits(enrolled([event], { attributes: { [age.uid]: '17' } }))).toEqual([]);
  });

  it('the newest event of a stage', async () => {
    await bench.variable('newest', {
      source: 'DATAELEMENT_NEWEST_EVENT_PROGRAM_STAGE',
      dataElement: weight,
      stage: other,
    });
    await when('#{newest} == 5');
    const at = (ofStage: MadeRow, occurredAt: string, value: string, given: Partial<RuleEvent> = {}) =>
      bench.event(ofStage, { occurredAt, dataValues: { [weight.uid]: value }, ...given });
    const events = [
      at(other, '2024-02-01', '4', { sent: null }),
      at(other, '2024-02-03', '5', { sent: null }),
      at(stage, '2024-02-09', '6'),
    ];
    expect(await hits(enrolled(events))).toEqual([events[2]?.uid]);
    expect(await hits(enrolled([...events, at(other, '2024-02-04', '7', { sent: null })]))).toEqual([]);
  });

  it('the newest event of the program, and the event before', async () => {
    await bench.variable('newest', { source: 'DATAELEMENT_NEWEST_EVENT_PROGRAM', dataElement: weight });
    await bench.variable('before', { source: 'DATAELEMENT_PREVIOUS_EVENT', dataElement: weight });
    await when('#{newest} == 3 && #{before} == 1');
    const events = ['1', '2', '3'].map((value, day) =>
      bench.event(stage, { occurredAt: `2024-02-0${day + 1}`, dataValues: { [weight.uid]: value } }),
    );
    expect(await hits(enrolled(events))).toEqual([events[1]?.uid]);
  });

  it('names of options, or their codes', async () => {
    const set = await bench.optionSet({ F: 'Female', M: 'Male' });
    const sex = await bench.attribute('TEXT', { optionsetid: set.id });
    await bench.variable('name', { attribute: sex, useCode: false });
    await bench.variable('code', { attribute: sex, useCode: true });
    await bench.rule({
      condition: "A{name} == 'Female' && A{code} == 'F'",
      actions: [{ type: 'SHOWERROR', content: 'x' }],
    });
    const of = (code: string) => enrolled([], { attributes: { [sex.uid]: code } });
    expect(await hits(of('F'))).toHaveLength(1);
    expect(await hits(of('M'))).toHaveLength(0);
  });

  it('yes and no, dates and words', async () => {
    const [flag, day, word] = [
      await bench.element('BOOLEAN'),
      await bench.element('DATE'),
      await bench.element('TEXT'),
    ];
    const mixed = await bench.stage([flag, day, word, weight]);
    await bench.variable('flag', { dataElement: flag });
    await bench.variable('day', { dataElement: day });
    await bench.variable('word', { dataElement: word });
    await when("#{flag} && d2:yearsBetween(#{day}, '2024-01-01') == 4 && d2:length(#{word}) == 3");
    const of = (yes: string) =>
      bench.event(mixed, { dataValues: { [flag.uid]: yes, [day.uid]: '2020-01-01', [word.uid]: 'abc' } });
    const [yes, no] = [of('true'), of('false')];
    expect(await hits(enrolled([yes, no]))).toEqual([yes.uid]);
  });

  it('nothing of other events in a program without registration', async () => {
    const single = await RuleBench.make(test.db, { type: 'WITHOUT_REGISTRATION' });
    const singleStage = await single.stage([weight]);
    await single.variable('newest', { source: 'DATAELEMENT_NEWEST_EVENT_PROGRAM', dataElement: weight });
    await single.rule({
      condition: '#{newest} == 1 && V{event_count} == 1',
      actions: [{ type: 'SHOWERROR', content: 'x', dataElement: weight }],
    });
    const events = ['1', '2'].map((value, day) =>
      single.event(singleStage, { occurredAt: `2024-02-0${day + 1}`, dataValues: { [weight.uid]: value } }),
    );
    const effects = await ruleEffects(test.db, { user: null, enrollments: [], events });
    expect(effects.map(({ uid }) => uid)).toEqual([events[0]?.uid]);
  });
});

const isDay = (variable: string, day: string) => `d2:daysBetween(V{${variable}}, '${day}') == 0`;

const PERSON = {
  firstname: 'Rita',
  surname: 'Moreno',
  externalauth: false,
  disabled: false,
  selfregistered: false,
  invitation: false,
};

async function unit(row: Readonly<Record<string, unknown>> = {}): Promise<MadeRow> {
  return await makeRow(test.db, 'organisationunit', {
    openingdate: '2000-01-01',
    path: '/x',
    hierarchylevel: 1,
    ...row,
  });
}
