import { closedColumns, missingColumns, type TableColumns } from '../columns.js';
import { STATES, type State } from '../definition.js';
import type { TableStatistics } from './size.js';
import { decay, type WeightedShape } from './weights.js';

/** Columns and states that might make a roll-up. */
export interface Proposal {
  /** Closed and sorted. */
  readonly columns: readonly string[];
  readonly states: readonly State[];
  readonly subtype: 'demand_defined' | 'prediction_defined';
}

/** Lighter kinds of questions are not worth a thought: asked once, they are forgotten by the next day. */
const LEAST_WEIGHT = 1;
/** Of the heaviest kinds of questions any two may share a roll-up. */
const PAIRED = 20;
/** Most kinds of questions that are looked at. */
const MOST_SHAPES = 500;
/** Levels of organisation units that dashboards are expected to show. */
const PREDICTED_LEVELS = 3;
/** Period types that they are expected to show by level. */
const PREDICTED_PERIODS = ['monthly', 'yearly'];
/** What a predicted kind of question weighs at first: as if it had been asked once a day, for all days that still count. */
const PREDICTED_WEIGHT = 20;

/** Whether a table of these columns and states has all that a question needs. */
export const holds = (
  { columns, states }: { readonly columns: ReadonlySet<string>; readonly states: ReadonlySet<State> },
  shape: Pick<WeightedShape, 'columns' | 'states'>,
): boolean => shape.columns.every((column) => columns.has(column)) && shape.states.every((state) => states.has(state));

/** The kinds of questions that roll-ups are made for: those heavy enough whose columns the table still has. */
export const relevantShapes = (shapes: readonly WeightedShape[], table: TableColumns): readonly WeightedShape[] =>
  shapes
    .filter(({ columns, weight }) => weight >= LEAST_WEIGHT && missingColumns(columns, table).length === 0)
    .slice(0, MOST_SHAPES);

/**
 * What is likely to be asked of a table that nobody has asked anything yet: all that is reported, by each period type that is; and by the upper levels of organisation
 * units and month or year (contract: aggregates.md §6.6 no. 1 c).
 *
 * @param states what the data elements that there are need for their own ways of aggregating
 * @param age days since the cube was asked or something was predicted for the first time
 */
export function predictedShapes(
  statistics: TableStatistics,
  states: readonly State[],
  age: number,
): readonly WeightedShape[] {
  const { table } = statistics;
  const reported = reportedPeriods(statistics);
  const names = table.periods.map(({ name }) => name).filter((name) => PREDICTED_PERIODS.includes(name));
  const sets = [
    ...reported.map((period) => ['dx', period]),
    ...table.levels.slice(0, PREDICTED_LEVELS).flatMap((level) => names.map((period) => ['dx', level, period])),
  ];
  return sets
    .filter((columns) => missingColumns(columns, table).length === 0)
    .map((columns) => ({ columns: columns.sort(), states, weight: PREDICTED_WEIGHT * decay(age) }));
}

/** Period types that values are reported by: their columns are filled where those of shorter types are empty. */
function reportedPeriods({ table, columns }: TableStatistics): readonly string[] {
  let empty = 1;
  return table.periods.flatMap(({ name }) => {
    const { nullShare = 1 } = columns.get(name) ?? {};
    if (nullShare >= empty) return [];
    empty = nullShare;
    return [name];
  });
}

/**
 * What might make a roll-up: each kind of question, any two of the heaviest together, and what is predicted; with the coarser columns. A proposal keeps the states of every
 * question that its columns can answer, because a further state is cheap beside a further table (contract: aggregates.md §6.2, §6.6 no. 1).
 */
export function proposals(
  asked: readonly WeightedShape[],
  predicted: readonly WeightedShape[],
  table: TableColumns,
): readonly Proposal[] {
  const heaviest = asked.slice(0, PAIRED);
  const pairs = heaviest.flatMap((one, at) =>
    heaviest.slice(at + 1).map((other) => [...one.columns, ...other.columns]),
  );
  const demanded = [...asked.map(({ columns }) => columns), ...pairs];
  const found = new Map<string, Proposal>();
  const propose = (names: readonly string[], subtype: Proposal['subtype']): void => {
    const columns = closedColumns([...new Set(names)], table);
    const key = columns.join();
    if (found.has(key)) return;
    const own = new Set(columns);
    const answered = [...asked, ...predicted].filter((shape) => shape.columns.every((column) => own.has(column)));
    const needed = new Set<State>(['n', ...answered.flatMap(({ states }) => states)]);
    found.set(key, { columns, states: STATES.filter((state) => needed.has(state)).sort(), subtype });
  };
  for (const { columns } of predicted) propose(columns, 'prediction_defined');
  for (const columns of demanded) propose(columns, 'demand_defined');
  return [...found.values()];
}
