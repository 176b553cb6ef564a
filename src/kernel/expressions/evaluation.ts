import { ExpressionError } from './expression-error.js';

export type Value = number | string | boolean | null;

/** The values of one organisation unit, attribute option combo and period by slot; see `Bindings`. */
export type Cells = Readonly<Record<number, Value | undefined>>;

/** What formulas ask about an organisation unit. */
export interface UnitFacts {
  isBelow(unit: string): boolean;
  isInGroup(group: string): boolean;
  hasDataSet(dataSet: string): boolean;
  hasProgram(program: string): boolean;
  /** Units of the group in the unit's part of the hierarchy, itself included. */
  countOfGroup(group: string): number;
}

/** A period seen from a place in the data: what a formula is worked out with. */
export interface Frame {
  /** The values so many periods later, or earlier when negative. */
  cells(offset: number): Cells | undefined;
  /** First and last day so many periods later; `yyyy-MM-dd`. */
  days(offset: number): { readonly startDate: string; readonly endDate: string };
  readonly daysInPeriod: number;
  /** 1 for the first period of its year. */
  readonly periodInYear: number;
  readonly periodsInYear: number;
  readonly unit: UnitFacts;
}

/** What is kept while one value is worked out. */
export interface State {
  /** Periods from which functions of many values, such as `avg`, take theirs. */
  readonly samples: readonly Frame[];
  /** Items met where a missing value counts as missing, and how many of them had a value. */
  found: number;
  valued: number;
  /** Whether a missing value is taken for zero or nothing; not so inside `isNull` and its like. */
  replacing: boolean;
  /** A date was missing, for which nothing can stand in. */
  withoutDate: boolean;
}

export type Evaluate = (frame: Frame, state: State) => Value;

/** Works `evaluate` out with missing values left as they are. */
export function allowingNulls(evaluate: Evaluate, frame: Frame, state: State): Value {
  const { replacing } = state;
  state.replacing = false;
  const value = evaluate(frame, state);
  state.replacing = replacing;
  return value;
}

/**
 * The number that a value is.
 *
 * @throws ExpressionError for what is none
 */
export function asNumber(value: Value): number | null {
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  throw new ExpressionError(`Found ${JSON.stringify(value)} where a number is expected.`);
}

/**
 * The truth value that a value is.
 *
 * @throws ExpressionError for what is none
 */
export function asBoolean(value: Value): boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  throw new ExpressionError(`Found ${JSON.stringify(value)} where true or false is expected.`);
}
