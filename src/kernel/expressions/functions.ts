import { allowingNulls, asBoolean, asNumber, type Evaluate, type Frame, type State, type Value } from './evaluation.js';
import { mean, normalCumulative, normalDensity, percentile, sum, variance } from './statistics.js';

/** What a value may be; `any` is decided by the data. */
export type ValueKind = 'number' | 'string' | 'boolean' | 'any';

/** A function of the language (contract: job-types.md §3.1; names and null rules are the peer's). */
export interface FunctionDefinition {
  /** Fewest and most arguments. */
  readonly arity: readonly [number, number];
  /** What the argument at a place has to be. */
  readonly argument: (index: number) => ValueKind;
  /** What comes out; `last` is what the last arguments are. */
  readonly result: ValueKind | 'last';
  /** Which argument is worked out for each sampled period, if any; its items are wanted there. */
  readonly sampled?: (count: number) => number | undefined;
  /** Whether that argument is worked out in the period itself too. */
  readonly currentToo?: boolean;
  readonly compile: (args: readonly Evaluate[]) => Evaluate;
}

const MANY = Number.POSITIVE_INFINITY;
const all = (kind: ValueKind) => () => kind;

/** A function of numbers that is null as soon as one of them is. */
const ofNumbers = (fewest: number, most: number, work: (...args: number[]) => number): FunctionDefinition => ({
  arity: [fewest, most],
  argument: all('number'),
  result: 'number',
  compile: (args) => (frame, state) => {
    const numbers: number[] = [];
    let missing = false;
    for (const arg of args) {
      const value = asNumber(arg(frame, state));
      if (value === null) missing = true;
      else numbers.push(value);
    }
    return missing ? null : work(...numbers);
  },
});

/** The greatest or the least of the numbers that are there. */
const extreme = (isBetter: (value: number, than: number) => boolean): FunctionDefinition => ({
  arity: [1, MANY],
  argument: all('number'),
  result: 'number',
  compile: (args) => (frame, state) => {
    let best: number | null = null;
    for (const arg of args) {
      const value = asNumber(arg(frame, state));
      if (value !== null && (best === null || isBetter(value, best))) best = value;
    }
    return best;
  },
});

const nullTest = (wanted: boolean): FunctionDefinition => ({
  arity: [1, 1],
  argument: all('any'),
  result: 'boolean',
  compile:
    ([arg]) =>
    (frame, state) =>
      (allowingNulls(arg as Evaluate, frame, state) === null) === wanted,
});

/** The values that an argument has in the sampled periods. */
function samplesOf(arg: Evaluate, state: State): number[] {
  const values: number[] = [];
  for (const frame of state.samples) {
    const value = asNumber(allowingNulls(arg, frame, state));
    if (value !== null) values.push(value);
  }
  return values;
}

/** A missing outcome counts as a missing item and becomes 0, unless nulls are allowed here. */
function counted(value: number | null, isThere: boolean, state: State): Value {
  if (!state.replacing) return value;
  state.found += 1;
  if (isThere) state.valued += 1;
  return value ?? 0;
}

/** A function of the values that its last argument has in the sampled periods. Without any it has no value itself. */
const ofSamples = (
  aggregate: (values: number[], args: readonly (number | null)[]) => number | null,
  { before = 0, whenEmpty = null }: { readonly before?: number; readonly whenEmpty?: number | null } = {},
): FunctionDefinition => ({
  arity: [before + 1, before + 1],
  argument: all('number'),
  result: 'number',
  sampled: (count) => count - 1,
  compile: (args) => (frame, state) => {
    const current = args.slice(0, -1).map((arg) => asNumber(arg(frame, state)));
    const values = samplesOf(args.at(-1) as Evaluate, state);
    if (values.length === 0) return counted(whenEmpty, false, state);
    const value = aggregate(values, current);
    return counted(value, value !== null, state);
  },
});

/** The normal distribution of the samples of the first argument, unless mean and standard deviation are given. */
const normal = (measure: (x: number, center: number, deviation: number) => number): FunctionDefinition => ({
  arity: [1, 3],
  argument: all('number'),
  result: 'number',
  sampled: (count) => (count < 3 ? 0 : undefined),
  currentToo: true,
  compile:
    ([first, second, third]) =>
    (frame: Frame, state: State) => {
      const x = asNumber((first as Evaluate)(frame, state));
      const samples = third ? [] : samplesOf(first as Evaluate, state);
      const fallback = (value: () => number) => (samples.length === 0 ? null : value());
      const center = second ? asNumber(second(frame, state)) : fallback(() => mean(samples));
      const deviation = third ? asNumber(third(frame, state)) : fallback(() => Math.sqrt(variance(samples, 'sample')));
      return x === null || center === null || deviation === null ? null : measure(x, center, deviation);
    },
});

export const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = new Map<string, FunctionDefinition>([
  [
    'firstNonNull',
    {
      arity: [1, MANY],
      argument: all('any'),
      result: 'last',
      compile: (args) => (frame, state) => {
        for (const arg of args) {
          const value = allowingNulls(arg, frame, state);
          if (value !== null) return value;
        }
        return null;
      },
    },
  ],
  [
    'if',
    {
      arity: [3, 3],
      argument: (index) => (index === 0 ? 'boolean' : 'any'),
      result: 'last',
      compile:
        ([test, then, otherwise]) =>
        (frame, state) => {
          const value = asBoolean((test as Evaluate)(frame, state));
          if (value === null) return null;
          return ((value ? then : otherwise) as Evaluate)(frame, state);
        },
    },
  ],
  ['isNull', nullTest(true)],
  ['isNotNull', nullTest(false)],
  [
    'is',
    {
      arity: [2, MANY],
      argument: all('any'),
      result: 'boolean',
      compile:
        ([arg, ...among]) =>
        (frame, state) => {
          const value = (arg as Evaluate)(frame, state);
          return among.some((other) => other(frame, state) === value);
        },
    },
  ],
  ['greatest', extreme((value, than) => value > than)],
  ['least', extreme((value, than) => value < than)],
  ['log', ofNumbers(1, 2, (x, base) => (base === undefined ? Math.log(x) : Math.log(x) / Math.log(base)))],
  ['log10', ofNumbers(1, 1, Math.log10)],
  [
    'removeZeros',
    {
      arity: [1, 1],
      argument: all('number'),
      result: 'number',
      compile:
        ([arg]) =>
        (frame, state) => {
          const value = (arg as Evaluate)(frame, state);
          return value === 0 ? null : value;
        },
    },
  ],
  ['contains', textTest((text, part) => text.includes(part))],
  ['containsItems', textTest((text, part) => text.split(',').includes(part))],
  ['normDistCum', normal(normalCumulative)],
  ['normDistDen', normal(normalDensity)],
  ['avg', ofSamples(mean)],
  ['count', ofSamples((values) => values.length, { whenEmpty: 0 })],
  ['max', ofSamples((values) => values.reduce((a, b) => Math.max(a, b)))],
  ['median', ofSamples((values) => percentile(values, 0.5))],
  ['min', ofSamples((values) => values.reduce((a, b) => Math.min(a, b)))],
  [
    'percentileCont',
    ofSamples((values, [fraction]) => (isFraction(fraction) ? percentile(values, fraction) : null), { before: 1 }),
  ],
  ['stddev', ofSamples((values) => Math.sqrt(variance(values, 'sample')))],
  ['stddevPop', ofSamples((values) => Math.sqrt(variance(values, 'population')))],
  ['stddevSamp', ofSamples((values) => Math.sqrt(variance(values, 'sample')))],
  ['sum', ofSamples(sum)],
  ['variance', ofSamples((values) => variance(values, 'sample'))],
]);

const isFraction = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && value >= 0 && value <= 1;

/** Whether the first argument holds all the others. */
function textTest(holds: (text: string, part: string) => boolean): FunctionDefinition {
  return {
    arity: [2, MANY],
    argument: all('any'),
    result: 'boolean',
    compile:
      ([arg, ...parts]) =>
      (frame, state) => {
        const text = (arg as Evaluate)(frame, state);
        return text !== null && parts.every((part) => holds(String(text), String(part(frame, state))));
      },
  };
}
