import type { Grid } from '../grids/index.js';

/** The grid of an answer; `height` says how many rows there are where they come in batches, `metaData` is made only for those who read it (contract: analytics-query.md §5.1). */
export function gridOf(
  headers: Grid['headers'],
  rows: Grid['rows'],
  metaData: () => Promise<Readonly<Record<string, unknown>>>,
  height: () => number = () => (Array.isArray(rows) ? rows.length : 0),
): Grid {
  return {
    title: '',
    subtitle: '',
    headers,
    rows,
    height,
    members: async () => ({
      metaData: await metaData(),
      rowContext: {},
      // The peer counts the columns of the first row.
      width: height() === 0 ? 0 : headers.length,
    }),
  };
}

export const noMetadata = (): Promise<Readonly<Record<string, unknown>>> => Promise.resolve({});
