import { catalogued } from '../../kernel/errors/index.js';
import type { Grid } from '../grids/index.js';
import { cellOf } from './cells.js';
import { gridOf } from './grid.js';
import { columnNamed, type ListColumn, listColumns } from './headers.js';
import { countStatement, type ListRow, listStatement } from './list-statement.js';
import { metadataOf } from './metadata.js';
import { type ProgramItem, type ProgramRequest, type SortKey, tablesOf } from './model.js';
import { inScheme } from './output-scheme.js';
import type { ListParameters } from './parameters.js';
import type { Ask, Runner } from './run.js';
import type { QueryContext } from './understand.js';

/** Rows of a page where nothing is said. */
const PAGE_SIZE = 50;

export interface Page {
  readonly page: number;
  readonly size: number;
}

/**
 * The page that is asked for; undefined for all rows.
 *
 * @throws OrderlyError E7207 and E7208 for pages that are none, E7209 for one that is larger than the system gives at once
 */
export function pageOf(
  { paging, page, pageSize }: Pick<ListParameters, 'paging' | 'page' | 'pageSize'>,
  { settings }: QueryContext,
): Page | undefined {
  if (!paging) return undefined;
  if (page < 1) throw catalogued('E7207', page);
  if (pageSize !== undefined && pageSize < 0) throw catalogued('E7208', pageSize);
  const most = settings.keyAnalyticsMaxLimit;
  if (most > 0 && pageSize !== undefined && pageSize > most) throw catalogued('E7209', pageSize, most);
  return { page, size: pageSize ?? (most > 0 ? Math.min(PAGE_SIZE, most) : PAGE_SIZE) };
}

/**
 * A list of events, enrollments or tracked entities (contract: analytics-query.md §7).
 *
 * @throws OrderlyError E7230 for a header that there is not, E7222 for a sort key that is no column, E7128 when there are more rows than the system gives at once
 */
export async function answerList(
  runner: Runner,
  request: ProgramRequest,
  parameters: ListParameters,
  context: QueryContext,
): Promise<Grid> {
  const page = pageOf(parameters, context);
  const all = listColumns(request);
  const columns = inScheme(request, chosen(all, parameters.headers), parameters.outputIdScheme);
  const found = parameters.skipData
    ? { rows: [], total: 0, isLast: true }
    : await runner.run(tablesOf(request), (ask) => readRows(ask, request, all, columns, parameters, page, context));
  const scheme = parameters.dataIdScheme === 'ID' ? 'UID' : parameters.dataIdScheme;
  const options = { skipRounding: parameters.skipRounding, scheme };
  const rows = found.rows.map((row) =>
    columns.map(({ header, item }, index) => cellOf(row[`c${index}`], header, item, options)),
  );
  const metadata = () =>
    metadataOf(runner.db, request, {
      user: context.user,
      shortNames: parameters.displayProperty === 'SHORTNAME',
      withDetails: parameters.includeMetadataDetails,
      hierarchyMeta: parameters.hierarchyMeta,
      showHierarchy: parameters.showHierarchy,
      scheme: parameters.outputIdScheme === 'ID' ? 'UID' : parameters.outputIdScheme,
      listsPeriods: false,
      present: presentCodes(columns, found.rows),
    });
  const pager = page ? { pager: pagerOf(page, parameters.totalPages, found) } : {};
  const headers = columns.map(({ header }) => header);
  return gridOf(headers, rows, async () => ({ ...pager, ...(parameters.skipMeta ? {} : await metadata()) }));
}

/** The columns that are asked for, in the order in which they are. */
function chosen(all: readonly ListColumn[], names: readonly string[]): readonly ListColumn[] {
  if (names.length === 0) return all;
  return [...new Set(names.map((name) => name.trim()))].map((name) => {
    const found = columnNamed(all, name);
    if (!found) throw catalogued('E7230', name);
    return found;
  });
}

/** What rows are sorted by: first all that ascends, then all that descends, as the peer does it. */
export const sortOf = ({ asc, desc }: Pick<ListParameters, 'asc' | 'desc'>): readonly SortKey[] => [
  ...asc.map((name) => ({ name: name.trim(), descending: false })),
  ...desc.map((name) => ({ name: name.trim(), descending: true })),
];

interface Found {
  readonly rows: readonly ListRow[];
  /** On all pages; undefined when nobody asked. */
  readonly total: number | undefined;
  readonly isLast: boolean;
}

async function readRows(
  ask: Ask,
  request: ProgramRequest,
  all: readonly ListColumn[],
  columns: readonly ListColumn[],
  parameters: ListParameters,
  page: Page | undefined,
  { settings }: QueryContext,
): Promise<Found> {
  const sort = sortOf(parameters);
  const most = settings.keyAnalyticsMaxLimit > 0 ? settings.keyAnalyticsMaxLimit : undefined;
  const size = page ? page.size : most;
  const offset = page ? (page.page - 1) * page.size : 0;
  // One more says whether there are others.
  const limit = size === undefined ? undefined : size + 1;
  const rows = await ask(listStatement(request, all, columns, { sort, limit, offset }));
  const isLast = size === undefined || rows.length <= size;
  if (!page && !isLast) throw catalogued('E7128', size ?? 0);
  const own = size === undefined ? rows : rows.slice(0, size);
  if (!page || !parameters.totalPages) return { rows: own, total: undefined, isLast };
  const isKnown = isLast && (own.length > 0 || offset === 0);
  const total = isKnown ? offset + own.length : ((await ask(countStatement(request)))[0]?.total ?? 0);
  return { rows: own, total, isLast };
}

const pagerOf = ({ page, size }: Page, isCounted: boolean, { total = 0, isLast }: Found) =>
  isCounted
    ? { page, total, pageSize: size, pageCount: size === 0 ? 0 : Math.ceil(total / size) }
    : { page, pageSize: size, isLastPage: isLast };

/** Codes of options in the rows, by item. */
function presentCodes(
  columns: readonly ListColumn[],
  rows: readonly ListRow[],
): ReadonlyMap<ProgramItem, ReadonlySet<string>> {
  if (rows.length === 0) return new Map();
  const sets = columns.flatMap(({ item }, index) =>
    item?.optionSet ? [[item, new Set(rows.map((row) => row[`c${index}`] ?? ''))] as const] : [],
  );
  return new Map(sets);
}
