import type { CurrentUser } from '../../../http/index.js';
import type { GridHeader } from '../../grids/index.js';
import type { AnalyticsRequest } from '../query.js';
import type { AnalyticsParameters } from '../request/parameters.js';
import type { AnswerRow } from '../statements/execute.js';
import { formatValue } from './format.js';
import type { Names } from './names.js';
import { titleOf } from './titles.js';

const DECIMALS = 2;
const DECIMALS_UNROUNDED = 10;
/** What a value was made of; data elements have none of it (contract: analytics-query.md §5.2). */
const PARTS = ['numerator', 'denominator', 'factor', 'multiplier', 'divisor'] as const;

export interface AnswerOptions {
  readonly parameters: AnalyticsParameters;
  readonly user: CurrentUser;
  /** What of the parameters is passed over. */
  readonly ignored: readonly string[];
}

/** The rows of an answer as they are read, batch by batch. */
export type AnswerBatches = AsyncIterable<readonly AnswerRow[]>;

export const textColumn = (name: string, column: string): GridHeader => ({
  name,
  column,
  valueType: 'TEXT',
  type: 'java.lang.String',
  hidden: false,
  meta: true,
});

export const numberColumn = (name: string, column: string): GridHeader => ({
  name,
  column,
  valueType: 'NUMBER',
  type: 'java.lang.Double',
  hidden: false,
  meta: false,
});

/** One column for each dimension in request order, then the value and what it was made of (contract: analytics-query.md §5.1, §5.2). */
export function headersOf(request: AnalyticsRequest, { includeNumDen }: AnalyticsParameters): readonly GridHeader[] {
  const parts = includeNumDen ? PARTS : [];
  return [
    ...request.dimensions.map((name) => textColumn(name, titleOf(request, name))),
    numberColumn('value', 'Value'),
    ...parts.map((name) => numberColumn(name, name.charAt(0).toUpperCase() + name.slice(1))),
  ];
}

/** Writes a row as cells of those columns. */
export function cellsOf(
  { dimensions }: AnalyticsRequest,
  parameters: AnalyticsParameters,
  names: Names,
): (row: AnswerRow) => readonly string[] {
  return (row) => {
    const cells = dimensions.map((dimension, index) => names.write(dimension, row.keys[index] ?? ''));
    cells.push(valueCell(row, parameters));
    if (parameters.includeNumDen) for (const index of PARTS.keys()) cells.push(row.parts?.[index] ?? '');
    return cells;
  };
}

/** A value as the answer writes it. */
export function valueCell({ value, text }: AnswerRow, { skipRounding }: AnalyticsParameters): string {
  if (text !== undefined) return text;
  return typeof value === 'string' ? value : formatValue(value, skipRounding ? DECIMALS_UNROUNDED : DECIMALS);
}
