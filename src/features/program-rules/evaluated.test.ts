import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything } from '../../../test/support/rules-oracle.js';
import { evaluated } from './effects.js';
import type { RuleEnrollment, RuleEvent } from './given.js';
import type { Rule, RuleAction, RuleBook, RuleVariable } from './rule-books.js';
import type { Surroundings } from './surroundings.js';

const [FIRST, SECOND] = ['StageFirst1', 'StageSecond'];
const [ONE, TWO, ATTRIBUTE] = ['ElementOne1', 'ElementTwo1', 'Attribute01'];

const variable = (name: string, source: RuleVariable['source'], field: string, stage: string | null = null) =>
  ({ name, source, field, stage, valueType: 'NUMBER', namedBy: null }) satisfies RuleVariable;

const BOOK: Omit<RuleBook, 'rules'> = {
  program: 'Program0001',
  name: 'Program',
  variables: [
    variable('now', 'DATAELEMENT_CURRENT_EVENT', ONE),
    variable('also', 'DATAELEMENT_CURRENT_EVENT', TWO),
    variable('newest', 'DATAELEMENT_NEWEST_EVENT_PROGRAM', ONE),
    variable('staged', 'DATAELEMENT_NEWEST_EVENT_PROGRAM_STAGE', TWO, SECOND),
    variable('before', 'DATAELEMENT_PREVIOUS_EVENT', ONE),
    variable('person', 'TEI_ATTRIBUTE', ATTRIBUTE),
    variable('sum', 'CALCULATED_VALUE', 'VariableSum'),
    variable('product', 'CALCULATED_VALUE', 'VariablePro'),
  ],
  stages: [
    { uid: FIRST, name: 'First', isCheckedOnComplete: false, dataElements: [ONE, TWO] },
    { uid: SECOND, name: 'Second', isCheckedOnComplete: true, dataElements: [TWO] },
  ],
};

const SURROUNDINGS: Surroundings = {
  constants: new Map(),
  groups: new Map([['Group000001', ['OrgUnit0001']]]),
  unitCodes: new Map(),
  userRoles: [],
  optionNames: new Map(),
};

const name = fc.constantFrom('now', 'also', 'newest', 'staged', 'before', 'sum', 'product');
const amount = fc.integer({ min: 0, max: 4 }).map(String);
const value = fc.oneof(
  name.map((which) => `#{${which}} + 1`),
  fc.constantFrom('A{person} * 2', 'V{event_count}', 'broken(', '7', "d2:concatenate('a', #{now})"),
);

const condition = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(name, amount).map(([which, than]) => `#{${which}} > ${than}`) },
  name.map((which) => `d2:hasValue(#{${which}})`),
  name.map((which) => `d2:countIfValue(#{${which}}, '2') > 1`),
  name.map((which) => `d2:daysBetween(d2:lastEventDate('${which}'), '2024-01-03') > 0`),
  fc.constantFrom(
    'true',
    'broken(',
    'A{person} > 1',
    'V{event_count} > 1',
    "V{event_status} == 'COMPLETED'",
    "V{enrollment_status} == 'ACTIVE' && V{program_stage_name} == 'First'",
    'd2:daysBetween(V{enrollment_date}, V{event_date}) > 1',
    "d2:inOrgUnitGroup('Group000001')",
  ),
);

const NO_ACTION = { content: null, data: null, valueType: null, optionSet: null, notificationTemplate: null };
const action: fc.Arbitrary<RuleAction> = fc
  .tuple(
    fc.constantFrom('ASSIGN', 'SHOWERROR', 'SHOWWARNING', 'SENDMESSAGE', 'CALCULATE' as const),
    fc.constantFrom(ONE, TWO, ATTRIBUTE, null),
    fc.constantFrom('sum', 'product', 'now'),
    fc.option(value),
  )
  .map(([type, field, calculated, data]): RuleAction => {
    const of = { dataElement: field === ATTRIBUTE ? null : field, attribute: field === ATTRIBUTE ? field : null };
    const none = { dataElement: null, attribute: null };
    if (type === 'CALCULATE')
      return { ...NO_ACTION, ...none, type: 'ASSIGN', content: `#{${calculated}}`, data: data ?? '1' };
    if (type === 'SENDMESSAGE') return { ...NO_ACTION, ...none, type };
    if (type === 'ASSIGN' && field === null) return { ...NO_ACTION, ...none, type, content: `#{${calculated}}`, data };
    return { ...NO_ACTION, ...of, type, data, content: 'Hm' } as RuleAction;
  });

const rules: fc.Arbitrary<readonly Rule[]> = fc
  .array(
    fc.record({
      condition,
      stage: fc.constantFrom(null, null, FIRST, SECOND),
      priority: fc.option(fc.integer({ min: 1, max: 3 })),
      actions: fc.array(action, { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((list) =>
    list
      .map((rule, number) => ({ ...rule, uid: `RuleNumber${number}`, name: `Rule ${number}` }))
      // As the database gives them.
      .sort((one, other) => (one.priority ?? 99) - (other.priority ?? 99)),
  );

const values = fc
  .record({ [ONE]: fc.option(amount), [TWO]: fc.option(amount) })
  .map(
    (given) => Object.fromEntries(Object.entries(given).filter(([, each]) => each !== null)) as Record<string, string>,
  );

const events: fc.Arbitrary<readonly RuleEvent[]> = fc
  .array(
    fc.record({
      programStage: fc.constantFrom(FIRST, SECOND),
      orgUnit: fc.constantFrom('OrgUnit0001', 'OrgUnit0002'),
      occurredAt: fc.constantFrom('2024-01-01', '2024-01-03', '2024-01-03T12:00:00.000', null),
      scheduledAt: fc.constant('2024-01-02'),
      completedAt: fc.constant(null),
      createdAt: fc.constantFrom(null, null, '2024-02-01T00:00:00.000'),
      status: fc.constantFrom('ACTIVE' as const, 'COMPLETED' as const, 'SCHEDULE' as const),
      dataValues: values,
      sent: fc.constantFrom({}, {}, null),
    }),
    { maxLength: 4 },
  )
  .map((list) => list.map((event, number) => ({ ...event, program: BOOK.program, uid: `EventNumbe${number}` })));

const enrollments: fc.Arbitrary<readonly RuleEnrollment[]> = fc
  .array(
    fc.record({
      status: fc.constantFrom('ACTIVE' as const, 'COMPLETED' as const),
      attributes: fc.option(amount).map((each): Record<string, string> => (each === null ? {} : { [ATTRIBUTE]: each })),
      sent: fc.constantFrom({}, null),
      events,
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((list) =>
    list.map((each, number) => ({
      ...each,
      uid: `Enrollment${number}`,
      events: each.events.map((event) => ({ ...event, uid: `Event${number}${event.uid.slice(-5)}` })),
      program: BOOK.program,
      trackedEntity: 'Tracked0001',
      orgUnit: 'OrgUnit0001',
      enrolledAt: '2024-01-01',
      occurredAt: null,
    })),
  );

/** What an action can do with a target, as `contexts.ts` says in other words. */
function concerns(of: RuleAction, target: RuleEvent | null): boolean {
  if (of.type === 'SENDMESSAGE') return true;
  if (!target) return of.dataElement === null;
  const stage = BOOK.stages.find(({ uid }) => uid === target.programStage);
  if (target.status === 'SCHEDULE' || (stage?.isCheckedOnComplete && target.status !== 'COMPLETED')) return false;
  return of.attribute === null && (of.dataElement === null || stage?.dataElements.includes(of.dataElement) === true);
}

const isCalculation = (of: RuleAction): boolean => of.type === 'ASSIGN' && !of.dataElement && !of.attribute;

describe('what rules find', () => {
  it('is what the engine finds when it is given everything at once', async () => {
    await fc.assert(
      fc.asyncProperty(rules, enrollments, async (list, given) => {
        const book = { ...BOOK, rules: list };
        const found = await evaluated([book], SURROUNDINGS, { user: null, enrollments: given, events: [] });
        const told = found.map(({ target, uid, rule, action: type, data, dataElement, attribute }) => ({
          target,
          uid,
          rule,
          action: type,
          data,
          field: dataElement ?? attribute ?? null,
        }));
        const targets = new Map(
          given.flatMap((enrollment) => enrollment.events.map((event) => [event.uid, event] as const)),
        );
        const actionsOf = (uid: string) => list.find((rule) => rule.uid === uid)?.actions ?? [];
        const expected = given.flatMap((enrollment) =>
          everything(book, SURROUNDINGS.groups, enrollment).filter(({ uid, rule, action: type, field }) => {
            const event = targets.get(uid) ?? null;
            if ((event ?? enrollment).sent === null) return false;
            return (
              type === 'ERROR' ||
              actionsOf(rule).some(
                (each) => each.type === type && (each.dataElement ?? each.attribute) === field && concerns(each, event),
              )
            );
          }),
        );
        const faultless = (effects: typeof told) => effects.filter(({ action: type }) => type !== 'ERROR');
        expect(faultless(told)).toEqual(faultless(expected));
        // Of rules that would only have worked something out for others, nobody hears; nor of actions that are for others.
        const faults = (effects: typeof told) =>
          effects
            .filter(({ action: type }) => type === 'ERROR')
            .filter(({ rule, uid, data }) => {
              const ours = actionsOf(rule).map(
                (each) => concerns(each, targets.get(uid) ?? null) && !isCalculation(each),
              );
              return data?.startsWith('Action') ? ours.every(Boolean) : ours.some(Boolean);
            })
            .map(({ uid, rule, data }) => `${uid} ${rule} ${data}`)
            .sort();
        expect(faults(told)).toEqual(faults(expected));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    'V{event_id}',
    'V{event_status}',
    'V{event_date}',
    'V{due_date}',
    'V{completed_date}',
    'V{event_count}',
    'V{program_stage_id}',
    'V{program_stage_name}',
    'V{enrollment_id}',
    'V{enrollment_status}',
    'V{enrollment_date}',
    'V{incident_date}',
    'V{org_unit}',
    "d2:inOrgUnitGroup('Group000001')",
    "d2:lastEventDate('now')",
    '#{now}',
    '#{also}',
    'A{person}',
  ])('is not taken over from another target where it differs: %s', async (data) => {
    const rule = {
      uid: 'RuleNumber1',
      name: 'Rule',
      stage: null,
      priority: null,
      condition: 'true',
      actions: [{ ...NO_ACTION, type: 'SHOWERROR' as const, dataElement: TWO, attribute: null, data }],
    };
    const book = { ...BOOK, rules: [rule] };
    const given = [1, 2, 3].map((number): RuleEnrollment => {
      // The third is like the second, of another stage.
      const day = Math.min(number, 2);
      const event = {
        uid: `Event00000${number}`,
        program: BOOK.program,
        programStage: number === 3 ? SECOND : FIRST,
        orgUnit: `OrgUnit000${day}`,
        occurredAt: `2024-01-0${day}`,
        scheduledAt: `2024-02-0${day}`,
        completedAt: `2024-03-0${day}`,
        createdAt: null,
        status: day === 1 ? ('VISITED' as const) : ('COMPLETED' as const),
        dataValues: { [ONE]: String(day), [TWO]: String(day + 10) },
        sent: {},
      };
      return {
        uid: `Enrollment${number}`,
        program: BOOK.program,
        trackedEntity: 'Tracked0001',
        orgUnit: `OrgUnit000${day}`,
        enrolledAt: `2024-04-0${day}`,
        occurredAt: `2024-05-0${day}`,
        status: day === 1 ? 'ACTIVE' : 'COMPLETED',
        attributes: { [ATTRIBUTE]: String(day + 20) },
        sent: null,
        events: [event],
      };
    });
    const found = await evaluated([book], SURROUNDINGS, { user: null, enrollments: given, events: [] });
    const expected = given.flatMap((enrollment) =>
      everything(book, SURROUNDINGS.groups, enrollment).filter(({ target }) => target === 'EVENT'),
    );
    expect(found.map(({ uid, action: type, data: shown }) => [uid, type, shown])).toEqual(
      expected.map(({ uid, action: type, data: shown }) => [uid, type, shown]),
    );
    expect(expected).toHaveLength(3);
  });

  it('is worked out with pauses in which others have their turn', async () => {
    const list: readonly Rule[] = [
      {
        uid: 'RuleNumber1',
        name: 'Rule',
        stage: null,
        priority: null,
        condition: "#{now} > 0 && V{event_id} != ''",
        actions: [{ ...NO_ACTION, type: 'SHOWERROR', dataElement: ONE, attribute: null }],
      },
    ];
    const many = Array.from(
      { length: 2_000 },
      (_, number): RuleEvent => ({
        uid: `Event${String(number).padStart(6, '0')}`,
        program: BOOK.program,
        programStage: FIRST,
        orgUnit: 'OrgUnit0001',
        occurredAt: '2024-01-01',
        scheduledAt: null,
        completedAt: null,
        createdAt: null,
        status: 'ACTIVE',
        dataValues: { [ONE]: '1' },
        sent: {},
      }),
    );
    let turns = 0;
    let isDone = false;
    const others = (async () => {
      while (!isDone) {
        await setImmediate();
        turns += 1;
      }
    })();
    const found = await evaluated([{ ...BOOK, rules: list }], SURROUNDINGS, {
      user: null,
      enrollments: [],
      events: many,
    });
    isDone = true;
    await others;
    expect(found).toHaveLength(many.length);
    expect(turns).toBeGreaterThan(3);
  });
});
