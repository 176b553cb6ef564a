import { describe, expect, it } from 'vitest';
import type { RuleEffect, RuleEnrollment, RuleEvent, RuleInput, SentValues, Values } from './given.js';
import { type RulesVerdict, rulesVerdict } from './verdict.js';

const RULE = 'ProgramRule';
const NOTHING = { errors: [], warnings: [], assignments: [], messages: [] };

const event = (given: Partial<RuleEvent> = {}): RuleEvent => ({
  uid: 'Event000001',
  program: 'Program0001',
  programStage: 'Stage000001',
  orgUnit: 'OrgUnit0001',
  occurredAt: '2024-01-31',
  scheduledAt: null,
  completedAt: null,
  createdAt: null,
  status: 'ACTIVE',
  dataValues: {},
  sent: {},
  ...given,
});

const enrollment = (given: Partial<RuleEnrollment> = {}): RuleEnrollment => ({
  uid: 'Enrollment1',
  program: 'Program0001',
  trackedEntity: 'Tracked0001',
  orgUnit: 'OrgUnit0001',
  enrolledAt: '2024-01-31',
  occurredAt: null,
  status: 'ACTIVE',
  attributes: {},
  sent: {},
  events: [],
  ...given,
});

const only = (given: RuleEvent | RuleEnrollment): RuleInput =>
  'events' in given
    ? { user: null, enrollments: [given], events: [] }
    : { user: null, enrollments: [], events: [given] };

interface Case {
  readonly effects: readonly Partial<RuleEffect>[];
  readonly of?: RuleEvent | RuleEnrollment;
  readonly overwrite?: boolean;
}

function verdictOn({ effects, of = event(), overwrite = false }: Case): RulesVerdict {
  const target = 'events' in of ? ('ENROLLMENT' as const) : ('EVENT' as const);
  const whole = effects.map(
    (effect): RuleEffect => ({
      target,
      uid: of.uid,
      rule: RULE,
      action: 'SHOWERROR',
      content: null,
      data: null,
      ...effect,
    }),
  );
  return { ...rulesVerdict(whole, only(of), { ruleEngineAssignOverwrite: overwrite }) };
}

const issue = (code: string, ...args: string[]) => ({
  target: 'EVENT',
  uid: 'Event000001',
  code,
  args: [RULE, ...args],
});

describe('what is shown', () => {
  it.each([
    [{ content: 'Too heavy', data: '12', dataElement: 'Element0001' }, 'Too heavy 12 (Element0001)'],
    [{ content: 'Too heavy' }, 'Too heavy'],
    [{ data: '12' }, '12'],
    [{}, ''],
  ])('%j reads: %s', (effect, text) => {
    expect(verdictOn({ effects: [effect] })).toEqual({ ...NOTHING, errors: [issue('E1300', text)] });
  });

  it.each(['SHOWWARNING', 'ERROR'] as const)('%s is a warning', (action) => {
    expect(verdictOn({ effects: [{ action, content: 'Hm' }] })).toEqual({
      ...NOTHING,
      warnings: [issue('E1300', 'Hm')],
    });
  });

  it.each([
    ['ERRORONCOMPLETE', 'errors'],
    ['WARNINGONCOMPLETE', 'warnings'],
  ] as const)('%s counts among the %s of what is completed', (action, list) => {
    const effects = [{ action, content: 'Hm' }];
    expect(verdictOn({ effects, of: event() })).toEqual(NOTHING);
    expect(verdictOn({ effects, of: enrollment({ status: 'CANCELLED' }) })).toEqual(NOTHING);
    expect(verdictOn({ effects, of: event({ status: 'COMPLETED' }) })).toEqual({
      ...NOTHING,
      [list]: [issue('E1300', 'Hm')],
    });
    expect(verdictOn({ effects, of: enrollment({ status: 'COMPLETED' }) })[list]).toMatchObject([
      { target: 'ENROLLMENT', uid: 'Enrollment1', code: 'E1300' },
    ]);
  });

  it('says nothing of what is not sent', () => {
    expect(verdictOn({ effects: [{ content: 'Hm' }], of: event({ sent: null }) })).toEqual(NOTHING);
    expect(verdictOn({ effects: [{ content: 'Hm' }], of: enrollment({ sent: null }) })).toEqual(NOTHING);
  });
});

type Codes = readonly (string | undefined)[];

/** An event and an enrollment with one field of these values; the codes for each of them. */
const both = (stored: string | undefined, sent: string | null | undefined) => {
  const values: Values = stored === undefined ? {} : { Field000001: stored };
  const said: SentValues = sent === undefined ? {} : { Field000001: sent };
  return [
    [event({ dataValues: values, sent: said }), { dataElement: 'Field000001' }],
    [enrollment({ attributes: values, sent: said }), { attribute: 'Field000001' }],
  ] as const;
};

describe('a field that is demanded', () => {
  it.each<[string, string | undefined, string | null | undefined, Codes]>([
    ['sent', 'x', 'x', [undefined, undefined]],
    ['stored', 'x', undefined, [undefined, undefined]],
    ['neither', undefined, undefined, ['E1301', 'E1306']],
    ['sent as null', undefined, null, ['E1314', 'E1317']],
    ['sent empty', undefined, '', ['E1314', 'E1317']],
  ])('%s', (_name, stored, sent, codes) => {
    const told = both(stored, sent).map(([of, field]) => {
      const { errors, ...rest } = verdictOn({ effects: [{ action: 'SETMANDATORYFIELD', ...field }], of });
      expect({ errors: [], ...rest }).toEqual(NOTHING);
      for (const { args } of errors) expect(args).toEqual([RULE, 'Field000001']);
      return errors[0]?.code;
    });
    expect(told).toEqual(codes);
  });

  it('may have been assigned by a rule before, and only before', () => {
    const field = { dataElement: 'Element0001' };
    const assign = { action: 'ASSIGN', data: '1', ...field } as const;
    const demand = { action: 'SETMANDATORYFIELD', ...field } as const;
    expect(verdictOn({ effects: [assign, demand] }).errors).toEqual([]);
    expect(verdictOn({ effects: [demand, assign] }).errors).toMatchObject([{ code: 'E1301' }]);
    expect(verdictOn({ effects: [assign, { ...assign, data: null }, demand], overwrite: true }).errors).toMatchObject([
      { code: 'E1314' },
    ]);
  });
});

describe('a value that is assigned', () => {
  it.each<
    [string, string | undefined, string | null | undefined, string | null, boolean, string | null | undefined, Codes]
  >([
    // what it is, stored, sent, calculated, may overwrite, assigned (undefined: nothing), codes of event and enrollment
    ['to nothing', undefined, undefined, '5', false, '5', ['E1308', 'E1310']],
    ['over null', undefined, null, '5', false, '5', ['E1308', 'E1310']],
    ['over blank', undefined, '', '5', false, '5', ['E1308', 'E1310']],
    ['over what is stored', '4', undefined, '5', false, '5', ['E1308', 'E1310']],
    ['as stored', '5', undefined, '5', false, undefined, ['E1308', 'E1310']],
    ['as sent', '5', '5', '5', false, undefined, ['E1308', 'E1310']],
    ['as sent, written otherwise', '5.0', '5.0', '5', false, '5', ['E1308', 'E1310']],
    ['other than sent', '4', '4', '5', false, undefined, ['E1307', 'E1309']],
    ['other than sent, overwriting', '4', '4', '5', true, '5', ['E1308', 'E1310']],
    ['nothing to nothing', undefined, undefined, null, false, undefined, ['E1308', 'E1310']],
    ['nothing over what is stored', '4', undefined, null, false, null, ['E1308', 'E1310']],
    ['nothing over what is sent', '4', '4', null, false, undefined, ['E1307', 'E1309']],
    ['nothing over what is sent, overwriting', '4', '4', null, true, null, ['E1308', 'E1310']],
    ['a number over what is none', 'x', 'x', '5', false, undefined, ['E1307', 'E1309']],
  ])('%s', (_name, stored, sent, data, overwrite, assigned, codes) => {
    const told = both(stored, sent).map(([of, field]) => {
      const effects = [{ action: 'ASSIGN', data, valueType: 'NUMBER', ...field } as const];
      const { errors, warnings, assignments } = verdictOn({ effects, of, overwrite });
      expect(assignments.map(({ field: to, value }) => [to, value])).toEqual(
        assigned === undefined ? [] : [['Field000001', assigned]],
      );
      const issues = [...errors, ...warnings];
      expect(issues).toHaveLength(1);
      const owner = 'events' in of ? 'Tracked0001' : 'Event000001';
      expect(issues[0]?.args).toEqual([RULE, 'Field000001', errors.length > 0 ? (data ?? '') : owner]);
      return issues[0]?.code;
    });
    expect(told).toEqual(codes);
  });

  it('as words differs by every letter', () => {
    const of = event({ dataValues: { Element0001: '5.0' }, sent: { Element0001: '5.0' } });
    const effects = [{ action: 'ASSIGN', data: '5', dataElement: 'Element0001', valueType: 'TEXT' } as const];
    expect(verdictOn({ effects, of }).errors).toEqual([issue('E1307', 'Element0001', '5')]);
  });

  it.each<[string | null | undefined, boolean, readonly (string | null)[], string]>([
    [undefined, false, [], 'E1308'],
    [null, false, [], 'E1308'],
    ['F', false, [], 'E1307'],
    ['F', true, [null], 'E1308'],
  ])('that is no option, where %j is sent (overwrite %j)', (sent, overwrite, assigned, code) => {
    const of = event({
      dataValues: sent ? { Element0001: sent } : {},
      sent: sent === undefined ? {} : { Element0001: sent },
    });
    const effects = [{ action: 'ASSIGN', data: 'X', dataElement: 'Element0001', isUnknownOption: true } as const];
    const { errors, warnings, assignments } = verdictOn({ effects, of, overwrite });
    expect(assignments.map(({ value }) => value)).toEqual(assigned);
    expect([...errors, ...warnings]).toEqual([issue(code, 'Element0001', code === 'E1307' ? '' : 'Event000001')]);
  });

  it('is what a later rule finds', () => {
    const assign = (data: string) => ({ action: 'ASSIGN', data, dataElement: 'Element0001' }) as const;
    const { errors, assignments } = verdictOn({ effects: [assign('1'), assign('2')] });
    expect(assignments).toMatchObject([{ value: '1' }]);
    expect(errors).toEqual([issue('E1307', 'Element0001', '2')]);
  });
});

describe('messages', () => {
  it.each([
    ['SENDMESSAGE', null, [null]],
    ['SCHEDULEMESSAGE', '2024-03-01', ['2024-03-01']],
    ['SCHEDULEMESSAGE', "'2024-03-01'", ['2024-03-01']],
    ['SCHEDULEMESSAGE', '2024-03-01T10:00:00.000', ['2024-03-01']],
    ['SCHEDULEMESSAGE', '2024-02-30', []],
    ['SCHEDULEMESSAGE', 'soon', []],
    ['SCHEDULEMESSAGE', null, []],
  ] as const)('%s with %j', (action, data, days) => {
    const { messages } = verdictOn({ effects: [{ action, data, notificationTemplate: 'Template001' }] });
    expect(messages).toEqual(
      days.map((scheduledAt) => ({
        target: 'EVENT',
        uid: 'Event000001',
        notificationTemplate: 'Template001',
        scheduledAt,
      })),
    );
  });
});
