import {
  type Bindings,
  type Cells,
  compile,
  evaluate,
  type Frame,
  type MissingValueStrategy,
  parseExpression,
  type Value,
} from '../../src/kernel/expressions/index.js';

/** Data elements of which the cells of the tests have values, in slots 0 and 1. */
export const A = 'a1234567890';
export const B = 'b1234567890';
const SLOTS = [A, B];

export const bindings: Bindings = {
  slotOf: ({ parts }) => ({ slot: SLOTS.indexOf(parts[0] ?? ''), kind: 'number' }),
  constant: () => 2.5,
};

/** A month of 2026 with values around it. */
export function frame(cells: Cells, around: Readonly<Record<number, Cells>> = {}): Frame {
  return {
    cells: (offset) => (offset === 0 ? cells : around[offset]),
    days: (offset) => ({ startDate: `2026-0${6 + offset}-01`, endDate: `2026-0${6 + offset}-28` }),
    daysInPeriod: 30,
    periodInYear: 6,
    periodsInYear: 12,
    unit: {
      isBelow: (unit) => unit === A,
      isInGroup: (group) => group === A,
      hasDataSet: (dataSet) => dataSet === A,
      hasProgram: (program) => program === A,
      countOfGroup: () => 7,
    },
  };
}

export interface Given {
  readonly cells?: Cells;
  readonly around?: Readonly<Record<number, Cells>>;
  readonly samples?: readonly Cells[];
  readonly strategy?: MissingValueStrategy;
}

/** What the formula comes to. */
export function compute(
  text: string,
  { cells = {}, around = {}, samples = [], strategy = 'NEVER_SKIP' }: Given = {},
): Value {
  const compiled = compile(parseExpression(text), bindings);
  return evaluate(
    compiled,
    frame(cells, around),
    strategy,
    samples.map((sample) => frame(sample)),
  );
}
