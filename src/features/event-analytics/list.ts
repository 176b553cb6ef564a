import type { RawBuilder } from 'kysely';
import { catalogued } from '../../kernel/errors/index.js';
import type { Cursors } from '../analytics-query/index.js';
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
  const seen = presentCodes(columns);
  const scheme = parameters.dataIdScheme === 'ID' ? 'UID' : parameters.dataIdScheme;
  const options = { skipRounding: parameters.skipRounding, scheme };
  const shown = (rows: readonly ListRow[]): readonly (readonly string[])[] => {
    seen.add(rows);
    return rows.map((row) => columns.map(({ header, item }, index) => cellOf(row[`c${index}`], header, item, options)));
  };
  const metadata = () =>
    metadataOf(runner.db, request, {
      user: context.user,
      shortNames: parameters.displayProperty === 'SHORTNAME',
      withDetails: parameters.includeMetadataDetails,
      hierarchyMeta: parameters.hierarchyMeta,
      showHierarchy: parameters.showHierarchy,
      scheme: parameters.outputIdScheme === 'ID' ? 'UID' : parameters.outputIdScheme,
      listsPeriods: false,
      present: seen.codes(),
    });
  const described = async () => (parameters.skipMeta ? {} : await metadata());
  const headers = columns.map(({ header }) => header);
  const sort = sortOf(parameters);
  if (parameters.skipData) {
    const pager = page ? { pager: pagerOf(page, parameters.totalPages, { total: 0, isLast: true }) } : {};
    return gridOf(headers, [], async () => ({ ...pager, ...(await described()) }));
  }
  if (!page)
    return streamedGrid(
      runner,
      request,
      listStatement(request, all, columns, { sort }),
      { headers, shown, described },
      context,
    );
  const statement = listStatement(request, all, columns, {
    sort,
    limit: page.size + 1,
    offset: (page.page - 1) * page.size,
  });
  const found = await runner.run(tablesOf(request), (ask) => readPage(ask, request, statement, page, parameters));
  const pager = pagerOf(page, parameters.totalPages, found);
  return gridOf(headers, shown(found.rows), async () => ({ pager, ...(await described()) }));
}

interface Shown {
  readonly headers: Grid['headers'];
  readonly shown: (rows: readonly ListRow[]) => readonly (readonly string[])[];
  readonly described: () => Promise<Readonly<Record<string, unknown>>>;
}

/** All rows as they are read: none waits in memory. They are counted first, so that too many are refused before the first of them is on its way. */
function streamedGrid(
  runner: Runner,
  request: ProgramRequest,
  statement: RawBuilder<ListRow>,
  { headers, shown, described }: Shown,
  { settings }: QueryContext,
): Grid {
  const most = settings.keyAnalyticsMaxLimit;
  let total = 0;
  const read = async function* ({ next }: Cursors) {
    const [counted] = await next<{ total: number }>(0);
    total = counted?.total ?? 0;
    if (most > 0 && total > most) throw catalogued('E7128', most);
    for (let rows = await next<ListRow>(1); rows.length > 0; rows = await next<ListRow>(1)) yield shown(rows);
  };
  const rows = runner.stream(tablesOf(request), [countStatement(request), statement], read);
  return gridOf(headers, rows, described, () => total);
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

async function readPage(
  ask: Ask,
  request: ProgramRequest,
  statement: RawBuilder<ListRow>,
  { page, size }: Page,
  { totalPages }: ListParameters,
): Promise<Found> {
  const offset = (page - 1) * size;
  // One more says whether there are others.
  const rows = await ask(statement);
  const isLast = rows.length <= size;
  const own = rows.slice(0, size);
  if (!totalPages) return { rows: own, total: undefined, isLast };
  const isKnown = isLast && (own.length > 0 || offset === 0);
  const total = isKnown ? offset + own.length : ((await ask(countStatement(request)))[0]?.total ?? 0);
  return { rows: own, total, isLast };
}

const pagerOf = ({ page, size }: Page, isCounted: boolean, { total = 0, isLast }: Omit<Found, 'rows'>) =>
  isCounted
    ? { page, total, pageSize: size, pageCount: size === 0 ? 0 : Math.ceil(total / size) }
    : { page, pageSize: size, isLastPage: isLast };

/** Collects the codes of options in rows, by item; where there are no rows, all count. */
function presentCodes(columns: readonly ListColumn[]) {
  const sets = columns.flatMap(({ item }, index) =>
    item?.optionSet ? [{ item, index, codes: new Set<string>() }] : [],
  );
  let isEmpty = true;
  return {
    add(rows: readonly ListRow[]): void {
      if (rows.length > 0) isEmpty = false;
      for (const { index, codes } of sets) for (const row of rows) codes.add(row[`c${index}`] ?? '');
    },
    codes: (): ReadonlyMap<ProgramItem, ReadonlySet<string>> =>
      new Map(isEmpty ? [] : sets.map(({ item, codes }) => [item, codes])),
  };
}
