import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { A, B, bindings, compute, frame, type Given } from '../../../test/support/expressions.js';
import { checkExpression, checkKinds } from './check.js';
import { compile } from './compile.js';
import { describeExpression } from './describe.js';
import type { Value } from './evaluation.js';
import { ExpressionError } from './expression-error.js';
import { itemsOf } from './items.js';
import { parseExpression } from './parse.js';

describe('formulas', () => {
  it.each<[string, Value]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['7 % 4 - 1', 2],
    ['10 - 4 - 3', 3],
    ['.5 + 1.5e1', 15.5],
    ['1 < 2 && 2 <= 2 and !(3 == 4)', true],
    ['not true or 1 != 1', false],
    ["'a' < 'b'", true],
    ["'it\\'s' == \"it's\"", true],
    ["'3' + 1", 4],
    ['1 /* one */ + 1 // and one', 2],
    ['if(1 > 2, 3, if(true, 4, 5))', 4],
    ['greatest(1, 3, 2) - least(4, 2, 3)', 1],
    ['log(8, 2) + log10(100) + log(1)', 5],
    ['is(2 in 1, 2, 3)', true],
    ["contains('malaria', 'mal', 'aria')", true],
    ["containsItems('a,b,c', 'a', 'c')", true],
    ["containsItems('aa,b', 'a')", false],
    ['[days] + [periodInYear] / [yearlyPeriodCount]', 30.5],
    [`C{${A}} * OUG{${A}}`, 17.5],
    [`orgUnit.ancestor(${B}, ${A})`, true],
    [`orgUnit.group(${B})`, false],
    [`orgUnit.dataSet(${A}) && orgUnit.program(${A})`, true],
    ['normDistCum(1.96, 0, 1)', 0.9750021048517795],
    ['normDistCum(-1, 0, 1) + normDistCum(1, 0, 1)', 1],
    ['normDistDen(0, 0, 1)', 0.3989422804014327],
  ])('%s is %s', (text, value) => {
    if (typeof value === 'number') expect(compute(text)).toBeCloseTo(value, 14);
    else expect(compute(text)).toBe(value);
  });

  it.each<[string, Given, Value]>([
    [`#{${A}} + #{${B}}`, { cells: { 0: 3 } }, 3],
    [`#{${A}} + #{${B}}`, { cells: { 0: 3 }, strategy: 'SKIP_IF_ANY_VALUE_MISSING' }, null],
    [`#{${A}} + #{${B}}`, { cells: { 0: 3 }, strategy: 'SKIP_IF_ALL_VALUES_MISSING' }, 3],
    [`#{${A}} + #{${B}}`, { strategy: 'SKIP_IF_ALL_VALUES_MISSING' }, null],
    ['5', { strategy: 'SKIP_IF_ALL_VALUES_MISSING' }, 5],
    // What a test for null looks at is not missing, and neither is what is not looked at.
    [`if(isNull(#{${B}}), #{${A}}, #{${B}})`, { cells: { 0: 3 }, strategy: 'SKIP_IF_ANY_VALUE_MISSING' }, 3],
    [`firstNonNull(#{${B}}, #{${A}}, 4)`, { cells: { 0: 3 }, strategy: 'SKIP_IF_ANY_VALUE_MISSING' }, 3],
    [`firstNonNull(#{${B}}, #{${A}})`, { strategy: 'SKIP_IF_ANY_VALUE_MISSING' }, null],
    [`isNotNull(#{${A}})`, { cells: { 0: 0 } }, true],
    [`#{${A}}.periodOffset(-1) + #{${A}}`, { cells: { 0: 3 }, around: { [-1]: { 0: 20 } } }, 23],
    [`(#{${A}}.periodOffset(-1)).periodOffset(-1)`, { around: { [-2]: { 0: 5 } } }, 5],
    [`#{${A}}.minDate(2026-06-01)`, { cells: { 0: 3 } }, 3],
    [`#{${A}}.minDate(2026-6-2)`, { cells: { 0: 3 } }, 0],
    [`#{${A}}.maxDate(2026-06-27)`, { cells: { 0: 3 }, strategy: 'SKIP_IF_ANY_VALUE_MISSING' }, null],
    [`removeZeros(#{${A}})`, { cells: { 0: 0 } }, null],
    [`1 / #{${A}}`, { cells: { 0: 0 } }, Number.POSITIVE_INFINITY],
  ])('%s with %j is %s', (text, given, value) => {
    expect(compute(text, given)).toBe(value);
  });

  it.each<[string, readonly (number | undefined)[], Value]>([
    ['avg', [1, 2, 6], 3],
    ['count', [1, undefined, 6], 2],
    ['max', [1, 7, 6], 7],
    ['min', [3, 2, 6], 2],
    ['sum', [1, 2, undefined], 3],
    ['median', [9, 1, 4, 2], 3],
    ['stddev', [2, 4, 4, 4, 5, 5, 7, 9], Math.sqrt(32 / 7)],
    ['stddevSamp', [5], 0],
    ['stddevPop', [2, 4, 4, 4, 5, 5, 7, 9], 2],
    ['variance', [1, 2, 3], 1],
    ['avg', [], null],
  ])('%s of %j is %s', (name, values, value) => {
    const samples = values.map((sample) => (sample === undefined ? {} : { 0: sample }));
    expect(compute(`${name}(#{${A}})`, { samples, strategy: 'SKIP_IF_ALL_VALUES_MISSING' })).toBe(value);
  });

  it('takes percentiles and distributions of samples', () => {
    const samples = [1, 2, 3, 4, 5].map((value) => ({ 0: value }));
    expect(compute(`percentileCont(0.9, #{${A}})`, { samples })).toBeCloseTo(4.6);
    expect(compute(`percentileCont(0, #{${A}})`, { samples })).toBe(1);
    expect(compute(`percentileCont(2, #{${A}})`, { samples, strategy: 'SKIP_IF_ALL_VALUES_MISSING' })).toBeNull();
    expect(compute(`normDistCum(#{${A}})`, { cells: { 0: 3 }, samples })).toBe(0.5);
    expect(compute(`avg(#{${A}} * 2 + #{${B}})`, { samples: [{ 0: 1, 1: 1 }, { 0: 2 }] })).toBe(3);
  });

  it.each<[string, string]>([
    ['', 'The expression is empty.'],
    ['1 +', 'The expression ends too early (at character 4)'],
    ['(1', "The expression ends too early; ')' is missing (at character 3)"],
    ['1 2', 'Unexpected "2" (at character 3)'],
    ['1 $ 2', 'Unexpected "$" (at character 3)'],
    ['foo(1)', "Unknown function 'foo' (at character 1)"],
    ['if(true, 1)', "Function 'if' cannot have 2 argument(s) (at character 1)"],
    ['#{short}', '#{short} is no valid item (at character 1)'],
    [`R{${A}}`, `R{${A}} is no valid item (at character 1)`],
    [`#{${A}.${B}.${A}.${B}}`, `#{${A}.${B}.${A}.${B}} is no valid item (at character 1)`],
    [`X{${A}}`, `Unknown item X{${A}} (at character 1)`],
    ['[weeks]', 'Unknown variable [weeks] (at character 1)'],
    ["'open", 'The text has no closing quote (at character 1)'],
    [`#{${A}}.periodOffset(x)`, 'A period offset is a whole number within ±1000 (at character 15)'],
    [`#{${A}}.minDate(2026-02-30)`, '"2026-02-30" is no date (at character 15)'],
    [`#{${A}}.yearToDate(1)`, `Function 'yearToDate' cannot have the argument "1" (at character 15)`],
    [`#{${A}.deGroup:${B}}`, `#{${A}.deGroup:${B}} is no valid item (at character 1)`],
    ['#{coGroup:x}', '#{coGroup:x} is no valid item (at character 1)'],
    [`subExpression(#{${A}}, 1)`, "Function 'subExpression' cannot have 2 argument(s) (at character 1)"],
    ['V{event_date}', 'Unknown item V{event_date} (at character 1)'],
    ["d2:daysBetween('2026-01-01', '2026-01-02')", "Unknown function 'd2:daysBetween' (at character 1)"],
    [`PS_EVENTDATE:${A}`, `Unknown item PS_EVENTDATE:${A} (at character 1)`],
    ['orgUnit.group(x)', '"x" is no uid (at character 15)'],
  ])('refuses %j', (text, message) => {
    expect(() => parseExpression(text)).toThrow(message);
  });

  it('refuses what is too long or too deep', () => {
    for (const sign of ['(', '-', 'if(', '2^']) {
      expect(() => parseExpression(sign.repeat(300))).toThrow('The expression is nested too deeply');
    }
    expect(() => parseExpression('1+'.repeat(3000))).toThrow('The expression is longer than 5000 words and signs.');
  });

  it.each<[string, string]>([
    ['1 + true', "A truth value stands where operator '+' needs a number."],
    ["'a' * 2", "A text stands where operator '*' needs a number."],
    ['1 && true', "A number stands where operator '&&' needs a truth value."],
    ['if(1, 2, 3)', "A number stands where function 'if' needs a truth value."],
    ['1 < 2', 'The expression gives a truth value, not a number.'],
    [`avg(#{${A}})`, "Function 'avg' takes the values of many periods, which only a predictor has (at character 1)"],
    [`I{${A}}`, `Program indicators are not supported in this kind of expression: I{${A}} (at character 1)`],
  ])('finds out that %s cannot be a side of a validation rule', (text, message) => {
    expect(() => checkExpression(parseExpression(text), 'validation rule', ['number'])).toThrow(message);
  });

  it.each<[string, string]>([
    [`#{${A}}.yearToDate()`, "Function 'yearToDate' is only worked out by analytics (at character 15)"],
    [`(1 + #{${A}}).stageOffset(-1)`, "Function 'stageOffset' is only for program indicators (at character 21)"],
    [
      `subExpression(if(#{${A}} > 1, 1, 0))`,
      "Function 'subExpression' is only worked out by analytics (at character 1)",
    ],
    [`A{${A}.${B}}`, `Program attributes are not supported in this kind of expression: A{${A}.${B}} (at character 1)`],
  ])('reads %s, which it cannot work out', (text, message) => {
    const expression = parseExpression(text);
    expect(() => checkKinds(expression, 'indicator', ['number'])).not.toThrow();
    expect(() => checkExpression(expression, 'indicator', ['number'])).toThrow(message);
  });

  it.each([
    `#{${A}.${B}} + A{${A}} * C{${B}}`,
    'V{enrollment_count} / V{ tei_count }',
    `d2:daysBetween(V{enrollment_date}, PS_EVENTDATE: ${A}) > 7 && d2:hasValue(#{${A}.${B}})`,
    `d2:condition("#{${A}.${B}} == 'a' or d2:hasValue(A{${A}})", 1, d2:zing(#{${A}.${B}}))`,
    'd2:relationshipCount()',
    `d2:relationshipCount('${A}') + avg(#{${A}.${B}}.stageOffset(-1))`,
    `d2:countIfCondition(#{${A}.${B}}, '>= 5')`,
    `if(isNull(#{${A}.${B}}), 0, firstNonNull(#{${A}.${B}}, 1))`,
  ])('reads %s of a program indicator', (text) => {
    expect(() => parseExpression(text, 'program')).not.toThrow();
    expect(() => parseExpression(`${text} +`, 'program')).toThrow('The expression ends too early');
  });

  it.each<[string, string]>([
    [`#{${A}}`, `#{${A}} is no valid item (at character 1)`],
    [`A{${A}.${B}}`, `A{${A}.${B}} is no valid item (at character 1)`],
    [`N{${A}}`, `Unknown item N{${A}} (at character 1)`],
    ['V{weather}', 'Unknown item V{weather} (at character 1)'],
    ['[days]', 'Unknown variable [days] (at character 1)'],
    ['d2:ceil(1.5)', "Unknown function 'd2:ceil' (at character 1)"],
    ['median(1)', "Unknown function 'median' (at character 1)"],
    [`orgUnit.group(${A})`, "Unknown function 'orgUnit.group' (at character 1)"],
    ['d2:daysBetween(1)', "Function 'd2:daysBetween' cannot have 1 argument(s) (at character 1)"],
    ['d2:condition(1 < 2, 3, 4)', 'Unexpected "1"; a condition between quotes is missing (at character 14)'],
    ["d2:condition('1 <', 3, 4)", 'The expression ends too early (at character 4)'],
  ])('refuses %j of a program indicator', (text, message) => {
    expect(() => parseExpression(text, 'program')).toThrow(message);
  });

  it('tells values of the period from values of samples', () => {
    const items = itemsOf(parseExpression(`#{${A}} + percentileCont(#{${B}}, #{${A}} / C{${B}})`));
    expect(items.current.map(({ parts }) => parts[0])).toEqual([A, B]);
    expect(items.sampled.map(({ symbol, parts }) => `${symbol}${parts[0]}`)).toEqual([`#${A}`, `C${B}`]);
  });

  it('wants what a distribution is asked for in both', () => {
    const { current, sampled } = itemsOf(parseExpression(`normDistCum(#{${A}})`));
    expect([current.length, sampled.length]).toEqual([1, 1]);
    expect(itemsOf(parseExpression(`normDistCum(#{${A}}, 1, 2)`)).sampled).toEqual([]);
  });

  it('puts names in the place of uids', () => {
    const text = `if(orgUnit.group(${B}), #{ ${A} }.periodOffset(-1), normDistCum(#{${A}.*}))`;
    const names = new Map([
      [B, 'Clinics'],
      [`#{${A}}`, 'ANC visits'],
    ]);
    expect(describeExpression(text, parseExpression(text), (item) => names.get(item))).toBe(
      `if(orgUnit.group(Clinics), ANC visits.periodOffset(-1), normDistCum(#{${A}.*}))`,
    );
  });

  it('walks the longest sum', () => {
    expect(compute(Array.from({ length: 2_400 }, () => '1').join('+'))).toBe(2_400);
  });

  it('refuses any other text with an error of its own', () => {
    const piece = fc.constantFrom(
      '#{',
      A,
      '}',
      '(',
      ')',
      '+',
      'if(',
      ',',
      'and',
      "'",
      '1',
      '.',
      '[days]',
      ' ',
      'avg',
      'd2:condition(',
      'V{event_date}',
      'PS_EVENTDATE:',
      '.yearToDate()',
      '.coGroup:',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          try {
            parseExpression(text, 'program');
          } catch (error) {
            expect(error).toBeInstanceOf(ExpressionError);
          }
          try {
            const expression = parseExpression(text);
            checkExpression(expression, 'predictor');
            compile(expression, bindings)(frame({ 0: 1 }), {
              samples: [],
              found: 0,
              valued: 0,
              replacing: true,
              withoutDate: false,
            });
          } catch (error) {
            expect(error).toBeInstanceOf(ExpressionError);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
