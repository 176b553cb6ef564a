import type { Grid } from '../grids/index.js';
import type { AnalyticsHeader } from './headers.js';

/** The grid of an answer; `metaData` is made only for those who read it (contract: analytics-query.md §5.1). */
export function gridOf(
  headers: readonly AnalyticsHeader[],
  rows: readonly (readonly string[])[],
  metaData: () => Promise<Readonly<Record<string, unknown>>>,
): Grid {
  return {
    title: '',
    subtitle: '',
    headers,
    rows,
    height: rows.length,
    members: async () => ({
      metaData: await metaData(),
      rowContext: {},
      // The peer counts the columns of the first row.
      width: rows.length === 0 ? 0 : headers.length,
    }),
  };
}

export const noMetadata = (): Promise<Readonly<Record<string, unknown>>> => Promise.resolve({});
