import fc from 'fast-check';
import { expect, it } from 'vitest';
import { A, B, compute } from '../../../test/support/expressions.js';

/** A formula of numbers as text, with what it comes to by plain arithmetic. */
interface Sample {
  readonly text: string;
  readonly value: (a: number | null, b: number | null) => number | null;
}

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  fc.integer({ min: 0, max: 50 }).map((value): Sample => ({ text: String(value), value: () => value })),
  fc.constant<Sample>({ text: `#{${A}}`, value: (a) => a ?? 0 }),
  fc.constant<Sample>({ text: `#{${B}}`, value: (_a, b) => b ?? 0 }),
  fc.constant<Sample>({ text: `firstNonNull(#{${A}}, #{${B}})`, value: (a, b) => a ?? b }),
);

const lift =
  (work: (x: number, y: number) => number) =>
  (x: number | null, y: number | null): number | null =>
    x === null || y === null ? null : work(x, y);

const { formula } = fc.letrec<{ formula: Sample }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'formula' },
    leaf,
    fc
      .tuple(
        tie('formula'),
        tie('formula'),
        fc.constantFrom<[string, (x: number, y: number) => number]>(
          ['+', (x, y) => x + y],
          ['-', (x, y) => x - y],
          ['*', (x, y) => x * y],
          ['/', (x, y) => x / y],
          ['%', (x, y) => x % y],
        ),
      )
      .map(
        ([left, right, [sign, work]]): Sample => ({
          text: `( ${left.text} )${sign}(${right.text})`,
          value: (a, b) => lift(work)(left.value(a, b), right.value(a, b)),
        }),
      ),
    fc.tuple(tie('formula'), tie('formula'), tie('formula')).map(
      ([test, then, otherwise]): Sample => ({
        text: `if(${test.text} > 10, ${then.text}, -(${otherwise.text}))`,
        value: (a, b) => {
          const tested = test.value(a, b);
          if (tested === null) return null;
          if (tested > 10) return then.value(a, b);
          const other = otherwise.value(a, b);
          return other === null ? null : -other;
        },
      }),
    ),
  ),
}));

const maybe = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null });

it('works out what plain arithmetic does', () => {
  fc.assert(
    fc.property(formula, maybe, maybe, ({ text, value }, a, b) => {
      expect(compute(text, { cells: { 0: a, 1: b } })).toEqual(value(a, b));
    }),
    { numRuns: 1_000 },
  );
});

it('gives the same with and without the brackets that precedence makes needless', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('+', '-', '*', '/'), fc.integer({ min: 1, max: 9 }))), (steps) => {
      const text = `7${steps.map(([sign, number]) => ` ${sign} ${number}`).join('')}`;
      // The same signs mean the same here and in JavaScript.
      expect(compute(text)).toBe(Function(`return ${text}`)());
    }),
  );
});
