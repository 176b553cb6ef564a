/**
 * What a roll-up keeps of the values that it puts together: their number, sum, extremes, the sum of value × days of the period, and of the days
 * (contract: aggregates.md §6.3). States of states are states again, which is why answers from roll-ups are exact.
 */
export const STATES = ['n', 'sum_v', 'min_v', 'max_v', 'sum_dv', 'sum_d'] as const;
export type State = (typeof STATES)[number];

/** The analytics table types that are rolled up; each is a cube of AtScale's API (contract: aggregates.md §6.1). */
export const CUBES = ['DATA_VALUE'] as const;
export type Cube = (typeof CUBES)[number];

/** The table of each cube. Its partitions by year are called after it: `analytics_2024`. */
export const TABLE_OF: Readonly<Record<Cube, string>> = { DATA_VALUE: 'analytics' };

/** The schema of the tables of roll-ups. */
export const ROLL_UP_SCHEMA = 'orderly_agg';

/** The columns and states that an answer needs, and nothing of who asks or for which values. */
export interface QueryShape {
  readonly cube: Cube;
  /** What is grouped by or filtered by, sorted. The column `year` is known of every row and not among them. */
  readonly columns: readonly string[];
  readonly states: readonly State[];
}

/** Something to be answered: one statement of a query. */
export interface Question extends QueryShape {
  /** Uids of the data elements that are asked for. */
  readonly elements: readonly string[];
  /** First and last calendar years of stretches in which rows count. */
  readonly years: readonly (readonly [number, number])[];
  /** Uid of whoever asks: what belongs to an organization answers its members. */
  readonly user: string;
}
