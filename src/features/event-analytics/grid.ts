import type { Grid } from '../grids/index.js';
import type { AnalyticsHeader } from './headers.js';

/** An answer as clients know it (contract: analytics-query.md §5.1). */
export interface AnalyticsAnswer {
  readonly headers: readonly AnalyticsHeader[];
  readonly metaData: Readonly<Record<string, unknown>>;
  readonly rowContext: object;
  readonly rows: readonly (readonly string[])[];
  readonly width: number;
  readonly height: number;
  readonly headerWidth: number;
}

export function answerOf(
  headers: readonly AnalyticsHeader[],
  rows: readonly (readonly string[])[],
  metaData: Readonly<Record<string, unknown>>,
): AnalyticsAnswer {
  return {
    headers,
    metaData,
    rowContext: {},
    rows,
    // The peer counts the columns of the first row.
    width: rows.length === 0 ? 0 : headers.length,
    height: rows.length,
    headerWidth: headers.length,
  };
}

/** The same as a table for other programs. */
export const gridOf = ({ headers, rows }: AnalyticsAnswer, title: string): Grid => ({
  title,
  subtitle: '',
  headers,
  rows,
  height: rows.length,
});
